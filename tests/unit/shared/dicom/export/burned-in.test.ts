import { expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { burnedInVerdictOf, burnedInVerdictOfAll } from '#shared/dicom/export/burned-in.ts';

type Attributes = Parameters<typeof buildDataSet>[0];
const CT: Attributes = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', Modality: 'CT', ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'] };
const ULTRASOUND: Attributes = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.6.1', Modality: 'US' };
const CAPTURE: Attributes = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', Modality: 'OT', ConversionType: 'WSD' };

test.each<[string, Attributes, string, readonly string[]]>([
  ['a CT slice that says nothing is clear', CT, 'clear', []],
  ['a CT slice that says YES may not leave', { ...CT, BurnedInAnnotation: 'YES' }, 'refuse', ['stated']],
  ['a head CT whose face can be recognised may not leave', { ...CT, RecognizableVisualFeatures: 'YES' }, 'refuse', ['face']],
  ['an ultrasound picture that says nothing must be looked at', ULTRASOUND, 'look', ['modality']],
  ['an ultrasound picture that says NO is clear', { ...ULTRASOUND, BurnedInAnnotation: 'NO' }, 'clear', []],
  ['a capture must be looked at even where it says NO', { ...CAPTURE, BurnedInAnnotation: 'NO' }, 'look', ['capture']],
  ['a capture of a screen within another class counts as one', { ...CT, ImageType: ['DERIVED', 'SECONDARY', 'SCREEN SAVE'] }, 'look', ['capture']],
  ['a report in PDF is text', { SOPClassUID: '1.2.840.10008.5.1.4.1.1.104.1', Modality: 'DOC', BurnedInAnnotation: 'NO' }, 'look', ['document']],
  ['the gravest reason comes first', { ...CAPTURE, BurnedInAnnotation: 'YES' }, 'refuse', ['stated', 'capture', 'modality']],
])('%s', (_name, attributes, kind, reasons) => {
  expect(burnedInVerdictOf(buildDataSet(attributes))).toEqual({ kind, reasons });
});

test('graphics over a picture may hold a name', () => {
  expect(burnedInVerdictOf({ ...buildDataSet(CT), '60003000': { vr: 'OW' } })).toEqual({ kind: 'look', reasons: ['overlay'] });
});

test('what would leave together has the gravest verdict, and how many objects it is for', () => {
  const all = burnedInVerdictOfAll([buildDataSet(CT), buildDataSet(CAPTURE), buildDataSet(CAPTURE), buildDataSet({ ...CT, BurnedInAnnotation: 'YES' })]);
  expect([all.kind, [...all.counts]]).toEqual(['refuse', [['capture', 2], ['modality', 2], ['stated', 1]]]);
  expect(burnedInVerdictOfAll([buildDataSet(CT)]).kind).toBe('clear');
});
