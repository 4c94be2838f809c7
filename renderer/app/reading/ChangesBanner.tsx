import { useMutation } from '@tanstack/react-query';
import type { OpenStudy, StudyChange } from '#shared/contract/services/studies.contract.ts';
import { displayPersonName, parsePersonName } from '#shared/dicom/values/person-name.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { studyQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import type { MessageKey } from '#renderer/text/catalogue.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './ChangesBanner.module.css';

export interface ChangesBannerProps {
  readonly open: OpenStudy;
  /** Images came after the signature: the physician wants to write of them. */
  readonly onAddendum: () => void;
}

/** What somebody changed at the hospital, with before and after, until the physician has seen it. Nothing is applied to a signed report. */
export function ChangesBanner({ open, onAddendum }: ChangesBannerProps) {
  const text = useText();
  const { t, format } = text;
  const now = useNow(60_000);
  const { api, queries } = useBridge();
  const toast = useToast();
  const { studyId, siteName } = open.study;
  const settle = useMutation({
    mutationFn: ({ changeId, decision }: { readonly changeId: number; readonly decision: 'acknowledge' | 'take-over' }) =>
      api.studies.settleChange({ studyId, changeId, decision }),
    onSuccess: (settled) => queries.setQueryData(studyQuery(api, studyId).queryKey, settled),
    onError: (error) => toast({ title: t('changes.failed'), detail: thrownErrorWords(text, error).title, tone: 'error' }),
  });
  if (open.changes.length === 0) return null;
  return (
    <section className={styles['changes']} aria-label={t('changes.title')} role="status" data-testid="study-changes">
      {open.changes.map((change) => (
        <Note
          key={change.changeId}
          tone={change.isAfterSigning || change.kind === 'other-content' ? 'block' : 'confirm'}
          aside={
            <>
              <span className={styles['time']}>{t('changes.noticed', { time: format.timeOrDate(change.noticedAt, now) })}</span>
              {change.kind === 'identity' && change.isAfterSigning ? (
                <Button size="small" disabled={settle.isPending} onClick={() => settle.mutate({ changeId: change.changeId, decision: 'take-over' })}>
                  {t('changes.take-over')}
                </Button>
              ) : null}
              {change.kind === 'instances-added' && change.isAfterSigning ? (
                <Button size="small" onClick={onAddendum}>
                  {t('changes.addendum')}
                </Button>
              ) : null}
              <Button size="small" variant="quiet" disabled={settle.isPending} onClick={() => settle.mutate({ changeId: change.changeId, decision: 'acknowledge' })}>
                {t('changes.seen')}
              </Button>
            </>
          }
        >
          <b>{headline(change)}</b> {t(detailOf(change))}
          {change.kind === 'identity' ? <Differences change={change} /> : null}
        </Note>
      ))}
    </section>
  );

  function headline({ kind, before, after }: StudyChange): string {
    if (kind === 'identity') return t('changes.identity', { siteName });
    const series = [after['modality'], after['series']].filter((word) => word !== undefined && word !== '').join(' ');
    return t(`changes.${kind}`, { siteName, series, before: before['images'] ?? 0, after: after['images'] ?? 0 });
  }
}

function Differences({ change: { before, after } }: { readonly change: StudyChange }) {
  const { t } = useText();
  return (
    <div>
      {FIELDS.filter((field) => after[field] !== undefined).map((field) => (
        <span key={field} className={styles['difference']}>
          {t(`changes.field.${field}`)}
          <s>{valueOf(field, before[field])}</s>
          <span aria-hidden="true">→</span>
          <b data-selectable>{valueOf(field, after[field])}</b>
        </span>
      ))}
    </div>
  );
}

const FIELDS = ['patientName', 'patientId', 'issuerOfPatientId', 'patientSex', 'patientBirthDate', 'accessionNumber'] as const;

function valueOf(field: (typeof FIELDS)[number], value: string | number | undefined): string {
  if (value === undefined || value === '') return '—';
  return field === 'patientName' ? displayPersonName(parsePersonName(String(value))) : String(value);
}

function detailOf({ kind, isAfterSigning }: StudyChange): MessageKey {
  switch (kind) {
    case 'identity':
      return isAfterSigning ? 'changes.identity.held' : 'changes.identity.taken';
    case 'instances-added':
      return isAfterSigning ? 'changes.instances-added.addendum' : 'changes.instances-added.late';
    case 'instances-withdrawn':
      return 'changes.instances-withdrawn.detail';
    case 'other-content':
      return 'changes.other-content.detail';
    default:
      return kind satisfies never;
  }
}
