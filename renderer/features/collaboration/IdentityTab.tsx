import { useMutation, useQuery } from '@tanstack/react-query';
import type { IdentityCandidate, NumberedPatient, PatientIdentity } from '#shared/contract/services/identity.contract.ts';
import { speaksAgainst } from '#shared/collaboration/identity/patient-candidates.ts';
import { displayPersonName } from '#shared/dicom/values/person-name.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { identityQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Tag } from '#renderer/ui/Tag.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './CaseDialog.module.css';

/** Who the patient is across hospitals: what people confirmed, and who might be the same person, with what speaks for and against it. */
export function IdentityTab({ studyId }: { readonly studyId: number }) {
  const words = useText();
  const { t } = words;
  const { api, queries } = useBridge();
  const toast = useToast();
  const now = useNow(30_000);
  const query = identityQuery(api, studyId);
  const asked = useQuery(query);
  const settle = {
    onSuccess: (identity: PatientIdentity) => queries.setQueryData(query.queryKey, identity),
    onError: (error: unknown) => toast({ ...thrownErrorWords(words, error), tone: 'error' }),
  };
  const decide = useMutation({
    mutationFn: ({ other, decision }: { readonly other: number; readonly decision: 'same' | 'different' }) => api.identity.decide({ studyId, otherStudyId: other, decision }), ...settle,
  });
  const undo = useMutation({ mutationFn: (linkKey: string) => api.identity.undo({ studyId, linkKey }), ...settle });
  if (asked.isError) return <ErrorState words={thrownErrorWords(words, asked.error)} actions={<Button onClick={() => void asked.refetch()}>{t('report.retry')}</Button>} />;
  if (asked.data === undefined) return <p className={styles['quiet']}>{t('collaboration.loading')}</p>;
  const { person, links, candidates } = asked.data;
  const isBusy = decide.isPending || undo.isPending;
  return (
    <div className={styles['columns']} data-testid="identity" data-person={person.length} data-candidates={candidates.length}>
      <section className={styles['stack']}>
        <h3>{t('collaboration.identity.person')}</h3>
        {person.length === 0 ? <p className={styles['quiet']}>{t('collaboration.identity.nobody')}</p> : null}
        {person.map((one) => (
          <div key={one.studyId} className={styles['card']}>
            <Who patient={one} />
          </div>
        ))}
        {links.length === 0 ? null : <h3>{t('collaboration.identity.said')}</h3>}
        {links.map(({ linkKey, status, decidedBy, decidedAt, patients }) => (
          <div key={linkKey} className={styles['card']} data-testid="identity-link" data-status={status}>
            <span>
              <Tag tone={status === 'same' ? 'ok' : 'warn'}>{t(`collaboration.identity.${status}`)}</Tag> {patients.map((one) => `${one.siteName} ${one.patientId}`).join(' · ')}
            </span>
            <span className={styles['quiet']}>{t('collaboration.by', { by: decidedBy, at: words.format.timeOrDate(decidedAt, now) })}</span>
            <span>
              <Button size="small" disabled={isBusy} onClick={() => undo.mutate(linkKey)}>
                {t('collaboration.identity.undo')}
              </Button>
            </span>
          </div>
        ))}
      </section>
      <section className={styles['stack']}>
        <h3>{t('collaboration.identity.candidates')}</h3>
        <p className={styles['quiet']}>{t('collaboration.identity.never')}</p>
        {candidates.length === 0 ? <p className={styles['quiet']}>{t('collaboration.identity.none')}</p> : null}
        {candidates.map((candidate, index) => (
          <Candidate key={`${candidate.siteId} ${candidate.patientId}`} candidate={candidate} isFirst={index === 0} isBusy={isBusy} onDecide={(decision) => decide.mutate({ other: candidate.studyId, decision })} />
        ))}
      </section>
    </div>
  );
}

interface CandidateProps {
  readonly candidate: IdentityCandidate;
  readonly isFirst: boolean;
  readonly isBusy: boolean;
  readonly onDecide: (decision: 'same' | 'different') => void;
}

function Candidate({ candidate, isFirst, isBusy, onDecide }: CandidateProps) {
  const { t } = useText();
  const { standing, evidence } = candidate;
  return (
    <div className={styles['card']} data-testid="identity-candidate" data-standing={standing}>
      <Who patient={candidate} />
      <span className={styles['chips']}>
        <Tag tone={standing === 'likely' ? 'ok' : standing === 'doubtful' ? 'plain' : 'critical'}>{t(`collaboration.identity.standing.${standing}`)}</Tag>
        {evidence.map((kind) => (
          <Tag key={kind} tone={speaksAgainst(kind) ? 'warn' : 'plain'}>
            {t(`collaboration.evidence.${kind}`)}
          </Tag>
        ))}
      </span>
      <span className={styles['row']}>
        <Button size="small" variant={standing === 'likely' ? 'plain' : 'quiet'} disabled={isBusy} data-initial-focus={isFirst ? '' : undefined} onClick={() => onDecide('same')}>
          {t('collaboration.identity.confirm')}
        </Button>
        <Button size="small" variant="quiet" disabled={isBusy} onClick={() => onDecide('different')}>
          {t('collaboration.identity.reject')}
        </Button>
      </span>
    </div>
  );
}

function Who({ patient: { name, sex, birthDate, siteName, patientId, studyCount, newestStudyDate } }: { readonly patient: NumberedPatient }) {
  const { t, format } = useText();
  return (
    <>
      <span>
        <b>{displayPersonName(name)}</b> {format.sex(sex)} {birthDate ?? ''}
      </span>
      <span className={styles['quiet']}>{t('collaboration.identity.number', { siteName, patientId, count: studyCount, date: newestStudyDate ?? '' })}</span>
    </>
  );
}
