import { expect, test } from 'vitest';
import { openCollaborationWorld } from '#tests/support/collaboration-world.ts';
import { foundStudy } from '#tests/support/found-study.ts';
import { generatePatients } from '#tests/support/generated-patients.ts';
import { formatPersonName } from '#shared/dicom/values/person-name.ts';

const zhao = { patientName: 'Zhao^Shoutian=赵^守田', patientSex: 'M' as const, patientBirthDate: '1955-03-01' };

test('the same number at two hospitals is two people until somebody confirms; then priors, counts and earlier studies come from both', async () => {
  const world = await openCollaborationWorld();
  const now = world.addStudy('yunxiu', { ...zhao, studyInstanceUid: '1.1', patientId: '417', studyDate: '2026-11-20' });
  const before = world.addStudy('qingling', { ...zhao, studyInstanceUid: '1.2', patientId: '417', studyDate: '2025-04-02' });
  expect(world.catalogue.studies.priors(now, 20)).toEqual([]);
  const proposed = await world.identity.forStudy(now);
  expect(proposed).toMatchObject({ person: [{ patientId: '417' }], links: [], candidates: [{ studyId: before, standing: 'likely', evidence: ['same-name', 'same-birth-date', 'same-sex', 'same-number'] }] });

  const confirmed = await world.identity.decide(now, before, 'same');
  expect(confirmed.person.map(({ siteName }) => siteName)).toEqual(['云岫县人民医院', '青岭县人民医院']);
  expect(world.catalogue.studies.priors(now, 20).map(({ id }) => id)).toEqual([before]);
  expect(world.catalogue.worklist.find(now)?.priorCount).toBe(1);
  expect(await world.identity.personOf(before)).toHaveLength(2);
  expect(world.audited).toEqual([{ decision: 'same', studyIds: [now, before], evidence: ['same-name', 'same-birth-date', 'same-sex', 'same-number'] }]);
});

test('one click takes a confirmation back, and no row of the catalogue is other than before but the record of who said it and who took it back', async () => {
  const world = await openCollaborationWorld();
  const now = world.addStudy('yunxiu', { ...zhao, studyInstanceUid: '1.1', patientId: '417' });
  const other = world.addStudy('qingling', { ...zhao, studyInstanceUid: '1.2', patientId: '9' });
  const records = ['shared_record', 'shared_copy', 'coordinator_counter'];
  const [before, personBefore] = [world.dump(...records), await world.identity.forStudy(now)];
  const { links } = await world.identity.decide(now, other, 'same');
  expect(world.dump(...records)).not.toEqual(before);
  world.advance(60_000);
  const after = await world.identity.undo(now, links[0]?.linkKey ?? '');
  expect(world.dump(...records)).toEqual(before);
  expect(after).toEqual(personBefore);
  expect(world.audited.map(({ decision }) => decision)).toEqual(['same', 'undone']);
  const kept = world.dump()['shared_record'] as { content: string }[];
  expect(kept.map(({ content }) => JSON.parse(content) as unknown)).toMatchObject([{ status: 'undone', decidedBy: '周牧', undoneBy: '周牧', undoneAt: '2026-11-22T01:01:00.000Z' }]);
});

test('two numbers that somebody said are two people are never joined by way of a third', async () => {
  const world = await openCollaborationWorld();
  const [a, b, c] = ['yunxiu', 'qingling', 'shiliang'].map((siteId, index) => world.addStudy(siteId, { ...zhao, studyInstanceUid: `1.${index}`, patientId: `${index}7` })) as [number, number, number];
  await world.identity.decide(a, b, 'same');
  await world.identity.decide(a, c, 'different');
  await expect(world.identity.decide(b, c, 'same')).rejects.toMatchObject({ code: 'identity/contradiction' });
  await expect(world.identity.decide(a, b, 'different')).rejects.toMatchObject({ code: 'identity/contradiction' });
  expect(await world.identity.personOf(c)).toHaveLength(1);
});

test('a hospital that the person does not read for is neither proposed nor joined', async () => {
  const world = await openCollaborationWorld();
  const now = world.addStudy('yunxiu', { ...zhao, studyInstanceUid: '1.1', patientId: '417' });
  const other = world.addStudy('qingling', { ...zhao, studyInstanceUid: '1.2', patientId: '9' });
  world.visible.siteIds = ['yunxiu'];
  expect((await world.identity.forStudy(now)).candidates).toEqual([]);
  await expect(world.identity.decide(now, other, 'same')).rejects.toMatchObject({ code: 'people/out-of-scope' });
});

test('a study without a patient number is nobody’s', async () => {
  const world = await openCollaborationWorld();
  const now = world.addStudy('yunxiu', { ...zhao, studyInstanceUid: '1.1', patientId: '' });
  expect(await world.identity.forStudy(now)).toEqual({ person: [], links: [], candidates: [] });
});

test('of 500 generated patients nobody is joined by looking, and each true pair that is confirmed is taken back without a trace', async () => {
  const world = await openCollaborationWorld();
  const { records, personOf } = generatePatients(500, 8);
  const byPerson = new Map<number, number[]>();
  const found = records.map((record, index) => ({
    record,
    study: foundStudy({
      studyInstanceUid: `1.${index + 1}`, patientId: record.patientId, issuerOfPatientId: record.issuerOfPatientId, patientName: formatPersonName(record.name), patientSex: record.sex, patientBirthDate: record.birthDate,
    }),
  }));
  for (const [siteId, group] of Map.groupBy(found, ({ record }) => record.siteId)) {
    const seen = world.catalogue.studies.recordSearch(siteId, group.map(({ study }) => study), world.clock.now().toISOString());
    for (const [index, { record }] of group.entries()) byPerson.set(personOf(record), [...(byPerson.get(personOf(record)) ?? []), seen[index]?.studyId ?? 0]);
  }
  const pairs = [...byPerson.values()].filter((ids) => ids.length > 1);
  for (const [studyId] of pairs.slice(0, 30)) await world.identity.forStudy(studyId ?? 0);
  expect(world.dump()['linked_person']).toEqual([]);
  const before = world.dump('shared_record', 'shared_copy', 'coordinator_counter');
  const keys: [number, string][] = [];
  for (const [one, other] of pairs.slice(0, 20)) {
    const { links } = await world.identity.decide(one ?? 0, other ?? 0, 'same');
    keys.push([one ?? 0, links[0]?.linkKey ?? '']);
  }
  expect(world.dump()['linked_person']).toHaveLength(40);
  for (const [studyId, key] of keys) await world.identity.undo(studyId, key);
  expect(world.dump('shared_record', 'shared_copy', 'coordinator_counter')).toEqual(before);
}, 60_000);
