import { metadataPath } from '#shared/contract/request-paths.ts';
import { textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { describeImage, type ImageDescription } from '#shared/dicom/image/image-description.ts';
import { contentOf } from '#shared/dicom/values/sop-class.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/error-code.ts';
import { passportOfSeries } from '#shared/imaging-passport/passport.ts';
import type { DisplayStack } from '../engine/viewport-state.ts';
import type { HeldInstances } from '../reading-source.ts';
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
  readonly memory: SeriesMemory<RememberedSeries>;
  /** Resolves early when the signal aborts. */
  readonly wait: (durationMs: number, signal: AbortSignal) => Promise<void>;
}

/** While images arrive by the hundred the list is asked for at most this often; at once as long as there is no picture. */
const PAUSE_MS = 500;

/**
 * Follows one series: its metadata now, and again whenever instances of its study have become held. The listener hears nothing before this has
 * returned. @returns the way to stop
 */
export function followSeries(
  { registry, fetchPath, onInstancesHeld, memory, wait }: SeriesImagesDependencies,
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

  const stopListening = onInstancesHeld((held) => {
    if (held.studyId !== studyId && held.sopInstanceUids !== 'unknown') return;
    if (isAsking) mustAskAgain = true;
    else void ask();
  });
  // Shown before the next picture of the screen; what has changed since comes with the answer.
  if (remembered !== undefined) {
    registry.add(studyId, [...remembered.known.values()]);
    queueMicrotask(() => {
      if (!signal.aborted) listener({ ...remembered.images, status: 'loading' });
    });
  }
  void ask();

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
      const dataSets = await fetchSeries(fetchPath, studyId, seriesInstanceUid, signal);
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
      known = images;
      registry.add(studyId, [...images.values()]);
      const isConfirmed = isSame && images.size > 0;
      if (isConfirmed && wasKnown) return;
      wasKnown = true;
      const stacks = isConfirmed && remembered !== undefined ? remembered.images.stacks : stacksOf(studyId, [...images.values()]);
      const answer: SeriesImages = { status: 'known', stacks, failure: undefined };
      if (images.size > 0) memory.remember(studyId, seriesInstanceUid, { known: images, images: answer });
      listener(answer);
    } catch (error) {
      if (signal.aborted) return;
      listener({ status: 'failed', stacks: stacksOf(studyId, [...known.values()]), failure: isAppError(error) ? error.code : 'internal' });
    }
  }

  return () => {
    stopListening();
    ending.abort();
  };
}

async function fetchSeries(fetchPath: FetchPath, studyId: number, seriesInstanceUid: string, signal: AbortSignal): Promise<readonly DataSet[]> {
  const response = await fetchPath(metadataPath(studyId, seriesInstanceUid), { signal }).catch((cause: unknown) => {
    throw signal.aborted ? cause : new AppError('contract/no-answer', 'The metadata were not answered.', { cause });
  });
  if (response.status === 404) throw new AppError('store/not-held', 'The store does not know the series.');
  if (!response.ok) throw new AppError('store/damaged', 'The store could not give the metadata.', { facts: { status: response.status } });
  const answer: unknown = await response.json();
  if (!Array.isArray(answer)) throw new AppError('store/damaged', 'The metadata are no list.');
  return answer as readonly DataSet[];
}

function stacksOf(studyId: number, images: readonly ImageDescription[]): readonly DisplayStack[] {
  return passportOfSeries(images).stacks.map((passport, place, { length }) => ({
    passport,
    place,
    siblings: length,
    frames: passport.stack.frames.map(({ image, description, frameNumber }) => ({ frame: { studyId, sopInstanceUid: image.sopInstanceUid, frameNumber }, image, description })),
  }));
}
