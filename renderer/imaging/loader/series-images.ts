import { ARRIVING_FRAMES_HEADER, metadataPath } from '#shared/contract/request-paths.ts';
import { textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { describeImage, type ImageDescription } from '#shared/dicom/image/image-description.ts';
import { contentOf } from '#shared/dicom/values/sop-class.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/error-code.ts';
import { passportOfSeries } from '#shared/imaging-passport/passport.ts';
import type { DisplayStack } from '../engine/viewport-state.ts';
import type { ArrivingFrames, HeldInstances } from '../reading-source.ts';
import type { FetchPath } from './fetch-frame.ts';
import { inlineTables } from './inline-tables.ts';
import type { ImageRegistry } from './image-registry.ts';
import type { SeriesMemory } from './series-memory.ts';

/** What is known of the pictures of a series now. */
export interface SeriesImages {
  /** `loading`: not asked yet, the stacks are what is remembered; `failed`: the metadata could not be had, and are asked for again when more is held. */
  readonly status: 'loading' | 'known' | 'failed';
  readonly stacks: readonly DisplayStack[];
  readonly failure: ErrorCode | undefined;
  /** Why the film that came last was put away before all of it was here; absent since another came. */
  readonly givenUp?: 'broken-off' | 'refused';
}

/** What was last known of a series. */
export interface RememberedSeries {
  readonly known: ReadonlyMap<string, ImageDescription>;
  readonly images: SeriesImages;
}

export interface SeriesImagesDependencies {
  readonly registry: ImageRegistry;
  readonly fetchPath: FetchPath;
  readonly onInstancesHeld: (listener: (held: HeldInstances) => void) => () => void;
  readonly onFramesArriving: (listener: (arriving: ArrivingFrames) => void) => () => void;
  readonly memory: SeriesMemory<RememberedSeries>;
  /** Resolves early when the signal aborts. */
  readonly wait: (durationMs: number, signal: AbortSignal) => Promise<void>;
}

/** While images arrive by the hundred the list is asked for at most this often; at once as long as there is no picture. */
const PAUSE_MS = 500;

/**
 * Follows one series: its metadata now, and again whenever instances of its study have become held or a film of it begins to arrive. The listener hears nothing before this has
 * returned. @returns the way to stop
 */
export function followSeries(
  { registry, fetchPath, onInstancesHeld, onFramesArriving, memory, wait }: SeriesImagesDependencies,
  studyId: number,
  seriesInstanceUid: string,
  listener: (images: SeriesImages) => void,
): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const remembered = memory.recall(studyId, seriesInstanceUid);
  let known: ReadonlyMap<string, ImageDescription> = remembered?.known ?? new Map<string, ImageDescription>();
  let isAsking = false;
  let wasKnown = false;
  let mustAskAgain = false;
  let last: SeriesImages | undefined;
  /** SOP Instance UID of each film that arrives to the frames that are here. */
  let arriving: ReadonlyMap<string, number> = new Map<string, number>();

  const stopListening = onInstancesHeld((held) => {
    if (held.studyId !== studyId && held.sopInstanceUids !== 'unknown') return;
    askSoon();
  });
  const stopFollowing = onFramesArriving(({ studyId: ofStudy, seriesInstanceUid: ofSeries, sopInstanceUid, framesHere, givenUp }) => {
    if (ofStudy !== studyId || ofSeries !== seriesInstanceUid) return;
    if (givenUp === null && arriving.has(sopInstanceUid)) {
      arriving = new Map([...arriving, [sopInstanceUid, framesHere]]);
      if (last !== undefined) tell({ ...last, stacks: last.stacks.map((stack) => withArriving(stack, arriving)) });
    } else if (givenUp !== null && arriving.has(sopInstanceUid)) {
      // What was shown of it goes now, not with the next answer.
      arriving = new Map([...arriving].filter(([uid]) => uid !== sopInstanceUid));
      known = new Map([...known].filter(([uid]) => uid !== sopInstanceUid));
      tell({ status: 'known', stacks: stacksOf(studyId, [...known.values()], arriving), failure: undefined, givenUp });
      askSoon();
    } else askSoon();
  });
  // Shown before the next picture of the screen; what has changed since comes with the answer.
  if (remembered !== undefined) {
    registry.add(studyId, [...remembered.known.values()]);
    queueMicrotask(() => {
      if (!signal.aborted) listener({ ...remembered.images, status: 'loading' });
    });
  }
  void ask();

  function askSoon(): void {
    if (isAsking) mustAskAgain = true;
    else void ask();
  }

  function tell(images: SeriesImages): void {
    last = images;
    listener(images);
  }

  async function ask(): Promise<void> {
    isAsking = true;
    do {
      mustAskAgain = false;
      await askOnce();
      if (mustAskAgain && known.size > 0) await wait(PAUSE_MS, signal);
    } while (mustAskAgain && !signal.aborted);
    isAsking = false;
  }

  async function askOnce(): Promise<void> {
    try {
      const { dataSets, arriving: arrivingNow } = await fetchSeries(fetchPath, studyId, seriesInstanceUid, signal);
      const images = new Map<string, ImageDescription>();
      for (const dataSet of dataSets) {
        // A report that a device filed among its pictures is none.
        if (contentOf(textOf(dataSet, 'SOPClassUID')) !== 'images') continue;
        const description = describeImage(await inlineTables(dataSet, studyId, fetchPath, signal));
        // An instance does not change while it is held: its description stays the same object, so that shown frames stay the same.
        images.set(description.sopInstanceUid, known.get(description.sopInstanceUid) ?? description);
      }
      if (signal.aborted) return;
      const isSame = images.size === known.size && [...images.keys()].every((uid) => known.has(uid));
      const isSameArriving = arrivingNow.size === arriving.size && [...arrivingNow].every(([uid, framesHere]) => arriving.get(uid) === framesHere);
      known = images;
      // More may have been heard of meanwhile than the answer knew.
      arriving = new Map([...arrivingNow].map(([uid, framesHere]) => [uid, Math.max(framesHere, arriving.get(uid) ?? 0)]));
      registry.add(studyId, [...images.values()]);
      const isConfirmed = isSame && images.size > 0;
      if (isConfirmed && wasKnown && isSameArriving) return;
      wasKnown = true;
      const before = last ?? remembered?.images;
      const stacks = isConfirmed && before !== undefined ? before.stacks.map((stack) => withArriving(stack, arriving)) : stacksOf(studyId, [...images.values()], arriving);
      const answer: SeriesImages = { status: 'known', stacks: before !== undefined && isSameList(before.stacks, stacks) ? before.stacks : stacks, failure: undefined, ...reasonOf(last, images) };
      if (images.size > 0 && arriving.size === 0) memory.remember(studyId, seriesInstanceUid, { known: images, images: answer });
      tell(answer);
    } catch (error) {
      if (signal.aborted) return;
      tell({ status: 'failed', stacks: stacksOf(studyId, [...known.values()], arriving), failure: isAppError(error) ? error.code : 'internal' });
    }
  }

  return () => {
    stopListening();
    stopFollowing();
    ending.abort();
  };
}

async function fetchSeries(fetchPath: FetchPath, studyId: number, seriesInstanceUid: string, signal: AbortSignal): Promise<{ readonly dataSets: readonly DataSet[]; readonly arriving: ReadonlyMap<string, number> }> {
  const response = await fetchPath(metadataPath(studyId, seriesInstanceUid), { signal }).catch((cause: unknown) => {
    throw signal.aborted ? cause : new AppError('contract/no-answer', 'The metadata were not answered.', { cause });
  });
  if (response.status === 404) throw new AppError('store/not-held', 'The store does not know the series.');
  if (!response.ok) throw new AppError('store/damaged', 'The store could not give the metadata.', { facts: { status: response.status } });
  const answer: unknown = await response.json();
  if (!Array.isArray(answer)) throw new AppError('store/damaged', 'The metadata are no list.');
  return { dataSets: answer as readonly DataSet[], arriving: arrivingOf(response.headers.get(ARRIVING_FRAMES_HEADER) ?? '') };
}

function arrivingOf(header: string): ReadonlyMap<string, number> {
  return new Map([...header.matchAll(/([0-9.]+)=(\d+)/g)].map(([, uid = '', framesHere]) => [uid, Number(framesHere)]));
}

/** What was said of a film that was put away, until another image is here. */
function reasonOf(last: SeriesImages | undefined, images: ReadonlyMap<string, unknown>): Pick<SeriesImages, 'givenUp'> {
  return last?.givenUp === undefined || images.size > 0 ? {} : { givenUp: last.givenUp };
}

function isSameList(left: readonly DisplayStack[], right: readonly DisplayStack[]): boolean {
  return left.length === right.length && left.every((stack, index) => stack === right[index]);
}

/** The stack as it is, where nothing of it arrives any more or the same as before. */
function withArriving(stack: DisplayStack, arriving: ReadonlyMap<string, number>): DisplayStack {
  const { arriving: before, ...still } = stack;
  const own = new Map([...arriving].filter(([uid]) => stack.frames.some(({ frame }) => frame.sopInstanceUid === uid)));
  if (own.size === 0) return before === undefined ? stack : still;
  return { ...still, arriving: own };
}

function stacksOf(studyId: number, images: readonly ImageDescription[], arriving: ReadonlyMap<string, number>): readonly DisplayStack[] {
  return passportOfSeries(images).stacks.map((passport, place, { length }) =>
    withArriving(
      {
        passport,
        place,
        siblings: length,
        frames: passport.stack.frames.map(({ image, description, frameNumber }) => ({ frame: { studyId, sopInstanceUid: image.sopInstanceUid, frameNumber }, image, description })),
      },
      arriving,
    ));
}
