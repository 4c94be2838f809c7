import { describe, expect, test } from 'vitest';
import { readNationalId } from '#shared/collaboration/identity/national-id.ts';
import { soundOf } from '#shared/collaboration/identity/name-sound.ts';
import { compareRecords, rankCandidates, type PatientRecord } from '#shared/collaboration/identity/patient-candidates.ts';
import { contradictionOfLink, personsOf, type PatientLink } from '#shared/collaboration/identity/patient-link.ts';
import { parsePersonName } from '#shared/dicom/values/person-name.ts';
import { generatePatients } from '#tests/support/generated-patients.ts';

function record(overrides: Partial<Omit<PatientRecord, 'name'>> & { readonly name?: string } = {}): PatientRecord {
  const { name = 'Zhao^Shoutian=赵^守田', ...rest } = overrides;
  return { siteId: 'yunxiu', patientId: '417', issuerOfPatientId: '', sex: 'M', birthDate: '1955-03-01', otherIds: [], phones: [], ...rest, name: parsePersonName(name) };
}

describe('a resident identity number', () => {
  // 11010519491231002: 1*7+1*9+0*10+1*5+0*8+5*4+1*2+9*1+4*6+9*3+1*7+2*9+3*10+1*5+0*8+0*4+2*2 = 167; 167 mod 11 = 2; the third of 10X98765432 is X.
  test('is read with its birth date and sex when its check digit is right', () => {
    expect(readNationalId('11010519491231002x')).toEqual({ number: '11010519491231002X', birthDate: '1949-12-31', sex: 'F' });
  });

  test.each([['110105194912310021'], ['11010519491331002X'], ['1101051949123100'], ['P417']])('%s is none', (text) => {
    expect(readNationalId(text)).toBeUndefined();
  });
});

test.each([['张伟', 'zhang wei'], ['章玮', 'zhang wei'], ['赵守田', 'zhao shou tian'], ['Li Na', 'l i n a'], ['重', 'zhong']])('%s sounds like %s', (name, sound) => {
  expect(soundOf(name)).toBe(sound);
});

describe('two records', () => {
  test('of equal number alone say next to nothing', () => {
    const { score, standing } = compareRecords(record(), record({ siteId: 'qingling', name: 'Qian^Yi=钱^一', sex: 'F', birthDate: '1990-01-02' }));
    expect({ score, standing }).toEqual({ score: 1, standing: 'conflicting' });
  });

  test('with name, birth date and sex are likely one person: 20 + 20 + 2', () => {
    expect(compareRecords(record(), record({ siteId: 'qingling', patientId: '9' }))).toEqual({ evidence: ['same-name', 'same-birth-date', 'same-sex'], score: 42, standing: 'likely' });
  });

  test('of twins conflict, also where the names only sound alike', () => {
    const twin = compareRecords(record({ name: '张^伟' }), record({ siteId: 'qingling', name: '张^玮', phones: ['13800000000'] }));
    expect(twin.standing).toBe('conflicting');
    expect(twin.evidence).toContain('possible-twin');
  });

  test('with another resident number conflict whatever else agrees', () => {
    const one = record({ otherIds: ['11010519491231002X'], phones: ['13800000000'] });
    expect(compareRecords(one, record({ siteId: 'qingling', otherIds: ['110105194912310054'], phones: ['13800000000'] })).standing).not.toBe('likely');
  });

  test('a birth date with day and month exchanged is a slip, another one is not', () => {
    expect(compareRecords(record({ birthDate: '1955-03-01' }), record({ siteId: 'q', birthDate: '1955-01-03' })).evidence).toContain('near-birth-date');
    expect(compareRecords(record({ birthDate: '1955-03-01' }), record({ siteId: 'q', birthDate: '1961-07-19' })).evidence).toContain('other-birth-date');
  });

  test('a number that the other hospital wrote down weighs more than a name', () => {
    const listed = compareRecords(record({ patientId: 'YX-000417' }), record({ siteId: 'qingling', patientId: '9', otherIds: ['YX-000417'] }));
    expect(listed.evidence[0]).toBe('listed-id');
    expect(listed.score).toBe(82);
  });
});

test('of 500 generated patients with twins, homophones and equal numbers no twin and no stranger ever stands above the true one without a warning', () => {
  const { records, personOf } = generatePatients(500, 8);
  let pairs = 0;
  let likelyStrangers = 0;
  for (const one of records) {
    // As the catalogue looks for them: by number, birth date or name.
    const found = records.filter(({ patientId, birthDate, name }) => patientId === one.patientId || birthDate === one.birthDate || name.ideographic === one.name.ideographic);
    const ranked = rankCandidates(one, found);
    const firstTrue = ranked.findIndex(({ record: other }) => personOf(other) === personOf(one));
    for (const [index, { record: other, standing }] of ranked.entries()) {
      if (personOf(other) === personOf(one)) pairs += 1;
      else {
        if (standing === 'likely') likelyStrangers += 1;
        if (firstTrue !== -1 && index < firstTrue) expect(ranked[firstTrue]?.standing, 'a stranger stands above the true one only where that one itself carries a warning').toBe('conflicting');
      }
    }
  }
  expect(likelyStrangers).toBe(0);
  expect(pairs).toBeGreaterThan(400);
});

describe('what people said', () => {
  const link = (status: PatientLink['status'], left: string, right: string): PatientLink => ({
    status, left: { siteId: left, patientId: '1', issuerOfPatientId: '' }, right: { siteId: right, patientId: '1', issuerOfPatientId: '' }, evidence: [], decidedBy: 'x', decidedAt: '2026-11-22T00:00:00.000Z', undoneBy: '', undoneAt: null,
  });

  test('joins numbers along a chain, and only what was confirmed', () => {
    const persons = personsOf([link('same', 'a', 'b'), link('same', 'c', 'd'), link('same', 'b', 'e'), link('different', 'a', 'c'), link('undone', 'd', 'e')]);
    expect(persons.map((numbers) => numbers.map(({ siteId }) => siteId).join('')).toSorted((one, other) => one.localeCompare(other))).toEqual(['abe', 'cd']);
  });

  test('a confirmation that would join two people of whom somebody said so is named', () => {
    const said = [link('same', 'a', 'b'), link('different', 'a', 'c')];
    const [b, c] = [{ siteId: 'b', patientId: '1', issuerOfPatientId: '' }, { siteId: 'c', patientId: '1', issuerOfPatientId: '' }];
    expect(contradictionOfLink(said, b, c)).toBe(said[1]);
    expect(contradictionOfLink(said.slice(0, 1), b, c)).toBeUndefined();
  });
});
