import type { Volume } from '#shared/dicom/volume/volume.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { VolumeAnswer, VolumeQuestion, VolumeResult, VolumeResultOf, VolumeTask } from './volume-work.ts';

/** Workers over one volume: the hand never waits for a cut. */
export interface VolumeCrew {
  /**
   * Tasks are done in the order in which they were asked, those `ahead` of the eye when nobody waits. A task that has begun is finished even
   * when its signal aborts; one that waits is dropped.
   * @throws AppError `imaging/no-memory` when a worker is lost; the reason of the signal
   */
  readonly ask: <Task extends VolumeTask>(task: Task, signal: AbortSignal, urgency: 'now' | 'ahead') => Promise<VolumeResultOf<Task>>;
  /** Gives the memory of the volume back. */
  readonly dispose: () => void;
}

/** The part of a Worker that is used; a test brings its own. */
export type CrewWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

interface Wish {
  readonly id: number;
  readonly task: VolumeTask;
  readonly urgency: 'now' | 'ahead';
  readonly resolve: (result: VolumeResult) => void;
  readonly reject: (error: Error) => void;
}

interface Seat {
  readonly worker: CrewWorker;
  busyWith: Wish | undefined;
}

const MOST_WORKERS = 3;

/** Several workers see one shared block of memory; where the host gives none, one worker owns it. */
export function crewSize(values: Volume['values'], cores: number): number {
  const isShared = typeof SharedArrayBuffer !== 'undefined' && values.buffer instanceof SharedArrayBuffer;
  return isShared ? Math.max(1, Math.min(MOST_WORKERS, cores - 1)) : 1;
}

/** The volume is given away: its values are empty afterwards where they are not shared. */
export function openCrew(volume: Volume, size = crewSize(volume.values, navigator.hardwareConcurrency), start: () => CrewWorker = startWorker): VolumeCrew {
  const queue: Wish[] = [];
  let asked = 0;
  let isLost = false;
  const seats = Array.from({ length: size }, (): Seat => {
    const seat: Seat = { worker: start(), busyWith: undefined };
    seat.worker.addEventListener('message', (event) => hear(seat, (event as MessageEvent<VolumeAnswer>).data));
    seat.worker.addEventListener('error', lose);
    return seat;
  });
  // No function of the crew names the volume: whoever still holds a crew that has ended holds none of its memory.
  const transfer = size > 1 ? [] : [volume.values.buffer];
  for (const seat of seats) tell(seat, { kind: 'open', volume }, transfer);

  function tell({ worker }: Seat, question: VolumeQuestion, transfer: readonly ArrayBufferLike[] = []): void {
    worker.postMessage(question, transfer as Transferable[]);
  }

  function hear(seat: Seat, answer: VolumeAnswer): void {
    const wish = seat.busyWith;
    if (wish?.id !== answer.id) return;
    seat.busyWith = undefined;
    if (answer.status === 'done') wish.resolve(answer.result);
    else wish.reject(new Error(answer.reason));
    pump();
  }

  /** A worker that ends by itself has had no memory; the volume went with it. */
  function lose(): void {
    isLost = true;
    end(new AppError('imaging/no-memory', 'The worker of the volume was lost.'));
  }

  function end(error: Error): void {
    for (const seat of seats) {
      seat.worker.terminate();
      seat.busyWith?.reject(error);
      seat.busyWith = undefined;
    }
    for (const wish of queue.splice(0)) wish.reject(error);
  }

  function pump(): void {
    for (const seat of seats) {
      if (seat.busyWith !== undefined) continue;
      const place = Math.max(0, queue.findIndex(({ urgency }) => urgency === 'now'));
      const [wish] = queue.splice(place, 1);
      if (wish === undefined) return;
      seat.busyWith = wish;
      tell(seat, { kind: 'task', id: wish.id, task: wish.task });
    }
  }

  return {
    ask: <Task extends VolumeTask>(task: Task, signal: AbortSignal, urgency: 'now' | 'ahead') => {
      if (signal.aborted) return Promise.reject(reasonOf(signal));
      if (isLost) return Promise.reject(new AppError('imaging/no-memory', 'The worker of the volume was lost.'));
      return new Promise<VolumeResultOf<Task>>((resolve, reject) => {
        asked += 1;
        const leave = () => {
          const place = queue.indexOf(wish);
          if (place === -1) return;
          queue.splice(place, 1);
          reject(reasonOf(signal));
        };
        const wish: Wish = {
          id: asked,
          task,
          urgency,
          resolve: (result) => {
            signal.removeEventListener('abort', leave);
            // The worker answers a task with the result of its kind.
            resolve(result as VolumeResultOf<Task>);
          },
          reject: (error) => {
            signal.removeEventListener('abort', leave);
            reject(error);
          },
        };
        signal.addEventListener('abort', leave, { once: true });
        queue.push(wish);
        pump();
      });
    },
    dispose: () => end(new DOMException('The volume was put away.', 'AbortError')),
  };
}

function startWorker(): CrewWorker {
  return new Worker(new URL('./volume.worker.ts', import.meta.url), { type: 'module' });
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new DOMException('The picture is no longer wanted.', 'AbortError');
}
