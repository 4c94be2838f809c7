import { describe, expect, test } from 'vitest';
import { readNationalId, readOldNationalId } from '#shared/collaboration/identity/national-id.ts';
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

  test('is read as it was meant: wide digits, gaps, O for 0, l for 1', () => {
    for (const text of ['１１０１０５１９４９１２３１００２Ｘ', '110105 19491231 002X', 'l1O1O519491231OO2X']) expect([text, readNationalId(text)?.number]).toEqual([text, '11010519491231002X']);
  });

  test('of 15 digits is the same person’s number of 18, but only with the birth date that is known otherwise', () => {
    // 110105 491231 002 with the century: the 17 digits above, whose check digit is X.
    expect(readOldNationalId('110105491231002', '1949-12-31')?.number).toBe('11010519491231002X');
    expect(readOldNationalId('110105491231002', '1949-12-30')).toBeUndefined();
    expect(readOldNationalId('202611220000001', '2026-11-22')).toBeUndefined();
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

  test('of one person whose number has 15 digits here and 18 there are likely one', () => {
    const born = { birthDate: '1949-12-31', sex: 'F' as const };
    const compared = compareRecords(record({ ...born, otherIds: ['110105491231002'] }), record({ ...born, siteId: 'qingling', patientId: '9', otherIds: ['11010519491231002X'] }));
    expect(compared).toMatchObject({ standing: 'likely' });
    expect(compared.evidence[0]).toBe('same-national-id');
  });

  test('of two hospitals that number by 15 digits are not one resident because the digits agree', () => {
    const { evidence, standing } = compareRecords(record({ patientId: '530102630719001' }), record({ siteId: 'qingling', patientId: '530102630719001', name: '钱^一', birthDate: '1990-01-02' }));
    expect(evidence).not.toContain('same-national-id');
    expect(standing).toBe('conflicting');
  });

  test('whose names are written with old and new characters are worth a look, and never likely by name and date alone: 16 + 20 + 2', () => {
    const variant = compareRecords(record({ name: '趙^守田' }), record({ siteId: 'qingling', patientId: '9', name: '赵^守田' }));
    expect(variant).toEqual({ evidence: ['same-birth-date', 'variant-name', 'same-sex'], score: 38, standing: 'doubtful' });
    expect(compareRecords(record({ name: '闫^喆' }), record({ siteId: 'qingling', name: '阎^哲' })).evidence).toContain('variant-name');
  });

  test('of twins of one hospital, same day, family, telephone and neighbouring numbers, conflict', () => {
    const home = { birthDate: '2019-06-01', phones: ['13800000000'] };
    for (const [one, other] of [['李^伟', '李^玮'], ['李^子涵', '李^子轩'], ['Li^Wei', 'Li^Na']]) {
      const twins = compareRecords(record({ ...home, name: one ?? '', patientId: '10417' }), record({ ...home, name: other ?? '', patientId: '10418' }));
      expect([one, twins.standing]).toEqual([one, 'conflicting']);
    }
  });

  test('a number copied from paper with O for 0 is the number', () => {
    expect(compareRecords(record({ patientId: 'YX-000417' }), record({ siteId: 'qingling', patientId: '9', otherIds: ['yx-OOO417'] })).evidence).toContain('listed-id');
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

test('of the same 500 whose numbers are typed as people type them, still no stranger is likely', () => {
  const { records, personOf } = generatePatients(500, 11);
  const typed = records.map((one, index) => ({
    ...one, patientId: index % 3 === 0 ? one.patientId.replaceAll('0', 'O') : one.patientId,
    // Those born in that century may still carry the number of 15 digits: without the century and the check digit.
    otherIds: one.otherIds.map((id) => (index % 2 === 0 && id.slice(6, 8) === '19' ? `${id.slice(0, 6)}${id.slice(8, 17)}` : id)),
  }));
  let strangers = 0;
  let byOldNumber = 0;
  for (const [index, one] of typed.entries()) {
    for (const { record: other, standing, evidence } of rankCandidates(one, typed.filter(({ birthDate, name }) => birthDate === one.birthDate || name.ideographic === one.name.ideographic))) {
      const place = typed.indexOf(other);
      const isSame = personOf(records[index] ?? one) === personOf(records[place] ?? other);
      if (standing === 'likely' && !isSame) strangers += 1;
      if (isSame && evidence.includes('same-national-id') && (one.otherIds[0] ?? '').length !== (other.otherIds[0] ?? '').length) byOldNumber += 1;
    }
  }
  expect(strangers).toBe(0);
  expect(byOldNumber).toBeGreaterThan(20);
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
