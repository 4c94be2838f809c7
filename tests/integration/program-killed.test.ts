import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import { textOf } from '#shared/dicom/data-set/data-set.ts';
import { allRows, connect, until, type ProgramClient } from '#tests/support/program-client.ts';
import { newProfile, startProgram, type Program } from '#tests/support/program.ts';

/**
 * `kill -9` at random moments of writing and signing, then start again: the draft or the signed report is there, once.
 * The moments come from a seed; the operating system adds its own.
 */

const { profile, remove } = newProfile();
const random = seeded(20_261_121);
let program: Program;

beforeAll(async () => {
  // One start with the demo alliance: it brings keys and studies. Afterwards its hospitals are out of reach until the end.
  program = await startProgram(profile);
  const client = await connect(program);
  await until(async () => (await studiesOfTheirOwn(client)).length >= 5);
  await program.stop();
});
afterAll(async () => {
  await program?.stop();
  remove();
});

async function restart(args: readonly string[] = ['--no-demo']): Promise<ProgramClient> {
  program = await startProgram(profile, args);
  return connect(program);
}

/** Studies that are all here and whose request covers nothing else. */
async function studiesOfTheirOwn(client: ProgramClient): Promise<number[]> {
  const held = (await allRows(client)).filter((row) => row.heldInstances > 0 && row.heldInstances === row.expectedInstances);
  const found: number[] = [];
  for (const { studyId } of held) {
    const requests = await client.reports.forStudy({ studyId });
    if (requests.length === 1 && requests[0]!.studyIds.length === 1) found.push(studyId);
  }
  return found;
}

const textOfRevision = (studyId: number, revision: number) => ({
  findings: `第 ${studyId} 例，第 ${revision} 稿。`, impression: '1. 未见异常', recommendation: '', outcome: 'negative' as const,
});

/** Saves as fast as it can until the process is gone. @returns the last revision that was acknowledged */
async function writeUntilKilled(client: ProgramClient, studyId: number, requestId: number, startRevision: number): Promise<number> {
  let acknowledged = startRevision;
  const killed = delay(random() * 250).then(() => program.kill());
  try {
    for (;;) {
      const { revision } = await client.reports.saveDraft({ requestId, expectedRevision: acknowledged, text: textOfRevision(studyId, acknowledged + 1) });
      acknowledged = revision;
    }
  } catch {
    await killed;
    return acknowledged;
  }
}

test('five reports, each killed while it is written and while it is signed, are each there once', async () => {
  let client = await restart();
  const studyIds = (await studiesOfTheirOwn(client)).slice(0, 5);
  expect(studyIds).toHaveLength(5);

  for (const studyId of studyIds) {
    const [before] = await client.reports.forStudy({ studyId });
    const acknowledged = await writeUntilKilled(client, studyId, before!.requestId, before!.draft.revision);

    client = await restart();
    const [written] = await client.reports.forStudy({ studyId });
    // What was acknowledged is there; one more may have been written whose answer did not arrive.
    expect([acknowledged, acknowledged + 1]).toContain(written!.draft.revision);
    if (written!.draft.revision > 0) expect(written!.draft.findings).toBe(textOfRevision(studyId, written!.draft.revision).findings);
    else await client.reports.saveDraft({ requestId: before!.requestId, expectedRevision: 0, text: textOfRevision(studyId, 1) });

    const revision = Math.max(1, written!.draft.revision);
    const [signer] = await client.reports.signers();
    const signing = client.reports.sign({ requestId: before!.requestId, revision, signerId: signer!.signerId, pin: signer!.demoPin! }).then(() => true, () => false);
    await delay(random() * 900);
    await program.kill();
    const wasAcknowledged = await signing;

    client = await restart();
    const [after] = await client.reports.forStudy({ studyId });
    if (wasAcknowledged) expect(after!.signed, 'an acknowledged signature').not.toBeNull();
    if (after!.signed === null) {
      expect(after!.draft.findings).toBe(textOfRevision(studyId, revision).findings);
      await client.reports.sign({ requestId: before!.requestId, revision, signerId: signer!.signerId, pin: signer!.demoPin! });
    }
    const [signed] = await client.reports.forStudy({ studyId });
    expect(signed!.signed).toMatchObject({ version: 1, text: { findings: textOfRevision(studyId, revision).findings } });
    expect(signed!.signed!.objects.map(({ kind }) => kind).toSorted()).toEqual(['encapsulated-pdf', 'structured-report']);
  }

  await program.stop();
  client = await restart(['--demo']);
  const rows = await until(async () => {
    const found = (await allRows(client)).filter((row) => studyIds.includes(row.studyId));
    return found.every((row) => row.status === 'delivered') && found;
  });
  for (const row of rows) {
    const site = (await client.sites.list()).find(({ siteId }) => siteId === row.siteId)!;
    const web = createDicomWebSite({ name: site.name, baseUrl: site.baseUrl, noProgressTimeoutMs: 20_000 });
    const instances = await web.searchForInstances(row.studyInstanceUid, {}, new AbortController().signal);
    const ours = instances.map((one) => textOf(one, 'SOPClassUID')).filter((uid) => uid.endsWith('.88.22') || uid.endsWith('.104.1'));
    expect(ours.toSorted()).toEqual(['1.2.840.10008.5.1.4.1.1.104.1', '1.2.840.10008.5.1.4.1.1.88.22']);
  }
}, 240_000);

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
