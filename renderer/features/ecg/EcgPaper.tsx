import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type WheelEvent } from 'react';
import { cellContents, type CellContent } from '#shared/ecg/cell-content.ts';
import type { EcgRecording } from '#shared/ecg/ecg-recording.ts';
import { layoutEcg, type EcgLayout, type EcgLayoutRequest, type LayoutKind } from '#shared/ecg/layout.ts';
import type { ScreenScale } from '#shared/ecg/screen-scale.ts';
import { useText } from '#renderer/text/use-text.ts';
import { EcgBadges } from './EcgBadges.tsx';
import { EcgCalipers } from './EcgCalipers.tsx';
import { firstCaliper, type CaliperKind, type Calipers } from './caliper-edit.ts';
import { cellWords, secondsText } from './ecg-words.ts';
import type { EcgView } from './ecg-view.ts';
import { inksOf, paintPaper } from './paint-paper.ts';
import { createPaperPress, type PaperPress } from './paper-press.ts';
import type { Raster } from './raster.ts';
import { usePaperSize, type PaperSize } from './use-paper-size.ts';
import styles from './EcgPaper.module.css';

export interface EcgPaperProps {
  readonly recording: EcgRecording;
  readonly view: EcgView;
  readonly layoutKind: LayoutKind;
  /** What the paper is drawn at. */
  readonly scale: ScreenScale;
  readonly calipers: Calipers;
  readonly onCalipersChange: (calipers: Calipers) => void;
  readonly onCaliperPutAway: (kind: CaliperKind) => void;
  /** Called when the paper has come to rest, or with every picture where `isFollowed`. */
  readonly onScroll: (windowStartMs: number) => void;
  /** Another paper scrolls with this one. */
  readonly isFollowed?: boolean;
  readonly snapTimesMs?: readonly number[];
  /** Another paper of the same view: without badges, slider and calipers of its own. */
  readonly caption?: string;
  /** Memory of the paper before; of its own when not given. */
  readonly press?: PaperPress | undefined;
}

const NO_TIMES: readonly number[] = [];
/** Room above the first row for the badges, CSS pixels. */
const BADGE_ROOM = 38;
/** Room below the last row for the time slider, CSS pixels. */
const SLIDER_ROOM = 22;
/** Steps of the time slider, ms. */
const SCROLL_STEP_MS = 20;
const FALLBACK_SAMPLE_MS = 2;

/** The paper with its curves, in a window onto time. */
export function EcgPaper({ recording, view, layoutKind, scale, calipers, onCalipersChange, onCaliperPutAway, onScroll, isFollowed = false, snapTimesMs = NO_TIMES, caption, press }: EcgPaperProps) {
  const { t } = useText();
  const frame = useRef<HTMLDivElement>(null);
  const size = usePaperSize(frame);
  const { windowStartMs, scrollTo } = useScroll(view.windowStartMs, onScroll, isFollowed);
  const rest = useMemo(() => size === undefined ? undefined : layoutFor(recording, view, layoutKind, scale, size), [recording, view, layoutKind, scale, size]);
  const layout = useMemo(
    () => size === undefined || windowStartMs === view.windowStartMs ? rest : layoutFor(recording, { ...view, windowStartMs }, layoutKind, scale, size),
    [recording, view, windowStartMs, layoutKind, scale, size, rest],
  );
  const contents = useMemo(() => layout === undefined ? [] : cellContents(layout, recording), [layout, recording]);
  const fontsReady = useFontsReady();
  const paper = view.isBrightPaper ? 'bright' : 'dark';
  const canScroll = layout !== undefined && layout.lastWindowStartMs > 0;

  function onWheel(event: WheelEvent): void {
    if (!canScroll || (event.deltaX === 0 && isHigher(frame.current))) return;
    const deltaPx = event.deltaX === 0 ? event.deltaY : event.deltaX;
    scrollTo(clampWindow(layout, layout.windowStartMs + (deltaPx / scale.pixelsPerMm / layout.paperSpeedMmPerS) * 1000));
  }

  const span = spanWords(layout, recording);
  // Said again when the paper has come to rest: nobody listens to sixty a second.
  const label = useMemo(
    () => rest === undefined ? '' : t('ecg.paper.alternative', {
      layout: t(`ecg.layout.${rest.kind}`), speed: rest.paperSpeedMmPerS, gain: rest.gainMmPerMv, ...spanWords(rest, recording), ...leadLists(cellContents(rest, recording)),
    }),
    [rest, recording, t],
  );

  return (
    <div className={styles['paper']} data-paper={paper} data-previous={caption !== undefined}>
      <div className={styles['frame']} ref={frame} onWheel={onWheel}>
        {layout === undefined || size === undefined ? null : (
          <div className={styles['sheet']} style={{ height: Math.max(size.heightPx, Math.floor(layout.heightMm * scale.pixelsPerMm)) }}>
            <PaperCanvas
              // Colours and fonts are read when the canvas comes: other ones need another canvas.
              key={`${paper} ${fontsReady}`}
              layout={layout}
              contents={contents}
              size={size}
              pixelsPerMm={scale.pixelsPerMm}
              label={label}
              press={press}
            />
            {caption === undefined ? <EcgCalipers
              layout={layout}
              contents={contents}
              pixelsPerMm={scale.pixelsPerMm}
              sampleMs={sampleMsOf(recording)}
              tool={view.tool}
              calipers={shownCalipers(calipers, view.tool, layout)}
              onChange={onCalipersChange}
              snapTimesMs={snapTimesMs}
              marchesOut={view.marchesOut}
              onPutAway={onCaliperPutAway}
            /> : null}
          </div>
        )}
      </div>
      {caption === undefined ? <EcgBadges recording={recording} view={view} scale={scale} isSimultaneous={layout?.timing === 'simultaneous'} /> : <p className={styles['caption']}>{caption}</p>}
      {canScroll && caption === undefined ? (
        <input
          type="range"
          className={styles['time']}
          aria-label={t('ecg.scroll')}
          aria-valuetext={t('ecg.scroll.value', span)}
          min={0}
          max={Math.ceil(layout.lastWindowStartMs)}
          step={SCROLL_STEP_MS}
          value={layout.windowStartMs}
          onChange={(event) => scrollTo(clampWindow(layout, Number(event.target.value)))}
        />
      ) : null}
    </div>
  );
}

/** The paper has come to rest when it was not moved for so long. */
const REST_MS = 150;

/**
 * The window onto time. While the paper moves it alone is drawn anew, not the page around it; who holds the view hears of it when it rests, or when
 * the paper goes.
 */
function useScroll(restMs: number, onScroll: (windowStartMs: number) => void, isFollowed: boolean) {
  const [moving, setMoving] = useState<number>();
  const pending = useRef<{ readonly timer: ReturnType<typeof setTimeout>; readonly windowStartMs: number }>(undefined);
  const tell = useRef(onScroll);
  useEffect(() => {
    tell.current = onScroll;
  }, [onScroll]);
  const settle = useCallback(() => {
    const last = pending.current;
    if (last === undefined) return;
    clearTimeout(last.timer);
    pending.current = undefined;
    setMoving(undefined);
    tell.current(last.windowStartMs);
  }, []);
  useEffect(() => settle, [settle]);
  return {
    windowStartMs: moving ?? restMs,
    scrollTo: (windowStartMs: number) => {
      if (isFollowed) {
        onScroll(windowStartMs);
        return;
      }
      clearTimeout(pending.current?.timer);
      pending.current = { timer: setTimeout(settle, REST_MS), windowStartMs };
      setMoving(windowStartMs);
    },
  };
}

/** Which part of the recording is on the paper. */
function spanWords(layout: EcgLayout | undefined, { durationMs }: EcgRecording): { readonly from: string; readonly to: string; readonly duration: string } {
  const startMs = layout?.windowStartMs ?? 0;
  return { from: secondsText(startMs), to: secondsText(Math.min(durationMs, startMs + (layout?.windowMs ?? 0))), duration: secondsText(durationMs) };
}

interface PaperCanvasProps {
  readonly layout: EcgLayout;
  readonly contents: readonly CellContent[];
  readonly size: PaperSize;
  readonly pixelsPerMm: number;
  /** What the picture shows, in words. */
  readonly label: string;
  readonly press: PaperPress | undefined;
}

function PaperCanvas({ layout, contents, size, pixelsPerMm, label, press: given }: PaperCanvasProps) {
  const { t } = useText();
  const [own] = useState(createPaperPress);
  const press = given ?? own;
  const canvas = useRef<HTMLCanvasElement>(null);
  const raster = useRef<Raster>(undefined);
  const looks = useRef<ReturnType<typeof looksOf>>(undefined);
  const { widthPx, devicePixelRatio } = size;
  const heightPx = Math.max(size.heightPx, Math.floor(layout.heightMm * pixelsPerMm));

  useLayoutEffect(() => {
    // Kept in main memory: the picture is made there.
    const context = canvas.current?.getContext('2d', { alpha: false, willReadFrequently: true });
    if (canvas.current === null || context === null || context === undefined) return;
    looks.current ??= looksOf(canvas.current, context);
    // Whole device pixels on both sides: the picture is never resampled, a grid line is never grey.
    const width = Math.max(1, Math.round(widthPx * devicePixelRatio));
    const height = Math.max(1, Math.round(heightPx * devicePixelRatio));
    if (raster.current?.width !== width || raster.current.height !== height) {
      canvas.current.width = width;
      canvas.current.height = height;
      raster.current = press.rasterFor(width, height);
    }
    paintPaper(context, raster.current, {
      layout,
      contents,
      wordsOf: (content) => cellWords(t, content),
      ...looks.current,
      devicePixelsPerMm: pixelsPerMm * devicePixelRatio,
      devicePixelRatio,
    });
  }, [layout, contents, widthPx, heightPx, devicePixelRatio, pixelsPerMm, press, t]);

  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      data-testid="ecg-canvas"
      data-device-pixels-per-mm={pixelsPerMm * devicePixelRatio}
      style={{ width: Math.round(widthPx * devicePixelRatio) / devicePixelRatio, height: Math.round(heightPx * devicePixelRatio) / devicePixelRatio }}
    />
  );
}

/** Colours and font of the paper, as the style sheet says. */
function looksOf(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D) {
  const style = getComputedStyle(canvas);
  const colour = (token: string) => style.getPropertyValue(token).trim();
  const colours = { ground: colour('--ecg-ground'), minor: colour('--ecg-minor'), major: colour('--ecg-major'), trace: colour('--ecg-trace'), note: colour('--ecg-note') };
  return { colours, inks: inksOf(context, colours), fontFamily: style.fontFamily };
}

/** False until the page's fonts are here; names drawn before are drawn again. */
function useFontsReady(): boolean {
  const [isReady, setReady] = useState(() => document.fonts.status === 'loaded');
  useEffect(() => {
    let isHere = true;
    void document.fonts.ready.then(() => {
      if (isHere) setReady(true);
    });
    return () => { isHere = false; };
  }, []);
  return isReady;
}

/** The tool that was taken lies on the paper at once, so that the keyboard has something to move. */
function shownCalipers(calipers: Calipers, tool: CaliperKind | undefined, layout: EcgLayout): Calipers {
  return tool === undefined || calipers[tool] !== undefined ? calipers : { ...calipers, [tool]: firstCaliper(tool, layout) };
}

function layoutFor(recording: EcgRecording, view: EcgView, kind: LayoutKind, { pixelsPerMm }: ScreenScale, size: PaperSize): EcgLayout {
  const request: EcgLayoutRequest = {
    kind,
    paperSpeedMmPerS: view.paperSpeedMmPerS,
    gainMmPerMv: view.gainMmPerMv,
    paperWidthMm: size.widthPx / pixelsPerMm,
    paperHeightMm: size.heightPx / pixelsPerMm,
    topMarginMm: BADGE_ROOM / pixelsPerMm,
    durationMs: recording.durationMs,
    windowStartMs: view.windowStartMs,
    traceKeys: recording.traces.map((trace) => trace.key),
  };
  const layout = layoutEcg(request);
  return layout.lastWindowStartMs === 0 ? layout : layoutEcg({ ...request, paperHeightMm: (size.heightPx - SLIDER_ROOM) / pixelsPerMm });
}

function leadLists(contents: readonly CellContent[]): { readonly leads: string; readonly missing?: string } {
  const names = (isDrawn: boolean) => [...new Set(
    contents.filter((content) => (content.kind === 'trace') === isDrawn).map((content) => (content.kind === 'trace' ? content.trace.label : content.cell.key)),
  )].join(' ');
  const missing = names(false);
  return missing === '' ? { leads: names(true) } : { leads: names(true), missing };
}

function sampleMsOf(recording: EcgRecording): number {
  const [first] = recording.traces;
  return first === undefined ? FALLBACK_SAMPLE_MS : 1000 / first.samplingFrequencyHz;
}

function clampWindow(layout: EcgLayout, windowStartMs: number): number {
  return Math.min(Math.max(0, windowStartMs), layout.lastWindowStartMs);
}

function isHigher(element: HTMLElement | null): boolean {
  return element !== null && element.scrollHeight > element.clientHeight;
}
