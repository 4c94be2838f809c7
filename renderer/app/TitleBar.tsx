import { useQuery } from '@tanstack/react-query';
import { ChartColumn, FileText, HardDriveDownload, List, MessagesSquare, Send, User, X } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { countsQuery, signersQuery, studyQuery } from '#renderer/bridge/queries.ts';
import { preferredSigner, rememberedSigner } from '#renderer/features/signing/signer-choice.ts';
import { PersonMenu } from '#renderer/features/people/PersonMenu.tsx';
import { may, useSession } from '#renderer/features/people/use-session.ts';
import { LinksSummary } from '#renderer/features/sites/LinksSummary.tsx';
import { modalityWord } from '#renderer/features/worklist/modalities.ts';
import { examination, patientName } from '#renderer/features/worklist/row-facts.ts';
import { BrandMark } from '#renderer/ui/BrandMark.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { LinkBars } from '#renderer/ui/LinkBars.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { useText } from '#renderer/text/use-text.ts';
import { APP_KEYS } from './keyboard/app-keys.ts';
import { placesOf, samePlace, SITES, type Place } from './tabs.ts';
import type { TabsHandle } from './use-tabs.ts';
import styles from './TitleBar.module.css';

export interface TitleBarProps {
  readonly handle: TabsHandle;
  readonly onImport: () => void;
  /** Shows the way of the reports. */
  readonly onTrack: () => void;
  /** Shows what colleagues ask each other. */
  readonly onConsult: () => void;
  readonly onLock: () => void;
  readonly onDepartment: () => void;
}

/** Brand, tabs, the lines in one line, the clock, who reads. */
export function TitleBar({ handle, onImport, onTrack, onConsult, onDepartment, onLock }: TitleBarProps) {
  const { t, format } = useText();
  const now = useNow(1000);
  const session = useSession();
  const { tabs, go } = handle;
  return (
    <header className={styles['bar']}>
      <div className={styles['brand']}>
        <BrandMark />
        {t('app.name')}
      </div>
      <nav className={styles['tabs']} aria-label={t('app.tabs')} onWheel={({ currentTarget, deltaY }) => currentTarget.scrollBy({ left: deltaY })}>
        {placesOf(tabs).map((place) => (
          <Tab key={place.page === 'study' ? place.studyId : place.page} place={place} handle={handle} isOn={samePlace(place, tabs.place)} />
        ))}
      </nav>
      <span className={styles['space']} />
      <div className={styles['meta']}>
        <button type="button" className={styles['import']} title={`${t('department.key')} ${APP_KEYS.department.keys[0]}`} onClick={onDepartment}>
          <ChartColumn size={15} strokeWidth={1.5} aria-hidden="true" />
          {t('department.title')}
        </button>
        {may(session, 'import-studies') ? (
          <button type="button" className={styles['import']} title={`${t('imports.key')} ${APP_KEYS.import.keys[0]}`} onClick={onImport}>
            <HardDriveDownload size={15} strokeWidth={1.5} aria-hidden="true" />
            {t('imports.button')}
          </button>
        ) : null}
        <button type="button" className={styles['import']} title={`${t('deliveries.key')} ${APP_KEYS.deliveries.keys[0]}`} onClick={onTrack}>
          <Send size={15} strokeWidth={1.5} aria-hidden="true" />
          {t('deliveries.button')}
        </button>
        <button type="button" className={styles['import']} title={`${t('collaboration.key.consultations')} ${APP_KEYS.consultations.keys[0]}`} onClick={onConsult}>
          <MessagesSquare size={15} strokeWidth={1.5} aria-hidden="true" />
          {t('collaboration.consultations.button')}
        </button>
        <LinksSummary onShow={() => go(SITES)} />
        <time className={styles['clock']}>{format.timeWithSeconds(now)}</time>
        <PersonMenu lockAction={APP_KEYS.lock} onLock={onLock} fallback={<Physician now={now} />} />
      </div>
    </header>
  );
}

interface TabProps {
  readonly place: Place;
  readonly handle: TabsHandle;
  readonly isOn: boolean;
}

function Tab({ place, handle, isOn }: TabProps) {
  const { t } = useText();
  if (place.page === 'study') return <StudyTab studyId={place.studyId} handle={handle} isOn={isOn} />;
  if (place.page === 'sites') {
    return (
      <TabFrame isOn={isOn} name={t('app.tab.sites')} onGo={() => handle.go(place)} onClose={handle.closeSites}>
        <LinkBars strength="strong" />
        {t('app.tab.sites')}
      </TabFrame>
    );
  }
  return (
    <TabFrame isOn={isOn} name={t('app.tab.worklist')} onGo={() => handle.go(place)}>
      <List size={15} strokeWidth={1.5} aria-hidden="true" />
      {t('app.tab.worklist')}
      <OpenCount />
    </TabFrame>
  );
}

function OpenCount() {
  const { api } = useBridge();
  const { data: counts } = useQuery(countsQuery(api));
  return <small>{counts?.open}</small>;
}

function StudyTab({ studyId, handle, isOn }: { readonly studyId: number; readonly handle: TabsHandle; readonly isOn: boolean }) {
  const { api } = useBridge();
  const text = useText();
  const { data: known } = useQuery(studyQuery(api, studyId));
  const name = known === undefined ? '…' : patientName(known.study);
  return (
    <TabFrame isOn={isOn} name={name} onGo={() => handle.go({ page: 'study', studyId })} onClose={() => handle.closeStudy(studyId)}>
      <FileText size={15} strokeWidth={1.5} aria-hidden="true" />
      <span className={styles['name']}>{name}</span>
      {known === undefined ? null : (
        <small title={examination(text, known.study)}>
          {modalityWord(known.study.modalities)} {examination(text, known.study)}
        </small>
      )}
    </TabFrame>
  );
}

interface TabFrameProps {
  readonly isOn: boolean;
  readonly name: string;
  readonly onGo: () => void;
  readonly onClose?: () => void;
  readonly children: ReactNode;
}

function TabFrame({ isOn, name, onGo, onClose, children }: TabFrameProps) {
  const { t } = useText();
  const tab = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (isOn) tab.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isOn]);
  return (
    <span ref={tab} className={classNames(styles['tab'], isOn && styles['on'])}>
      <button type="button" className={styles['go']} aria-current={isOn ? 'page' : undefined} onClick={onGo}>
        {children}
      </button>
      {onClose === undefined ? null : (
        <button type="button" className={styles['close']} aria-label={t('app.tab.close', { name })} onClick={onClose}>
          <X size={14} aria-hidden="true" />
        </button>
      )}
    </span>
  );
}

function Physician({ now }: { readonly now: Date }) {
  const { t } = useText();
  const { api } = useBridge();
  const { data: signers } = useQuery(signersQuery(api));
  const signer = preferredSigner(signers ?? [], rememberedSigner(localStorage), now);
  if (signer === undefined) return null;
  return (
    <span className={styles['physician']}>
      <User size={15} strokeWidth={1.5} aria-hidden="true" />
      {t('app.physician', { name: signer.name, role: t(`signing.signer.role.${signer.role}`) })}
    </span>
  );
}
