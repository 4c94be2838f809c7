import type { DecodedSamples } from '#shared/dicom/pixel/decoded-samples.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { damagedCodestream } from '#shared/dicom/codec/damaged-codestream.ts';
import type { CodestreamLayout } from '#shared/dicom/codec/decode-codestream.ts';

export interface DecodeQuestion {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly transferSyntaxUid: string;
  readonly layout: CodestreamLayout;
}

export type DecodeAnswer =
  | { readonly id: number; readonly status: 'decoded'; readonly decoded: DecodedSamples }
  | { readonly id: number; readonly status: 'refused'; readonly reason: string };

/** Decodes frames in workers, so that the hand never waits for a codec. */
export interface DecodePool {
  /** @throws AppError `file/damaged` with the fact `reason`, also when a codec does not come back */
  readonly decode: (bytes: Uint8Array, transferSyntaxUid: string, layout: CodestreamLayout) => Promise<DecodedSamples>;
  readonly dispose: () => void;
}

export interface DecodePoolOptions {
  readonly workers: number;
  /** A codec that takes longer is ended; its frame is refused. */
  readonly timeoutMs?: number;
}

/** A radiograph of 30 million pixels takes two seconds on a slow seat. */
const PATIENCE_MS = 20_000;

interface Seat {
  worker: Worker;
  /** What is being decoded here, first come first served. */
  readonly waiting: Map<number, Waiting>;
}

interface Waiting {
  readonly question: DecodeQuestion;
  readonly resolve: (decoded: DecodedSamples) => void;
  readonly reject: (error: AppError) => void;
}

export function createDecodePool({ workers, timeoutMs = PATIENCE_MS }: DecodePoolOptions): DecodePool {
  const queue: Waiting[] = [];
  const seats: Seat[] = [];
  let asked = 0;

  function openSeat(): Seat {
    const seat: Seat = { worker: startWorker(() => seat), waiting: new Map() };
    seats.push(seat);
    return seat;
  }

  function startWorker(seatOf: () => Seat): Worker {
    const worker = new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', (event: MessageEvent<DecodeAnswer>) => {
      const seat = seatOf();
      const answer = event.data;
      const waiting = seat.waiting.get(answer.id);
      if (waiting === undefined) return;
      seat.waiting.delete(answer.id);
      if (answer.status === 'decoded') waiting.resolve(answer.decoded);
      else waiting.reject(damagedCodestream(answer.reason));
      pump();
    });
    worker.addEventListener('error', () => replace(seatOf(), 'the decoder failed'));
    return worker;
  }

  /** Ends a worker that is lost and starts another in its place. */
  function replace(seat: Seat, reason: string): void {
    seat.worker.terminate();
    const lost = [...seat.waiting.values()];
    seat.waiting.clear();
    seat.worker = startWorker(() => seat);
    for (const { reject } of lost) reject(damagedCodestream(reason));
    pump();
  }

  function pump(): void {
    while (queue.length > 0) {
      const seat = seats.find(({ waiting }) => waiting.size === 0) ?? (seats.length < workers ? openSeat() : undefined);
      if (seat === undefined) return;
      const next = queue.shift();
      if (next === undefined) return;
      const { id } = next.question;
      const timer = setTimeout(() => {
        if (seat.waiting.has(id)) replace(seat, 'the decoder took too long');
      }, timeoutMs);
      seat.waiting.set(id, {
        question: next.question,
        resolve: (decoded) => {
          clearTimeout(timer);
          next.resolve(decoded);
        },
        reject: (error) => {
          clearTimeout(timer);
          next.reject(error);
        },
      });
      seat.worker.postMessage(next.question, [next.question.bytes.buffer as ArrayBuffer]);
    }
  }

  return {
    decode: (bytes, transferSyntaxUid, layout) =>
      new Promise((resolve, reject) => {
        asked += 1;
        // A copy: the caller still looks at the codestream, and a view of a larger buffer would take all of it along.
        queue.push({ question: { id: asked, bytes: bytes.slice(), transferSyntaxUid, layout }, resolve, reject });
        pump();
      }),
    dispose: () => {
      for (const { worker, waiting } of seats) {
        worker.terminate();
        for (const { reject } of waiting.values()) reject(new AppError('internal', 'The decoders were put away.'));
        waiting.clear();
      }
      for (const { reject } of queue.splice(0)) reject(new AppError('internal', 'The decoders were put away.'));
      seats.length = 0;
    },
  };
}
