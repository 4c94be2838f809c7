import { useQuery } from '@tanstack/react-query';
import { MessagesSquare, ScanSearch, UserRoundSearch } from 'lucide-react';
import { useState } from 'react';
import type { MarkedImage } from '#shared/collaboration/marked-image.ts';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { consultationsQuery, identityQuery, technicianQuery } from '#renderer/bridge/queries.ts';
import { CaseDialog, type CaseTab } from '#renderer/features/collaboration/CaseDialog.tsx';
import { COLLABORATION_KEYS } from '#renderer/features/collaboration/collaboration-keys.ts';
import { seenImageOf } from '#renderer/features/viewer/viewport/eye.ts';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { useEyeRef } from './EyeProvider.tsx';
import styles from './CaseTools.module.css';

export interface CaseToolsProps {
  readonly open: OpenStudy;
  readonly onQuote: (sentence: string) => boolean;
}

/** The way to the technician, to colleagues, and to who the patient is: three small buttons with what waits behind them. */
export function CaseTools({ open: { study, series }, onQuote }: CaseToolsProps) {
  const { t } = useText();
  const { api } = useBridge();
  const { studyId, siteName } = study;
  const [shown, setShown] = useState<{ readonly tab: CaseTab; readonly image: MarkedImage | undefined }>();
  const eye = useEyeRef();
  const { data: identity } = useQuery(identityQuery(api, studyId));
  const { data: requests = [] } = useQuery(technicianQuery(api, studyId));
  const { data: consultations = [] } = useQuery(consultationsQuery(api, studyId));
  // What is seen now, of this study and no other that hangs beside it.
  const openOn = (tab: CaseTab) => {
    const here = eye.current?.();
    const isOfCase = here?.viewport.now().shown?.frame.studyId === studyId;
    setShown({ tab, image: here === undefined || !isOfCase ? undefined : seenImageOf(here, (uid) => series.find(({ seriesInstanceUid }) => seriesInstanceUid === uid)?.seriesNumber ?? null) });
  };
  useKeyAction(COLLABORATION_KEYS.technician, () => openOn('technician'));
  useKeyAction(COLLABORATION_KEYS.consultation, () => openOn('consultation'));
  useKeyAction(COLLABORATION_KEYS.identity, () => openOn('identity'));
  const tools = [
    { tab: 'technician', Icon: ScanSearch, count: requests.filter(({ state }) => state !== 'closed').length },
    { tab: 'consultation', Icon: MessagesSquare, count: consultations.filter(({ closedAt }) => closedAt === null).length },
    { tab: 'identity', Icon: UserRoundSearch, count: identity?.candidates.filter(({ standing }) => standing === 'likely').length ?? 0 },
  ] as const;
  return (
    <>
      <span className={styles['tools']} data-person={identity?.person.length ?? -1}>
        {tools.map(({ tab, Icon, count }) => {
          const name = t(`collaboration.key.${tab}`);
          return (
            <button key={tab} type="button" aria-label={name} title={`${name} ${COLLABORATION_KEYS[tab].keys[0]}`} data-testid={`case-tool-${tab}`} data-count={count} onClick={() => openOn(tab)}>
              <Icon size={16} strokeWidth={1.5} aria-hidden="true" />
              {count === 0 ? null : <small>{count}</small>}
            </button>
          );
        })}
      </span>
      {shown === undefined ? null : (
        <CaseDialog
          studyId={studyId} siteName={siteName} tab={shown.tab} image={shown.image} onQuote={onQuote} onTab={(tab) => setShown({ ...shown, tab })} onClose={() => setShown(undefined)}
        />
      )}
    </>
  );
}
