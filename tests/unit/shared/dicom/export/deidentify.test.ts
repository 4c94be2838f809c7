import { describe, expect, test } from 'vitest';
import { buildDataSet, codeItem } from '#shared/dicom/data-set/build-data-set.ts';
import { textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { CONFIDENTIALITY_TABLE } from '#shared/dicom/export/confidentiality-table.ts';
import { cleanText, deidentify, shiftedDate, type ConfidentialityOptions, type NewIdentity } from '#shared/dicom/export/deidentify.ts';

const BASIC: ConfidentialityOptions = { retainUids: false, dates: 'remove', retainCharacteristics: false, cleanDescriptors: false };
const IDENTITY: NewIdentity = { subject: 'S-4711', uid: (uid) => `2.25.${uid.length}`, shiftDays: -40, isSeenClear: false };

const CT: DataSet = {
  ...buildDataSet({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: '1.2.3.4', StudyInstanceUID: '1.2.3', SeriesInstanceUID: '1.2.3.9', FrameOfReferenceUID: '1.2.3.9.1', Modality: 'CT',
    StudyDate: '20261120', StudyTime: '075100', AccessionNumber: 'YX001', StudyDescription: '胸部CT平扫 赵守田 13900001111', SeriesDescription: 'Lung 1.0',
    PatientName: { alphabetic: 'Zhao^Shoutian', ideographic: '赵^守田', phonetic: '' }, PatientID: 'P77', PatientBirthDate: '19590301', PatientSex: 'M', PatientAge: '067Y',
    InstitutionName: '云岫县人民医院', ReferringPhysicianName: '宁^海', Rows: 2, Columns: 2, PixelSpacing: [0.5, 0.5], WindowCenter: 40, WindowWidth: 400,
    ReferencedImageSequence: [buildDataSet({ ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2', ReferencedSOPInstanceUID: '1.2.3.5' })],
  }),
  '00081070': { vr: 'PN', Value: [{ Ideographic: '王^技师' }] },
  '00104000': { vr: 'LT', Value: ['住址 青石街 5 号'] },
  '00101040': { vr: 'LO', Value: ['青石街 5 号'] },
  '00091001': { vr: 'LO', Value: ['赵守田'] },
  '60003000': { vr: 'OW', InlineBinary: 'AAAA' },
  '60000010': { vr: 'US', Value: [2] },
  '00081140': { vr: 'SQ', Value: [buildDataSet({ ReferencedSOPInstanceUID: '1.2.3.55', StudyDate: '20261119' })] },
  '0008103F': { vr: 'SQ', Value: [codeItem({ value: '1', scheme: '99X', meaning: 'chest' })] },
};

const words = (dataSet: DataSet) => JSON.stringify(dataSet);

test('the table has the rows of the standard, each with one action', () => {
  // Edition 2024b as three lists of others count it: what is wrong here would show in the number.
  expect(CONFIDENTIALITY_TABLE.size).toBeGreaterThan(600);
  expect([...CONFIDENTIALITY_TABLE.keys()].filter((tag) => !/^[0-9A-F]{8}$/.test(tag))).toEqual([]);
  expect(['00100010', '00100020', '00101000', '0020000D', '00080080', '00081030', '00400275'].map((tag) => CONFIDENTIALITY_TABLE.get(tag))).toEqual(['Z', 'Z/D', 'X', 'U', 'X/Z/D', 'X', 'X']);
});

describe('the basic profile', () => {
  const clean = deidentify(CT, BASIC, IDENTITY);

  test('leaves no name, number, address, date or hospital, in items neither', () => {
    for (const secret of ['赵', 'Zhao', 'P77', '宁', '王', '青石街', '2026', '1959', 'YX001', '云岫', '胸部', '067Y', '1390']) expect(words(clean), secret).not.toContain(secret);
  });

  test('gives the subject in place of name and number, and says what was done', () => {
    expect([textOf(clean, 'PatientID'), textOf(clean, 'PatientIdentityRemoved'), textOf(clean, 'LongitudinalTemporalInformationModified')]).toEqual(['S-4711', 'YES', 'REMOVED']);
    expect(words(clean)).toContain('113100');
  });

  test('gives each UID another one, the same in references, and leaves those of the standard', () => {
    expect([textOf(clean, 'SOPInstanceUID'), textOf(clean, 'StudyInstanceUID'), textOf(clean, 'SOPClassUID')]).toEqual(['2.25.7', '2.25.5', '1.2.840.10008.5.1.4.1.1.2']);
    const [reference] = clean['00081140']?.Value ?? [];
    expect(textOf(reference as DataSet, 'ReferencedSOPInstanceUID')).toBe('2.25.8');
  });

  test('takes out what is private and what may be text in an overlay', () => {
    expect(Object.keys(clean).filter((tag) => tag.startsWith('0009') || tag.startsWith('60'))).toEqual([]);
  });

  test('keeps what the picture needs, and what must be there may be empty', () => {
    expect([clean['00280010']?.Value, clean['00280030']?.Value, clean['00281050']?.Value]).toEqual([[2], [0.5, 0.5], [40]]);
    expect([clean['00080020'], clean['00080050'], clean['00100040']]).toEqual([{ vr: 'DA' }, { vr: 'SH' }, { vr: 'CS' }]);
    expect(clean['0008103F']).toEqual(CT['0008103F']);
  });
});

test('dates are moved together and keep their distance; the birthday goes all the same', () => {
  const moved = deidentify(CT, { ...BASIC, dates: 'shift' }, IDENTITY);
  // 20 November less 40 days is 11 October.
  expect([textOf(moved, 'StudyDate'), textOf(moved, 'StudyTime'), textOf(moved, 'PatientBirthDate')]).toEqual(['20261011', '075100', '']);
  const [item] = moved['00081140']?.Value ?? [];
  expect(textOf(item as DataSet, 'StudyDate')).toBe('20261010');
  expect(textOf(moved, 'LongitudinalTemporalInformationModified')).toBe('MODIFIED');
});

test('what the patient is may stay, who it is not', () => {
  const kept = deidentify(CT, { ...BASIC, retainCharacteristics: true }, IDENTITY);
  expect([textOf(kept, 'PatientSex'), textOf(kept, 'PatientAge'), textOf(kept, 'PatientBirthDate')]).toEqual(['M', '067Y', '']);
});

test('a description stays without the names and numbers that stand in it', () => {
  const cleaned = deidentify(CT, { ...BASIC, cleanDescriptors: true }, IDENTITY);
  expect([textOf(cleaned, 'StudyDescription'), textOf(cleaned, 'SeriesDescription')]).toEqual(['胸部CT平扫', 'Lung 1.0']);
});

test('UIDs stay where that is wanted', () => {
  expect(textOf(deidentify(CT, { ...BASIC, retainUids: true }, IDENTITY), 'SOPInstanceUID')).toBe('1.2.3.4');
});

test('pixels that somebody has looked at are said to be clear', () => {
  expect(textOf(deidentify(CT, BASIC, IDENTITY), 'BurnedInAnnotation')).toBe('');
  expect(textOf(deidentify(CT, BASIC, { ...IDENTITY, isSeenClear: true }), 'BurnedInAnnotation')).toBe('NO');
});

test('the bytes that a mislabelled text was sent as go with it', () => {
  const repaired: DataSet = { '00180015': { vr: 'CS', Value: ['CHEST'], repairedFrom: { declared: '', readAs: 'GB18030', bytes: 'secret' } } };
  expect(words(deidentify(repaired, BASIC, IDENTITY))).not.toContain('secret');
});

test.each([
  ['20260301', -1, '20260228'], ['20240301', -1, '20240229'], ['20261231235959.5+0800', 1, '20270101235959.5+0800'], ['not a date', 3, ''],
])('%s moved by %d days is %s', (date, days, moved) => {
  expect(shiftedDate(date, days)).toBe(moved);
});

test.each([
  ['CT 2026-11-20 wang@x.cn 0571-88886666', 'CT'], ['Axial T2 3.0', 'Axial T2 3.0'], ['ZHAO shoutian brain', 'brain'],
])('%j is cleaned to %j', (text, cleaned) => {
  expect(cleanText(text, ['Shoutian', 'Zhao'])).toBe(cleaned);
});
