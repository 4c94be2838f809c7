import { expect, test } from 'vitest';
import { bodyPartInChinese } from '#shared/dicom/values/body-part.ts';

test.each([
  ['LSPINE', '腰椎'],
  ['Head', '头部'],
  [' T SPINE', '胸椎'],
  ['WHOLE_BODY', '全身'],
  // not a defined term: what the county wrote is not lost
  ['腰部', '腰部'],
  ['XIAOTUI', 'XIAOTUI'],
  ['constructor', 'constructor'],
  ['', ''],
])('%j is named %j on a Chinese report', (code, word) => {
  expect(bodyPartInChinese(code)).toBe(word);
});
