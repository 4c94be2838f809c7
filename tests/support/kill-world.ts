import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSlowLinkRelay } from '#main/demo/alliance/slow-link-relay.ts';
import { openEncryptedDatabase } from '#main/database/open-encrypted-database.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { allRows, connect, until, type ProgramClient } from './program-client.ts';
import { ctSlice } from './instances.ts';
import { newProfile, startProgram, type Program } from './program.ts';
import { addSigners, openSeatFiles } from './seat-files.ts';
import { startTestHospital, type TestHospital } from './test-hospital.ts';

/**
 * A program that is killed again and again, and what must hold after each time. The moments and deeds come from a seed; the operating system
 * adds its own.
 */
export interface KillWorld {
  readonly deeds: readonly Deed[];
  /** One life: start, do something, `kill -9`, look at what is on the disk. @throws Error that names what does not hold */
  readonly live: (deed: Deed, options: LifeOptions) => Promise<void>;
  /** Lets everything come to its end without a kill, and looks once more. */
  readonly settle: () => Promise<Settled>;
  readonly stop: () => Promise<void>;
}

/** `tight`: less room than what has been fetched. */
export type Room = 'none' | 'tight';
export type Deed = 'retrieve' | 'import' | 'evict' | 'write' | 'sign' | 'deliver';

export interface LifeOptions {
  /** Of all packs; small ones make room by evicting. */
  readonly quota: Room;
  readonly random: () => number;
}

export interface Settled {
  readonly lives: number;
  readonly studies: number;
  readonly signed: number;
  readonly imported: number;
  /** Studies that were taken off the machine to make room. */
  readonly evictions: number;
  /** Images that were fetched although they had been sent once, while nothing was evicted. */
  readonly fetchedTwice: number;
}

const SIDE = 128;
const SLICES = 6;
const IMPORTED_FILES = 30;
/** Acquired when room has become scarce: there is always something that must be made room for. */
const LATE_STUDIES = 4;
const REPORT_CLASSES = ['1.2.840.10008.5.1.4.1.1.104.1', '1.2.840.10008.5.1.4.1.1.88.22'];

export async function createKillWorld(studyCount: number, importCount: number): Promise<KillWorld> {
  const { profile, remove } = newProfile();
  const media = newProfile();
  // Where Node keeps what it compiled of the program: a killed one keeps nothing, so the first is ended in peace.
  const compiled = newProfile();
  const environment = { NODE_COMPILE_CACHE: compiled.profile };
  const hospital = await startTestHospital();
  const relay = await startSlowLinkRelay(hospital.port, { bitsPerSecond: 3_000_000, roundTripMs: 20 });
  const acquire = (from: number, to: number) => {
    for (let study = from; study <= to; study += 1) for (let number = 1; number <= SLICES; number += 1) hospital.put(slice(`1.2.3.${study}`, number));
  };
  acquire(1, studyCount - LATE_STUDIES);
  for (let folder = 0; folder < importCount; folder += 1) {
    mkdirSync(join(media.profile, String(folder)));
    for (let number = 1; number <= IMPORTED_FILES; number += 1) writeFileSync(join(media.profile, String(folder), `IM${number}`), slice(`1.2.9.${folder}`, number));
  }
  await addSigners(profile);
  const memory = createMemory();
  let lives = 0;
  let imported = 0;
  let fetchedTwice: number | undefined;
  let program: Program | undefined;

  let tightQuota = '';

  const start = async (quota: Room): Promise<ProgramClient> => {
    program = await startProgram(profile, ['--no-demo', '--since', 'all', '--quota', quota === 'none' ? 'none' : tightQuota, '--site', `北原县人民医院=http://127.0.0.1:${relay.port}/dicom-web`], environment, 'out/main/loopback.js');
    return connect(program);
  };

  const first = newProfile();
  await startProgram(first.profile, ['--no-demo'], environment, 'out/main/loopback.js').then((one) => one.stop());
  first.remove();

  /** Everything is here, and from now on four fifths of it have room. */
  const makeTight = async (): Promise<void> => {
    const client = await start('none');
    await until(async () => {
      const rows = (await allRows(client)).filter(({ siteId }) => siteId !== 'import');
      return rows.length === studyCount - LATE_STUDIES && rows.every((row) => row.heldInstances === row.expectedInstances);
    });
    await program?.stop();
    const packs = join(profile, 'packs');
    const bytes = readdirSync(packs).reduce((sum, file) => sum + statSync(join(packs, file)).size, 0);
    tightQuota = `${((bytes * 0.8) / 1e6).toFixed(3)}MB`;
  };

  /** A copy, as the crash left it: the program itself must find its files the same way. Packs that nobody has touched since the last look stay out of it. */
  const look = (): void => {
    const copy = newProfile();
    try {
      for (const file of readdirSync(profile)) if (!['demo', 'logs', 'packs'].includes(file)) cpSync(join(profile, file), join(copy.profile, file), { recursive: true });
      mkdirSync(join(copy.profile, 'packs'));
      const touched = touchedPacks(join(profile, 'packs'), memory);
      for (const file of readdirSync(join(profile, 'packs'))) {
        if (file.endsWith('.damaged')) throw new Error(`${file} was put aside`);
        if (touched.some((pack) => file.slice(0, 8) === pack.slice(0, 8))) cpSync(join(profile, 'packs', file), join(copy.profile, 'packs', file));
      }
      inspect(copy.profile, touched, hospital, memory);
    } finally {
      copy.remove();
    }
  };

  return {
    deeds: ['retrieve', 'import', 'evict', 'write', 'sign', 'deliver'],
    async live(deed, { quota, random }) {
      if (quota === 'tight' && fetchedTwice === undefined) {
        await makeTight();
        fetchedTwice = countFetchedTwice(hospital);
        acquire(studyCount - LATE_STUDIES + 1, studyCount);
      }
      lives += 1;
      const client = await start(quota);
      const done = new AbortController();
      const killed = perform(deed, client, { random, memory, media: join(media.profile, String(imported % importCount)), stop: () => stopAt(done) });
      if (deed === 'import') imported += 1;
      await killed;
      look();
    },
    async settle() {
      fetchedTwice ??= countFetchedTwice(hospital);
      const client = await start('none');
      for (let folder = 0; folder < Math.min(imported, importCount); folder += 1) await client.imports.start({ path: join(media.profile, String(folder)) });
      await until(async () => (await client.imports.list()).every(({ state }) => state !== 'running'));
      // An evicted study comes back when somebody opens it.
      for (const row of await allRows(client)) if (row.heldInstances === 0) await client.studies.open({ studyId: row.studyId });
      const rows = await until(async () => {
        const all = await allRows(client);
        const isDone = all.every((row) => row.heldInstances === row.expectedInstances && !['signed', 'sending'].includes(row.status));
        return all.filter(({ siteId }) => siteId !== 'import').length === studyCount && isDone && all;
      });
      await program?.stop();
      look();
      return { lives, studies: rows.length, signed: memory.signed.size, imported: rows.filter(({ siteId }) => siteId === 'import').length, evictions: countEvictions(profile), fetchedTwice };
    },
    async stop() {
      await program?.stop();
      await relay.close();
      await hospital.stop();
      remove();
      media.remove();
      compiled.remove();
    },
  };

  async function stopAt(done: AbortController): Promise<void> {
    await program?.kill();
    done.abort();
  }
}

/** What the program has acknowledged and must never lose. */
function createMemory() {
  return {
    /** Request to the last revision that was acknowledged. */
    drafts: new Map<number, number>(),
    /** Requests whose signature was acknowledged, with the revision that was signed. */
    signed: new Map<number, number>(),
    /** Packs that were looked at and sound, with the time of their last change. */
    seen: new Map<string, string>(),
  };
}

interface DeedContext {
  readonly random: () => number;
  readonly memory: ReturnType<typeof createMemory>;
  readonly media: string;
  readonly stop: () => Promise<void>;
}

async function perform(deed: Deed, client: ProgramClient, context: DeedContext): Promise<void> {
  const { random, stop } = context;
  const soon = (longestMs: number) => delay(random() * longestMs).then(stop);
  switch (deed) {
    case 'retrieve':
      return soon(1_000);
    case 'import': {
      const started = client.imports.start({ path: context.media }).catch(() => undefined);
      await soon(500);
      await started;
      return;
    }
    case 'evict': {
      const away = await until(async () => {
        const found = (await allRows(client)).filter(({ heldInstances }) => heldInstances === 0);
        return found.length > 0 && found;
      });
      const wanted = away.slice(0, 3).map(({ studyId }) => studyId);
      for (const studyId of wanted) await client.studies.open({ studyId });
      // Room is made as soon as the first image is here: killed from then on.
      const arrived = until(async () => (await allRows(client)).some((row) => wanted.includes(row.studyId) && row.heldInstances > 0));
      await Promise.race([arrived, delay(3_000)]);
      await soon(300);
      await arrived.catch(() => undefined);
      return;
    }
    case 'write':
      return write(client, context);
    case 'sign':
      return sign(client, context);
    case 'deliver': {
      // Something waits, else the line is cut in the middle of nothing.
      if (!(await allRows(client)).some(({ status }) => status === 'signed' || status === 'sending')) await signOne(client, context);
      return soon(400);
    }
    default:
      return deed satisfies never;
  }
}

const textOf = (requestId: number, revision: number) => ({
  findings: `第 ${requestId} 份，第 ${revision} 稿。`, impression: '1. 未见异常', recommendation: '', outcome: 'negative' as const,
});

async function unsignedRequest(client: ProgramClient, { memory, random }: DeedContext) {
  const ready = (await allRows(client)).filter(({ siteId, heldInstances, expectedInstances }) => siteId !== 'import' && heldInstances > 0 && heldInstances === expectedInstances);
  const offset = Math.floor(random() * ready.length);
  for (const { studyId } of [...ready.slice(offset), ...ready.slice(0, offset)]) {
    const [request] = await client.reports.forStudy({ studyId });
    if (request !== undefined && request.signed === null && !memory.signed.has(request.requestId)) return request;
  }
  return undefined;
}

/** Saves as fast as it can until the process is gone. */
async function write(client: ProgramClient, context: DeedContext): Promise<void> {
  const request = await unsignedRequest(client, context);
  if (request === undefined) return context.stop();
  const killed = delay(context.random() * 250).then(context.stop);
  let revision = request.draft.revision;
  try {
    for (;;) {
      ({ revision } = await client.reports.saveDraft({ requestId: request.requestId, expectedRevision: revision, text: textOf(request.requestId, revision + 1) }));
      context.memory.drafts.set(request.requestId, revision);
    }
  } catch {
    await killed;
  }
}

async function sign(client: ProgramClient, context: DeedContext): Promise<void> {
  const signing = signOne(client, context).catch(() => undefined);
  await delay(context.random() * 1_500).then(context.stop);
  await signing;
}

async function signOne(client: ProgramClient, context: DeedContext): Promise<void> {
  const request = await unsignedRequest(client, context);
  if (request === undefined) return;
  const { requestId } = request;
  const saved = await client.reports.saveDraft({ requestId, expectedRevision: request.draft.revision, text: textOf(requestId, request.draft.revision + 1) });
  context.memory.drafts.set(requestId, saved.revision);
  const [signer] = await client.reports.signers();
  if (signer === undefined) throw new Error('the seat has no signer');
  await client.reports.sign({ requestId, revision: saved.revision, signerId: signer.signerId, pin: signer.demoPin ?? '' });
  context.memory.signed.set(requestId, saved.revision);
}

/** Everything that must hold, whenever the process died. */
function inspect(profile: string, packs: readonly string[], hospital: TestHospital, memory: ReturnType<typeof createMemory>): void {
  const files = openSeatFiles(profile);
  try {
    requireEqual('the catalogue', files.database.pragma('integrity_check', { simple: true }), 'ok');
    requireEqual('foreign keys', (files.database.pragma('foreign_key_check') as unknown[]).length, 0);
    inspectReports(files, hospital, memory);
    inspectPacks(join(profile, 'packs'), packs, files, hospital);
    requireEqual('packs put aside', readdirSync(join(profile, 'packs')).filter((file) => file.endsWith('.damaged')), []);
  } finally {
    files.close();
  }
}

function inspectReports({ database, catalogue }: ReturnType<typeof openSeatFiles>, hospital: TestHospital, memory: ReturnType<typeof createMemory>): void {
  for (const [requestId, acknowledged] of memory.drafts) {
    const report = catalogue.reports.newest(requestId);
    if (report !== undefined) continue;
    const draft = catalogue.reports.draft(requestId);
    // One more may have been written whose answer did not arrive.
    if (draft === undefined || draft.revision < acknowledged || draft.revision > acknowledged + 1) throw new Error(`draft of request ${requestId}: revision ${draft?.revision}, acknowledged ${acknowledged}`);
    requireEqual(`text of draft ${requestId}`, draft.findings, textOf(requestId, draft.revision).findings);
    memory.drafts.set(requestId, draft.revision);
  }
  for (const [requestId, revision] of memory.signed) {
    const report = catalogue.reports.newest(requestId);
    requireEqual(`version of the report on request ${requestId}`, report?.version, 1);
    const content = JSON.parse(new TextDecoder().decode(report?.content)) as { findings: string };
    requireEqual(`text of report ${requestId}`, content.findings, textOf(requestId, revision).findings);
  }
  const perReport = database.prepare('SELECT signed_report_id, group_concat(kind) FROM (SELECT * FROM delivery ORDER BY kind) GROUP BY 1').raw().all() as [number, string][];
  const reports = database.prepare('SELECT count(*) FROM signed_report').pluck().get();
  requireEqual('reports with their two objects', perReport.filter(([, kinds]) => kinds === 'encapsulated-pdf,structured-report').length, reports);
  const rows = database.prepare('SELECT sop_instance_uid, part10, station FROM delivery').all() as { sop_instance_uid: string; part10: Buffer; station: string }[];
  for (const { sop_instance_uid: uid, part10, station } of rows) {
    const there = hospital.part10(uid);
    if (there === undefined && ['stored', 'read-back'].includes(station)) throw new Error(`${uid} is said to be delivered and is not there`);
    if (there !== undefined && !part10.equals(there)) throw new Error(`${uid} arrived with other bytes`);
  }
  for (const uid of new Set(database.prepare('SELECT DISTINCT study_instance_uid FROM delivery').pluck().all() as string[])) {
    const ours = hospital.objectsOf(uid).filter(({ sopClassUid }) => REPORT_CLASSES.includes(sopClassUid)).map(({ sopClassUid }) => sopClassUid);
    requireEqual(`reports at the hospital for ${uid} are there once`, new Set(ours).size, ours.length);
  }
}

/** Names of the packs that changed since they were found sound. */
function touchedPacks(folder: string, memory: ReturnType<typeof createMemory>): readonly string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.sqlite')).filter((name) => {
    const files = [name, `${name}-wal`, name.replace(/sqlite$/, 'frames')];
    const stamps = files.map((file) => statSync(join(folder, file), { throwIfNoEntry: false })).map((found) => `${found?.mtimeMs} ${found?.size}`).join(' ');
    const isTouched = memory.seen.get(name) !== stamps;
    memory.seen.set(name, stamps);
    return isTouched;
  });
}

function inspectPacks(folder: string, packs: readonly string[], files: ReturnType<typeof openSeatFiles>, hospital: TestHospital): void {
  const evicted = new Set(files.catalogue.keeping.evicted());
  for (const file of packs) {
    const reference = files.reference(Number(file.slice(0, 8)));
    // Killed between the two steps of an eviction: nothing is said to be held and the key is destroyed; the files go at the next start.
    if (evicted.has(reference.studyId) && !opens(join(folder, file), reference.key)) continue;
    requireEqual(`pack ${file}`, files.shelf.verify(reference), '');
    for (const { sopInstanceUid, sopClassUid } of files.shelf.heldInstances(reference)) {
      if (REPORT_CLASSES.includes(sopClassUid)) continue;
      const answer = files.shelf.readFrame(reference, sopInstanceUid, 1);
      const source = readPart10(hospital.part10(sopInstanceUid) ?? importedSlice(sopInstanceUid)).frames[0];
      if (answer.kind !== 'held' || source === undefined || !Buffer.from(answer.frame.bytes).equals(source)) throw new Error(`${sopInstanceUid} differs from its source (${answer.kind})`);
    }
  }
}

function opens(file: string, key: Uint8Array): boolean {
  try {
    openEncryptedDatabase({ file, key, durability: 'normal' }).close();
    return true;
  } catch (error) {
    if (isAppError(error, 'profile/wrong-key')) return false;
    throw error;
  }
}

function countEvictions(profile: string): number {
  const folder = join(profile, 'logs');
  const logs = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  return logs.reduce((sum, text) => sum + text.split('taken off this machine').length - 1, 0);
}

function countFetchedTwice({ served }: TestHospital): number {
  return [...served].filter(([uid]) => uid.startsWith('1.2.3.')).reduce((sum, [, count]) => sum + count - 1, 0);
}

/** UID `STUDY.1.NUMBER`. */
function importedSlice(sopInstanceUid: string): Uint8Array {
  const parts = sopInstanceUid.split('.');
  return slice(parts.slice(0, -2).join('.'), Number(parts.at(-1)));
}

function slice(study: string, number: number): Uint8Array {
  const frame = new Uint8Array(SIDE * SIDE * 2);
  const random = seeded(Array.from(study).reduce((sum, character) => sum * 31 + (character.codePointAt(0) ?? 0), number));
  for (let index = 0; index < frame.length; index += 1) frame[index] = random() * 256;
  const uids = { StudyInstanceUID: study, SeriesInstanceUID: `${study}.1`, SOPInstanceUID: `${study}.1.${number}` };
  return ctSlice(number, { ...uids, PatientID: `P${study}`, StudyDate: '20261121', StudyDescription: '头颅平扫', Rows: SIDE, Columns: SIDE }, 0, frame);
}

function requireEqual(what: string, found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) throw new Error(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
