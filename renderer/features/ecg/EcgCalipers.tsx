import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { readCaliper, type Caliper } from '#shared/ecg/caliper.ts';
import type { CellContent } from '#shared/ecg/cell-content.ts';
import type { EcgLayout } from '#shared/ecg/layout.ts';
import { useText } from '#renderer/text/use-text.ts';
import { marchedOutMs, snapLevelsMv, snapped, snappedLevel } from './caliper-snap.ts';
import { caliperAt, caliperPlace, withEndAt, withEndMoved, type CaliperEnd, type CaliperKind, type Calipers } from './caliper-edit.ts';
import { caliperText } from './ecg-words.ts';
import styles from './EcgCalipers.module.css';

export interface EcgCalipersProps {
  readonly layout: EcgLayout;
  /** The curves that a voltage takes hold of. */
  readonly contents: readonly CellContent[];
  readonly pixelsPerMm: number;
  /** One sample, for the arrow keys. */
  readonly sampleMs: number;
  readonly tool: CaliperKind | undefined;
  readonly calipers: Calipers;
  /** What a dragged end takes hold of, ms after the start of the recording. Alt lets go. */
  readonly snapTimesMs: readonly number[];
  /** The interval is repeated over its row. */
  readonly marchesOut: boolean;
  readonly onChange: (calipers: Calipers) => void;
  readonly onPutAway: (kind: CaliperKind) => void;
}

/** What the pointer holds: an end of a caliper, or the place from which a new one will be drawn. */
type Grip =
  | { readonly kind: CaliperKind; readonly end: CaliperEnd }
  | { readonly kind: CaliperKind; readonly end: undefined; readonly xMm: number; readonly yMm: number };

const KINDS = ['time', 'voltage'] as const;
const ENDS = ['from', 'to'] as const;
/** CSS pixels. */
const LABEL_GAP = 17;
/** Room for the value of a time caliper, below its line and inside its row. */
const LABEL_ROOM = 26;
const LABEL_HALF_WIDTH = 78;
/** A press that moves less is a click and draws nothing. */
const DRAG_START = 3;

/** Calipers over the paper: drawn by dragging, moved by their ends, by pointer or arrow keys; Delete takes one away. */
export function EcgCalipers({ layout, contents, pixelsPerMm, sampleMs, tool, calipers, snapTimesMs, marchesOut, onChange, onPutAway }: EcgCalipersProps) {
  const { t } = useText();
  const grip = useRef<Grip>(undefined);
  const inMm = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { xMm: (event.clientX - box.left) / pixelsPerMm, yMm: (event.clientY - box.top) / pixelsPerMm };
  };
  const change = (caliper: Caliper) => onChange({ ...calipers, [caliper.kind]: caliper });

  function onPointerDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    const handle = event.target instanceof Element ? event.target.closest('[data-caliper]') : null;
    const kind = KINDS.find((each) => each === handle?.getAttribute('data-caliper'));
    const end = ENDS.find((each) => each === handle?.getAttribute('data-end'));
    if (kind !== undefined && end !== undefined) {
      grip.current = { kind, end };
    } else if (tool !== undefined) {
      const { xMm, yMm } = inMm(event);
      grip.current = { kind: tool, end: undefined, xMm, yMm };
    } else {
      return;
    }
    event.currentTarget.setPointerCapture(event.pointerId);
  }

  function onPointerMove(event: PointerEvent): void {
    if (grip.current === undefined) return;
    const held = grip.current;
    const { xMm, yMm } = inMm(event);
    if (held.end === undefined) {
      if (Math.hypot(xMm - held.xMm, yMm - held.yMm) * pixelsPerMm < DRAG_START) return;
      grip.current = { kind: held.kind, end: 'to' };
      const raw = caliperAt(held.kind, layout, held.xMm, held.yMm);
      const begun = event.altKey ? raw : taken(raw, 'from');
      change(withEndAt(begun, 'to', layout, xMm, yMm));
      return;
    }
    const caliper = calipers[held.kind];
    if (caliper === undefined) return;
    const moved = withEndAt(caliper, held.end, layout, xMm, yMm);
    change(event.altKey ? moved : taken(moved, held.end));
  }

  function taken(caliper: Caliper, end: CaliperEnd): Caliper {
    return caliper.kind === 'time'
      ? snapped(caliper, end, snapTimesMs, layout)
      : snappedLevel(caliper, end, snapLevelsMv(caliper[end], snapTimesMs, layout, contents), layout);
  }

  /** Dashed lines where the interval falls again. */
  function marchPath(caliper: Caliper, top: number, foot: number): string {
    return marchedOutMs(caliper, layout).map((ms) => `M${((layout.traceStartXMm + ((ms - layout.windowStartMs) / 1000) * layout.paperSpeedMmPerS) * pixelsPerMm).toFixed(1)} ${top}V${foot}`).join('');
  }

  function onKeyDown(event: KeyboardEvent, caliper: Caliper, end: CaliperEnd): void {
    if (event.key === 'Delete' || event.key === 'Backspace') {
      onPutAway(caliper.kind);
    } else {
      const moved = withEndMoved(caliper, end, event.key, event.shiftKey, sampleMs);
      if (moved === undefined) return;
      change(moved);
    }
    event.preventDefault();
  }

  return (
    <div
      className={styles['overlay']}
      data-tool={tool}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => { grip.current = undefined; }}
      onPointerCancel={() => { grip.current = undefined; }}
    >
      {KINDS.map((kind) => {
        const caliper = calipers[kind];
        const place = caliper === undefined ? undefined : caliperPlace(caliper, layout);
        if (caliper === undefined || place === undefined) return null;
        const text = caliperText(t, readCaliper(caliper));
        const px = (mm: number) => mm * pixelsPerMm;
        const [fromX, fromY, toX, toY] = [px(place.from.xMm), px(place.from.yMm), px(place.to.xMm), px(place.to.yMm)];
        const top = px(place.row.topMm + 3);
        const foot = px(place.row.topMm + place.row.heightMm) - LABEL_ROOM;
        const lines = kind === 'time'
          ? `M${fromX} ${top}V${foot}M${toX} ${top}V${foot}M${fromX} ${foot - 6}H${toX}`
          : `M${fromX - 12} ${fromY}H${toX + 12}M${fromX - 12} ${toY}H${toX + 12}M${toX} ${fromY}V${toY}`;
        const width = px(layout.widthMm);
        const labelX = Math.min(Math.max(kind === 'time' ? (fromX + toX) / 2 : toX, LABEL_HALF_WIDTH), width - LABEL_HALF_WIDTH);
        const labelY = kind === 'time' ? foot + LABEL_ROOM / 2 : Math.min(fromY, toY) - LABEL_GAP;
        return (
          <div key={kind} data-caliper-kind={kind}>
            <svg className={styles['drawing']} aria-hidden="true">
              <path className={styles['shade']} d={lines} />
              <path className={styles['line']} d={lines} />
              {kind === 'time' && marchesOut ? <path className={styles['march']} data-testid="ecg-march" d={marchPath(caliper, top, foot)} /> : null}
              <text x={labelX} y={Math.max(LABEL_GAP, labelY)} className={styles['value']}>{text}</text>
            </svg>
            {ENDS.map((end) => {
              const isFrom = end === 'from';
              return (
                <div
                  key={end}
                  role="slider"
                  tabIndex={0}
                  className={styles['handle']}
                  data-caliper={kind}
                  data-end={end}
                  data-time-ms={caliper[end].timeMs}
                  data-amplitude-mv={caliper[end].amplitudeMv}
                  aria-label={t(`ecg.caliper.${kind}-${end}`)}
                  aria-orientation={kind === 'time' ? 'horizontal' : 'vertical'}
                  aria-valuenow={kind === 'time' ? Math.round(caliper[end].timeMs) : Number(caliper[end].amplitudeMv.toFixed(2))}
                  aria-valuetext={text}
                  style={kind === 'time'
                    ? { left: (isFrom ? fromX : toX) - 6, top, width: 12, height: foot - top }
                    : { left: Math.min(fromX, toX) - 12, top: (isFrom ? fromY : toY) - 6, width: Math.abs(toX - fromX) + 24, height: 12 }}
                  onKeyDown={(event) => onKeyDown(event, caliper, end)}
                />
              );
            })}
          </div>
        );
      })}
    </div>
  );
}
