import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faultsInResults, faultsOf, readRows } from '../correctness-table.mjs';

const markdown = readFileSync(new URL('./README.md', import.meta.url), 'utf8');
const rows = readRows(markdown);
const readSource = (file: string): string | undefined => {
  try {
    return readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  } catch {
    return undefined;
  }
};

test('each of the 38 rows names tests that exist, or says what is open', () => {
  expect(faultsOf(rows, readSource)).toEqual([]);
});

test('a row that is missing, a file that is gone, a test that was renamed, and a row without a test are found', () => {
  const broken = rows
    .filter(({ number }) => number !== 7)
    .map((row) => {
      if (row.number === 1) return { ...row, tests: [{ file: 'tests/unit/gone.test.ts', title: 'x' }] };
      if (row.number === 2) return { ...row, tests: [{ file: row.tests[0]!.file, title: 'a ball of 26 mm' }] };
      return row.number === 3 ? { ...row, tests: [] } : row;
    });
  expect(faultsOf(broken, readSource)).toEqual([
    'row 7 is there 0 times', 'row 1: there is no tests/unit/gone.test.ts',
    'row 2: tests/unit/shared/dicom/spacing/user-calibration.test.ts has no test "a ball of 26 mm"', 'row 3 names no test and is not marked open',
  ]);
});

test('with results, a named test must have run and passed; the values of a row of tests may stand in its title', () => {
  const named = [{ number: 1, trap: 'x', tests: [{ file: 'a.test.ts', title: '%s is ($name)' }], open: undefined, isElsewhere: false }];
  const result = (title: string, isPassed: boolean) => [{ file: 'a.test.ts', path: ['outer', title], isPassed }];
  expect(faultsInResults(named, result('one is (two)', true))).toEqual([]);
  expect(faultsInResults(named, result('one is (two)', false))).toEqual(['row 1: "%s is ($name)" of a.test.ts did not pass']);
  expect(faultsInResults(named, result('one was (two)', true))).toEqual(['row 1: "%s is ($name)" of a.test.ts did not run']);
});
