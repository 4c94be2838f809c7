import { withEventMeta } from '@orpc/server';
import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import type { EventHub } from '../platform/event-hub.ts';

export interface EventSource {
  readonly events: EventHub;
  /** Tells the event streams of this run from those of an earlier one, whose numbers mean other events. */
  readonly runId: string;
}

/** Every event from now on, or behind the one that the window has seen last. */
export async function* streamEvents({ events, runId }: EventSource, lastEventId: string | undefined, signal: AbortSignal): AsyncGenerator<ApplicationEvent, void> {
  const [run, number] = lastEventId?.split(':') ?? [];
  const lastNumber = run === runId && number !== undefined && /^\d+$/.test(number) ? Number(number) : undefined;
  for await (const numbered of events.subscribe(lastNumber, signal)) {
    yield withEventMeta(numbered.event, { id: `${runId}:${numbered.number}` });
  }
}
