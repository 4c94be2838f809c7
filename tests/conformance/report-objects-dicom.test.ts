import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeSigningPackage, type SigningPackage } from '#main/documents/signing-package.ts';
import { TRANSFER_SYNTAX } from '#main/part10/transfer-syntax.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import { checkDiagnosticReport } from '#shared/structured-report/check-diagnostic-report.ts';
import { hasPydicom, PYTHON } from '#tests/support/oracles.ts';
import { ask, folderForAll, hasPrograms, makeTestKeys, SIGNING_TIME, structuredReportOf, testAssets } from '#tests/support/report-kit.ts';
import { MUTATIONS } from '#tests/support/report-mutations.ts';
import { amendedReport, ecgReport, radiologyReport, truthfulReport, twoStudyReport } from '#tests/support/sample-report.ts';
import { picturedReport, samplePictures } from '#tests/support/pictured-report.ts';
import { infarctionReport, recordingOf } from '#tests/support/sample-ecg-report.ts';
import { syntheticGroup } from '#tests/support/synthetic-ecg.ts';

const ECG_3700 = infarctionReport(recordingOf(syntheticGroup({ seconds: 10 })));
/** For an archive that takes no Enhanced SR. */
function asBasicText(report: CanonicalReport): CanonicalReport {
  return { ...report, hospital: { ...report.hospital, structuredReport: 'basic-text' } };
}
const CASES = { radiology: radiologyReport, amended: amendedReport, 'two-studies': twoStudyReport, ecg: ecgReport, 'ecg-3700': ECG_3700, truthful: truthfulReport, pictured: picturedReport, 'basic-text': asBasicText(radiologyReport), 'basic-text-ecg': asBasicText(ECG_3700) } as const;
const folder = folderForAll();
const packages = new Map<string, SigningPackage>();
const file = (name: string) => join(folder, name);
/** Measurements and key objects, where a report has them. */
const others: string[] = [];
const lines = (text: string) => text.split('\n').filter((line) => line !== '');

beforeAll(async () => {
  const { verifier } = await makeTestKeys();
  const assets = testAssets();
  for (const [name, report] of Object.entries(CASES)) {
    const made = await makeSigningPackage(report, verifier, assets, SIGNING_TIME, samplePictures);
    packages.set(name, made);
    writeFileSync(file(`${name}-sr.dcm`), made.objects[0]!.part10);
    writeFileSync(file(`${name}-pdf.dcm`), made.objects[1]!.part10);
    writeFileSync(file(`${name}.pdf`), made.pdf);
    for (const object of made.objects.slice(2)) {
      others.push(file(`${name}-${object.kind}.dcm`));
      writeFileSync(others.at(-1)!, object.part10);
    }
  }
});

describe.skipIf(!hasPrograms('dsrdump', 'dcmdump', 'dsr2xml', 'xml2dsr', 'dcm2pdf'))('dcmtk', () => {
  test.each([
    ['radiology', ['磨玻璃', '陈^桂兰', '林知远', '阳性', '15.8']],
    ['basic-text', ['磨玻璃', '15.8 mm', '阳性']],
    ['ecg', ['ST 段抬高', '窦性心律', '周牧']],
    ['ecg-3700', ['急性下壁心肌梗死', '窦性心动过缓', 'Fridericia QTc Algorithm', 'QT interval global', '孟庆', '复述 急性下壁心梗', '164 → 212', 'T 轴 不能测量：T 波不清', 'Lead III']],
    ['truthful', ['用户校准', '校准物已知长度', '探测器平面', '放大率校正', '超声区域标尺', '看过有损影像：序列 4（3 幅，1:12）', '签发前已到齐', 'g/ml{SUVbw}', 'cm/s']],
  ])('reads the %s report with its Chinese, and finds no fault in its tree (A1)', (name, expected) => {
    // Without -Ec: the relationships that Enhanced SR allows are checked.
    const { status, text } = ask('dsrdump', ['+Pl', '+U8', file(`${name}-sr.dcm`)]);
    const faults = lines(text).filter((line) => /^[EF]:/.test(line));
    expect([status, faults, expected.filter((part) => !text.includes(part))]).toEqual([0, [], []]);
  });

  test.each(Object.keys(CASES))('writes the tree of the %s report as XML and reads the same tree back (A5)', (name) => {
    const xml = file(`${name}.xml`);
    expect(ask('dsr2xml', ['+U8', file(`${name}-sr.dcm`), xml]).status).toBe(0);
    expect(ask('xml2dsr', [xml, file(`${name}-back.dcm`)]).status).toBe(0);
    // dcmtk's XML has room for the first group of a name only.
    const tree = (path: string) => lines(ask('dsrdump', ['+Pl', '+U8', path]).text).filter((line) => /^\s*</.test(line)).map((line) => line.replace(/(PNAME.*="[^="]*)=[^"]*/, '$1'));
    expect(tree(file(`${name}-back.dcm`))).toEqual(tree(file(`${name}-sr.dcm`)));
    expect(tree(file(`${name}-sr.dcm`)).length).toBeGreaterThan(10);
  });

  test('finds in the amended report the version it replaces, and another identity (A6)', () => {
    const dump = ask('dcmdump', ['-q', '+P', '0040,a360', file('amended-sr.dcm')]).text;
    const flags = ask('dcmdump', ['-q', '+P', '0040,a491', '+P', '0040,a493', '+P', '0040,a496', file('amended-sr.dcm')]).text;
    const [before, after] = ['radiology', 'amended'].map((name) => packages.get(name)!.objects[0]!.sopInstanceUid);
    expect([dump.includes(before!), before === after, [...flags.matchAll(/\[(\w+)\s*\]/g)].map((match) => match[1])]).toEqual([true, false, ['COMPLETE', 'VERIFIED', 'FINAL']]);
  });

  test('takes the paper out byte for byte, of even and of odd length (A20)', async () => {
    const parities = new Set<number>();
    for (const [name, made] of packages) {
      ask('dcm2pdf', [file(`${name}-pdf.dcm`), file(`${name}-out.pdf`)]);
      expect(readFileSync(file(`${name}-out.pdf`)).equals(made.pdf), name).toBe(true);
      parities.add(made.pdf.length % 2);
    }
    // A longer hospital name by one letter at a time, until the other parity has been seen.
    const { verifier } = await makeTestKeys();
    const assets = testAssets();
    for (let letters = 1; parities.size < 2 && letters < 30; letters += 1) {
      const report = { ...radiologyReport, procedure: `平扫${'a'.repeat(letters)}` };
      const made = await makeSigningPackage(report, verifier, assets, SIGNING_TIME);
      if (parities.has(made.pdf.length % 2)) continue;
      parities.add(made.pdf.length % 2);
      writeFileSync(file('other-pdf.dcm'), made.objects[1]!.part10);
      ask('dcm2pdf', [file('other-pdf.dcm'), file('other-out.pdf')]);
      expect(readFileSync(file('other-out.pdf')).equals(made.pdf)).toBe(true);
    }
    expect(parities).toEqual(new Set([0, 1]));
  });
});

test.skipIf(!hasPrograms('dcmdump'))('a name that the hospital mislabelled goes back with the bytes that it was', () => {
  for (const name of ['truthful-sr', 'truthful-pdf']) {
    const dump = (tag: string) => ask('dcmdump', ['-q', '+P', tag, file(`${name}.dcm`)]).text;
    // 陈^桂兰 in GB 18030, with its padding.
    expect(dump('0400,0552')).toContain('b3\\c2\\5e\\b9\\f0\\c0\\bc\\20');
    expect(dump('0072,0026')).toContain('(0010,0010)');
    expect(ask('dcmdump', ['-q', '+U8', '+P', '0010,0010', file(`${name}.dcm`)]).text).toContain('陈^桂兰');
  }
});

describe.skipIf(!hasPrograms('dciodvfy'))('dciodvfy', () => {
  test.each(Object.keys(CASES).flatMap((name) => [`${name}-sr`, `${name}-pdf`]))('finds no error in %s (A2)', (name) => {
    const { status, text } = ask('dciodvfy', ['-new', file(`${name}.dcm`)]);
    expect([status, lines(text).filter((line) => line.startsWith('Error'))]).toEqual([0, []]);
  });
});

/**
 * Concepts that pydicom 2.3 does not hold: languages, our own scheme, UCUM's annotations, the unit mV, three rows of TID 3700 and the SNOMED codes of
 * statements outside CID 3230 (here: sinus bradycardia).
 */
const UNKNOWN_TO_PYDICOM = /^unknown (RFC5646 zh-CN|99TONGYUE [A-Z-]+|UCUM (\{pixels\}|\{H\.B\.\}\/min|mV)|MDC (10:11345|2:16016)|LN 18810-2|SCT 426177001)$/;

const CHECK_CODES = `
import sys, pydicom
from pydicom.sr._concepts_dict import concepts
known = {}
for scheme, names in concepts.items():
    for codes in names.values():
        for code, (meaning, _) in codes.items(): known.setdefault((scheme, code), set()).add(meaning.lower())
def visit(item):
    for keyword in ('ConceptNameCodeSequence', 'ConceptCodeSequence'):
        for code in getattr(item, keyword, []): yield code
    for measured in getattr(item, 'MeasuredValueSequence', []):
        for code in measured.MeasurementUnitsCodeSequence: yield code
    for child in getattr(item, 'ContentSequence', []): yield from visit(child)
for name in sys.argv[1:]:
    for code in visit(pydicom.dcmread(name)):
        key = (code.CodingSchemeDesignator, code.CodeValue)
        if key not in known: print('unknown', *key)
        elif code.CodeMeaning.lower() not in known[key]: print('meaning', *key, known[key], code.CodeMeaning)
`;

describe.skipIf(!hasPydicom())('pydicom', () => {
  test('knows every code by its meaning (A4)', () => {
    const files = [...Object.keys(CASES).map((name) => file(`${name}-sr.dcm`)), ...others];
    const { status, text } = ask(PYTHON!, ['-c', CHECK_CODES, ...files]);
    const strange = [...new Set(lines(text))].filter((line) => !UNKNOWN_TO_PYDICOM.test(line));
    expect([status, strange]).toEqual([0, []]);
  });
});

/** What dciodvfy or dsrdump see too. The rest (what the evidence must hold, TID 2000 with today's codes, our own scheme) only we look at. */
const SEEN_BY_OTHERS = new Set([
  'as a Basic Text SR', 'under the modality of the images', 'unverified and yet final', 'verified and yet partial', 'verified at no time', 'verified by nobody',
  'verified by somebody of nowhere', 'with a measured image that is not in the evidence', 'with a number without its unit',
  'with a relationship that Enhanced SR forbids', 'with a text that has no name', 'with an empty text', 'with evidence of another class', 'without a series',
  'without evidence',
]);

describe('a report that is made unsound (A7)', () => {
  const canAsk = hasPrograms('dciodvfy', 'dsrdump');

  test('in at least twenty ways', () => {
    expect(MUTATIONS.length).toBeGreaterThanOrEqual(20);
  });

  test.each(MUTATIONS)('is caught: $name', ({ name, apply }) => {
    const mutated = apply(structuredReportOf(amendedReport));
    expect(checkDiagnosticReport(mutated)).not.toEqual([]);
    if (!canAsk || !SEEN_BY_OTHERS.has(name)) return;
    const path = file(`mutated-${MUTATIONS.findIndex((mutation) => mutation.name === name)}.dcm`);
    writeFileSync(path, writePart10(mutated, { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian }));
    const isError = (text: string) => lines(text).some((line) => /^(Error|E:|F:)/.test(line));
    const caught = isError(ask('dciodvfy', ['-new', path]).text) || isError(ask('dsrdump', ['+U8', path]).text);
    expect(caught).toBe(true);
  });
});
