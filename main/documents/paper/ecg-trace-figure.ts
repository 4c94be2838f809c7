import { cellContents, type CellContent } from '#shared/ecg/cell-content.ts';
import { PAPER_GRID, SEPARATOR_STROKES_MM, type EcgLayout } from '#shared/ecg/layout.ts';
import { layoutOfStrips, PRINTED_TRACE, recordingOfStrips } from '#shared/ecg/printed-strips.ts';
import { calibrationPulsePath, tracePath, type Polyline } from '#shared/ecg/trace-path.ts';
import { leadTurnsText, printedFilterText } from '#shared/report/ecg-words.ts';
import type { ReportedEcg } from '#shared/report/reported-ecg.ts';
import { POINTS_PER_MM, type Shape } from './shapes.ts';
import { lineHeight, type TextStyle, type Typesetter } from './typesetter.ts';

/** Traces 0.28 mm black, grid pale red: what a fax leaves of it is the trace. */
const TRACE = { widthMm: 0.28, colour: '#15181a' } as const;
const GRID = { minor: { widthMm: 0.1, colour: '#f6d5d2' }, major: { widthMm: 0.18, colour: '#eba9a3' } } as const;
const LEAD_NAME: TextStyle = { size: 9.75, leading: 1, face: 'bold', colour: '#15181a' };
const NOTE: TextStyle = { size: 9, leading: 1.3, face: 'regular', colour: '#15181a' };
const WARNING: TextStyle = { ...NOTE, face: 'bold' };

/** Height of the whole figure, pt. */
export const TRACE_FIGURE_HEIGHT = PRINTED_TRACE.heightMm * POINTS_PER_MM;

/** The curves at true scale on their grid, with what has to be known to read them. @param left and `top` of the grid, pt */
export function traceFigure(typesetter: Typesetter, ecg: ReportedEcg, left: number, top: number): readonly Shape[] {
  const { strips, recording } = ecg;
  const layout = layoutOfStrips(strips, recording.durationMs);
  const contents = cellContents(layout, recordingOfStrips(strips, recording.durationMs));
  const x = (mm: number) => left + mm * POINTS_PER_MM;
  const y = (mm: number) => top + mm * POINTS_PER_MM;
  const curve = (line: Polyline): Shape => ({
    kind: 'polyline', width: TRACE.widthMm * POINTS_PER_MM, colour: TRACE.colour,
    points: Array.from(line, (mm, index) => (index % 2 === 0 ? x(mm) : y(mm))),
  });
  return [
    grid(x, y, PAPER_GRID.minorMm, GRID.minor),
    grid(x, y, PAPER_GRID.majorMm, GRID.major),
    ...layout.rows.map((row) => curve(calibrationPulsePath(row.pulse))),
    separators(layout, x, y),
    ...contents.flatMap((content) => (content.kind === 'trace' ? tracePath(content.trace, content.cell, layout, Infinity).map(curve) : [])),
    ...contents.map((content) => nameOf(typesetter, content, x, y)),
    ...scaleNote(typesetter, ecg, x(1.5), y(PRINTED_TRACE.heightMm - 0.8) - lineHeight(NOTE)),
  ];
}

type Place = (mm: number) => number;

function grid(x: Place, y: Place, stepMm: number, { widthMm, colour }: { readonly widthMm: number; readonly colour: string }): Shape {
  const { widthMm: width, heightMm: height } = PRINTED_TRACE;
  const strokes: [number, number, number, number][] = [];
  for (let mm = 0; mm <= width; mm += stepMm) strokes.push([x(mm), y(0), x(mm), y(height)]);
  for (let mm = 0; mm <= height; mm += stepMm) strokes.push([x(0), y(mm), x(width), y(mm)]);
  return { kind: 'strokes', strokes, width: widthMm * POINTS_PER_MM, colour };
}

function separators(layout: EcgLayout, x: Place, y: Place): Shape {
  const strokes = layout.rows.flatMap((row) =>
    row.separatorsXMm.flatMap((mm) => SEPARATOR_STROKES_MM.map(([from, to]): [number, number, number, number] => [x(mm), y(row.baselineYMm - from), x(mm), y(row.baselineYMm - to)])),
  );
  return { kind: 'strokes', strokes, width: TRACE.widthMm * POINTS_PER_MM, colour: TRACE.colour };
}

/** The lead's name; what was not recorded stays blank and says so. */
function nameOf(typesetter: Typesetter, content: CellContent, x: Place, y: Place): Shape {
  const { cell } = content;
  const name = content.kind === 'trace' ? content.trace.label : `${cell.key}　未记录`;
  return typesetter.text(name, content.kind === 'trace' ? LEAD_NAME : NOTE, x(cell.labelXMm), y(cell.labelYMm) - LEAD_NAME.size / 2);
}

/** `25 mm/s · 10 mm/mV · 0.05–150 Hz · 500 Hz 采样 · 打印按 100 % 时为真毫米`. */
function scaleNote(typesetter: Typesetter, { strips, recording }: ReportedEcg, left: number, top: number): readonly Shape[] {
  const text = [
    `${strips.paperSpeedMmPerS} mm/s`, `${strips.gainMmPerMv} mm/mV`, printedFilterText(strips), strips.deviceFilters, `${recording.samplingFrequencyHz} Hz 采样`, '打印按 100 % 时为真毫米',
  ].filter((part) => part !== '').join('　');
  const warning = [strips.isDiagnostic ? '' : '▲ 非诊断滤波，不用于判读 ST 段', leadTurnsText(strips) === '' ? '' : `▲ ${leadTurnsText(strips)}`].filter((part) => part !== '').join('　');
  const width = typesetter.width(text, NOTE);
  return [
    typesetter.text(text, NOTE, left, top),
    ...(warning === '' ? [] : [typesetter.text(warning, WARNING, left + width + 12, top)]),
  ];
}

/** What the figure shows, for those who cannot see it. */
export function traceAlternative({ strips, recording }: ReportedEcg): string {
  const leads = strips.traces.map(({ label }) => label).join(' ');
  return `心电图曲线：${leads}；${strips.paperSpeedMmPerS} mm/s，${strips.gainMmPerMv} mm/mV${leadTurnsText(strips) === '' ? '' : `；${leadTurnsText(strips)}`}；记录时间 ${recording.acquiredAt === '' ? '不详' : recording.acquiredAt}`;
}
