import { expect, onTestFinished, test, vi } from 'vitest';
import { createArrivingObjects, type ArrivingObjects } from '#main/retrieval/arriving-objects.ts';
import type { StudyToFetch, WantedInstance } from '#main/retrieval/choose-next.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import type { FrameAnswer } from '#main/store/pack.repository.ts';
import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { textOf } from '#shared/dicom/data-set/data-set.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { part10, pixelDescription, raw, SYNTAX, withIdentity, write } from '#tests/support/build-part10.ts';

/** Four frames of 2 x 2 pixels of 8 bits, 1 to 16: a frame takes 4 bytes, and the last ends the file. */
const FILM = part10(SYNTAX.explicit, write([...withIdentity(...pixelDescription(2, 2, { frames: '4' })), raw(0x7fe00010, 'OB', Array.from({ length: 16 }, (_, index) => index + 1))], 'explicit'));
/** So many bytes of it are its header and so many frames. */
const upTo = (frames: number) => FILM.subarray(0, FILM.length - 16 + frames * 4);

const STUDY = { studyId: 7, siteId: 's', studyInstanceUid: '1.2.3', purpose: 'reading', urgency: 'routine', arrivedAt: '2026-11-22T00:00:00Z' } as const satisfies StudyToFetch;
const INSTANCE: WantedInstance = { sopInstanceUid: '1.2.3.4', seriesInstanceUid: '1.2.3.1', instanceNumber: 1 };
const FLIGHT = { answered: () => {}, hold: () => undefined, received: () => {} };

/** A store in memory, and a transfer that a test pushes on piece by piece. */
function openLine(options: { readonly maximumBytes?: number; readonly isHeld?: boolean } = {}) {
  let stored: Uint8Array | undefined = options.isHeld === true ? FILM : undefined;
  const events: Extract<ApplicationEvent, { kind: 'frames-arriving' }>[] = [];
  const objects = createArrivingObjects({
    held: {
      readFrame: async (_studyId, _uid, frameNumber): Promise<FrameAnswer> => {
        const frame = stored && readPart10(stored).frames[frameNumber - 1];
        return frame === undefined ? { kind: 'missing' } : { kind: 'held', frame: { bytes: frame, transferSyntaxUid: 'held' } };
      },
      readBulkData: async () => undefined,
      readSeriesMetadata: async () => JSON.stringify(stored === undefined ? [] : [readPart10(stored).metadata]),
    },
    publish: (event) => {
      if (event.kind === 'frames-arriving') events.push(event);
    },
    ...(options.maximumBytes === undefined ? {} : { maximumBytes: options.maximumBytes }),
  });
  return { objects, events, put: (part10Bytes: Uint8Array) => void (stored = part10Bytes) };
}

function startTransfer(objects: ArrivingObjects, instance = INSTANCE, study: StudyToFetch = STUDY) {
  let come: (soFar: Uint8Array) => void = () => {};
  const end = Promise.withResolvers<Uint8Array>();
  const fetched = objects.watching((_siteId, _study, _instance, _signal, flight) => {
    come = flight.arriving ?? come;
    return end.promise;
  })('s', study, instance, new AbortController().signal, FLIGHT);
  fetched.catch(() => undefined);
  return {
    come: (soFar: Uint8Array) => come(soFar),
    land: async (whole: Uint8Array) => {
      end.resolve(whole);
      await fetched;
    },
    fail: async (reason: Error) => {
      end.reject(reason);
      await Promise.allSettled([fetched]);
    },
  };
}

async function bytesOf(objects: ArrivingObjects, frameNumber: number): Promise<number[] | string> {
  const answer = await objects.reader.readFrame(7, '1.2.3.4', frameNumber);
  return answer.kind === 'held' ? [...answer.frame.bytes] : answer.kind;
}

test('a frame is read as soon as it is whole, the others are on their way, and the list says how many are here', async () => {
  const { objects, events } = openLine();
  const { come } = startTransfer(objects);
  come(upTo(0));
  expect(events).toEqual([]);
  expect(await bytesOf(objects, 1)).toBe('missing');
  come(upTo(1));
  await vi.waitFor(() => expect(events).toEqual([{ kind: 'frames-arriving', studyId: 7, seriesInstanceUid: '1.2.3.1', sopInstanceUid: '1.2.3.4', framesHere: 1, givenUp: null }]));
  come(upTo(3));
  expect([await bytesOf(objects, 1), await bytesOf(objects, 3), await bytesOf(objects, 4), await bytesOf(objects, 5)]).toEqual([[1, 2, 3, 4], [9, 10, 11, 12], 'arriving', 'missing']);
  const { text, arriving } = await objects.reader.readSeriesMetadata(7, '1.2.3.1');
  expect([(JSON.parse(text) as DataSet[]).map((one) => textOf(one, 'SOPInstanceUID')), [...arriving]]).toEqual([['1.2.3.4'], [['1.2.3.4', 3]]]);
  expect((await objects.reader.readSeriesMetadata(7, '1.2.3.2')).text).toBe('[]');
  // Windows hear of the rest after a pause, once.
  await vi.waitFor(() => expect(events.map(({ framesHere }) => framesHere)).toEqual([1, 3]));
});

test('while it is stored its pictures stay listed, then they are the store’s', async () => {
  const { objects, events, put } = openLine();
  const { come, land } = startTransfer(objects);
  come(upTo(2));
  await vi.waitFor(() => expect(events).toHaveLength(1));
  await land(FILM);
  // The bytes have gone to the store, which answers next.
  expect([await bytesOf(objects, 1), [...(await objects.reader.readSeriesMetadata(7, '1.2.3.1')).arriving]]).toEqual(['arriving', [['1.2.3.4', 4]]]);
  await objects.storing(async (_studyId, whole) => put(whole))(7, FILM, INSTANCE);
  expect([await bytesOf(objects, 4), [...(await objects.reader.readSeriesMetadata(7, '1.2.3.1')).arriving]]).toEqual([[13, 14, 15, 16], []]);
  expect(events.map(({ givenUp }) => givenUp)).toEqual([null]);
});

test.each([
  ['a line that broke', new AppError('site/unreachable', 'gone'), 'broken-off'],
  ['an answer that ended early', new AppError('site/truncated', 'short'), 'broken-off'],
] as const)('%s takes back what was shown, and says why', async (_name, error, givenUp) => {
  const { objects, events } = openLine();
  const { come, fail } = startTransfer(objects);
  come(upTo(2));
  await vi.waitFor(() => expect(events).toHaveLength(1));
  await fail(error);
  expect(events.at(-1)).toMatchObject({ framesHere: 0, givenUp });
  expect([await bytesOf(objects, 1), [...(await objects.reader.readSeriesMetadata(7, '1.2.3.1')).arriving]]).toEqual(['missing', []]);
  // It is asked for again, from its first byte.
  const again = startTransfer(objects);
  again.come(upTo(1));
  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ framesHere: 1, givenUp: null }));
});

test('what the store refuses is taken back, and not shown again before it is held', async () => {
  const { objects, events, put } = openLine();
  const { come, land } = startTransfer(objects);
  come(upTo(2));
  await vi.waitFor(() => expect(events).toHaveLength(1));
  await land(FILM);
  const refusal = objects.storing(async () => {
    throw new AppError('file/damaged', 'damaged');
  })(7, FILM, INSTANCE);
  await expect(refusal).rejects.toMatchObject({ code: 'file/damaged' });
  expect(events.at(-1)).toMatchObject({ framesHere: 0, givenUp: 'refused' });
  expect(await bytesOf(objects, 1)).toBe('missing');
  const again = startTransfer(objects);
  again.come(upTo(3));
  await again.land(FILM);
  expect([events.length, await bytesOf(objects, 1)]).toEqual([2, 'missing']);
  await objects.storing(async (_studyId, whole) => put(whole))(7, FILM, INSTANCE);
  expect(await bytesOf(objects, 1)).toEqual([1, 2, 3, 4]);
});

test('a file that is shorter than it said is taken back before it is stored', async () => {
  const { objects, events } = openLine();
  const { come, land } = startTransfer(objects);
  come(upTo(2));
  await vi.waitFor(() => expect(events).toHaveLength(1));
  await land(upTo(3));
  expect(events.at(-1)).toMatchObject({ framesHere: 0, givenUp: 'refused' });
});

test.each<readonly [string, WantedInstance, string]>([
  ['another object', { ...INSTANCE, sopInstanceUid: '1.2.3.5' }, '1.2.3'],
  ['another series', { ...INSTANCE, seriesInstanceUid: '1.2.3.2' }, '1.2.3'],
  ['another study', INSTANCE, '1.2.4'],
])('%s than was asked for is never shown', async (_name, instance, studyInstanceUid) => {
  const { objects, events } = openLine();
  const { come } = startTransfer(objects, instance, { ...STUDY, studyInstanceUid });
  come(upTo(4));
  expect(events).toEqual([]);
  expect((await objects.reader.readFrame(7, instance.sopInstanceUid, 1)).kind).toBe('missing');
});

test('what is held already, and comes again to be compared, is not said to arrive', async () => {
  const { objects, events } = openLine({ isHeld: true });
  const { come, fail } = startTransfer(objects);
  come(upTo(2));
  await Promise.resolve();
  come(upTo(3));
  await fail(new AppError('site/unreachable', 'gone'));
  expect(events).toEqual([]);
  expect((await objects.reader.readSeriesMetadata(7, '1.2.3.1')).arriving.size).toBe(0);
});

test('all films together are read only so far as the bound allows: the frames that are here stay, and there is room again when one has gone', async () => {
  // Room for one with its four frames and for the header of another with one frame less.
  const { objects, events } = openLine({ maximumBytes: FILM.length + upTo(0).length });
  const other = startTransfer(objects, { ...INSTANCE, sopInstanceUid: '1.2.3.9' });
  other.come(upTo(0));
  const { come } = startTransfer(objects);
  come(upTo(2));
  await vi.waitFor(() => expect(events).toHaveLength(1));
  come(FILM);
  // The other one was not what was asked for, and its bytes count no more: 1.2.3.9 is not 1.2.3.4.
  expect(await bytesOf(objects, 4)).toEqual([13, 14, 15, 16]);
  const narrow = openLine({ maximumBytes: upTo(2).length });
  const transfer = startTransfer(narrow.objects);
  transfer.come(upTo(2));
  await vi.waitFor(() => expect(narrow.events).toHaveLength(1));
  transfer.come(upTo(4));
  expect([await bytesOf(narrow.objects, 2), await bytesOf(narrow.objects, 3)]).toEqual([[5, 6, 7, 8], 'arriving']);
  const second = startTransfer(narrow.objects, { ...INSTANCE, sopInstanceUid: '1.2.3.8' });
  second.come(upTo(1));
  await transfer.fail(new AppError('site/unreachable', 'gone'));
  expect(narrow.events.at(-1)).toMatchObject({ framesHere: 0, givenUp: 'broken-off' });
  const again = startTransfer(narrow.objects);
  onTestFinished(() => void again.fail(new Error('over')));
  again.come(upTo(2));
  await vi.waitFor(() => expect(narrow.events.at(-1)).toMatchObject({ framesHere: 2, givenUp: null }));
});
