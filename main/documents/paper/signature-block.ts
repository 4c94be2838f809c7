import type { CanonicalReport, ReportPhysician } from '#shared/report/canonical-report.ts';
import { printedTime } from '#shared/report/local-time.ts';
import type { Flow } from './flow.ts';
import { fitted } from './letterhead.ts';
import { INK, type Shape } from './shapes.ts';
import { CONTENT_WIDTH, HAIRLINE, PAGE, STYLES } from './styles.ts';
import { lineHeight, type Typesetter } from './typesetter.ts';

export interface QrMatrix {
  readonly size: number;
  readonly isDark: (row: number, column: number) => boolean;
}

const QR_SIZE = 60;
const COLUMN_GAP = 9;
const LINE_BOX = 24;
const SMALLEST_GAP = 10;
export const SIGNATURE_BLOCK_HEIGHT = QR_SIZE + SMALLEST_GAP;

/**
 * 报告医师 and 审核医师 with their times at the foot of the last page, beside the symbol that lets anybody check the sheet.
 * @param qr undefined on a preview: an unsigned sheet must not look as if it could be checked
 */
export function putSignatureBlock(flow: Flow, typesetter: Typesetter, report: CanonicalReport, qr: QrMatrix | undefined): void {
  flow.need(SIGNATURE_BLOCK_HEIGHT);
  const bottom = flow.frame.bottom;
  const width = (CONTENT_WIDTH - QR_SIZE - 2 * COLUMN_GAP) / 2;
  const isPreview = qr === undefined;
  const { reportingPhysician, verifyingPhysician } = report;
  const isSamePerson = reportingPhysician.name === verifyingPhysician.name;
  const reported = isPreview ? '' : timeText(reportingPhysician, isSamePerson ? '电子签名' : '提交');
  putPhysician(flow, typesetter, PAGE.left, width, '报告医师', reportingPhysician, reported);
  const verified = isPreview ? '待签' : timeText(verifyingPhysician, '电子签名');
  putPhysician(flow, typesetter, PAGE.left + width + COLUMN_GAP, width, '审核医师', verifyingPhysician, verified);
  if (qr !== undefined) {
    const left = PAGE.left + CONTENT_WIDTH - QR_SIZE;
    flow.put(flow.node('Figure', undefined, '二维码：报告编号、内容摘要和验真码'), [cellsOf(qr, left, bottom - QR_SIZE)]);
  }
  flow.top = bottom;
}

function timeText({ signedAtLocal }: ReportPhysician, what: string): string {
  return signedAtLocal === '' ? '' : `${printedTime(signedAtLocal)}　${what}`;
}

function putPhysician(flow: Flow, typesetter: Typesetter, x: number, width: number, label: string, physician: ReportPhysician, below: string): void {
  const bottom = flow.frame.bottom;
  const lineTop = bottom - lineHeight(STYLES.small) - LINE_BOX;
  const labelEnd = x + typesetter.width(label, STYLES.label) + 6;
  const name = fitted(typesetter, physician.name, STYLES.value, x + width - labelEnd);
  const textTop = lineTop + LINE_BOX - lineHeight(STYLES.label) - 3;
  flow.put(flow.node('P'), [
    typesetter.text(label, STYLES.label, x, textTop),
    ...(physician.name === '' ? [] : [typesetter.text(physician.name, name, labelEnd, textTop)]),
    ...(below === '' ? [] : [typesetter.text(below, fitted(typesetter, below, STYLES.small, width), x, bottom - lineHeight(STYLES.small))]),
  ]);
  const y = lineTop + LINE_BOX;
  flow.put('artifact', [{ kind: 'line', x1: x, y1: y, x2: x + width, y2: y, width: HAIRLINE, colour: INK.line }]);
}

/** Dark modules, merged along each row. Rows overlap a little, so that no viewer draws white seams between them. */
function cellsOf(qr: QrMatrix, left: number, top: number): Shape {
  const module = QR_SIZE / qr.size;
  const cells: [number, number, number, number][] = [];
  for (let row = 0; row < qr.size; row += 1) {
    for (let column = 0; column < qr.size; column += 1) {
      if (!qr.isDark(row, column)) continue;
      const start = column;
      while (column + 1 < qr.size && qr.isDark(row, column + 1)) column += 1;
      cells.push([left + start * module, top + row * module, (column + 1 - start) * module, module * (row + 1 < qr.size ? 1.02 : 1)]);
    }
  }
  return { kind: 'cells', cells, colour: INK.text };
}
