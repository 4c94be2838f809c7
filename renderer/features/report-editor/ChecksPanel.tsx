import type { ReportText, SigningObstacle } from '#shared/contract/services/reports.contract.ts';
import { standsInTheWay } from '#shared/report/signing-obstacles.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { firstPlaceOf, isToDo, obstacleWords, placeOf, type ReportPlace } from '#renderer/text/obstacle-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { REPORT_KEYS } from './report-keys.ts';
import styles from './ChecksPanel.module.css';

export interface ChecksPanelProps {
  readonly text: ReportText;
  /** Of the saved revision; undefined until main has answered. */
  readonly obstacles: readonly SigningObstacle[] | undefined;
  readonly onGo: (place: ReportPlace) => void;
}

/** What stands against signing. What is not written yet is a list of things to do and no alarm. */
export function ChecksPanel({ text, obstacles, onGo }: ChecksPanelProps) {
  const words = useText();
  const { t } = words;
  if (obstacles === undefined) return null;
  const toDo = obstacles.filter(isToDo);
  const others = obstacles.filter((obstacle) => !isToDo(obstacle));
  const blocks = others.filter(({ level }) => level === 'block').length;
  const confirms = others.filter((obstacle) => obstacle.level === 'confirm' && standsInTheWay(obstacle)).length;
  const hints = others.length - blocks - confirms;
  return (
    <section className={styles['checks']} aria-label={t('report.checks.title')} data-testid="checks">
      <h3>
        {t('report.checks.title')}
        <span className={styles['space']} />
        {blocks === 0 ? null : <span className={styles['critical']}>◆ {t('report.checks.blocks', { count: blocks })}</span>}
        {confirms === 0 ? null : <span>▲ {t('report-words.confirms', { count: confirms })}</span>}
        {hints === 0 ? null : <span>○ {t('report.checks.hints', { count: hints })}</span>}
      </h3>
      {obstacles.length === 0 ? <Note tone="good">{t('report.checks.clean')}</Note> : null}
      {others.map((obstacle) => (
        <Note key={`${obstacle.code} ${JSON.stringify(obstacle.facts)}`} tone={obstacle.level === 'hint' || !standsInTheWay(obstacle) ? 'plain' : obstacle.level} aside={goTo(placeOf(obstacle, text))}>
          {obstacle.level === 'block' ? <b>{obstacleWords(words, obstacle).title}</b> : obstacleWords(words, obstacle).title}
          <br />
          <span className={styles['detail']}>{obstacleWords(words, obstacle).detail}</span>
        </Note>
      ))}
      {toDo.length === 0 ? null : (
        <Note tone="plain" aside={goTo(firstPlaceOf(toDo, text))}>
          {t('report.checks.to-do', { places: toDo.map((obstacle) => placeWord(obstacle)).join(t('format.list-separator')) })}
        </Note>
      )}
    </section>
  );

  function placeWord(obstacle: SigningObstacle): string {
    const place = placeOf(obstacle, text);
    return place === undefined ? '' : t(`report.section.${place}`);
  }

  function goTo(place: ReportPlace | undefined) {
    if (place === undefined) return undefined;
    return (
      <button type="button" className={styles['go']} onClick={() => onGo(place)}>
        <KeyCap keys={REPORT_KEYS.nextIssue.keys[0]} />
        {t('report.checks.go')}
      </button>
    );
  }
}
