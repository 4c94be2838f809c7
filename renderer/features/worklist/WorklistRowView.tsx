import { memo, type CSSProperties } from 'react';
import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { HospitalChip } from '#renderer/ui/HospitalChip.tsx';
import { ReadyLight } from '#renderer/ui/ReadyLight.tsx';
import { Tag } from '#renderer/ui/Tag.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { countdown } from './countdown.ts';
import { CountdownCell } from './CountdownCell.tsx';
import { modalityWord } from './modalities.ts';
import { claimWords, examination, heldWords, patientName, readiness, sexAndAge, statusWords } from './row-facts.ts';
import { NameRepairMark } from './NameRepairMark.tsx';
import { UrgencyTag } from './UrgencyTag.tsx';
import styles from './WorklistTable.module.css';

export interface WorklistRowViewProps {
  readonly row: WorklistRow;
  /** Zero-based place in the list. */
  readonly index: number;
  readonly site: SiteSummary | undefined;
  readonly now: Date;
  readonly isSelected: boolean;
  /** No longer in the view; stays until the list may move. */
  readonly hasLeft: boolean;
  /** Has just been announced: the ground pulses once. */
  readonly isPulsing: boolean;
  readonly onPulsed: (studyId: number) => void;
  readonly style: CSSProperties;
}

const MARKS = { plain: '', accent: '', quiet: '', critical: '◆', warn: '▲', ok: '●' } as const;

/** One case: 38 px, eleven columns. Clicks are heard by the table. */
export const WorklistRowView = memo(function WorklistRowView(props: WorklistRowViewProps) {
  const { row, index, site, now, isSelected, hasLeft, isPulsing, onPulsed, style } = props;
  const text = useText();
  const { t, format } = text;
  const ready = readiness(row, site?.link);
  const status = hasLeft ? { text: t('worklist.status.has-left'), tone: 'quiet' as const } : statusWords(text, row, site, now);

  return (
    <div
      role="row"
      id={rowElementId(row.studyId)}
      aria-selected={isSelected}
      aria-rowindex={index + 2}
      data-testid="worklist-row"
      data-study-instance-uid={row.studyInstanceUid}
      data-study-id={row.studyId}
      data-status={row.status}
      data-claim={claimWord(row)}
      data-held={row.heldInstances}
      data-expected={row.expectedInstances}
      className={classNames(
        styles['row'],
        styles['case'],
        isSelected && styles['selected'],
        row.isNew && styles['new'],
        hasLeft && styles['left'],
        isPulsing && styles['pulse'],
      )}
      style={style}
      onAnimationEnd={() => onPulsed(row.studyId)}
    >
      <span role="gridcell" className={styles['ready']}>
        <ReadyLight {...ready} />
        {heldWords(text, row)}
      </span>
      <span role="gridcell">
        <CountdownCell countdown={countdown(row, now)} />
      </span>
      <span role="gridcell">
        <UrgencyTag urgency={row.urgency} reason={row.urgencyReason} />
      </span>
      <span role="gridcell" className={styles['patient']}>
        <b>{patientName(row)}</b>
        <span>{sexAndAge(text, row)}</span>
        <NameRepairMark patient={row.patient} isShort />
        {row.isNew ? <Tag tone="new">{t('worklist.new')}</Tag> : null}
      </span>
      <span role="gridcell" className={styles['examination']}>
        <span className={styles['modality']}>{modalityWord(row.modalities)}</span>
        <span className={styles['clipped']} title={examination(text, row)}>
          {examination(text, row)}
        </span>
        {row.openChanges === 0 ? null : <Tag tone={row.needsAddendum ? 'critical' : 'warn'}>{t(row.needsAddendum ? 'changes.tag.addendum' : 'changes.tag')}</Tag>}
      </span>
      <span role="gridcell" className={styles['site']}>
        <HospitalChip name={row.siteName} site={site} now={now} />
      </span>
      <span role="gridcell" className={classNames(styles['request'], styles['clipped'])} title={row.clinicalInformation}>
        {row.clinicalInformation === '' ? '—' : row.clinicalInformation}
      </span>
      <span role="gridcell" className={classNames(styles['number'], styles['priors'])}>
        {row.priorCount}
      </span>
      <span role="gridcell" className={classNames(styles['number'], styles['complete'])}>
        {row.completeAt === null ? '—' : format.timeOrDate(row.completeAt, now).slice(-5)}
      </span>
      <span role="gridcell" className={styles['claimed']} data-is-mine={row.claim?.isMine === true} title={claimWords(text, row)}>
        {claimWords(text, row)}
      </span>
      <span role="gridcell" className={classNames(styles['status'], styles[status.tone])} title={status.text}>
        {MARKS[status.tone] === '' ? null : <span aria-hidden="true">{MARKS[status.tone]} </span>}
        {status.text}
      </span>
    </div>
  );
});

/** For whom the row is: of a colleague, of this seat, of nobody. */
function claimWord({ claim }: WorklistRow): string {
  if (claim === undefined || claim === null) return 'free';
  return `${claim.isMine ? 'mine' : 'colleague'}${claim.isFinal ? '-final' : ''}`;
}

export function rowElementId(studyId: number): string {
  return `worklist-row-${studyId}`;
}
