import { viewState, type ViewState } from '#shared/contract/services/consultations.contract.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { Coordinator, SharedRecord } from '#shared/worklist/coordinator.ts';
import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';

export interface SharedViewDependencies {
  readonly coordinator: Pick<Coordinator, 'putRecord' | 'recordsSince' | 'onView' | 'seat' | 'kind'>;
  readonly person: () => string;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
}

/** A place that somebody reading together has shared. */
export interface SharedPlace {
  readonly seatId: string;
  readonly person: string;
  readonly sharedAt: string;
  readonly view: ViewState;
}

export type SharedViewService = ReturnType<typeof createSharedViewService>;

/** What one participant may send and receive together, of the 2 KB a second that a county's line leaves; the rest is the protocol's. */
export const BYTES_PER_SECOND = 1_500;
/** A hand is followed with the eye at four places a second. */
const LEAST_INTERVAL_MS = 250;
/** Who has not moved for so long has gone, or looks. */
const ACTIVE_MS = 60_000;

/** What a place costs beside its own text: its key twice, and what PostgreSQL's protocol puts around a question, its answer and a notice. */
const AROUND_BYTES = 450;

/** Short: whose study it is stands in the key. */
const sentView = z.tuple([z.string(), z.string(), z.string(), z.number(), z.number().nullable(), z.number().nullable(), z.number().nullable(), z.number().nullable()]);

/**
 * Reading together by state: study, series, image, window, pointer. Each seat keeps one record for a study and writes it anew; places that were passed
 * between two writings are never sent. The more move at once, the more seldom each of them speaks.
 */
export function createSharedViewService({ coordinator, person, events, clock, log }: SharedViewDependencies) {
  const own = coordinator.seat.seatId;
  /** By the record's key. */
  const revisions = new Map<string, number>();
  const waiting = new Map<string, { readonly studyId: number; readonly text: string }>();
  const places = new Map<string, SharedPlace>();
  const watched = new Map<string, number>();
  let heardMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let isAsking = false;
  let isMoved = false;
  let isClosed = false;

  const nowMs = () => clock.now().getTime();
  /** This seat included: each sends once, and hears each other once. */
  const activeSeats = () => [...places.values()].filter(({ sharedAt }) => nowMs() - Date.parse(sharedAt) < ACTIVE_MS).length + 1;
  const caseOf = (key: string) => key.slice(0, key.lastIndexOf('|'));

  const intervalMs = (bytes: number) => Math.max(LEAST_INTERVAL_MS, Math.ceil(((bytes + AROUND_BYTES) * activeSeats() * 1_000) / BYTES_PER_SECOND));

  /** The next writing of what waits: never sooner after the last than its size allows. */
  const send = async (): Promise<void> => {
    const [next] = waiting;
    if (next === undefined || isClosed) {
      timer = undefined;
      return;
    }
    const [key, { text }] = next;
    waiting.delete(key);
    try {
      const known = revisions.get(key) ?? (await coordinator.recordsSince('shared-view', 0)).find((record) => record.key === key)?.revision ?? 0;
      const revision = await coordinator.putRecord('shared-view', key, known, text);
      if (revision === undefined) revisions.delete(key);
      else revisions.set(key, revision);
    } catch (error) {
      // The hub is away: nobody reads together meanwhile, and the next place is as good.
      if (!isAppError(error)) log.error('a shared view could not be sent', {}, error);
    }
    timer = setTimeout(() => void send(), intervalMs(text.length));
    timer.unref();
  };

  const take = ({ key, content, changedBy, changedAtMs }: SharedRecord): void => {
    heardMs = Math.max(heardMs, changedAtMs + 1);
    if (changedBy === own) return;
    const read = sentView.safeParse(JSON.parse(content));
    if (!read.success) return;
    const [name, seriesInstanceUid, sopInstanceUid, frameNumber, windowCenter, windowWidth, x, y] = read.data;
    const [, studyInstanceUid = ''] = key.split('|');
    const view = viewState.safeParse({ studyInstanceUid, seriesInstanceUid, sopInstanceUid, frameNumber, windowCenter, windowWidth, pointer: x === null || y === null ? null : { x, y } });
    if (!view.success) return;
    places.set(key, { seatId: changedBy, person: name, sharedAt: new Date(changedAtMs).toISOString(), view: view.data });
    const studyId = watched.get(caseOf(key));
    if (studyId !== undefined) events.publish({ kind: 'collaboration-changed', area: 'view', studyIds: [studyId] });
  };
  const listen = async (): Promise<void> => {
    isMoved = true;
    if (isAsking || watched.size === 0 || isClosed) return;
    isAsking = true;
    try {
      // oxlint-disable-next-line no-unmodified-loop-condition -- `close` changes it meanwhile
      while (isMoved && !isClosed) {
        isMoved = false;
        for (const record of await coordinator.recordsSince('shared-view', heardMs)) take(record);
        await new Promise((resolve) => setTimeout(resolve, LEAST_INTERVAL_MS).unref());
      }
    } catch (error) {
      if (!isAppError(error)) log.error('shared views could not be read', {}, error);
    } finally {
      isAsking = false;
    }
  };
  const stop = coordinator.onView(() => void listen());

  return {
    /** @param caseKey hospital and study, the same at every seat */
    share(caseKey: string, studyId: number, view: ViewState): void {
      watched.set(caseKey, studyId);
      const key = `${caseKey}|${own}`;
      waiting.set(key, { studyId, text: JSON.stringify(compact(person(), view)) });
      timer ??= setTimeout(() => void send(), 0);
    },

    /** Where the others are; asking for it is to take part. */
    async places(caseKey: string, studyId: number): Promise<SharedPlace[]> {
      if (!watched.has(caseKey)) {
        watched.set(caseKey, studyId);
        heardMs = Math.max(0, nowMs() - ACTIVE_MS);
        await listen();
      }
      return [...places]
        .filter(([key, { sharedAt }]) => caseOf(key) === caseKey && nowMs() - Date.parse(sharedAt) < ACTIVE_MS)
        .map(([, place]) => place)
        .toSorted((left, right) => right.sharedAt.localeCompare(left.sharedAt));
    },

    close(): void {
      isClosed = true;
      clearTimeout(timer);
      stop();
    },
  };
}

/** Four digits of a pointer are finer than a screen. */
function compact(name: string, { seriesInstanceUid, sopInstanceUid, frameNumber, windowCenter, windowWidth, pointer }: ViewState): z.infer<typeof sentView> {
  const short = (value: number) => Math.round(value * 10_000) / 10_000;
  const [x, y] = pointer === null ? [null, null] : [short(pointer.x), short(pointer.y)];
  return [name, seriesInstanceUid, sopInstanceUid, frameNumber, windowCenter, windowWidth, x, y];
}
