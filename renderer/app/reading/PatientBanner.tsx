import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { sitesQuery } from '#renderer/bridge/queries.ts';
import { countdown } from '#renderer/features/worklist/countdown.ts';
import { modalityWord } from '#renderer/features/worklist/modalities.ts';
import { examination, patientName, readiness, sexAndAge } from '#renderer/features/worklist/row-facts.ts';
import { NameRepairMark } from '#renderer/features/worklist/NameRepairMark.tsx';
import { UrgencyTag } from '#renderer/features/worklist/UrgencyTag.tsx';
import { HospitalChip } from '#renderer/ui/HospitalChip.tsx';
import { ReadyLight } from '#renderer/ui/ReadyLight.tsx';
import { Tag, type TagTone } from '#renderer/ui/Tag.tsx';
import { useServerNow } from '#renderer/bridge/use-server-now.ts';
import { useText } from '#renderer/text/use-text.ts';
import { ExportButton } from './ExportButton.tsx';
import { KeepChoice } from './KeepChoice.tsx';
import styles from './PatientBanner.module.css';

/** Who this is, always in the same place: name, sex, age, hospital, examination, time left, history, what is here. */
export function PatientBanner({ open, tools }: { readonly open: OpenStudy; readonly tools?: ReactNode }) {
  const text = useText();
  const { t, format } = text;
  const now = useServerNow(10_000);
  const { api } = useBridge();
  const { data: sites } = useQuery(sitesQuery(api));
  const { study } = open;
  const site = sites?.find(({ siteId }) => siteId === study.siteId);
  const ready = readiness(study, open.unreachableSince === null ? site?.link : 'unreachable');
  /** Since when the hospital cannot be asked while something is missing. */
  const cutSince = ready.isVerified ? null : open.unreachableSince;
  const left = timeLeft();
  return (
    <header className={styles['banner']} aria-label={t('reading.patient')} data-testid="patient-banner" data-study-instance-uid={study.studyInstanceUid}>
      <h1 data-selectable>{patientName(study)}</h1>
      <NameRepairMark patient={study.patient} />
      <span className={styles['who']}>{sexAndAge(text, study)}</span>
      <b className={styles['mismatch']} data-testid="other-patient">◆ {t('reading.other-patient')}</b>
      {study.urgency === 'routine' ? null : <UrgencyTag urgency={study.urgency} reason={study.urgencyReason} />}
      <HospitalChip name={study.siteName} site={site} now={now} />
      <span className={styles['second']}>
        {modalityWord(study.modalities)} {examination(text, study)}
      </span>
      <span className={styles['second']}>{[study.studyDate ?? '', (study.studyTime ?? '').slice(0, 5)].filter((part) => part !== '').join(' ')}</span>
      {left === undefined ? null : <Tag tone={left.tone}>{left.words}</Tag>}
      <span className={styles['history']} title={study.clinicalInformation}>
        {study.clinicalInformation}
      </span>
      {tools}
      <KeepChoice study={study} />
      <ExportButton open={open} />
      <span className={styles['held']} title={cutSince === null ? undefined : t('reading.cut.detail', { siteName: study.siteName })}>
        <ReadyLight {...ready} />
        {cutSince === null ? null : <b className={styles['cut']}>◆ {t('reading.cut', { since: format.timeOrDate(cutSince, now) })}</b>}
        {t(ready.isVerified ? 'reading.verified' : 'reading.held', { held: study.heldInstances, expected: study.expectedInstances })}
      </span>
    </header>
  );

  function timeLeft(): { readonly words: string; readonly tone: TagTone } | undefined {
    const time = countdown(study, now);
    switch (time.kind) {
      case 'stopped':
        return undefined;
      case 'not-started':
        return { words: t('reading.not-started'), tone: 'plain' };
      case 'paused':
        return { words: t('worklist.countdown.paused', { time: time.text }), tone: 'warn' };
      case 'overdue':
        return { words: t('reading.overdue', { time: time.text }), tone: 'critical' };
      case 'running':
        return { words: t('reading.left', { time: time.text }), tone: time.level === 'critical' ? 'critical' : time.level === 'warn' ? 'warn' : 'plain' };
      default:
        return time satisfies never;
    }
  }
}
