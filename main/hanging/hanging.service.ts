import type { HangingProtocol } from '#shared/hanging/protocol/hanging-protocol.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { LearnedProtocolRepository } from './learned-protocol.repository.ts';

export interface HangingService {
  readonly learned: () => Promise<HangingProtocol[]>;
  readonly learn: (protocol: HangingProtocol) => Promise<void>;
  readonly forget: (protocolId: string) => Promise<void>;
}

export interface HangingServiceDependencies {
  readonly protocols: Remote<LearnedProtocolRepository>;
  readonly events: EventHub;
  readonly clock: Clock;
}

/** What this seat learned about hanging; ours need no store. */
export function createHangingService({ protocols, events, clock }: HangingServiceDependencies): HangingService {
  return {
    learned: () => protocols.list(),
    async learn(protocol) {
      await protocols.put(protocol, clock.now().toISOString());
      events.publish({ kind: 'hanging-changed' });
    },
    async forget(protocolId) {
      if (await protocols.remove(protocolId)) events.publish({ kind: 'hanging-changed' });
    },
  };
}
