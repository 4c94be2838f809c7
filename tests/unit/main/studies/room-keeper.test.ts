import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Remote } from '#main/database/remote-repositories.ts';
import { createEventHub } from '#main/platform/event-hub.ts';
import { createPackShelf } from '#main/store/pack-shelf.ts';
import { createRoomKeeper, type Disk, type RoomKeeperDependencies } from '#main/studies/room-keeper.ts';
import { ctSlice } from '#tests/support/instances.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const now = () => new Date('2026-11-22T01:00:00Z');

/** Real catalogue, real packs: four studies of one slice each, of about 230 KB on the disk. */
async function openSeat(overrides: Partial<RoomKeeperDependencies> = {}) {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  const folder = join(temporaryFolder(), 'packs');
  const shelf = createPackShelf(folder, now);
  onTestFinished(() => shelf.closeAll());
  const studyIds: number[] = [];
  for (const index of [1, 2, 3, 4]) {
    const studyInstanceUid = `1.2.3.${index}`;
    const [seen] = catalogue.studies.recordSearch(testSite.id, [foundStudy({ studyInstanceUid, isCase: index > 1 })], `2026-11-2${index}T00:00:00.000Z`);
    const studyId = seen!.studyId;
    studyIds.push(studyId);
    const key = catalogue.studies.packKey(studyId)!;
    const { heldBySeries } = shelf.storeInstance({ studyId, studyInstanceUid, key }, ctSlice(1, { StudyInstanceUID: studyInstanceUid }));
    const series = { seriesInstanceUid: '1.2.3.1', modality: 'CT', seriesNumber: 1, seriesDescription: '', bodyPart: '', content: 'images' as const, expectedInstances: 1, hasLostText: false };
    catalogue.studies.recordIndex(studyId, [series], now().toISOString());
    catalogue.studies.recordHeld(studyId, heldBySeries);
  }
  shelf.closeAll();
  const forgotten: number[] = [];
  const room = createRoomKeeper({
    // On this thread the repositories answer at once; `await` does not mind.
    keeping: catalogue.keeping as unknown as Remote<typeof catalogue.keeping>,
    packs: shelf as unknown as Remote<typeof shelf>,
    measureDisk: async (): Promise<Disk> => ({ freeBytes: 1e12, totalBytes: 2e12 }),
    quotaBytes: null,
    isOpen: () => false,
    onEvicted: (studyId) => forgotten.push(studyId),
    events: createEventHub(), clock: { now }, log: quiet,
    ...overrides,
  });
  await room.sweep();
  const held = () => studyIds.filter((studyId) => catalogue.studies.find(studyId)!.heldInstances > 0);
  const packs = () => readdirSync(folder).filter((file) => file.endsWith('.sqlite')).map((file) => Number(file.slice(0, 8)));
  const total = Object.values(shelf.sizes()).reduce((sum, size) => sum + size, 0);
  return { catalogue, shelf, room, studyIds, forgotten, held, packs, total };
}

test('with room for all nothing is given up', async () => {
  const { room, held } = await openSeat();
  await room.ensureRoom(99, 1e6);
  expect(held()).toEqual([1, 2, 3, 4]);
});

test('an old prior makes room for what is fetched ahead; its files are gone and its counts say so', async () => {
  const { total } = await openSeat();
  const { room, held, packs, forgotten, catalogue } = await openSeat({ quotaBytes: total });
  await room.ensureRoom(99, 1_000);
  expect({ held: held(), packs: packs(), forgotten }).toEqual({ held: [2, 3, 4], packs: [2, 3, 4], forgotten: [1] });
  expect(catalogue.studies.find(1)!.evictedAt).toBe('2026-11-22T01:00:00.000Z');
});

test('a case that nobody has read is not given up to fetch another ahead', async () => {
  const { total } = await openSeat();
  const { room, held } = await openSeat({ quotaBytes: total });
  await expect(room.ensureRoom(99, total / 2)).rejects.toMatchObject({ code: 'store/disk-full' });
  expect(held()).toEqual([1, 2, 3, 4]);
});

test('but to make room for the study that somebody reads: the newest first', async () => {
  const { total } = await openSeat();
  const { room, held } = await openSeat({ quotaBytes: total, isOpen: (studyId) => studyId === 99 });
  await room.ensureRoom(99, total / 2 - 1_000);
  expect(held()).toEqual([2, 3]);
});

test('what is open, pinned, kept for teaching, begun or not yet delivered is never given up', async () => {
  const { total } = await openSeat();
  const { room, held, catalogue } = await openSeat({ quotaBytes: total, isOpen: (studyId) => studyId === 99 || studyId === 1 });
  catalogue.keeping.setKeep(2, 'pinned');
  catalogue.keeping.setKeep(3, 'teaching');
  for (const state of ['drafting', 'signed', 'sending', 'conflict']) {
    catalogue.database.prepare('UPDATE study SET reading_state = ? WHERE id = 4').run(state);
    await expect(room.ensureRoom(99, 1_000)).rejects.toMatchObject({ code: 'store/disk-full' });
  }
  expect(held()).toEqual([1, 2, 3, 4]);
  catalogue.database.prepare("UPDATE study SET reading_state = 'delivered' WHERE id = 4").run();
  await room.ensureRoom(99, 1_000);
  expect(held()).toEqual([1, 2, 3]);
});

test('a disk that fills up by other hands counts like a quota: a share of it stays free', async () => {
  // 5 % of 100 MB stay free; 5.1 MB are free, so 100 KB fit and 200 KB do not.
  const { room, held } = await openSeat({ measureDisk: async () => ({ freeBytes: 5.1e6, totalBytes: 100e6 }) });
  await room.ensureRoom(99, 90_000);
  expect(held()).toEqual([1, 2, 3, 4]);
  await room.ensureRoom(99, 90_000);
  expect(held()).toEqual([2, 3, 4]);
});

test('packs that somebody has deleted by hand are noticed at the next start: nothing says any more that their studies are here', async () => {
  const { catalogue, shelf, room, studyIds, held } = await openSeat();
  const [, second, third] = studyIds;
  shelf.closeAll();
  shelf.remove(second!);
  await room.sweep();
  expect(held()).toEqual(studyIds.filter((studyId) => studyId !== second));
  expect(catalogue.studies.find(second!)).toMatchObject({ heldInstances: 0, needsIndex: true, evictedAt: null });
  expect(catalogue.studies.series(second!)).toMatchObject([{ heldInstances: 0, expectedInstances: 1 }]);
  expect(catalogue.studies.find(third!)).toMatchObject({ heldInstances: 1, needsIndex: false });
  expect(catalogue.studies.wanted(testSite.id, 30).map(({ id }) => id)).toContain(second);
});

test('an eviction that a crash interrupted before its files were gone is finished at the next start', async () => {
  const { room, catalogue, packs } = await openSeat();
  catalogue.keeping.markEvicted(3, now().toISOString(), new Uint8Array(32));
  expect(packs()).toEqual([1, 2, 3, 4]);
  await room.sweep();
  expect(packs()).toEqual([1, 2, 4]);
});
