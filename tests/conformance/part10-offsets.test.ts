import dicomParser from 'dicom-parser';
import { describe, expect, test } from 'vitest';
import { openPart10 } from '#main/part10/open-part10.ts';
import { scanDataSet } from '#main/part10/scan-data-set.ts';
import { tagText } from '#main/part10/dictionary.ts';
import { part10, raw, SYNTAX, text, withIdentity, write } from '#tests/support/build-part10.ts';
import { hasTestData, readTestFile, testFiles } from '#tests/support/test-data.ts';

/** Value offsets of the top level, by dicom-parser. */
function theirOffsets(bytes: Uint8Array): Readonly<Record<string, number>> {
  const { elements } = dicomParser.parseDicom(bytes);
  return Object.fromEntries(
    Object.values(elements)
      .filter(({ tag }) => !/^x000[02]|^xfffc/.test(tag))
      .map(({ tag, dataOffset }) => [tag.slice(1).toUpperCase(), dataOffset] as const)
      .toSorted(([one], [other]) => one.localeCompare(other)),
  );
}

function ourOffsets(bytes: Uint8Array): Readonly<Record<string, number>> {
  const { dataSet, layout, fileMeta } = openPart10(bytes);
  return Object.fromEntries(
    scanDataSet(dataSet, 0, layout)
      .elements.filter(({ tag }) => tag !== 0xfffcfffc)
      .map(({ tag, valueOffset }) => [tagText(tag), valueOffset + fileMeta.length] as const)
      .toSorted(([one], [other]) => one.localeCompare(other)),
  );
}

describe.skipIf(!hasTestData())('element offsets against dicom-parser', () => {
  if (!hasTestData()) return;
  const names = testFiles().filter((name) => !name.startsWith('malformed/'));

  test('they agree for every file that dicom-parser reads', () => {
    let compared = 0;
    for (const name of names) {
      const bytes = readTestFile(name);
      let theirs: Readonly<Record<string, number>>;
      try {
        theirs = theirOffsets(bytes);
      } catch {
        // Deflated files and bare data sets.
        continue;
      }
      compared += 1;
      expect(ourOffsets(bytes), name).toEqual(theirs);
    }
    expect(compared).toBeGreaterThan(550);
  });
});

test('dicom-parser loses its way at the representations OV, SV and UV, the reason why it is not the reader', () => {
  const bytes = part10(SYNTAX.explicit, write(withIdentity(raw(0x7fe00001, 'OV', [0, 0, 0, 0, 0, 0, 0, 0]), text(0xfffa0001, 'LO', 'behind')), 'explicit'));
  expect(Object.keys(ourOffsets(bytes))).toContain('FFFA0001');
  const theirs = (() => {
    try {
      return Object.keys(theirOffsets(bytes));
    } catch {
      return [];
    }
  })();
  expect(theirs).not.toContain('FFFA0001');
});
