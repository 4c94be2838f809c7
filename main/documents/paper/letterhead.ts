import { displayPersonName } from '#shared/dicom/values/person-name.ts';
import type { CanonicalReport, ReportPicture } from '#shared/report/canonical-report.ts';
import { sexText } from '#shared/report/report-words.ts';
import type { Flow } from './flow.ts';
import { A4, INK, type Fragment, type Shape } from './shapes.ts';
import { CONTENT_WIDTH, HAIRLINE, PAGE, STYLES } from './styles.ts';
import { lineHeight, type TextStyle, type Typesetter } from './typesetter.ts';

const MARK_SIZE = 36;
const STAMP_WIDTH = 72;
const COLUMN_GAP = 10.5;
/** Letters of a name stand apart by this part of an em: letterheads are the one place where Han text is spaced. */
const NAME_SPACING_EM = 0.14;
const TITLE_SPACING_EM = 0.16;
const SMALLEST_NAME_PT = 9;

/** What makes this sheet no ordinary report. Said in the letterhead, along both margins of each page, and in the running header. */
export interface PaperNotice {
  /** Two lines of the box in the corner. */
  readonly box: readonly [string, string];
  /** Along the left and along the right margin. */
  readonly margins: readonly [string, string];
}

const DEMO = '演示 · 不具法律效力';
const PREVIEW = '预览 · 未签名';

export function noticeOf({ isDemo }: CanonicalReport, isPreview: boolean): PaperNotice | undefined {
  if (isDemo && isPreview) return { box: ['演示 · 预览', '不具法律效力'], margins: [DEMO, PREVIEW] };
  if (isDemo) return { box: ['演示', '不具法律效力'], margins: [DEMO, DEMO] };
  if (isPreview) return { box: ['预览', '未签名'], margins: [PREVIEW, PREVIEW] };
  return undefined;
}

/** First line the hospital, second the centre that wrote the report, what makes it no ordinary sheet in the corner. */
export function putLetterhead(flow: Flow, typesetter: Typesetter, report: CanonicalReport, notice: PaperNotice | undefined): void {
  const top = flow.top;
  const nameWidth = CONTENT_WIDTH - 2 * (STAMP_WIDTH + COLUMN_GAP);
  const name = spaced(typesetter, report.hospital.name, STYLES.hospital, NAME_SPACING_EM, nameWidth);
  const centre = report.centreName === '' ? '' : `${report.centreName}出具`;
  const middle = PAGE.left + CONTENT_WIDTH / 2;
  flow.put(flow.node('P'), [centred(typesetter, report.hospital.name, name.style, name.spacing, middle, top)]);
  if (centre !== '') {
    const style = fitted(typesetter, centre, STYLES.centre, nameWidth);
    flow.put(flow.node('P'), [typesetter.text(centre, style, middle, top + lineHeight(STYLES.hospital), 'middle')]);
  }
  const height = lineHeight(STYLES.hospital) + lineHeight(STYLES.centre);
  flow.put(flow.node('Figure', undefined, '医院标志'), [hospitalLogo(report.hospital.logo, { x: PAGE.left, y: top + (height - MARK_SIZE) / 2, size: MARK_SIZE })]);
  if (notice !== undefined) {
    const x = PAGE.left + CONTENT_WIDTH - STAMP_WIDTH;
    const boxHeight = 2 * lineHeight(STYLES.stamp) + 4;
    const boxTop = top + (height - boxHeight) / 2;
    flow.put('artifact', [{ kind: 'box', x, y: boxTop, width: STAMP_WIDTH, height: boxHeight, lineWidth: HAIRLINE, colour: INK.text }]);
    flow.put(
      flow.node('P'),
      notice.box.map((line, index) => typesetter.text(line, STYLES.stamp, x + STAMP_WIDTH / 2, boxTop + 2 + index * lineHeight(STYLES.stamp), 'middle')),
    );
  }
  flow.top = top + height + 6.75;
  flow.put('artifact', [rule(flow.top, 1.5, INK.text)]);
  flow.top += 1.5;
}

/** The hospital's own logo in a square, in its proportions; our drawn mark where it gave none. */
export function hospitalLogo(logo: ReportPicture | null, { x, y, size }: { readonly x: number; readonly y: number; readonly size: number }): Shape {
  if (logo === null) return { kind: 'hospital-mark', x, y, size };
  const scale = size / Math.max(logo.widthPx, logo.heightPx);
  const [width, height] = [logo.widthPx * scale, logo.heightPx * scale];
  return { kind: 'picture', x: x + (size - width) / 2, y: y + (size - height) / 2, width, height, sha256: logo.sha256 };
}

export function putTitle(flow: Flow, typesetter: Typesetter, title: string): void {
  const { style, spacing } = spaced(typesetter, title, STYLES.title, TITLE_SPACING_EM, CONTENT_WIDTH);
  flow.put(flow.node('H1'), [centred(typesetter, title, style, spacing, PAGE.left + CONTENT_WIDTH / 2, flow.top + 5.25)]);
  flow.top += 5.25 + lineHeight(STYLES.title) + 5.25;
}

/** Room above the content of the second and later pages. */
export const RUNNING_HEADER_HEIGHT = 24;

/** Whose report this sheet belongs to, on every page but the first. */
export function runningHeader(typesetter: Typesetter, report: CanonicalReport, notice: PaperNotice | undefined): Fragment {
  const { patient, request, hospital } = report;
  const facts = [displayPersonName(patient.name), sexText(patient.sex), patient.ageText, request.accessionNumber, notice?.box[0] ?? ''];
  const right = facts.filter((fact) => fact !== '').join('　');
  const rightStyle = fitted(typesetter, right, STYLES.running, CONTENT_WIDTH * 0.6);
  const leftStyle = fitted(typesetter, hospital.name, STYLES.runningName, CONTENT_WIDTH - typesetter.width(right, rightStyle) - 12);
  return {
    owner: 'artifact',
    shapes: [
      typesetter.text(hospital.name, leftStyle, PAGE.left, PAGE.top),
      typesetter.text(right, rightStyle, PAGE.left + CONTENT_WIDTH, PAGE.top, 'right'),
      rule(PAGE.top + 17, HAIRLINE, INK.line),
    ],
  };
}

const MARGIN_SIZE = 13;
const MARGIN_TEXTS = 3;

/** The notice along both margins: large, grey, repeated, beside the text and never over it. */
export function marginNotice(typesetter: Typesetter, notice: PaperNotice, page: { readonly widthPt: number; readonly heightPt: number } = A4): Fragment {
  const style: TextStyle = { size: MARGIN_SIZE, face: 'bold', colour: INK.void, leading: 1 };
  const spacing = MARGIN_SIZE * 0.2;
  const upwards = (text: string, middleX: number): Shape[] =>
    Array.from({ length: MARGIN_TEXTS }, (_, index) => {
      const length = typesetter.width(text, style) + spacing * (lettersIn(text) - 1);
      const middleY = (page.heightPt * (2 * index + 1)) / (2 * MARGIN_TEXTS);
      const run = { kind: 'text', text, size: style.size, face: style.face, colour: style.colour, characterSpacing: spacing } as const;
      return { ...run, x: middleX + MARGIN_SIZE * 0.36, baseline: middleY + length / 2, rotation: 90 };
    });
  const [left, right] = notice.margins;
  return { owner: 'artifact', shapes: [...upwards(left, PAGE.left / 2), ...upwards(right, page.widthPt - PAGE.right / 2)] };
}

export function rule(y: number, width: number, colour: string): Shape {
  return { kind: 'line', x1: PAGE.left, y1: y + width / 2, x2: PAGE.left + CONTENT_WIDTH, y2: y + width / 2, width, colour };
}

/** The style, made smaller until the text fits on one line. */
export function fitted(typesetter: Typesetter, text: string, style: TextStyle, width: number): TextStyle {
  const needed = typesetter.width(text, style);
  return needed <= width ? style : { ...style, size: style.size * (width / needed), leading: (style.leading * needed) / width };
}

function spaced(typesetter: Typesetter, text: string, style: TextStyle, spacingEm: number, width: number): { style: TextStyle; spacing: number } {
  const gaps = Math.max(0, lettersIn(text) - 1);
  const needed = typesetter.width(text, style) + gaps * spacingEm * style.size;
  const size = Math.max(SMALLEST_NAME_PT, needed <= width ? style.size : style.size * (width / needed));
  const smaller = fitted(typesetter, text, { ...style, size, leading: (style.leading * style.size) / size }, width);
  const left = width - typesetter.width(text, smaller);
  return { style: smaller, spacing: gaps === 0 ? 0 : Math.max(0, Math.min(spacingEm * smaller.size, left / gaps)) };
}

function centred(typesetter: Typesetter, text: string, style: TextStyle, spacing: number, middle: number, top: number): Shape {
  const length = typesetter.width(text, style) + spacing * Math.max(0, lettersIn(text) - 1);
  return { ...typesetter.text(text, style, middle - length / 2, top), characterSpacing: spacing };
}

const lettersIn = (text: string): number => Array.from(text).length;
