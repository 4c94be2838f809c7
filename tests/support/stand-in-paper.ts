import { fileURLToPath } from 'node:url';
// oxlint-disable-next-line import/no-named-as-default -- the types know only the default export
import PDFDocument from 'pdfkit';
import type { ReportRequest } from '#shared/contract/services/reports.contract.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { displayPersonName } from '#shared/dicom/values/person-name.ts';

const font = (name: string) => fileURLToPath(new URL(`../../node_modules/@expo-google-fonts/noto-sans-sc/${name}`, import.meta.url));

/** A sheet that looks enough like a report to see whether the page shows it. */
export async function standInPaper(study: WorklistRow, { draft, signed, requestedProcedure }: ReportRequest): Promise<Uint8Array<ArrayBuffer>> {
  const paper = new PDFDocument({ size: 'A4', margin: 50 });
  const chunks: Uint8Array[] = [];
  paper.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => paper.on('end', resolve));
  const text = signed?.text ?? draft;
  paper.font(font('700Bold/NotoSansSC_700Bold.ttf')).fontSize(20).text(study.siteName, { align: 'center' });
  paper.font(font('400Regular/NotoSansSC_400Regular.ttf')).fontSize(10).text('澜州市第一医院远程影像诊断中心出具', { align: 'center' });
  paper.moveDown().fontSize(14).text(`${requestedProcedure} 检查报告单`, { align: 'center' });
  paper.moveDown().fontSize(11).text(`姓名 ${displayPersonName(study.patient.name)}　检查号 ${study.accessionNumbers[0] ?? ''}`);
  for (const [title, body] of [['检查所见', text.findings], ['诊断意见', text.impression], ['建议', text.recommendation]] as const) {
    paper.moveDown().fontSize(11).text(title).fontSize(10.5).text(body === '' ? '—' : body, { lineGap: 4 });
  }
  if (signed !== null) paper.moveDown(2).fontSize(10).text(`${signed.signerName}　${signed.signedAt}　电子签名有效`);
  paper.end();
  await ended;
  return new Uint8Array(Buffer.concat(chunks));
}
