import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReportRequest, ReportText } from '#shared/contract/services/reports.contract.ts';
import type { ReportHistory, ReportSubmission, ReportVersion } from '#shared/contract/services/versions.contract.ts';
import { fieldChanges } from '#shared/report/fields/field-changes.ts';
import { textChanges } from '#shared/report/text-changes.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { reportHistoryQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { FieldChanges } from '#renderer/ui/FieldChanges.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { Tag } from '#renderer/ui/Tag.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { ActDialog, type ActInput } from './ActDialog.tsx';
import { confirmableOf, possibleActs, type Act } from './acts.ts';
import { VerifyDialog } from './VerifyDialog.tsx';
import styles from './VersionsPanel.module.css';

export interface VersionsPanelProps {
  readonly studyId: number;
  readonly request: ReportRequest;
  readonly siteName: string;
  /** Saves what is on the screen. @returns its revision, or undefined when nothing is open or it could not be saved */
  readonly save: () => Promise<number | undefined>;
  /** An addendum was asked for elsewhere on the screen: its dialog is open until it is signed or given up. */
  readonly isAddendumAsked: boolean;
  readonly onAddendumClosed: () => void;
}

/** Below the report of one request: its versions, its review, and what can be done with it. */
export function VersionsPanel({ studyId, request, siteName, save, isAddendumAsked, onAddendumClosed }: VersionsPanelProps) {
  const { t } = useText();
  const { api, queries } = useBridge();
  const { requestId } = request;
  const query = reportHistoryQuery(api, studyId, requestId);
  const history = useQuery(query).data;
  const [act, setAct] = useState<Act>();
  const [isVerifying, setIsVerifying] = useState(false);
  if (history === undefined) return null;
  const acts = possibleActs(history, request.draft.revision > 0);
  const canAdd = acts.includes('addendum');
  const open = act ?? (isAddendumAsked && canAdd ? 'addendum' : undefined);
  const closeAct = () => {
    setAct(undefined);
    onAddendumClosed();
  };
  const refresh = () => queries.invalidateQueries({ queryKey: query.queryKey.slice(0, 2) });

  async function run(chosen: Act, { words, reason, signerId, pin }: ActInput, { versions: known }: ReportHistory): Promise<void> {
    const { versions } = api;
    if (chosen === 'amend') await versions.openAmendment({ requestId, reason: words });
    if (chosen === 'addendum') await versions.signAddendum({ requestId, text: words, signerId, pin });
    if (chosen === 'withdraw') await versions.withdraw({ requestId, reason, words, signerId, pin });
    if (chosen === 'return') await versions.returnDraft({ requestId, comment: words, signerId });
    if (chosen === 'acknowledge' && known[0] !== undefined) {
      await versions.acknowledge({ requestId, reportUid: known[0].reportUid, about: confirmableOf({ versions: known, amendment: null, submission: null }), person: words, note: '' });
    }
    if (chosen === 'submit') {
      const revision = await save();
      if (revision !== undefined && revision > 0) await versions.submit({ requestId, revision, signerId, pin });
    }
    await refresh();
  }
  return (
    <section className={styles['panel']} aria-label={t('versions.title')} data-testid="versions-panel" data-versions={history.versions.length}>
      <div className={styles['notes']}>
        {isAddendumAsked && !canAdd ? <Note tone="block">{t('changes.addendum.not-now')}</Note> : null}
        {history.amendment === null ? null : <Note tone="confirm">{t('versions.amending', { reason: history.amendment.reason })}</Note>}
        {history.submission === null || request.signed !== null ? null : <Review submission={history.submission} now={request.draft} />}
      </div>
      {history.versions.length === 0 ? null : (
        <ul className={styles['versions']}>
          {history.versions.map((version, index) => (
            <VersionLine key={version.reportUid} version={version} isNewest={index === 0} />
          ))}
        </ul>
      )}
      <div className={styles['acts']}>
        {acts.map((one) => (
          <Button key={one} variant="quiet" onClick={() => setAct(one)}>
            {t(`versions.act.${one}`)}
          </Button>
        ))}
        {history.amendment === null ? null : (
          <Button variant="quiet" onClick={() => void api.versions.cancelAmendment({ requestId }).then(refresh)}>
            {t('versions.act.cancel-amendment')}
          </Button>
        )}
        <Button variant="quiet" onClick={() => setIsVerifying(true)}>
          {t('versions.act.verify')}
        </Button>
      </div>
      {open === undefined ? null : <ActDialog act={open} siteName={siteName} run={(input) => run(open, input, history)} onClose={closeAct} />}
      {isVerifying ? <VerifyDialog onClose={() => setIsVerifying(false)} /> : null}
    </section>
  );
}

function VersionLine({ version, isNewest }: { readonly version: ReportVersion; readonly isNewest: boolean }) {
  const { t, format } = useText();
  const { withdrawal, acknowledgements, signedAt } = version;
  const at = (instant: string) => ({ date: format.date(instant), time: format.timeWithSeconds(instant) });
  return (
    <li data-testid="report-version" data-withdrawn={withdrawal !== null}>
      <div className={styles['line']}>
        <b>{t('versions.version', { version: version.version })}</b>
        <Tag>{t(`versions.kind.${version.kind}`)}</Tag>
        {withdrawal === null ? null : <Tag tone="critical-filled">{t('versions.withdrawn')}</Tag>}
        {version.stampedAt === null ? null : <Tag tone="ok">{t('versions.stamped')}</Tag>}
        <span>{t('versions.signed', { name: version.signerName, ...at(signedAt) })}</span>
      </div>
      {version.reason === '' ? null : <div>{version.reason}</div>}
      {version.addendum === '' ? null : <p className={styles['changes']}>{version.addendum}</p>}
      {withdrawal === null ? null : (
        <div>{t('versions.withdrawn.why', { reason: t(`versions.withdraw.reason.${withdrawal.reason}`), words: withdrawal.words, name: withdrawal.signerName, ...at(withdrawal.at) })}</div>
      )}
      {acknowledgements.map(({ about, person }) => (
        <div key={about}>● {t(`versions.acknowledged.${about}`, { person })}</div>
      ))}
      {withdrawal === null || !isNewest ? null : <div data-testid="rejection-note">{t(`versions.note.${noteState(version)}`)}</div>}
      {withdrawal !== null && isNewest && !acknowledgements.some(({ about }) => about === 'withdrawal') ? <div>▲ {t('versions.unacknowledged.withdrawal')}</div> : null}
    </li>
  );
}

/** How far the note that takes a report back has come; `none` where nothing had left. */
function noteState({ objects }: ReportVersion): 'none' | 'delivered' | 'waiting' {
  const note = objects.find(({ kind }) => kind === 'rejection-note');
  if (note === undefined) return 'none';
  return note.station === 'read-back' ? 'delivered' : 'waiting';
}

/** What the author submitted against what stands there now: the reviewer's changes, marked. */
function Review({ submission, now }: { readonly submission: ReportSubmission; readonly now: ReportText }) {
  const { t, format } = useText();
  if (submission.state === 'signed') return null;
  const isReturned = submission.state === 'returned';
  const words = isReturned
    ? t('versions.submission.returned', { name: submission.answeredBy ?? '', comment: submission.comment })
    : t('versions.submission.waiting', { name: submission.authorName, time: format.timeWithSeconds(submission.submittedAt) });
  const hasForms = fieldChanges(submission.text.forms ?? [], now.forms ?? []).length > 0;
  const parts = (['findings', 'impression', 'recommendation'] as const).filter((part) => submission.text[part] !== now[part]);
  return (
    <div data-testid="review" data-state={submission.state}>
      <Note tone={isReturned ? 'block' : 'confirm'}>{words}</Note>
      <div>{parts.length === 0 && !hasForms && submission.text.outcome === now.outcome ? t('versions.changes.none') : t('versions.changes')}</div>
      <FieldChanges before={submission.text.forms} now={now.forms} />
      {submission.text.outcome === now.outcome ? null : (
        <p className={styles['changes']} data-testid="outcome-change">
          <del>{t(`report.outcome.${submission.text.outcome ?? 'none'}`)}</del> → <ins>{t(`report.outcome.${now.outcome ?? 'none'}`)}</ins>
        </p>
      )}
      {parts.map((part) => (
        <p key={part} className={styles['changes']}>
          {textChanges(submission.text[part], now[part]).map(({ kind, text }, index) => {
            // eslint-disable-next-line react/no-array-index-key -- pieces of a text have no other name
            if (kind === 'same') return <span key={index}>{text}</span>;
            // eslint-disable-next-line react/no-array-index-key -- as above
            return kind === 'added' ? <ins key={index}>{text}</ins> : <del key={index}>{text}</del>;
          })}
        </p>
      ))}
    </div>
  );
}
