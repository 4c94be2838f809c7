import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalise } from '#main/documents/canonical-json.ts';
import { renderReportPdf } from '#main/documents/report-pdf.ts';
import { signPdf } from '#main/signing/sign-pdf.ts';
import { ask, folderForAll, hasPrograms, makeTestKeys, SIGNING_TIME, testAssets } from '#tests/support/report-kit.ts';
import { radiologyReport } from '#tests/support/sample-report.ts';

const assets = testAssets();
const folder = folderForAll();
const file = (name: string) => join(folder, name);
const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

const long = {
  ...radiologyReport,
  isDemo: true,
  findings: Array.from({ length: 14 }, () => radiologyReport.findings).join('\n'),
  measurements: Array.from({ length: 30 }, (_, index) => ({ ...radiologyReport.measurements[index % 2]!, label: index + 1 })),
};

beforeAll(async () => {
  const { verifier } = await makeTestKeys();
  const sign = (pdf: Uint8Array) => signPdf(pdf, verifier, { reason: '审核签发', location: '澜州', signedAt: SIGNING_TIME, fieldName: 'Verifier' });
  writeFileSync(file('report.pdf'), await sign(await renderReportPdf(radiologyReport, assets, { preview: false })));
  writeFileSync(file('long.pdf'), await sign(await renderReportPdf(long, assets, { preview: false })));
});

describe.skipIf(!hasPrograms('pdffonts', 'pdftotext', 'pdfinfo', 'pdfdetach', 'qpdf', 'pdftoppm'))('the signed paper', () => {
  test.each(['report.pdf', 'long.pdf'])('%s embeds subsets of its fonts with their characters (A8)', (name) => {
    const fonts = lines(ask('pdffonts', [file(name)]).text).slice(2);
    expect([fonts.length, fonts.filter((font) => !/CID TrueType\s+Identity-H\s+yes yes yes/.test(font))]).toEqual([2, []]);
  });

  test('gives every section and every field back as text (A8)', () => {
    const text = ask('pdftotext', ['-layout', file('report.pdf'), '-']).text.replaceAll(/\s+/g, '');
    const { patient, request, findings, impression, recommendation, hospital, centreName } = radiologyReport;
    const printed = [
      hospital.name, hospital.telephone, hospital.address, centreName, '陈桂兰', '女', patient.ageText, patient.patientId, request.accessionNumber, request.admissionId,
      request.department, request.patientLocation, '宁海', '2026-11-20 07:51', 'CT-64（院内编号 CT02）', '胸部', radiologyReport.procedure, radiologyReport.clinicalInformation,
      '2026-03-18 胸部 CT（本院）', '检查所见', findings, '测量与随访', '15.8 mm', '面积 98.4 mm²；平均值 31.2 HU；标准差 8.0 HU', '患者坐标', '诊断意见', `1. ${impression[0]}`,
      '建议', recommendation, '阳性', '最低影像质量：无损', '报告医师', '周牧', '审核医师', '林知远', '2026-11-20 10:03:40', '版本 1', '双方存档', '第 1 页　共 1 页', '验真码',
    ];
    expect(printed.filter((part) => !text.includes(part.replaceAll(/\s+/g, '')))).toEqual([]);
  });

  test.each(['report.pdf', 'long.pdf'])('%s is sound, tagged, not encrypted and without scripts (A9)', (name) => {
    const check = ask('qpdf', ['--check', file(name)]);
    const info = ask('pdfinfo', [file(name)]).text;
    const structure = ask('pdfinfo', ['-struct', file(name)]).text;
    expect({
      qpdf: check.status,
      info: ['Tagged:          yes', 'JavaScript:      no', 'Encrypted:       no', '595.28 x 841.89 pts (A4)'].filter((part) => !info.includes(part)),
      tags: ['Document', 'H1', 'H2', 'P', 'L', 'LI', 'Lbl', 'LBody', 'Table', 'TR', 'TH', 'TD', 'Figure'].filter((tag) => !new RegExp(`^\\s*${tag}\\b`, 'm').test(structure)),
      complaints: lines(structure).filter((line) => line.startsWith('Syntax')),
      small: readFileSync(file(name)).length < 300_000,
    }).toEqual({ qpdf: 0, info: [], tags: [], complaints: [], small: true });
  });

  test('carries the canonical report byte for byte (A9)', () => {
    ask('pdfdetach', ['-saveall', '-o', folder, file('report.pdf')]);
    expect(readFileSync(file('report.json')).equals(canonicalise(radiologyReport))).toBe(true);
  });

  test('says in its metadata that it follows PDF/A-3a, in which colours, and that the report is its source', () => {
    const text = ask('qpdf', ['--qdf', '--object-streams=disable', file('report.pdf'), '-']).text;
    const expected = ['<pdfaid:part>3</pdfaid:part>', '<pdfaid:conformance>A</pdfaid:conformance>', '/S /GTS_PDFA1', '/AFRelationship /Source', '/Lang (zh-CN)', '/Marked true', '/DisplayDocTitle true'];
    expect(expected.filter((part) => !text.includes(part))).toEqual([]);
  });

  test('has its first line, and no other, from each of 133 hospitals (A10)', async () => {
    const counties = Array.from({ length: 133 }, (_, index) => `第${index + 1}${['县人民医院', '县中医院', '县妇幼保健院', '蒙古自治县人民医院', '市中心医院'][index % 5]}`);
    const papers: string[] = [];
    for (const [index, name] of counties.entries()) {
      const report = { ...radiologyReport, hospital: { ...radiologyReport.hospital, name }, findings: '未见异常。', measurements: [], isDemo: index % 2 === 1 };
      papers.push(file(`hospital-${index}.pdf`));
      writeFileSync(papers.at(-1)!, await renderReportPdf(report, assets, { preview: false }));
    }
    // One file and one reading of it: 133 programs started one by one take longer than the papers.
    ask('qpdf', ['--empty', '--pages', ...papers, '--', file('hospitals.pdf')]);
    const pages = ask('pdftotext', [file('hospitals.pdf'), '-']).text.split('\f').slice(0, counties.length);
    const first = pages.map((text) => lines(text)[0] ?? '');
    const crossed = pages.filter((text, index) => counties.some((other, place) => place !== index && text.includes(other) && !counties[index]!.includes(other)));
    expect(crossed).toEqual([]);
    expect(first).toEqual(counties);
  }, 600_000);

  test('keeps a long hospital name on one line', async () => {
    const name = '黔西南布依族苗族自治州贞丰县妇幼保健计划生育服务中心人民医院';
    const report = { ...radiologyReport, isDemo: true, hospital: { ...radiologyReport.hospital, name } };
    expect(lines(ask('pdftotext', ['-', '-'], await renderReportPdf(report, assets, { preview: false })).text)[0]).toBe(name);
    expect(lines(ask('pdftotext', ['-', '-'], await renderReportPdf({ ...report, isDemo: false }, assets, { preview: true })).text)[0]).toBe(name);
  });

  test('flows over pages that each say whose they are and how many there are', () => {
    const count = Number(/Pages:\s+(\d+)/.exec(ask('pdfinfo', [file('long.pdf')]).text)?.[1]);
    expect(count).toBeGreaterThanOrEqual(3);
    const missing = Array.from({ length: count }, (_, index) => index + 1).filter((page) => {
      const text = ask('pdftotext', ['-f', String(page), '-l', String(page), '-layout', file('long.pdf'), '-']).text.replaceAll(/\s+/g, '');
      return !['陈桂兰', '云岫县人民医院', `第${page}页共${count}页`, '演示'].every((part) => text.includes(part));
    });
    expect(missing).toEqual([]);
  });

  test('prints nothing outside the sheet', () => {
    const box = ask('pdftotext', ['-bbox', file('long.pdf'), '-']).text;
    const words = [...box.matchAll(/<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">/g)].map((match) => match.slice(1).map(Number));
    expect(words.length).toBeGreaterThan(500);
    expect(words.filter(([left, top, right, bottom]) => left! < 0 || top! < 0 || right! > 595.28 || bottom! > 841.89)).toEqual([]);
  });

  test('has rare characters of names as text', async () => {
    const name = '喆堃昇玥燚䶮㛃';
    const report = { ...radiologyReport, patient: { ...radiologyReport.patient, name: { alphabetic: '', ideographic: name, phonetic: '' } } };
    expect(ask('pdftotext', ['-', '-'], await renderReportPdf(report, assets, { preview: false })).text).toContain(name);
  });
});
