import { randomBytes } from 'node:crypto';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { KeyRotationSummary, KeyStateSummary } from '#shared/contract/services/keys.contract.ts';
import type { Remote, RemoteRepositories } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { SecretStore } from '../platform/secret-store.ts';
import type { PackShelf } from '../store/pack-shelf.ts';
import type { PackKey } from '../studies/pack-key.repository.ts';
import type { CatalogueRepositories } from './catalogue-repositories.ts';
import { escrowState, writeEscrow } from './backup.ts';
import { writeProfile } from './profile.ts';

export interface KeyRotationDependencies {
  readonly profileFolder: string;
  readonly secrets: SecretStore;
  readonly catalogue: Pick<RemoteRepositories<CatalogueRepositories>, 'packKeys' | 'catalogueKey' | 'settings'>;
  readonly packs: Pick<Remote<PackShelf>, 'rotate' | 'cancelRotation' | 'settle' | 'sizes'>;
  /** The key that opens the catalogue now. */
  readonly catalogueKey: Uint8Array;
  /** The last change of the catalogue's key was cut off. */
  readonly isUnfinished: boolean;
  /** Wraps anew, with the newest wrapping key, whatever the catalogue holds wrapped. */
  readonly rewrap: () => Promise<void>;
  /** A new key signs the head of the audit trail. */
  readonly changeAuditKey: () => Promise<void>;
  /** For the audit trail. */
  readonly onHappening: (happening: KeyHappening) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export type KeyHappening = 'keys-changed' | 'packs-changed' | 'change-stopped' | 'escrow-renewed';

/** What the catalogue remembers of it, as JSON. */
interface RotationState extends Omit<KeyRotationSummary, 'secondsLeft'> {
  /** Studies up to this id have their new keys. */
  readonly afterStudyId: number;
  /** What came later was born with a new one. */
  readonly lastStudyId: number;
}

export interface KeyRotation {
  readonly state: () => Promise<KeyStateSummary>;
  readonly rotate: (startedBy: string) => Promise<KeyStateSummary>;
  readonly stop: () => Promise<KeyStateSummary>;
  readonly renewEscrow: (pem: string) => Promise<KeyStateSummary>;
  /** Until nothing runs any more, for a command. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Studies without a pack get their new key so many at a time. */
const BATCH = 500;
/** A pack that was written to meanwhile is tried so often. */
const TRIES = 3;

/**
 * Changes all keys of a seat: the wrapping key and the key of the catalogue in a second, those of the packs in the background. A kill at any moment leaves each
 * file with exactly one key that opens it; the next start goes on. Called before anything reads a pack.
 */
export async function openKeyRotation(dependencies: KeyRotationDependencies): Promise<KeyRotation> {
  const { profileFolder, secrets, catalogue, packs, rewrap, changeAuditKey, onHappening, clock, log } = dependencies;
  const { packKeys, settings } = catalogue;
  let catalogueKey = dependencies.catalogueKey;
  let running: Promise<void> | undefined;
  let isStopping = false;
  /** Bytes of each pack at the beginning of this run, by study. */
  let sizes: ReadonlyMap<number, number> = new Map();
  /** For the time that is left: when this run began, and the bytes that it has done. */
  let pace = { sinceMs: 0, bytes: 0, totalBytes: 0 };
  const now = () => clock.now().toISOString();
  const mayGoOn = () => !isStopping;

  const read = async (): Promise<RotationState | undefined> => {
    const { keyRotation } = await settings.read();
    return keyRotation === '' ? undefined : (JSON.parse(keyRotation) as RotationState);
  };
  const write = (state: RotationState) => settings.write('keyRotation', JSON.stringify(state));

  /** What was begun with wrapping key and catalogue is ended: each step may have been done before. */
  const endQuickPart = async (): Promise<void> => {
    writeProfile(profileFolder, secrets, catalogueKey, clock.now());
    if (!secrets.renewal.isUnderWay()) return;
    await rewrap();
    await secrets.renewal.end();
  };

  const changeWrappingAndCatalogueKey = async (): Promise<void> => {
    await secrets.renewal.begin();
    const next = randomBytes(32);
    writeProfile(profileFolder, secrets, catalogueKey, clock.now(), next);
    await catalogue.catalogueKey.change(next);
    catalogueKey = next;
    await endQuickPart();
  };

  /** @returns whether the pack has its new key now */
  const rotatePack = async (found: PackKey, nextKey: Uint8Array): Promise<boolean> => {
    try {
      for (let tries = 0; tries < TRIES && mayGoOn(); tries += 1) {
        const { status, bytes } = await packs.rotate(found, nextKey);
        if (status === 'cancelled') return false;
        pace = { ...pace, bytes: pace.bytes + bytes };
        if (status !== 'changed') return true;
      }
    } catch (error) {
      if (!isAppError(error, 'store/damaged')) throw error;
      log.warn('a damaged pack keeps its key', { studyId: found.studyId }, error);
    }
    return false;
  };

  /** Both keys of a pack are known to the catalogue as long as anything is done with it. */
  const rotateGroup = async (studyIds: readonly number[]): Promise<void> => {
    const pairs = (await packKeys.find(studyIds)).map((found) => ({ found, studyId: found.studyId, nextKey: new Uint8Array(randomBytes(32)) }));
    await packKeys.begin(pairs.map(({ studyId, nextKey }) => ({ studyId, nextKey })));
    const ended: { studyId: number; key: Uint8Array | null }[] = [];
    const bytesBefore = pace.bytes;
    try {
      for (const { found, studyId, nextKey } of pairs) ended.push({ studyId, key: (await rotatePack(found, nextKey)) ? nextKey : null });
    } catch (error) {
      const rest = await Promise.all(pairs.slice(ended.length).map(async ({ found, studyId, nextKey }) => ({ studyId, key: (await packs.settle(found, nextKey)) === 'new' ? nextKey : null })));
      await packKeys.end([...ended, ...rest], null);
      throw error;
    }
    const state = await requireState();
    if (isStopping && ended.some(({ key }) => key === null)) {
      await packKeys.end(ended, null);
      return;
    }
    const isCounted = (studyId: number) => sizes.has(studyId);
    const after: RotationState = {
      ...state,
      afterStudyId: studyIds.at(-1) ?? state.afterStudyId,
      studiesDone: state.studiesDone + ended.filter(({ studyId, key }) => key !== null && isCounted(studyId)).length,
      studiesLeftOut: state.studiesLeftOut + ended.filter(({ key }) => key === null).length,
      bytesDone: state.bytesDone + pace.bytes - bytesBefore,
    };
    await packKeys.end(ended, JSON.stringify(after));
  };

  const requireState = async (): Promise<RotationState> => {
    const state = await read();
    if (state === undefined) throw new Error('no change of keys is under way');
    return state;
  };

  const changePacks = async (): Promise<void> => {
    const state = await requireState();
    sizes = await sizesOfPacks();
    const left = [...sizes].filter(([studyId]) => studyId > state.afterStudyId && studyId <= state.lastStudyId);
    pace = { sinceMs: performance.now(), bytes: 0, totalBytes: left.reduce((sum, [, bytes]) => sum + bytes, 0) };
    for (;;) {
      const { afterStudyId, lastStudyId } = await requireState();
      const studyIds = await packKeys.studyIds(afterStudyId, lastStudyId, BATCH);
      if (studyIds.length === 0) {
        await write({ ...(await requireState()), status: 'done', endedAt: now() });
        onHappening('packs-changed');
        return;
      }
      for (const group of together(studyIds, (studyId) => sizes.has(studyId))) {
        if (isStopping) return;
        await rotateGroup(group);
      }
    }
  };
  const sizesOfPacks = async () => new Map(Object.entries(await packs.sizes()).map(([studyId, bytes]) => [Number(studyId), bytes]));

  const run = (): void => {
    isStopping = false;
    running ??= changePacks()
      .catch(async (error: unknown) => {
        log.error('the keys of the packs could not be changed', {}, error);
        const state = await read();
        if (state !== undefined) await write({ ...state, status: 'stopped', failure: error instanceof AppError ? error.code : 'internal' });
      })
      .finally(() => (running = undefined));
  };

  const describe = async (): Promise<KeyStateSummary> => {
    const state = await read();
    return {
      keeper: secrets.keeper,
      rotation: state === undefined ? null : summaryOf(state),
      escrow: escrowState(profileFolder, catalogueKey),
    };
  };
  const summaryOf = ({ afterStudyId: _after, lastStudyId: _last, ...state }: RotationState): KeyRotationSummary => {
    const isRunning = state.status === 'running' && running !== undefined;
    const perSecond = pace.bytes / Math.max(0.001, (performance.now() - pace.sinceMs) / 1_000);
    return {
      ...state,
      status: state.status === 'running' && !isRunning ? 'stopped' : state.status,
      secondsLeft: isRunning && pace.bytes > 0 ? Math.max(0, pace.totalBytes - pace.bytes) / perSecond : null,
    };
  };

  if (dependencies.isUnfinished || secrets.renewal.isUnderWay()) await endQuickPart();
  for (const { nextKey, ...found } of await packKeys.underWay()) {
    const opened = await packs.settle(found, nextKey);
    await packKeys.end([{ studyId: found.studyId, key: opened === 'new' ? nextKey : null }], null);
  }
  if ((await read())?.status === 'running') run();

  return {
    state: describe,
    async rotate(startedBy) {
      if (running !== undefined) return describe();
      const state = await read();
      if (state?.status === 'stopped') {
        await write({ ...state, status: 'running', failure: null });
      } else {
        // First: what keeps it is wrapped anew with the rest.
        await changeAuditKey();
        await changeWrappingAndCatalogueKey();
        onHappening('keys-changed');
        const lastStudyId = await packKeys.newestStudyId();
        const studies = Object.keys(await packs.sizes()).filter((id) => Number(id) <= lastStudyId).length;
        await write({ status: 'running', startedAt: now(), startedBy, endedAt: null, studies, studiesDone: 0, studiesLeftOut: 0, bytesDone: 0, failure: null, afterStudyId: 0, lastStudyId });
      }
      run();
      return describe();
    },
    async stop() {
      if (running === undefined) return describe();
      isStopping = true;
      await packs.cancelRotation();
      await running;
      const state = await read();
      if (state?.status === 'running') {
        await write({ ...state, status: 'stopped' });
        onHappening('change-stopped');
      }
      return describe();
    },
    async renewEscrow(pem) {
      writeEscrow(profileFolder, catalogueKey, pem);
      onHappening('escrow-renewed');
      return describe();
    },
    settled: async () => running,
    async close() {
      isStopping = true;
      if (running === undefined) return;
      await packs.cancelRotation().catch(() => undefined);
      await running;
    },
  };
}

/** Studies with a pack one by one, those without one together with their neighbours. */
function together(studyIds: readonly number[], isThere: (studyId: number) => boolean): readonly (readonly number[])[] {
  const groups: number[][] = [];
  for (const studyId of studyIds) {
    const last = groups.at(-1);
    if (last !== undefined && last[0] !== undefined && !isThere(studyId) && !isThere(last[0])) last.push(studyId);
    else groups.push([studyId]);
  }
  return groups;
}
