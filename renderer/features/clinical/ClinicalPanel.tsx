import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import type { clinicalDocument, clinicalFact } from '#shared/contract/services/clinical.contract.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { CLINICAL_KINDS } from '#shared/worklist/clinical-fact.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { clinicalQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { errorWords, thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText, type Text } from '#renderer/text/use-text.ts';
import styles from './ClinicalPanel.module.css';

type Fact = z.infer<typeof clinicalFact>;
export type ClinicalDocument = z.infer<typeof clinicalDocument>;

export interface ClinicalPanelProps {
  /** Headers speak once an image is here. */
  readonly study: Pick<WorklistRow, 'studyId' | 'heldInstances' | 'expectedInstances'>;
  readonly onOpenDocument: ((document: ClinicalDocument) => void) | undefined;
}

/** What a physician needs to know of the patient to read well, each piece with its source; request forms are opened from here. */
export function ClinicalPanel({ study, onOpenDocument }: ClinicalPanelProps) {
  const words = useText();
  const { t } = words;
  const { api } = useBridge();
  const here = useQuery(clinicalQuery(api, study, 'here'));
  const asked = useQuery(clinicalQuery(api, study, 'all'));
  const known = asked.data ?? here.data;
  if (known === undefined) {
    if (!asked.isError) return <p className={styles['quiet']}>{t('clinical.loading')}</p>;
    return <ErrorState words={thrownErrorWords(words, asked.error)} actions={<Button onClick={() => void asked.refetch()}>{t('report.retry')}</Button>} />;
  }
  const { facts, documents, server } = known;
  return (
    <div className={styles['panel']} data-testid="clinical-panel" data-facts={facts.length}>
      <ClinicalFacts facts={facts} />
      {facts.length === 0 ? <p className={styles['quiet']}>{t('clinical.none')}</p> : null}
      {documents.length === 0 ? null : (
        <section>
          <h4>{t('clinical.documents')}</h4>
          {documents.map((document) => (
            <div key={document.seriesInstanceUid} className={styles['document']}>
              <span>
                {t(`clinical.form.${document.form}`)}　{document.title}
              </span>
              {onOpenDocument === undefined ? null : (
                <Button size="small" disabled={!document.isHeld} onClick={() => onOpenDocument(document)}>
                  {t(document.isHeld ? 'clinical.open' : 'clinical.arriving')}
                </Button>
              )}
            </div>
          ))}
        </section>
      )}
      {asked.data === undefined ? <p className={styles['quiet']} data-server="asked">{t('clinical.server.asked')}</p> : null}
      {server.status === 'none' ? null : (
        <p className={styles['quiet']} data-server={server.status}>
          {server.failure === null ? t(`clinical.server.${server.status}`) : t('clinical.server.failed', { reason: errorWords(words, server.failure.code, server.failure.facts).title })}
          {server.unanswered.length === 0 ? '' : t('clinical.server.unanswered', { what: server.unanswered.map((type) => t(`clinical.resource.${type}`)).join(t('clinical.comma')) })}
          <Button size="small" variant="ghost" onClick={() => void asked.refetch()}>
            {t('clinical.again')}
          </Button>
        </p>
      )}
    </div>
  );
}

/** Before a case is opened: from what this seat holds, no server is asked. The caller has what the list says already. */
export function ClinicalGlance({ study, children }: { readonly study: ClinicalPanelProps['study']; readonly children: ReactNode }) {
  const { t } = useText();
  const { api } = useBridge();
  const { data } = useQuery(clinicalQuery(api, study, 'here'));
  if (data === undefined || (data.facts.length === 0 && data.documents.length === 0)) return children;
  return (
    <div className={styles['glance']} data-testid="clinical-glance" data-facts={data.facts.length}>
      <ClinicalFacts facts={data.facts} />
      {data.documents.length === 0 ? null : (
        <p>
          {t('clinical.documents')}：{data.documents.map(({ form, title }) => `${t(`clinical.form.${form}`)} ${title}`).join(t('clinical.comma'))}
        </p>
      )}
    </div>
  );
}

/** Alerts first and loud, then kind by kind. */
function ClinicalFacts({ facts }: { readonly facts: readonly Fact[] }) {
  const words = useText();
  const { t } = words;
  return (
    <>
      {facts.filter(({ isAlert }) => isAlert).map((fact) => (
        <Note key={`${fact.source} ${fact.kind} ${fact.text}`} tone="block">
          <b>{t(`clinical.kind.${fact.kind}`)}</b> {factText(words, fact)}
          <Source fact={fact} />
        </Note>
      ))}
      {CLINICAL_KINDS.map((kind) => {
        const ofKind = facts.filter((fact) => fact.kind === kind && !fact.isAlert);
        return ofKind.length === 0 ? null : (
          <section key={kind}>
            <h4>{t(`clinical.kind.${kind}`)}</h4>
            {ofKind.map((fact, index) => (
              <p key={`${fact.source} ${fact.sourceDetail} ${fact.text}`} data-selectable data-source={fact.source}>
                {factText(words, fact)}
                {isOfSameSource(fact, ofKind[index + 1]) ? null : <Source fact={fact} />}
              </p>
            ))}
          </section>
        );
      })}
    </>
  );
}

/** Sentences of one source in a row name it once, behind the last. */
function isOfSameSource(fact: Fact, next: Fact | undefined): boolean {
  if (next === undefined || fact.source !== next.source || fact.at !== next.at) return false;
  return fact.source === 'image-header' || fact.source === 'clinical-server' || fact.sourceDetail === next.sourceDetail;
}

function Source({ fact: { source, sourceDetail, at } }: { readonly fact: Fact }) {
  const { t } = useText();
  const isNamed = source === 'earlier-report' || source === 'structured-report';
  return (
    <small className={styles['source']} title={sourceDetail}>
      {[t(`clinical.source.${source}`), isNamed ? sourceDetail : '', at].filter((part) => part !== '').join(' ')}
    </small>
  );
}

/** A pregnancy comes as a word of the program and a date; everything else as it was written. */
function factText({ t }: Pick<Text, 't'>, { kind, text }: Fact): string {
  if (kind !== 'pregnancy') return text;
  const [status = '', date = ''] = text.split(' ');
  const known = status === 'yes' || status === 'possibly' || status === 'no' ? t(`clinical.pregnancy.${status}`) : '';
  const last = known === '' ? status : date;
  return [known, last === '' ? '' : t('clinical.last-menstruation', { date: last })].filter((part) => part !== '').join(' ');
}
