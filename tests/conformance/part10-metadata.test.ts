import { describe, expect, test } from 'vitest';
import { openPart10 } from '#main/part10/open-part10.ts';
import { readContent } from '#main/part10/read-content.ts';
import type { DataSet, JsonPersonName, JsonValue } from '#shared/dicom/data-set/data-set.ts';
import { hasDcmtk, hasPydicom, PYTHON, run } from '#tests/support/oracles.ts';
import { hasTestData, readTestFile, testFilePath } from '#tests/support/test-data.ts';

/** Every kind of object, transfer syntax and character set; each is read by pydicom and by dcmtk too. */
const FILES = [
  'ct-volume/philips-head-1mm/I490.dcm', 'mr/siemens-mosaic', 'mr/fmri-4d-ge', 'mr/high-bits-12bit', 'mr/non-isotropic-charset-ir13', 'mr/overlay', 'pet-ct/pet-wholebody-with-seg', 'pet-ct/petct-paired-ko',
  'cr-dx-mg/cr', 'cr-dx-mg/mg', 'cr-dx-mg/voi-lut', 'cr-dx-mg/sc-overlay', 'us-xa-nm/us-cine', 'us-xa-nm/us-still', 'us-xa-nm/xa-cine', 'us-xa-nm/xa-cine-ko', 'us-xa-nm/nm', 'us-xa-nm/op',
  'enhanced/ct', 'enhanced/mr', 'enhanced/mr-siemens', 'enhanced/legacy-converted', 'enhanced/parametric-map', 'sr-seg-pr-ko/sr', 'sr-seg-pr-ko/sr-tid1500', 'sr-seg-pr-ko/seg-ct-liver', 'sr-seg-pr-ko/seg-labelmap',
  'sr-seg-pr-ko/rt', 'sr-seg-pr-ko/rtstruct', 'sr-seg-pr-ko/pdf', 'transfer-syntaxes/ctimage', 'transfer-syntaxes/palette-be', 'transfer-syntaxes/mr-small', 'transfer-syntaxes/misc', 'ecg', 'wsi', 'wsi/highdicom', 'charsets',
];

/** pydicom's view of a file as close to DICOM JSON as it gets without its own JSON writer. */
const READ_WITH_PYDICOM = `
import sys, json, warnings, logging
warnings.simplefilter('ignore'); logging.disable(logging.CRITICAL)
import pydicom
def convert(ds, top):
    out = {}
    for tag in ds.keys():
        if tag.group in (0, 2) or tag.element == 0: continue
        if top and tag in (0x7fe00001, 0x7fe00002, 0x7fe00008, 0x7fe00009, 0x7fe00010): continue
        e = ds[tag]
        key = '%08X' % int(tag)
        if e.VR == 'SQ':
            out[key] = {'vr': 'SQ', 'items': [convert(item, False) for item in e.value]}
        elif isinstance(e.value, (bytes, bytearray)):
            out[key] = {'vr': e.VR, 'bytes': e.value.hex() if len(e.value) <= 1024 else len(e.value)}
        else:
            v = e.value
            values = [] if v is None or v == '' else list(v) if isinstance(v, (list, tuple, pydicom.multival.MultiValue)) else [v]
            out[key] = {'vr': e.VR, 'values': [
                '%08X' % int(x) if e.VR == 'AT' else '' if x is None else float(x) if e.VR in ('DS', 'IS') and x != '' else x if isinstance(x, (int, float)) else str(x)
                for x in values]}
    return out
for name in sys.stdin.read().split('\\n'):
    print(json.dumps(convert(pydicom.dcmread(name, force=True), True)))
`;

interface Plain {
  readonly vr: string;
  readonly items?: readonly PlainDataSet[];
  readonly bytes?: string | number;
  readonly values?: readonly (string | number)[];
}
type PlainDataSet = Readonly<Record<string, Plain>>;

describe.skipIf(!hasTestData())('metadata of real files', () => {
  if (!hasTestData()) return;
  const names = chooseFiles();
  const read = (name: string) => {
    const bytes = readTestFile(name);
    return readContent(bytes, openPart10(bytes));
  };

  test('forty files stand for all kinds of objects', () => {
    expect(names.length).toBeGreaterThanOrEqual(40);
  });

  describe.skipIf(!hasPydicom())('against pydicom', () => {
    if (PYTHON === undefined) return;
    const lines = run(PYTHON, ['-c', READ_WITH_PYDICOM], names.map(testFilePath).join('\n')).trim().split('\n');
    const theirs = lines.map((line) => JSON.parse(line) as PlainDataSet);
    test.each(names.map((name, index) => [name, index] as const))('%s says the same', (name, index) => {
      const { metadata, bulkData } = read(name);
      const bulk = new Map(bulkData.map(({ elementPath, bytes }) => [elementPath, bytes]));
      expect(toPlain(metadata, bulk)).toEqual(normalise(theirs[index]!, toPlain(metadata, bulk)));
    });
  });

  describe.skipIf(!hasDcmtk())('against dcm2json', () => {
    test.each(names.filter((name) => !DCMTK_CANNOT_READ.test(name)))('%s says the same', (name) => {
      const theirs = JSON.parse(run('dcm2json', ['-q', testFilePath(name)])) as DataSet;
      const { metadata } = read(name);
      expect(leaves(metadata)).toEqual(leaves(theirs));
    });
  });
});

/** dcm2json 3.6.7 does not convert every character set to UTF-8, and refuses deflated image frames and NaN. */
const DCMTK_CANNOT_READ = /charsets\/|parametric-map/;

function chooseFiles(): readonly string[] {
  return FILES.flatMap((name) => (name.endsWith('.dcm') ? [name] : testFilesOf(name)));
}
