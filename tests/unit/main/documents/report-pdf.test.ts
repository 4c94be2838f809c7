import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { layOutReport } from '#main/documents/paper/report-paper.ts';
import { A4, type Paper } from '#main/documents/paper/shapes.ts';
import { CONTENT_WIDTH, PAGE } from '#main/documents/paper/styles.ts';
import { createTypesetter } from '#main/documents/paper/typesetter.ts';
import { glyphsMissingFrom } from '#main/documents/report-assets.ts';
import { findMissingGlyphs, renderReportPdf } from '#main/documents/report-pdf.ts';
import { srgbProfile } from '#main/documents/srgb-profile.ts';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import { testAssets } from '#tests/support/report-kit.ts';
import { amendedReport, ecgReport, radiologyReport } from '#tests/support/sample-report.ts';

const assets = testAssets();
const fonts = { regular: assets.regular.open(), bold: assets.bold.open() };
const widthEm = (face: 'regular' | 'bold') => {
  const known = new Map<string, number>();
  return (text: string) => {
    const width = known.get(text) ?? fonts[face].layout(text).advanceWidth / fonts[face].unitsPerEm;
    known.set(text, width);
    return width;
  };
};
const typesetter = createTypesetter({ regular: widthEm('regular'), bold: widthEm('bold') });
const proof = { verificationCode: '7K4M-92QX', qr: { size: 37, isDark: (row: number, column: number) => (row + column) % 2 === 0 } };
const layOut = (report: CanonicalReport, isPreview = false) => layOutReport(report, typesetter, isPreview ? undefined : proof);
const textsOf = (paper: Paper, page: number) => paper.pages[page]!.flatMap(({ shapes }) => shapes.flatMap((shape) => (shape.kind === 'text' ? [shape] : [])));
const linesOf = (paper: Paper, page: number) => textsOf(paper, page).map((shape) => shape.text);

const long: CanonicalReport = {
  ...radiologyReport,
  hospital: { ...radiologyReport.hospital, name: '阿坝藏族羌族自治州若尔盖县妇幼保健计划生育服务中心人民医院' },
  findings: Array.from({ length: 30 }, () => radiologyReport.findings).join('\n'),
  impression: Array.from({ length: 12 }, () => `${radiologyReport.impression[0]}${radiologyReport.findings.slice(0, 50)}`),
  measurements: Array.from({ length: 40 }, (_, index) => ({ ...radiologyReport.measurements[index % 2]!, label: index + 1 })),
  clinicalInformation: radiologyReport.findings,
};

describe('the layout', () => {
  test('of a short report is one page with every section and every field', () => {
    const paper = layOut(radiologyReport);
    const text = linesOf(paper, 0).join('');
    const expected = ['云岫县人民医院', '澜州市第一医院远程影像诊断中心出具', 'CT 检查报告单', '陈桂兰', '67岁', 'YX26112000318', '2026-11-20 07:51', '检查所见', '测量与随访', '15.8 mm', '诊断意见', '建议', '阳性', '最低影像质量：无损', '周牧', '林知远', '第 1 页　共 1 页', '验真码 7K4M-92QX', '版本 1'];
    expect([paper.pages.length, expected.filter((part) => !text.includes(part))]).toEqual([1, []]);
  });

  test('lets no line run over the margins, on any page of a long report', () => {
    const paper = layOut({ ...long, isDemo: true });
    const over = paper.pages.flatMap((_, page) => textsOf(paper, page)).filter((shape) => {
      const end = shape.x + typesetter.width(shape.text, { ...shape, leading: 1 }) + shape.characterSpacing * (Array.from(shape.text).length - 1);
      return shape.rotation === 0 && (shape.x < PAGE.left - 0.01 || end > PAGE.left + CONTENT_WIDTH + 0.6);
    });
    expect(over.map((shape) => shape.text)).toEqual([]);
  });

  test('lets nothing stand below the footer', () => {
    const paper = layOut(long);
    const lowest = Math.max(...paper.pages.flatMap((_, page) => textsOf(paper, page)).map((shape) => shape.baseline));
    expect(lowest).toBeLessThan(A4.heightPt - PAGE.bottom);
  });

  test('repeats patient, hospital and page number on each page, and signs only the last', () => {
    const paper = layOut(long);
    const count = paper.pages.length;
    expect(count).toBeGreaterThan(2);
    paper.pages.forEach((_, page) => {
      const lines = linesOf(paper, page);
      expect(lines).toContain(`第 ${page + 1} 页　共 ${count} 页`);
      expect(lines).toContain(long.hospital.name);
      expect(lines.join()).toContain('陈桂兰');
      expect(lines.includes('审核医师')).toBe(page === count - 1);
    });
  });

  test('repeats the head of a table that runs over a page, and keeps it out of the structure there', () => {
    const paper = layOut(long);
    const heads = paper.pages.map((page) => page.filter(({ shapes }) => shapes.some((shape) => shape.kind === 'text' && shape.text === '测量值')).map(({ owner }) => (owner === 'artifact' ? 'artifact' : owner.tag)));
    expect(heads.flat()).toEqual(['TH', 'artifact']);
  });

  test('has no heading for an empty recommendation', () => {
    const lines = linesOf(layOut({ ...radiologyReport, recommendation: ' \n' }), 0);
    expect([lines.includes('建议'), lines.includes('诊断意见')]).toEqual([false, true]);
  });

  test('says of an ECG nothing about images', () => {
    expect(linesOf(layOut(ecgReport), 0).some((line) => line.includes('影像质量'))).toBe(false);
  });

  test('says on an amended report what it replaces', () => {
    expect(linesOf(layOut(amendedReport), 0).join('')).toContain('更正报告，取代版本 1（2026-11-20 10:03）。更正原因：诊断意见侧别更正，左改为右。');
  });

  test('marks a demo in the corner and along both margins of each page, beside the text', () => {
    const paper = layOut({ ...long, isDemo: true });
    paper.pages.forEach((_, page) => {
      const notices = textsOf(paper, page).filter((shape) => shape.rotation !== 0);
      expect(notices.map((shape) => shape.text)).toEqual(Array.from({ length: 6 }, () => '演示 · 不具法律效力'));
      expect(notices.every((shape) => shape.x < PAGE.left || shape.x - shape.size > A4.widthPt - PAGE.right)).toBe(true);
    });
    expect(linesOf(paper, 0)).toEqual(expect.arrayContaining(['演示', '不具法律效力']));
  });

  test('of a preview says so and proves nothing', () => {
    const paper = layOut(radiologyReport, true);
    const lines = linesOf(paper, 0);
    expect(lines).toEqual(expect.arrayContaining(['预览', '未签名', '预览 · 未签名', '待签']));
    expect([lines.some((line) => line.includes('验真码')), lines.some((line) => line.includes('电子签名')), paper.pages[0]!.some(({ shapes }) => shapes.some((shape) => shape.kind === 'cells'))]).toEqual([false, false, false]);
  });

  test('takes a preview without a signer and without an impression', () => {
    const nobody = { name: '', organisation: '', signedAtLocal: '' };
    const paper = layOut({ ...radiologyReport, impression: [], reportingPhysician: nobody, verifyingPhysician: nobody }, true);
    expect(linesOf(paper, 0).includes('诊断意见')).toBe(false);
  });
});

describe('the file', () => {
  test('has the same bytes for the same report, whatever was rendered before', async () => {
    const fresh = await renderReportPdf(radiologyReport, testAssets(), { preview: false });
    // U+2F00, the radical, has the shape of U+4E00, which stands in the name of the centre.
    const used = testAssets();
    await renderReportPdf({ ...radiologyReport, hospital: { ...radiologyReport.hospital, name: '\u2f00' }, centreName: '', findings: '\u2f00' }, used, { preview: false });
    const later = await renderReportPdf(radiologyReport, used, { preview: false });
    expect(createHash('sha256').update(later).digest('hex')).toBe(createHash('sha256').update(fresh).digest('hex'));
  });

  test('is refused when a character has no glyph, and names the character', async () => {
    const report = { ...radiologyReport, findings: `结节\u{10fffd}` };
    await expect(renderReportPdf(report, assets, { preview: false })).rejects.toMatchObject({
      code: 'report/missing-glyph',
      facts: { character: '\u{10fffd}', codePoint: 'U+10FFFD' },
    });
  });

  test('carries no name of the patient in its information dictionary', async () => {
    const pdf = Buffer.from(await renderReportPdf(radiologyReport, assets, { preview: false })).toString('latin1');
    const utf16 = Buffer.from('陈桂兰', 'utf16le').swap16().toString('latin1');
    expect([pdf.includes(utf16), pdf.includes('Chen')]).toEqual([false, false]);
  });
});

describe('missing glyphs', () => {
  test('are found once each, in their order', () => {
    expect(glyphsMissingFrom('a\ue000\u{10fffd}\ue000\n\t', assets)).toEqual([
      { character: '\ue000', codePoint: 'U+E000' },
      { character: '\u{10fffd}', codePoint: 'U+10FFFD' },
    ]);
  });

  test('are none in rare characters of names, in units and in signs', () => {
    expect(glyphsMissingFrom('喆堃昇玥燚䶮㛃𬍛𬱖 ①②⑳ mm² ° ℃ ± × ≥ ≤ → α β μ Ⅱ …—“”·', assets)).toEqual([]);
  });

  test('are looked for in all that is printed and in nothing else', () => {
    const rare = { ...radiologyReport, patient: { ...radiologyReport.patient, name: { alphabetic: '\ue001', ideographic: '陈^\ue000', phonetic: '' } } };
    expect(findMissingGlyphs(rare, assets)).toEqual(['\ue000']);
  });
});

test('the colour profile is one of version 2 that says its own length and has the tone curve of sRGB', () => {
  const profile = Buffer.from(srgbProfile());
  const tags = Array.from({ length: profile.readUInt32BE(128) }, (_, index) => [profile.toString('latin1', 132 + index * 12, 136 + index * 12), profile.readUInt32BE(136 + index * 12)] as const);
  const curve = new Map(tags).get('rTRC')!;
  // Entry 512 of 1023: 0.50049 -> ((0.50049 + 0.055) / 1.055) ^ 2.4 = 0.21450, times 65535 = 14057.
  expect([profile.readUInt32BE(0) === profile.length, profile.readUInt32BE(8), profile.toString('latin1', 36, 40), tags.length, profile.readUInt16BE(curve + 12 + 512 * 2)]).toEqual([true, 0x02100000, 'acsp', 9, 14057]);
});
