import { displayPersonName } from '#shared/dicom/values/person-name.ts';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import { SEVERITY_NAMES } from '#shared/report/ecg-words.ts';
import { printedTime } from '#shared/report/local-time.ts';
import type { ReportedEcg } from '#shared/report/reported-ecg.ts';
import { amendmentText, outcomeText, sexText, studyText } from '#shared/report/report-words.ts';
import { ecgColumns, stText } from './ecg-columns.ts';
import { TRACE_FIGURE_HEIGHT, traceAlternative, traceFigure } from './ecg-trace-figure.ts';
import { createFlow, type Flow } from './flow.ts';
import { fitted, hospitalLogo, marginNotice, noticeOf, type PaperNotice } from './letterhead.ts';
import type { PaperProof } from './report-paper.ts';
import { A4_ACROSS, INK, POINTS_PER_MM, type Fragment, type Paper, type Shape } from './shapes.ts';
import { HAIRLINE, STYLES } from './styles.ts';
import { lineHeight, type TextStyle, type Typesetter } from './typesetter.ts';

/** The sheet lies across: ten seconds at 25 mm/s are 250 mm (look, mock-up 11). */
const SHEET = { left: 10 * POINTS_PER_MM, width: 277 * POINTS_PER_MM, top: 15, bottom: 12 } as const;
const HOSPITAL: TextStyle = { ...STYLES.hospital, size: 15.75 };
const CRITICAL: TextStyle = { ...STYLES.flag, face: 'bold', colour: '#b3321f' };
const SMALL: TextStyle = { ...STYLES.small, leading: 1.35 };
const FIELD: TextStyle = { ...STYLES.value, size: 9.75, leading: 1.5 };
const FIELD_LABEL: TextStyle = { ...STYLES.label, size: 9.75, leading: 1.5 };
const MARK_SIZE = 30;
const QR_SIZE = 46;
const SIGNATURE_HEIGHT = 48;

/** The report of an ECG on paper: the trace at true scale, its numbers, the diagnosis, the signatures; further sheets when the words need them. */
export function layOutEcgReport(report: CanonicalReport, ecg: ReportedEcg, typesetter: Typesetter, proof: PaperProof | undefined): Paper {
  const notice = noticeOf(report, proof === undefined);
  const bottom = A4_ACROSS.heightPt - SHEET.bottom - SIGNATURE_HEIGHT;
  const flow = createFlow({ left: SHEET.left, width: SHEET.width, firstTop: SHEET.top, laterTop: SHEET.top + 24, bottom }, typesetter);
  putHead(flow, typesetter, report, ecg, notice);
  putPatient(flow, typesetter, report);
  putAmendment(flow, typesetter, report);
  flow.top += 4;
  flow.put(flow.node('Figure', undefined, traceAlternative(ecg)), traceFigure(typesetter, ecg, SHEET.left, flow.top));
  flow.top += TRACE_FIGURE_HEIGHT + 2;
  putSt(flow, typesetter, ecg);
  putColumns(flow, typesetter, report, ecg);
  const lastPage = flow.pageCount() - 1;
  putSignatures(flow, typesetter, report, proof);
  const paper = flow.finish((pageIndex, pageCount) => [
    ...(pageIndex === 0 ? [] : [runningHead(typesetter, report)]),
    ...(notice === undefined ? [] : [marginNotice(typesetter, notice, A4_ACROSS)]),
    foot(typesetter, report, proof, pageIndex, pageCount, pageIndex === lastPage),
  ]);
  return { ...paper, isAcross: true };
}

function putHead(flow: Flow, typesetter: Typesetter, report: CanonicalReport, { severity, criticalCalls }: ReportedEcg, notice: PaperNotice | undefined): void {
  const top = flow.top;
  const title = `${report.hospital.name}　心电图报告单`;
  const name = fitted(typesetter, title, HOSPITAL, SHEET.width - 2 * 130);
  const middle = SHEET.left + SHEET.width / 2;
  flow.put(flow.node('H1'), [typesetter.text(title, name, middle, top, 'middle')]);
  if (report.centreName !== '') flow.put(flow.node('P'), [typesetter.text(`${report.centreName}出具`, SMALL, middle, top + lineHeight(HOSPITAL), 'middle')]);
  const height = lineHeight(HOSPITAL) + lineHeight(SMALL);
  flow.put(flow.node('Figure', undefined, '医院标志'), [hospitalLogo(report.hospital.logo, { x: SHEET.left, y: top + (height - MARK_SIZE) / 2, size: MARK_SIZE })]);
  const isCritical = severity === 'red' || criticalCalls.length > 0;
  const words = [
    ...(severity === null ? [] : [isCritical ? `◆ 危急值　${SEVERITY_NAMES[severity]}` : `分级　${SEVERITY_NAMES[severity]}`]),
    ...(notice === undefined ? [] : [notice.box.join('　')]),
  ];
  words.forEach((text, index) => {
    const style = index === 0 && isCritical && severity !== null ? CRITICAL : STYLES.flag;
    const width = typesetter.width(text, style) + 10;
    const right = SHEET.left + SHEET.width;
    const boxTop = top + index * 17;
    flow.put('artifact', [{ kind: 'box', x: right - width, y: boxTop, width, height: 15, lineWidth: HAIRLINE, colour: style.colour }]);
    flow.put(flow.node('P'), [typesetter.text(text, style, right - 5, boxTop + (15 - lineHeight(style)) / 2, 'right')]);
  });
  flow.top = top + Math.max(height, 32) + 2;
  flow.put('artifact', [across(flow.top, 1.5, INK.text)]);
  flow.top += 1.5;
}

/** Two lines: who, then what was asked for. What is not known is left out. */
function putPatient(flow: Flow, typesetter: Typesetter, report: CanonicalReport): void {
  const { patient, request, studies, comparisonStudies } = report;
  const [study] = studies;
  const fields = (pairs: readonly (readonly [label: string, value: string])[]) => pairs.filter(([, value]) => value.trim() !== '');
  const rows = [
    fields([
      ['姓名', displayPersonName(patient.name)], ['性别', sexText(patient.sex)], ['年龄', patient.ageText], ['患者编号', patient.patientId], ['住院号', request.admissionId],
      ['检查号', request.accessionNumber], ['申请科室', request.department], ['床号', request.patientLocation],
    ]),
    fields([
      ['检查时间', [study?.studyDate ?? '', study?.studyTime?.slice(0, 5) ?? ''].join(' ').trim()], ['检查项目', request.procedureText], ['设备', study?.device ?? ''],
      ['申请医师', displayPersonName(request.referringPhysician)], ['临床诊断', report.clinicalInformation], ['对比检查', comparisonStudies.map(studyText).join('；')],
    ]),
  ];
  flow.top += 2;
  for (const row of rows) {
    putFields(flow, typesetter, row);
    flow.top += lineHeight(FIELD);
  }
  flow.top += 1;
  flow.put('artifact', [across(flow.top, HAIRLINE, INK.line)]);
  flow.top += HAIRLINE;
}

/** Fields share a line; when they need more than it has they are all set smaller, so that none is lost. */
function putFields(flow: Flow, typesetter: Typesetter, fields: readonly (readonly [label: string, value: string])[]): void {
  const gap = 10;
  const widthOf = ([label, value]: readonly [string, string]) => typesetter.width(label, FIELD_LABEL) + 4 + typesetter.width(value, FIELD);
  const needed = fields.reduce((sum, field) => sum + widthOf(field), 0) + gap * Math.max(0, fields.length - 1);
  const scale = Math.min(1, SHEET.width / needed);
  const smaller = (style: TextStyle): TextStyle => ({ ...style, size: style.size * scale, leading: style.leading / scale });
  const space = scale < 1 ? gap * scale : Math.min(28, gap + (SHEET.width - needed) / Math.max(1, fields.length - 1));
  let x: number = SHEET.left;
  for (const field of fields) {
    const [label, value] = field;
    const labelWidth = typesetter.width(label, smaller(FIELD_LABEL)) + 4 * scale;
    flow.put(flow.node('P'), [typesetter.text(label, smaller(FIELD_LABEL), x, flow.top), typesetter.text(value, smaller(label === '姓名' ? { ...FIELD, face: 'bold' } : FIELD), x + labelWidth, flow.top)]);
    x += widthOf(field) * scale + space;
  }
}

function putAmendment(flow: Flow, typesetter: Typesetter, report: CanonicalReport): void {
  const text = amendmentText(report);
  if (text === '') return;
  const style = fitted(typesetter, text, { ...FIELD, face: 'bold' }, SHEET.width);
  flow.put(flow.node('P'), [typesetter.text(text, style, SHEET.left, flow.top + 2)]);
  flow.top += lineHeight(FIELD) + 2;
}

function putSt(flow: Flow, typesetter: Typesetter, ecg: ReportedEcg): void {
  const text = stText(ecg);
  if (text === '') return;
  flow.put(flow.node('P'), [typesetter.text(text, fitted(typesetter, text, SMALL, SHEET.width), SHEET.left, flow.top)]);
  flow.top += lineHeight(SMALL);
}

/** Three columns below the trace: numbers, words, calls. Lines that find no room go to further sheets. */
function putColumns(flow: Flow, typesetter: Typesetter, report: CanonicalReport, ecg: ReportedEcg): void {
  let rests = ecgColumns(typesetter, report, ecg, SHEET.left, SHEET.width);
  let y = flow.top;
  for (;;) {
    const left = rests.map((rows) => {
      let at = y;
      let index = 0;
      for (; index < rows.length; index += 1) {
        const row = rows[index];
        if (row === undefined || at + row.height > flow.frame.bottom + 0.01) break;
        row.put(flow, at);
        at += row.height;
      }
      return rows.slice(index);
    });
    if (left.every((rows) => rows.length === 0)) return;
    // A row that fits nowhere would never end.
    if (y === flow.frame.laterTop && left.every((rows, index) => rows.length === rests[index]?.length)) throw new Error('a row is higher than the sheet');
    rests = left;
    flow.newPage();
    y = flow.top;
  }
}

/** At the foot of the last sheet, at the same place on each report. */
function putSignatures(flow: Flow, typesetter: Typesetter, report: CanonicalReport, proof: PaperProof | undefined): void {
  const { reportingPhysician, verifyingPhysician } = report;
  const top = A4_ACROSS.heightPt - SHEET.bottom - SIGNATURE_HEIGHT + 4;
  const width = 200;
  const put = (index: number, label: string, name: string, time: string) => {
    const x = SHEET.left + index * (width + 12);
    const labelEnd = x + typesetter.width(label, FIELD_LABEL) + 6;
    flow.put(flow.node('P'), [
      typesetter.text(label, FIELD_LABEL, x, top + 8),
      ...(name === '' ? [] : [typesetter.text(name, fitted(typesetter, name, FIELD, width - (labelEnd - x)), labelEnd, top + 8)]),
      ...(time === '' ? [] : [typesetter.text(time, SMALL, x, top + 28)]),
    ]);
    flow.put('artifact', [{ kind: 'line', x1: x, y1: top + 25, x2: x + width, y2: top + 25, width: HAIRLINE, colour: INK.line }]);
  };
  const isSamePerson = reportingPhysician.name === verifyingPhysician.name;
  const time = (local: string, what: string) => (proof === undefined || local === '' ? '' : `${printedTime(local)}　${what}`);
  put(0, '报告医师', reportingPhysician.name, time(reportingPhysician.signedAtLocal, isSamePerson ? '电子签名' : '提交'));
  put(1, '审核医师', verifyingPhysician.name, proof === undefined ? '待签' : time(verifyingPhysician.signedAtLocal, '电子签名'));
  flow.put(flow.node('P'), [typesetter.text(outcomeText(report.outcome), STYLES.flag, SHEET.left + 2 * (width + 12), top + 8)]);
  if (proof !== undefined) {
    const left = SHEET.left + SHEET.width - QR_SIZE;
    flow.put(flow.node('Figure', undefined, '二维码：报告编号、内容摘要和验真码'), [qrCells(proof, left, top)]);
  }
}

function qrCells({ qr }: PaperProof, left: number, top: number): Shape {
  const module = QR_SIZE / qr.size;
  const cells: [number, number, number, number][] = [];
  for (let row = 0; row < qr.size; row += 1) {
    for (let column = 0; column < qr.size; column += 1) {
      if (qr.isDark(row, column)) cells.push([left + column * module, top + row * module, module * 1.02, module * 1.02]);
    }
  }
  return { kind: 'cells', cells, colour: INK.text };
}

function runningHead(typesetter: Typesetter, { hospital, patient, request }: CanonicalReport): Fragment {
  const facts = [displayPersonName(patient.name), sexText(patient.sex), patient.ageText, request.accessionNumber].filter((fact) => fact !== '').join('　');
  return {
    owner: 'artifact',
    shapes: [
      typesetter.text(hospital.name, STYLES.runningName, SHEET.left, SHEET.top),
      typesetter.text(facts, STYLES.running, SHEET.left + SHEET.width, SHEET.top, 'right'),
      across(SHEET.top + 17, HAIRLINE, INK.line),
    ],
  };
}

/** On each sheet: version, page, code, who decides, who keeps it. */
function foot(typesetter: Typesetter, report: CanonicalReport, proof: PaperProof | undefined, pageIndex: number, pageCount: number, isLast: boolean): Fragment {
  const { hospital, centreName, version, signedAtLocal } = report;
  const when = proof === undefined ? '预览，没有签名' : `报告时间 ${printedTime(signedAtLocal).slice(0, 16)}`;
  const lines = [
    [when, `版本 ${version}`, `第 ${pageIndex + 1} 页　共 ${pageCount} 页`, proof === undefined ? '' : `验真码 ${proof.verificationCode}`].filter((part) => part !== '').join('　'),
    `仅供临床医师参考，治疗由${hospital.name}医师决定。${centreName === '' ? '' : '双方存档。'}${hospital.telephone === '' ? '' : `咨询 ${hospital.telephone}`}`,
  ];
  const right = SHEET.left + SHEET.width - (isLast && proof !== undefined ? QR_SIZE + 8 : 0);
  const top = A4_ACROSS.heightPt - SHEET.bottom - 2 * lineHeight(SMALL);
  return { owner: 'artifact', shapes: lines.map((text, index) => typesetter.text(text, fitted(typesetter, text, SMALL, 330), right, top + index * lineHeight(SMALL), 'right')) };
}

function across(y: number, width: number, colour: string): Shape {
  return { kind: 'line', x1: SHEET.left, y1: y + width / 2, x2: SHEET.left + SHEET.width, y2: y + width / 2, width, colour };
}
