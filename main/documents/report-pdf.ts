import PdfKit from 'pdfkit';
import { create as createQr } from 'qrcode/lib/core/qrcode.js';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import { reportTitle } from '#shared/report/report-words.ts';
import { canonicalise, sha256, symbolText, verificationCode } from './canonical-json.ts';
import { drawPaper } from './draw-paper.ts';
import type { Sm2Signature } from '../signing/sm2.ts';
import { layOutPaper } from './paper/lay-out-paper.ts';
import type { Pictures } from './pictures.ts';
import type { PaperProof } from './paper/report-paper.ts';
import type { Paper } from './paper/shapes.ts';
import { createTypesetter } from './paper/typesetter.ts';
import { glyphsMissingFrom, refuseMissingGlyphs, type FontFile, type ReportAssets } from './report-assets.ts';
import { srgbProfile } from './srgb-profile.ts';

export interface RenderOptions {
  /** A sheet for the eyes before signing: marked as such, without code and symbol. */
  readonly preview: boolean;
  /** Detached CMS over the canonical report: it travels inside the paper, so that whoever has the paper has all proofs. */
  readonly contentSignature?: Uint8Array | undefined;
  /** Over the canonical report too, where the signer holds an SM2 key. */
  readonly sm2Signature?: Sm2Signature | undefined;
  /** All that the report names. */
  readonly pictures?: Pictures | undefined;
}

/** Names of the files that the paper carries. */
export const CONTENT_FILE = 'report.json';
export const CONTENT_SIGNATURE_FILE = 'report.json.p7s';
export const SM2_SIGNATURE_FILE = 'report.json.sm2';
export const SM2_CERTIFICATE_FILE = 'report.json.sm2.cer';

/**
 * The report on paper: A4, tagged, with the canonical report inside, made after PDF/A-3a. The same report gives the same bytes.
 * Nothing of it is signed yet.
 * @throws AppError `report/missing-glyph` when the fonts lack a character of it
 */
export async function renderReportPdf(report: CanonicalReport, assets: ReportAssets, options: RenderOptions): Promise<Uint8Array> {
  return drawReportPdf(layOutReportPdf(report, assets, options.preview), assets, options);
}

/** A report whose every letter has its place and its glyph. */
export interface LaidOutReport {
  readonly report: CanonicalReport;
  /** The canonical report, RFC 8785. */
  readonly content: Uint8Array;
  readonly paper: Paper;
}

/** The first half of `renderReportPdf`, before anything is signed. @throws AppError `report/missing-glyph` */
export function layOutReportPdf(report: CanonicalReport, assets: ReportAssets, preview: boolean): LaidOutReport {
  const content = canonicalise(report);
  const paper = layOutPaper(report, typesetterOf(assets), preview ? undefined : proofOf(report, sha256(content)));
  refuseMissingGlyphs(textOf(paper), assets);
  return { report, content, paper };
}

/** The second half. The fonts are opened anew: another report may have been laid out meanwhile. */
export async function drawReportPdf({ report, content, paper }: LaidOutReport, assets: ReportAssets, options: RenderOptions): Promise<Uint8Array> {
  const fonts = { regular: assets.regular.open(), bold: assets.bold.open() };
  const pdf = new PdfKit({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'zh-CN',
    displayTitle: true,
    info: documentInformation(report),
    // PDFKit takes a fontkit font too. With one given here it never asks for Helvetica, whose metrics would be a file.
    font: fonts.regular as unknown as string,
  });
  pdf.registerFont('regular', fonts.regular as unknown as string);
  pdf.registerFont('bold', fonts.bold as unknown as string);
  const bytes = collect(pdf);
  drawPaper(pdf, paper, fonts, options.pictures ?? new Map());
  if (!options.preview) attachContent(pdf, report, content, options);
  declareArchival(pdf);
  pdf.end();
  return bytes;
}

/** A page with nothing on it. */
export async function emptyPdf(): Promise<Uint8Array> {
  const pdf = new PdfKit({ size: 'A4', pdfVersion: '1.7', font: null as unknown as string });
  const bytes = collect(pdf);
  pdf.end();
  return bytes;
}

/** Characters that the paper of this report would lack, in their order; the physician is told before the PIN is asked for. */
export function findMissingGlyphs(report: CanonicalReport, assets: ReportAssets): readonly string[] {
  const paper = layOutPaper(report, typesetterOf(assets), undefined);
  return glyphsMissingFrom(textOf(paper), assets).map(({ character }) => character);
}

const typesetterOf = ({ regular, bold }: ReportAssets) => createTypesetter({ regular: widthsOf(regular), bold: widthsOf(bold) });

/** Every letter that is drawn, in no order that matters. */
function textOf({ pages }: Paper): string {
  return pages.flatMap((page) => page.flatMap(({ shapes }) => shapes.map((shape) => (shape.kind === 'text' ? shape.text : '')))).join('');
}

function widthsOf(font: FontFile): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    const width = known.get(text) ?? font.emWidth(text);
    known.set(text, width);
    return width;
  };
}

function proofOf(report: CanonicalReport, contentSha256: Uint8Array): PaperProof {
  const code = verificationCode(contentSha256);
  const data = symbolText(report.reportUid, contentSha256);
  const { modules } = createQr([{ data, mode: 'alphanumeric' }], { errorCorrectionLevel: 'M' });
  return { verificationCode: code, qr: { size: modules.size, isDark: (row, column) => modules.get(row, column) === 1 } };
}

function documentInformation(report: CanonicalReport): PDFKit.DocumentInfo {
  return {
    Title: plain(`${report.hospital.name} ${reportTitle(report)}`),
    Author: plain(report.centreName),
    Subject: plain(report.request.accessionNumber),
    Keywords: report.reportUid,
    Creator: 'Tongyue',
    Producer: 'PDFKit',
    CreationDate: new Date(report.signedAt),
  };
}

/** PDFKit writes these values into XMP as they are. */
function plain(text: string): string {
  return text.replaceAll('&', '＆').replaceAll('<', '＜').replaceAll('>', '＞');
}

/** The source of the paper travels inside it, with the signature over it. ISO 19005-3 6.8. */
function attachContent(pdf: PDFKit.PDFDocument, report: CanonicalReport, content: Uint8Array, { contentSignature: signature, sm2Signature }: RenderOptions): void {
  attach(pdf, report, content, { name: CONTENT_FILE, type: 'application/json', description: 'Canonical report (RFC 8785)', relationship: 'Source' });
  if (signature === undefined) return;
  attach(pdf, report, signature, { name: CONTENT_SIGNATURE_FILE, type: 'application/pkcs7-signature', description: 'Signature over report.json (RFC 5652)', relationship: 'Supplement' });
  if (sm2Signature === undefined) return;
  attach(pdf, report, sm2Signature.signature, { name: SM2_SIGNATURE_FILE, type: 'application/octet-stream', description: 'SM2 signature over report.json (GM/T 0009)', relationship: 'Supplement' });
  attach(pdf, report, sm2Signature.certificate, { name: SM2_CERTIFICATE_FILE, type: 'application/pkix-cert', description: 'Certificate of the SM2 signature', relationship: 'Supplement' });
}

/** `relationship` PDFKit knows, its types do not. */
interface Attachment {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly relationship: 'Source' | 'Supplement';
}

function attach(pdf: PDFKit.PDFDocument, report: CanonicalReport, bytes: Uint8Array, attachment: Attachment): void {
  const signedAt = new Date(report.signedAt);
  pdf.file(Buffer.from(bytes), { ...attachment, creationDate: signedAt, modifiedDate: signedAt });
}

/**
 * Output intent and XMP of PDF/A-3a. PDFKit's own `subset` option would read a colour profile from a file beside its code, which is not there
 * once the program is bundled.
 */
function declareArchival(pdf: PDFKit.PDFDocument): void {
  const { ref, _root: catalogue } = internalsOf(pdf);
  const profile = ref({ N: 3 });
  profile.end(srgbProfile());
  const intent = ref({
    Type: 'OutputIntent',
    S: 'GTS_PDFA1',
    Info: pdfString('sRGB IEC61966-2.1'),
    OutputConditionIdentifier: pdfString('sRGB IEC61966-2.1'),
    DestOutputProfile: profile,
  });
  intent.end();
  catalogue.data['OutputIntents'] = [intent];
  pdf.appendXML(`
    <rdf:Description xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" rdf:about="">
      <pdfaid:part>3</pdfaid:part>
      <pdfaid:conformance>A</pdfaid:conformance>
    </rdf:Description>`);
}

interface PdfKitInternals {
  readonly ref: (data: object) => { readonly end: (content?: Uint8Array) => void };
  readonly _root: { readonly data: Record<string, unknown> };
}

/** What PDFKit 0.20 has and does not declare. */
function internalsOf(pdf: PDFKit.PDFDocument): PdfKitInternals {
  const internals = pdf as unknown as PdfKitInternals;
  return { ref: (data) => internals.ref(data), _root: internals._root };
}

/** PDFKit writes a primitive string as a name and a boxed one as a string. */
function pdfString(text: string): object {
  return Object(text) as object;
}

async function collect(pdf: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('error', reject);
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
  });
}
