import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { STANDARD_LEADS, type LeadName } from '#shared/dicom/waveform/lead.ts';
import type { MedianBeat } from '#shared/ecg/beat/median-beat.ts';
import { ECG_MARKS, type EcgMark } from '#shared/ecg/delineation/ecg-marks.ts';
import type { EcgMeasurements } from '#shared/ecg/ecg-measurements.ts';
import type { EcgReadingSettings } from '#shared/ecg/ecg-reading-settings.ts';
import { valueOf } from '#shared/ecg/measured.ts';
import { useText } from '#renderer/text/use-text.ts';
import { signedMillivolts } from './ecg-words.ts';
import { beatPath, beatScale, clampMark, markToPx, pxToMark, usualMark, type BeatScale } from './median-board.ts';
import styles from './EcgMedianPanel.module.css';

export interface EcgMedianPanelProps {
  readonly measurements: EcgMeasurements;
  /** Of the previous ECG, drawn below ours and aligned on R. */
  readonly previous: EcgMeasurements | undefined;
  /** Whose it is: `2026-05-12 · 鹤溪县人民医院`; '' for none. */
  readonly previousName: string;
  readonly marks: EcgReadingSettings['marks'];
  readonly onMarks: (marks: EcgReadingSettings['marks']) => void;
}

const BOARD = { width: 330, height: 132 } as const;
const LEAD = { width: 74, height: 58 } as const;
/** ST changes from which a value gets its mark, mV. */
const ST_NOTABLE_MV = 0.1;
/** ms of one press of an arrow key, and with Shift. */
const STEP_MS = 1;
const LARGE_STEP_MS = 10;

/** The averaged beat: all leads over each other with the marks that the physician drags, and each lead with its ST, beside the previous ECG. */
export function EcgMedianPanel({ measurements, previous, previousName, marks, onMarks }: EcgMedianPanelProps) {
  const { t } = useText();
  const { medianBeat } = measurements;
  if (medianBeat === undefined) {
    const reason = measurements.detection.status === 'notFound' ? measurements.detection.reason : 'too-few-beats';
    return <section className={styles['panel']} data-testid="ecg-median"><p className={styles['none']}>{t('ecg.median.none', { reason: t(`ecg.reason.${reason}`) })}</p></section>;
  }
  const leads = STANDARD_LEADS.filter((lead) => medianBeat.leads.has(lead));
  const small = beatScale(LEAD.width, LEAD.height, [medianBeat, previous?.medianBeat], leads);
  return (
    <section className={styles['panel']} aria-label={t('ecg.median.title')} data-testid="ecg-median">
      <MarkBoard measurements={measurements} beat={medianBeat} leads={leads} marks={marks} onMarks={onMarks} />
      <div className={styles['beats']}>
        <p className={styles['legend']}>
          <b>{t('ecg.median.title')}</b>
          <span>{t('ecg.median.beats', { count: medianBeat.beatCount })}</span>
          {previous === undefined ? null : <span className={styles['previous-name']}>{t('ecg.median.previous', { name: previousName })}</span>}
          <span className={styles['space']} />
          <span>{t('ecg.median.st')}</span>
        </p>
        <ol>
          {leads.map((lead) => <LeadBeat key={lead} lead={lead} scale={small} beat={medianBeat} previous={previous?.medianBeat} measurements={measurements} />)}
        </ol>
      </div>
    </section>
  );
}

interface LeadBeatProps {
  readonly lead: LeadName;
  readonly scale: BeatScale;
  readonly beat: MedianBeat;
  readonly previous: MedianBeat | undefined;
  readonly measurements: EcgMeasurements;
}

function LeadBeat({ lead, scale, beat, previous, measurements }: LeadBeatProps) {
  const level = measurements.st.find((each) => each.lead === lead);
  return (
    <li data-lead={lead}>
      <b>{lead}</b>
      <svg viewBox={`0 0 ${scale.widthPx} ${scale.heightPx}`} aria-hidden="true">
        <path className={styles['before']} d={beatPath(previous, lead, scale)} />
        <path className={styles['beat']} d={beatPath(beat, lead, scale)} />
      </svg>
      {level === undefined ? null : ST_PLACES.map(([place, name]) => <StValue key={place} place={place} name={name} value={valueOf(level[place])} />)}
    </li>
  );
}

const ST_PLACES = [['j', 'J'], ['jPlus60', '+60'], ['jPlus80', '+80']] as const;

function StValue({ place, name, value }: { readonly place: string; readonly name: string; readonly value: number | undefined }) {
  const mark = value === undefined || Math.abs(value) < ST_NOTABLE_MV ? '' : value > 0 ? '◆ ' : '▼ ';
  return (
    <span data-st={place} className={mark === '' ? styles['st'] : mark.startsWith('◆') ? styles['raised'] : styles['lowered']}>
      <small>{name}</small>
      {value === undefined ? '—' : `${mark}${signedMillivolts(value)}`}
    </span>
  );
}

interface MarkBoardProps {
  readonly measurements: EcgMeasurements;
  readonly beat: MedianBeat;
  readonly leads: readonly LeadName[];
  readonly marks: EcgReadingSettings['marks'];
  readonly onMarks: (marks: EcgReadingSettings['marks']) => void;
}

/** Onset and end of P, QRS and T. Dragged, or moved by arrow keys; Delete says that the wave is not there; a double click gives the mark back to the program. */
function MarkBoard({ measurements, beat, leads, marks, onMarks }: MarkBoardProps) {
  const { t } = useText();
  const held = useRef<EcgMark>(undefined);
  const scale = beatScale(BOARD.width, BOARD.height, [beat], leads);
  const place = (mark: EcgMark, ms: number) => onMarks({ ...marks, [mark]: clampMark(mark, ms, measurements.marks, beat) });
  const giveBack = (mark: EcgMark) => {
    const { [mark]: _given, ...others } = marks;
    onMarks(others);
  };

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (held.current === undefined) return;
    const box = event.currentTarget.getBoundingClientRect();
    place(held.current, pxToMark(((event.clientX - box.left) / box.width) * BOARD.width, beat, scale));
  }

  function onKeyDown(event: KeyboardEvent, mark: EcgMark, ms: number | undefined): void {
    const sign = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (sign !== 0) place(mark, ms === undefined ? usualMark(mark, measurements.marks, beat) : ms + sign * (event.shiftKey ? LARGE_STEP_MS : STEP_MS));
    else if (event.key === 'Delete' || event.key === 'Backspace') onMarks({ ...marks, [mark]: null });
    else if (event.key === 'Escape' && Object.hasOwn(marks, mark)) giveBack(mark);
    else return;
    event.preventDefault();
  }

  return (
    <div
      className={styles['board']}
      style={{ width: BOARD.width, height: BOARD.height }}
      data-testid="ecg-marks"
      data-moved={measurements.movedMarks.join(' ')}
      onPointerMove={onPointerMove}
      onPointerUp={() => { held.current = undefined; }}
      onPointerCancel={() => { held.current = undefined; }}
    >
      <svg viewBox={`0 0 ${BOARD.width} ${BOARD.height}`} preserveAspectRatio="none" aria-hidden="true">
        {leads.map((lead) => <path key={lead} className={styles['beat']} d={beatPath(beat, lead, scale)} />)}
      </svg>
      {ECG_MARKS.map((mark) => {
        const ms = measurements.marks[mark];
        const shownMs = ms ?? usualMark(mark, measurements.marks, beat);
        const isMoved = measurements.movedMarks.includes(mark);
        return (
          <div
            key={mark}
            role="slider"
            tabIndex={0}
            className={styles['mark']}
            data-mark={mark}
            data-state={ms === undefined ? 'absent' : isMoved ? 'moved' : 'ours'}
            aria-label={t(`ecg.mark.${mark}`)}
            aria-valuenow={Math.round(shownMs)}
            aria-valuetext={ms === undefined ? t('ecg.mark.absent') : t('ecg.unit.milliseconds', { value: Math.round(ms - beat.fiducialMs) })}
            title={t(`ecg.mark.${mark}`)}
            style={{ left: `calc(${(markToPx(shownMs, beat, scale) / BOARD.width) * 100}% - 6px)` }}
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              held.current = mark;
              event.currentTarget.parentElement?.setPointerCapture(event.pointerId);
            }}
            onDoubleClick={() => giveBack(mark)}
            onKeyDown={(event) => onKeyDown(event, mark, ms)}
          >
            <span>{t(`ecg.mark.short.${mark}`)}</span>
          </div>
        );
      })}
    </div>
  );
}
