import { isWaveformReport, type CanonicalReport } from '#shared/report/canonical-report.ts';
import { printedTime } from '#shared/report/local-time.ts';
import { addendumHeading, amendmentText, imageQualityText, outcomeText, preliminaryText, reportTitle, viewedImagesText, unsaidFieldsText } from '#shared/report/report-words.ts';
import { createFlow, type Flow } from './flow.ts';
import { keyImagesStart, printedKeyImages, putKeyImages } from './key-image-grid.ts';
import { fitted, marginNotice, noticeOf, putLetterhead, putTitle, rule, RUNNING_HEADER_HEIGHT, runningHeader } from './letterhead.ts';
import { measurementTableStart, putMeasurementTable } from './measurement-table.ts';
import { putPatientBlock } from './patient-block.ts';
import { A4, INK, type Fragment, type Paper } from './shapes.ts';
import { putSignatureBlock, SIGNATURE_BLOCK_HEIGHT, type QrMatrix } from './signature-block.ts';
import { CONTENT_WIDTH, HAIRLINE, PAGE, STYLES } from './styles.ts';
import { lineHeight, type TextStyle, type Typesetter } from './typesetter.ts';

/** What proves a signed sheet; undefined on a preview. */
export interface PaperProof {
  readonly verificationCode: string;
  readonly qr: QrMatrix;
}

const FLAG_HEIGHT = 15.75;
const FLAG_ROW_HEIGHT = 6.75 + FLAG_HEIGHT;

/** The report on paper: where every letter and every line stands, before anything is drawn. */
export function layOutReport(report: CanonicalReport, typesetter: Typesetter, proof: PaperProof | undefined): Paper {
  const notice = noticeOf(report, proof === undefined);
  const footer = footerOf(report, typesetter, proof);
  const bottom = A4.heightPt - PAGE.bottom - footer.height;
  const frame = { left: PAGE.left, width: CONTENT_WIDTH, firstTop: PAGE.top, laterTop: PAGE.top + RUNNING_HEADER_HEIGHT, bottom };
  const flow = createFlow(frame, typesetter);

  putLetterhead(flow, typesetter, report, notice);
  putTitle(flow, typesetter, reportTitle(report));
  putPatientBlock(flow, typesetter, report);
  putAmendment(flow, report);
  putSection(flow, typesetter, '检查所见', report.findings);
  putSection(flow, typesetter, '结构化字段', unsaidFieldsText(report));
  if (report.measurements.length > 0) {
    putHeading(flow, typesetter, '测量与随访', measurementTableStart(typesetter, report));
    putMeasurementTable(flow, typesetter, report);
  }
  putImpression(flow, typesetter, report.impression);
  putSection(flow, typesetter, '建议', report.recommendation);
  for (const addendum of report.addenda) putSection(flow, typesetter, addendumHeading(addendum), addendum.text);
  if (printedKeyImages(report).length > 0) {
    putHeading(flow, typesetter, '关键图像', keyImagesStart(report));
    putKeyImages(flow, typesetter, report);
  }
  // The tags go with the signatures, so that no sheet carries signatures alone.
  flow.need(FLAG_ROW_HEIGHT + SIGNATURE_BLOCK_HEIGHT);
  putFlags(flow, typesetter, report);
  putSignatureBlock(flow, typesetter, report, proof?.qr);

  return flow.finish((pageIndex, pageCount) => [
    ...(pageIndex === 0 ? [] : [runningHeader(typesetter, report, notice)]),
    ...(notice === undefined ? [] : [marginNotice(typesetter, notice)]),
    footer.fragment(pageIndex, pageCount),
  ]);
}

const HEADING_ABOVE = 7.5;
const HEADING_BELOW = 1.5;

/** @param follows height of what must stand on the same page below it */
function putHeading(flow: Flow, typesetter: Typesetter, heading: string, follows: number): void {
  flow.need(HEADING_ABOVE + lineHeight(STYLES.heading) + HEADING_BELOW + follows);
  flow.top += HEADING_ABOVE;
  flow.put(flow.node('H2'), [typesetter.text(heading, STYLES.heading, PAGE.left, flow.top)]);
  flow.top += lineHeight(STYLES.heading) + HEADING_BELOW;
}

/** An empty section has no heading either: what was not said is not printed. */
function putSection(flow: Flow, typesetter: Typesetter, heading: string, text: string): void {
  if (text.trim() === '') return;
  putHeading(flow, typesetter, heading, 2 * lineHeight(STYLES.body));
  flow.paragraph(text.trim(), STYLES.body);
}

function putImpression(flow: Flow, typesetter: Typesetter, lines: readonly string[]): void {
  if (lines.length === 0) return;
  putHeading(flow, typesetter, '诊断意见', 2 * lineHeight(STYLES.body));
  const list = flow.node('L');
  const indent = Math.max(...lines.map((_, index) => typesetter.width(`${index + 1}. `, STYLES.body)));
  lines.forEach((text, index) => {
    flow.need((typesetter.lines(text, STYLES.body, CONTENT_WIDTH - indent).length > 1 ? 2 : 1) * lineHeight(STYLES.body));
    const item = flow.node('LI', list);
    flow.put(flow.node('Lbl', item), [typesetter.text(`${index + 1}. `, STYLES.body, PAGE.left, flow.top)]);
    flow.paragraph(text, STYLES.body, { node: flow.node('LBody', item), indent });
  });
}

/** What an amended report says of itself, before anything else is read. */
function putAmendment(flow: Flow, report: CanonicalReport): void {
  const text = preliminaryText(report) || amendmentText(report);
  if (text === '') return;
  const style: TextStyle = { ...STYLES.body, face: 'bold', leading: 1.5 };
  flow.top += 6;
  flow.paragraph(text, style);
}

function putFlags(flow: Flow, typesetter: Typesetter, report: CanonicalReport): void {
  flow.top += 6.75;
  const flags: readonly (readonly [string, TextStyle])[] = [
    [outcomeText(report.outcome), STYLES.flag],
    ...(report.recognition === undefined ? [] : [[`检查互认 ${report.recognition}`, STYLES.flag] as const]),
    ...(isWaveformReport(report) ? [] : [[`最低影像质量：${imageQualityText(report.imageQuality)}`, STYLES.flagQuiet] as const]),
  ];
  let x: number = PAGE.left;
  for (const [text, style] of flags) {
    const width = typesetter.width(text, style) + 2 * 5.25;
    const textTop = flow.top + (FLAG_HEIGHT - lineHeight(style)) / 2;
    flow.put('artifact', [{ kind: 'box', x, y: flow.top, width, height: FLAG_HEIGHT, lineWidth: HAIRLINE, colour: style.colour }]);
    flow.put(flow.node('P'), [typesetter.text(text, style, x + 5.25, textTop)]);
    x += width + 6;
  }
  flow.top += FLAG_HEIGHT;
  const viewed = isWaveformReport(report) ? '' : viewedImagesText(report.viewedImages);
  if (viewed !== '') {
    flow.top += 3;
    flow.paragraph(viewed, STYLES.flagQuiet);
  }
}

const FOOTER_ABOVE = 6;
const FOOTER_PAD = 4.5;
const PAGE_NUMBER_WIDTH = 96;

interface Footer {
  readonly height: number;
  readonly fragment: (pageIndex: number, pageCount: number) => Fragment;
}

/** On each page: when, which version, who decides, who keeps it, whom to call; page and code for checking. */
function footerOf(report: CanonicalReport, typesetter: Typesetter, proof: PaperProof | undefined): Footer {
  const { hospital, centreName, version, signedAtLocal } = report;
  const style = STYLES.small;
  const when = proof === undefined ? '预览，没有签名' : `报告时间 ${printedTime(signedAtLocal).slice(0, 16)}`;
  const telephone = hospital.telephone === '' ? '' : `咨询 ${hospital.telephone}`;
  const kept = `本单由${hospital.name}${centreName === '' ? '' : `与${centreName}双方`}存档。`;
  const texts = [
    `${when}　版本 ${version}　本报告仅供临床医师参考，治疗由${hospital.name}医师决定。`,
    ...(hospital.address === '' ? [`${kept}${telephone}`] : [kept, [hospital.address, telephone].filter((part) => part !== '').join('　')]),
  ];
  const lines = texts.flatMap((text) => typesetter.lines(text, style, CONTENT_WIDTH - PAGE_NUMBER_WIDTH));
  const height = FOOTER_ABOVE + HAIRLINE + FOOTER_PAD + Math.max(2, lines.length) * lineHeight(style);
  const top = A4.heightPt - PAGE.bottom - height + FOOTER_ABOVE;
  const textTop = top + HAIRLINE + FOOTER_PAD;
  const right = PAGE.left + CONTENT_WIDTH;
  return {
    height,
    fragment(pageIndex, pageCount) {
      const page = `第 ${pageIndex + 1} 页　共 ${pageCount} 页`;
      return {
        owner: 'artifact',
        shapes: [
          rule(top, HAIRLINE, INK.line),
          ...lines.flatMap((line, index) => typesetter.line(line, style, PAGE.left, textTop + index * lineHeight(style), CONTENT_WIDTH)),
          typesetter.text(page, fitted(typesetter, page, style, PAGE_NUMBER_WIDTH), right, textTop, 'right'),
          ...(proof === undefined ? [] : [typesetter.text(`验真码 ${proof.verificationCode}`, style, right, textTop + lineHeight(style), 'right')]),
        ],
      };
    },
  };
}
