import { useQuery } from '@tanstack/react-query';
import type { ReportText, SigningObstacle } from '#shared/contract/services/reports.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { checksQuery } from '#renderer/bridge/queries.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { standsInTheWay } from '#shared/report/signing-obstacles.ts';
import { obstacleWords, placeOf, type ReportPlace } from '#renderer/text/obstacle-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { CheckReasonField } from './CheckReasonField.tsx';
import styles from './SignDialog.module.css';

export interface Checks {
  /** Undefined while main checks. */
  readonly obstacles: readonly SigningObstacle[] | undefined;
  readonly error: Error | null;
  readonly isBlocked: boolean;
}

/** Checks the saved revision; undefined: not saved yet. */
export function useChecks(requestId: number, revision: number | undefined): Checks {
  const { api } = useBridge();
  const { data, error } = useQuery({ ...checksQuery(api, requestId, revision ?? 0), enabled: revision !== undefined });
  return { obstacles: data, error, isBlocked: data?.some(standsInTheWay) ?? true };
}

export interface SigningChecksProps {
  readonly requestId: number;
  readonly checks: Checks;
  readonly report: ReportText;
  readonly onGo: (place: ReportPlace) => void;
}

/** What stands against signing, worst first, each with the way to it. */
export function SigningChecks({ requestId, checks: { obstacles, error }, report, onGo }: SigningChecksProps) {
  const text = useText();
  const { t } = text;
  return (
    <section className={styles['block']} data-testid="signing-checks">
      <h3>
        {t('signing.checks')}
        {obstacles === undefined || obstacles.length === 0 ? null : <span>{t('signing.checks.count', { count: obstacles.length })}</span>}
      </h3>
      {error === null ? null : (
        <Note tone="block">
          <b>{t('signing.checks.failed')}</b>
          <br />
          {thrownErrorWords(text, error).title}
        </Note>
      )}
      {obstacles === undefined && error === null ? <Note tone="plain">{t('signing.checks.running')}</Note> : null}
      {obstacles !== undefined && !obstacles.some(standsInTheWay) ? <Note tone="good">{t('signing.checks.clean')}</Note> : null}
      {obstacles?.map((obstacle) => {
        const place = placeOf(obstacle, report);
        const { title, detail } = obstacleWords(text, obstacle);
        return (
          <Note
            key={`${obstacle.code} ${JSON.stringify(obstacle.facts)}`}
            tone={obstacle.level === 'hint' || !standsInTheWay(obstacle) ? 'plain' : obstacle.level}
            aside={
              place === undefined ? undefined : (
                <button type="button" className={styles['go']} onClick={() => onGo(place)}>
                  {t('signing.go')}
                </button>
              )
            }
          >
            <b>{title}</b>　{detail}
            {obstacle.level === 'confirm' ? <CheckReasonField requestId={requestId} obstacle={obstacle} /> : null}
          </Note>
        );
      })}
    </section>
  );
}
