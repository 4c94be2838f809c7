import type { FrameRef } from '../frame-ref.ts';
import type { ArrivingFrames, HeldInstances } from '../reading-source.ts';
import type { FrameAnswer } from './fetch-frame.ts';
import type { FrameCache } from './frame-cache.ts';
import { imageIdOf } from './image-id.ts';
import type { LoadedFrame } from './loaded-frame.ts';

/** Whoever waits for a frame: the eye, or a thumbnail that can wait. */
export type LoadPriority = 'on-screen' | 'thumbnail';

export interface FrameStore {
  /** The frame, if it is in memory. */
  readonly peek: (frame: FrameRef) => LoadedFrame | undefined;
  /**
   * Brings a frame into memory. A frame that the hospital must send first is waited for until it is held or the signal aborts.
   * @throws AppError as `fetchFrame` and `decodeFrame` do; the reason of the signal after an abort
   */
  readonly load: (frame: FrameRef, priority: LoadPriority, signal: AbortSignal) => Promise<LoadedFrame>;
  /** What `owner` will want next, most wanted first; replaces what it said before. Loaded when nobody waits for anything else. */
  readonly prefetch: (owner: object, frames: readonly FrameRef[]) => void;
  /** Drops all pixels of a study and all work for it. */
  readonly forget: (studyId: number) => void;
  readonly dispose: () => void;
}

export interface FrameStoreDependencies {
  readonly cache: FrameCache;
  readonly fetch: (frame: FrameRef, signal: AbortSignal) => Promise<FrameAnswer>;
  readonly decode: (frame: FrameRef, answer: Extract<FrameAnswer, { status: 'held' }>) => Promise<LoadedFrame>;
  readonly onInstancesHeld: (listener: (held: HeldInstances) => void) => () => void;
  readonly onFramesArriving: (listener: (arriving: ArrivingFrames) => void) => () => void;
  /** How many frames are fetched at once: below the six connections that a browser allows, calls and the event stream need theirs. */
  readonly concurrency: number;
}

interface Waiter {
  readonly priority: LoadPriority;
  readonly settle: (outcome: { readonly loaded: LoadedFrame } | { readonly error: unknown }) => void;
}

interface Job {
  readonly frame: FrameRef;
  readonly waiters: Set<Waiter>;
  readonly ending: AbortController;
  /** `awaited`: the hospital was asked; the job holds no connection. */
  state: 'queued' | 'running' | 'awaited';
  /** The instance became held while the question was under way: an answer of "not yet" is out of date. */
  becameHeld: boolean;
  /** It is a frame of a film that was given up meanwhile: the answer is thrown away, and asked for again. */
  isOutdated: boolean;
}

export function createFrameStore(dependencies: FrameStoreDependencies): FrameStore {
  const { cache, concurrency } = dependencies;
  const jobs = new Map<string, Job>();
  const wanted = new Map<object, readonly FrameRef[]>();
  /** Frames that were prefetched in vain; asked again only when somebody waits for them or the store has more. */
  const inVain = new Set<string>();
  /** SOP Instance UIDs of films whose frames were heard of before all was here, with their studies. */
  const films = new Map<string, number>();
  let running = 0;

  const stopListening = dependencies.onInstancesHeld(({ studyId, sopInstanceUids }) => {
    const isMeant = (frame: FrameRef) =>
      sopInstanceUids === 'unknown' || (frame.studyId === studyId && sopInstanceUids.includes(frame.sopInstanceUid));
    for (const job of jobs.values()) {
      if (!isMeant(job.frame)) continue;
      if (job.state === 'awaited') job.state = 'queued';
      else if (job.state === 'running') job.becameHeld = true;
    }
    inVain.clear();
    // What was given up meanwhile was not heard of; what is held now stays.
    if (sopInstanceUids === 'unknown') for (const [uid, ofStudy] of films) cache.forgetInstance(ofStudy, uid);
    else for (const uid of sopInstanceUids) films.delete(uid);
    pump();
  });

  const stopFollowing = dependencies.onFramesArriving(({ studyId, sopInstanceUid, framesHere, givenUp }) => {
    const isOf = ({ frame }: Job) => frame.studyId === studyId && frame.sopInstanceUid === sopInstanceUid;
    if (givenUp === null) films.set(sopInstanceUid, studyId);
    else {
      films.delete(sopInstanceUid);
      cache.forgetInstance(studyId, sopInstanceUid);
    }
    for (const job of jobs.values()) {
      if (!isOf(job)) continue;
      if (givenUp !== null) job.isOutdated = job.state === 'running';
      else if (job.frame.frameNumber > framesHere) continue;
      else if (job.state === 'awaited') job.state = 'queued';
      else if (job.state === 'running') job.becameHeld = true;
    }
    for (let frameNumber = 1; frameNumber <= framesHere; frameNumber += 1) inVain.delete(imageIdOf({ studyId, sopInstanceUid, frameNumber }));
    pump();
  });

  function pump(): void {
    while (running < concurrency) {
      const job = nextWaitedFor() ?? nextPrefetch();
      if (job === undefined) return;
      void run(job);
    }
  }

  /** The eye before thumbnails; among the eye's frames the newest wish first, because the wheel has moved on. */
  function nextWaitedFor(): Job | undefined {
    const queued = [...jobs.values()].filter((job) => job.state === 'queued');
    const forTheEye = queued.filter((job) => [...job.waiters].some(({ priority }) => priority === 'on-screen'));
    return forTheEye.at(-1) ?? (running < concurrency - 1 || concurrency === 1 ? queued[0] : undefined);
  }

  function nextPrefetch(): Job | undefined {
    // One place stays free for the eye.
    if (running >= concurrency - 1 && concurrency > 1) return undefined;
    const lists = [...wanted.values()];
    const longest = Math.max(0, ...lists.map((list) => list.length));
    for (let place = 0; place < longest; place += 1) {
      for (const list of lists) {
        const frame = list[place];
        if (frame === undefined || cache.has(frame)) continue;
        const imageId = imageIdOf(frame);
        if (!jobs.has(imageId) && !inVain.has(imageId)) return addJob(frame);
      }
    }
    return undefined;
  }

  function addJob(frame: FrameRef): Job {
    const job: Job = { frame, waiters: new Set(), ending: new AbortController(), state: 'queued', becameHeld: false, isOutdated: false };
    jobs.set(imageIdOf(frame), job);
    return job;
  }

  async function run(job: Job): Promise<void> {
    running += 1;
    job.state = 'running';
    job.becameHeld = false;
    job.isOutdated = false;
    try {
      const answer = await dependencies.fetch(job.frame, job.ending.signal);
      if (answer.status === 'held') {
        const loaded = await dependencies.decode(job.frame, answer);
        if (job.isOutdated && jobs.get(imageIdOf(job.frame)) === job) {
          if (job.waiters.size > 0) job.state = 'queued';
          else giveUp(job);
        } else if (jobs.get(imageIdOf(job.frame)) === job) {
          cache.put(loaded);
          settle(job, { loaded });
        }
      } else if (job.waiters.size > 0) {
        job.state = job.becameHeld ? 'queued' : 'awaited';
      } else {
        giveUp(job);
      }
    } catch (error) {
      if (job.waiters.size === 0) giveUp(job);
      else settle(job, { error });
    } finally {
      running -= 1;
      pump();
    }
  }

  function giveUp(job: Job): void {
    inVain.add(imageIdOf(job.frame));
    jobs.delete(imageIdOf(job.frame));
  }

  function settle(job: Job, outcome: Parameters<Waiter['settle']>[0]): void {
    jobs.delete(imageIdOf(job.frame));
    for (const waiter of job.waiters) waiter.settle(outcome);
    job.waiters.clear();
  }

  async function load(frame: FrameRef, priority: LoadPriority, signal: AbortSignal): Promise<LoadedFrame> {
    signal.throwIfAborted();
    const known = cache.get(frame);
    if (known !== undefined) return known;
    const imageId = imageIdOf(frame);
    const job = jobs.get(imageId) ?? addJob(frame);
    if (job.state === 'queued') {
      // Newest last: that is where the eye's turn is looked for.
      jobs.delete(imageId);
      jobs.set(imageId, job);
    }
    return await new Promise<LoadedFrame>((resolve, reject) => {
      const waiter: Waiter = {
        priority,
        settle: (outcome) => {
          signal.removeEventListener('abort', leave);
          if ('loaded' in outcome) resolve(outcome.loaded);
          else reject(toError(outcome.error));
        },
      };
      function leave(): void {
        job.waiters.delete(waiter);
        reject(toError(signal.reason));
        // What is under way is finished for the cache; what is not is dropped.
        if (job.waiters.size === 0 && job.state !== 'running') jobs.delete(imageId);
      }
      job.waiters.add(waiter);
      signal.addEventListener('abort', leave, { once: true });
      pump();
    });
  }

  function drop(isMeant: (frame: FrameRef) => boolean, reason: Error): void {
    for (const [imageId, job] of jobs) {
      if (!isMeant(job.frame)) continue;
      jobs.delete(imageId);
      job.ending.abort(reason);
      for (const waiter of job.waiters) waiter.settle({ error: reason });
      job.waiters.clear();
    }
  }

  return {
    peek: (frame) => cache.get(frame),
    load,
    prefetch: (owner, frames) => {
      if (frames.length === 0) wanted.delete(owner);
      else wanted.set(owner, frames);
      pump();
    },
    forget: (studyId) => {
      drop((frame) => frame.studyId === studyId, new DOMException('The study was closed.', 'AbortError'));
      cache.forget(studyId);
    },
    dispose: () => {
      stopListening();
      stopFollowing();
      wanted.clear();
      drop(() => true, new DOMException('The pictures were put away.', 'AbortError'));
      cache.clear();
    },
  };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error('A frame could not be loaded.', { cause: error });
}
