import { expect, test } from 'vitest';
import { namingModalities } from '#shared/worklist/naming-modalities.ts';

test('a study is called by its pictures, not by the marks and reports beside them; one of reports alone by these', () => {
  expect(namingModalities(['MR', 'KO', 'SR'])).toEqual(['MR']);
  expect(namingModalities(['PT', 'CT', 'PR'])).toEqual(['PT', 'CT']);
  expect(namingModalities(['SR'])).toEqual(['SR']);
  expect(namingModalities([])).toEqual([]);
});
