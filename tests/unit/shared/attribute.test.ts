import dcmjs from 'dcmjs';
import { expect, test } from 'vitest';
import { ATTRIBUTES } from '#shared/dicom/data-set/attribute.ts';

/** dcmjs generates its dictionary from PS3.6; ours is written by hand. */
interface DictionaryRow {
  readonly tag: string;
  readonly vr: string;
}
const { nameMap } = (dcmjs as { data: { DicomMetaDictionary: { nameMap: Record<string, DictionaryRow | undefined> } } }).data.DicomMetaDictionary;

test.each(Object.entries(ATTRIBUTES))('%s has the tag and the value representation of PS3.6', (keyword, [tag, vr]) => {
  // Retired ones are still in old objects; dcmjs marks them.
  const row = nameMap[keyword] ?? nameMap[`RETIRED_${keyword}`];
  expect(row, `${keyword} is a keyword`).toBeDefined();
  expect(tag).toBe(row!.tag.replaceAll(/[(),]/g, '').toUpperCase());
  // PS3.6 names several representations for some attributes (US or SS, OB or OW); dcmjs writes the first or `xs`, `ox`.
  const allowed: Record<string, readonly string[]> = { xs: ['US', 'SS'], ox: ['OB', 'OW'], lt: ['US', 'OW'], up: ['UL'] };
  expect(allowed[row!.vr] ?? [row!.vr]).toContain(vr);
});
