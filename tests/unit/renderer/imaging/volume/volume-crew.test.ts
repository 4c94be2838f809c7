import { expect, test } from 'vitest';
import { THIN } from '#shared/dicom/volume/reslice.ts';
import type { Volume } from '#shared/dicom/volume/volume.ts';
import { crewSize, openCrew, type CrewWorker } from '#renderer/imaging/volume/volume-crew.ts';
import { volumeWorkerOf, type VolumeAnswer, type VolumeQuestion, type VolumeTask } from '#renderer/imaging/volume/volume-work.ts';

/** 4 x 1 x 1 voxels of 1 mm: 10, 20, 30, 40. */
function volume(): Volume {
  return {
    grid: { columns: 4, rows: 1, slices: 1, originMm: [0, 0, 0], columnStepMm: [1, 0, 0], rowStepMm: [0, 1, 0], sliceStepMm: [0, 0, 1] },
    values: new Int16Array([10, 20, 30, 40]),
    hasNothing: false,
  };
}

/** One voxel of the row. */
const cutAt = (x: number): Extract<VolumeTask, { kind: 'cut' }> => ({
  kind: 'cut', plane: { positionMm: [x, 0, 0], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], columnSpacingMm: 1, rowSpacingMm: 1 }, columns: 1, rows: 1, slab: THIN,
});

/** A worker of the same code on this thread, which answers when it is told to. */
function standIn() {
  const told: VolumeTask[] = [];
  const waiting: (() => void)[] = [];
  const listeners = new Map<string, (event: never) => void>();
  let work: ((task: VolumeTask) => unknown) | undefined;
  let isEnded = false;
  const worker = {
    postMessage: (question: VolumeQuestion) => {
      if (question.kind === 'open') {
        work = volumeWorkerOf(question.volume);
        return;
      }
      told.push(question.task);
      waiting.push(() => {
        const answer = { id: question.id, status: 'done', result: work?.(question.task) } as VolumeAnswer;
        listeners.get('message')?.({ data: answer } as never);
      });
    },
    addEventListener: (name: string, listener: (event: never) => void) => void listeners.set(name, listener),
    terminate: () => {
      isEnded = true;
    },
  } as unknown as CrewWorker;
  return { worker, told, answerNext: () => waiting.shift()?.(), fail: () => listeners.get('error')?.({} as never), isEnded: () => isEnded };
}

const open = (standing: ReturnType<typeof standIn>) => openCrew(volume(), 1, () => standing.worker);
const never = new AbortController().signal;
const placeOf = (task: VolumeTask) => (task.kind === 'cut' ? task.plane.positionMm[0] : undefined);

test('what the eye waits for is cut before what lies ahead of it, in the order of asking', async () => {
  const standing = standIn();
  const crew = open(standing);
  const all = [crew.ask(cutAt(0), never, 'ahead'), crew.ask(cutAt(1), never, 'ahead'), crew.ask(cutAt(2), never, 'now'), crew.ask(cutAt(3), never, 'now')];
  for (let turn = 0; turn < 4; turn += 1) standing.answerNext();
  expect((await Promise.all(all)).map(({ values }) => values[0])).toEqual([10, 20, 30, 40]);
  // The first had begun when the others came.
  expect(standing.told.map(placeOf)).toEqual([0, 2, 3, 1]);
});

test('a wish that was given up while it waited is never cut, one that had begun is finished', async () => {
  const standing = standIn();
  const crew = open(standing);
  const begun = new AbortController();
  const queued = new AbortController();
  const first = crew.ask(cutAt(0), begun.signal, 'now');
  const second = crew.ask(cutAt(1), queued.signal, 'now');
  begun.abort();
  queued.abort(new DOMException('gone', 'AbortError'));
  await expect(second).rejects.toThrow('gone');
  standing.answerNext();
  expect((await first).values[0]).toBe(10);
  expect(standing.told.map(placeOf)).toEqual([0]);
});

test('a lost worker is an error of memory, for what is asked and for what will be', async () => {
  const standing = standIn();
  const crew = open(standing);
  const asked = crew.ask(cutAt(0), never, 'now');
  standing.fail();
  await expect(asked).rejects.toMatchObject({ code: 'imaging/no-memory' });
  await expect(crew.ask(cutAt(0), never, 'now')).rejects.toMatchObject({ code: 'imaging/no-memory' });
  expect(standing.isEnded()).toBe(true);
});

test('putting the volume away ends its worker and everything that was asked', async () => {
  const standing = standIn();
  const crew = open(standing);
  const asked = crew.ask(cutAt(0), never, 'now');
  crew.dispose();
  await expect(asked).rejects.toThrow('put away');
  expect(standing.isEnded()).toBe(true);
});

test('only shared memory is worked on by several', () => {
  expect(crewSize(new Int16Array(8), 16)).toBe(1);
  // One core is left to the page; three planes need no more than three.
  expect(crewSize(new Int16Array(new SharedArrayBuffer(8)), 2)).toBe(1);
  expect(crewSize(new Int16Array(new SharedArrayBuffer(8)), 16)).toBe(3);
});
