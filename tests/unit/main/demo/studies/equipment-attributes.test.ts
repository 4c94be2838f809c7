import dcmjs from 'dcmjs';
import { expect, test } from 'vitest';
import { EQUIPMENT_ATTRIBUTES, equipmentElements } from '#main/demo/studies/equipment-attributes.ts';

/** dcmjs generates its dictionary from PS3.6; ours is written by hand. */
const { nameMap } = (dcmjs as { data: { DicomMetaDictionary: { nameMap: Record<string, { readonly tag: string; readonly vr: string } | undefined> } } }).data.DicomMetaDictionary;

test.each(Object.entries(EQUIPMENT_ATTRIBUTES))('%s has the tag and the value representation of PS3.6', (keyword, [tag, vr]) => {
  const row = nameMap[keyword];
  expect(row, `${keyword} is a keyword`).toBeDefined();
  expect([tag, vr]).toEqual([row!.tag.replaceAll(/[(),]/g, '').toUpperCase(), row!.vr]);
});

test('an empty list gives an empty attribute, a value a list of one', () => {
  expect(equipmentElements({ Grid: [], FilterType: 'BODY' })).toEqual({ '00181166': { vr: 'CS' }, '00181160': { vr: 'SH', Value: ['BODY'] } });
});
