import type { CanonicalReport, ReportedFrame, ReportedMeasurement } from '#shared/report/canonical-report.ts';
import { spacePlaceText } from '#shared/report/space-place-text.ts';
import { QUANTITY_NAMES, quantityText, spacingSourceText } from '#shared/report/quantity-text.ts';
import type { Flow } from './flow.ts';
import type { Line } from './line-breaking.ts';
import { INK, type Shape, type StructureNode } from './shapes.ts';
import { CONTENT_WIDTH, HAIRLINE, PAGE, STYLES } from './styles.ts';
import { lineHeight, type TextStyle, type Typesetter } from './typesetter.ts';

interface Column {
  readonly title: string;
  /** Part of the width. */
  readonly share: number;
  readonly text: (measurement: ReportedMeasurement, report: CanonicalReport) => string;
}

const COLUMNS: readonly Column[] = [
  { title: '编号', share: 0.08, text: ({ label }) => circled(label) },
  { title: '测量值', share: 0.44, text: valuesText },
  { title: '间距来源', share: 0.2, text: (measurement) => (WITHOUT_SPACING.has(measurement.kind) ? '与间距无关' : spacingSourceText(measurement)) },
  { title: '影像', share: 0.28, text: placeText },
];

const WITHOUT_SPACING: ReadonlySet<string> = new Set(['angle', 'cobb-angle', 'probe']);

const PAD_X = 6;
const PAD_Y = 1.5;

/** ① to ⑳, then plain numbers. */
export function circled(label: number): string {
  return label >= 1 && label <= 20 ? String.fromCodePoint(0x2460 + label - 1) : String(label);
}

/** `15.8 mm`; of several values each with its name. */
export function valuesText({ quantities }: Pick<ReportedMeasurement, 'quantities'>): string {
  const [only] = quantities;
  if (quantities.length === 1 && only !== undefined) return quantityText(only);
  return quantities.map((quantity) => `${QUANTITY_NAMES[quantity.quantity]} ${quantityText(quantity)}`).join('；');
}

/** Where to find the image again: the day of an earlier study, series, image, frame. */
export function frameText(source: ReportedFrame, { studies, comparisonStudies }: Pick<CanonicalReport, 'studies' | 'comparisonStudies'>): string {
  const isCurrent = studies.some((study) => study.studyInstanceUid === source.studyInstanceUid);
  const day = comparisonStudies.find((study) => study.studyInstanceUid === source.studyInstanceUid)?.studyDate ?? '';
  const parts = [
    isCurrent ? '本次' : day,
    source.seriesNumber === null ? '' : `序列 ${source.seriesNumber}`,
    source.instanceNumber === null ? '' : `影像 ${source.instanceNumber}`,
    source.numberOfFrames > 1 ? `帧 ${source.frameNumber}` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** Where a measurement was drawn: on an image, or on what was computed from its series. */
function placeText({ source, place }: ReportedMeasurement, report: CanonicalReport): string {
  if (place === undefined) return frameText(source, report);
  return `${frameText({ ...source, instanceNumber: null, numberOfFrames: 1 }, report)} ${spacePlaceText(place)}`;
}

/** A ruled table; its head is repeated on each page that it reaches, a row is never cut. */
export function putMeasurementTable(flow: Flow, typesetter: Typesetter, report: CanonicalReport): void {
  const table = flow.node('Table');
  const head = cellsOf(typesetter, COLUMNS.map((column) => column.title), STYLES.tableHead);
  const putHead = (owner: StructureNode | 'artifact') => putRow(flow, typesetter, head, STYLES.tableHead, owner, 'TH');
  putHead(table);
  for (const measurement of report.measurements) {
    const row = cellsOf(typesetter, COLUMNS.map((column) => column.text(measurement, report)), STYLES.tableCell);
    const pages = flow.pageCount();
    flow.need(heightOf(row, STYLES.tableCell));
    if (flow.pageCount() > pages) putHead('artifact');
    putRow(flow, typesetter, row, STYLES.tableCell, table, 'TD');
  }
}

/** Height of the head and the first row: a heading is not left alone above them. */
export function measurementTableStart(typesetter: Typesetter, report: CanonicalReport): number {
  const [first] = report.measurements;
  const firstRow = first === undefined ? [] : cellsOf(typesetter, COLUMNS.map((column) => column.text(first, report)), STYLES.tableCell);
  return heightOf([], STYLES.tableHead) + heightOf(firstRow, STYLES.tableCell);
}

type Cells = readonly (readonly Line[])[];

const columnWidth = ({ share }: Column): number => share * CONTENT_WIDTH;

function cellsOf(typesetter: Typesetter, texts: readonly string[], style: TextStyle): Cells {
  return COLUMNS.map((column, index) => typesetter.lines(texts[index] ?? '', style, columnWidth(column) - 2 * PAD_X));
}

function heightOf(cells: Cells, style: TextStyle): number {
  return Math.max(1, ...cells.map((lines) => lines.length)) * lineHeight(style) + 2 * PAD_Y + HAIRLINE;
}

function putRow(flow: Flow, typesetter: Typesetter, cells: Cells, style: TextStyle, owner: StructureNode | 'artifact', tag: 'TH' | 'TD'): void {
  const top = flow.top;
  const height = heightOf(cells, style);
  const row = owner === 'artifact' ? undefined : flow.node('TR', owner);
  let x: number = PAGE.left;
  cells.forEach((lines, index) => {
    const column = COLUMNS[index];
    if (column === undefined) return;
    const width = columnWidth(column);
    const shapes = lines.flatMap((line, number) =>
      typesetter.line(line, style, x + PAD_X, top + PAD_Y + HAIRLINE / 2 + number * lineHeight(style), width - 2 * PAD_X),
    );
    flow.put(row === undefined ? 'artifact' : flow.node(tag, row), shapes);
    x += width;
  });
  flow.put('artifact', rulesOf(top, height, tag === 'TH'));
  flow.top += height;
}

/** Each rule of the grid is drawn once: all verticals of a row, its lower edge, and the upper edge of the head. */
function rulesOf(top: number, height: number, isHead: boolean): readonly Shape[] {
  const right = PAGE.left + CONTENT_WIDTH;
  const edges = COLUMNS.reduce<number[]>((known, column) => [...known, (known.at(-1) ?? 0) + columnWidth(column)], [PAGE.left]);
  const line = (x1: number, y1: number, x2: number, y2: number): Shape => ({ kind: 'line', x1, y1, x2, y2, width: HAIRLINE, colour: INK.line });
  return [
    ...(isHead ? [line(PAGE.left, top, right, top)] : []),
    ...edges.map((x) => line(x, top, x, top + height)),
    line(PAGE.left, top + height, right, top + height),
  ];
}
