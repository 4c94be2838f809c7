import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { reportObjectIdentities } from '#main/documents/object-identities.ts';
import { makeSigningPackage, toSignedObject, type SigningPackage } from '#main/documents/signing-package.ts';
import { buildRejectionNote } from '#shared/structured-report/key-object-selection.ts';
import { ask, folderForAll, hasPrograms, makeTestKeys, SIGNING_TIME, testAssets } from '#tests/support/report-kit.ts';
import { addendumReport, radiologyReport, truthfulReport } from '#tests/support/sample-report.ts';

const folder = folderForAll();
const file = (name: string) => join(folder, `${name}.dcm`);
const lines = (text: string) => text.split('\n').filter((line) => line !== '');
const made = new Map<string, SigningPackage>();
const OBJECTS = ['radiology-measurement-report', 'radiology-key-objects', 'truthful-measurement-report', 'truthful-key-objects', 'addendum-structured-report', 'rejection-note'];

beforeAll(async () => {
  const { verifier } = await makeTestKeys();
  const assets = testAssets();
  for (const [name, report] of Object.entries({ radiology: radiologyReport, truthful: truthfulReport, addendum: addendumReport })) {
    const signed = await makeSigningPackage(report, verifier, assets, SIGNING_TIME);
    made.set(name, signed);
    for (const object of signed.objects) writeFileSync(file(`${name}-${object.kind}`), object.part10);
  }
  const note = buildRejectionNote(radiologyReport, reportObjectIdentities(radiologyReport), {
    reason: 'wrong-patient', text: '患者信息核对有误', physician: radiologyReport.verifyingPhysician, withdrawnAtLocal: radiologyReport.signedAtLocal,
    rejected: made.get('radiology')!.objects,
  });
  writeFileSync(file('rejection-note'), toSignedObject('rejection-note', note).part10);
});

describe.skipIf(!hasPrograms('dciodvfy', 'dsrdump'))('an object beside the report', () => {
  test.each(OBJECTS)('dciodvfy and dsrdump find no error in %s (A2)', (name) => {
    const verdict = ask('dciodvfy', ['-new', file(name)]);
    const tree = ask('dsrdump', ['+Pl', '+U8', file(name)]);
    expect([verdict.status, lines(verdict.text).filter((line) => line.startsWith('Error')), tree.status, lines(tree.text).filter((line) => /^[EF]:/.test(line))]).toEqual([0, [], 0, []]);
  });

  test('a measurement keeps the Tracking UID of its annotation', () => {
    const tree = ask('dsrdump', ['+Pl', '+U8', file('radiology-measurement-report')]).text;
    expect(radiologyReport.measurements.filter(({ trackingUid }) => !tree.includes(`"${trackingUid}"`))).toEqual([]);
  });

  test('the rejection note says why, and names all four objects of the report', () => {
    const tree = ask('dsrdump', ['+Pl', '+U8', '+Pc', file('rejection-note')]).text;
    const uids = ask('dcmdump', ['-q', '+P', '0008,1155', file('rejection-note')]).text;
    expect([tree.includes('(113037,DCM,"Rejected for Patient Safety Reasons")'), tree.includes('患者错误')]).toEqual([true, true]);
    expect(made.get('radiology')!.objects.filter(({ sopInstanceUid }) => !uids.includes(sopInstanceUid))).toEqual([]);
  });
});

test('every object of every version has an identity of its own', () => {
  const objects = [...made.values()].flatMap((signed) => signed.objects);
  expect(new Set(objects.map(({ sopInstanceUid }) => sopInstanceUid)).size).toBe(objects.length);
  expect(new Set(objects.map(({ seriesInstanceUid }) => seriesInstanceUid)).size).toBe(objects.length);
});
