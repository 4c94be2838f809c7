import type { HangingProtocol } from '#shared/hanging/protocol/hanging-protocol.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { CentreProtocols } from './centre-protocols.ts';
import type { LearnedProtocolRepository } from './learned-protocol.repository.ts';

export interface HangingService {
  readonly learned: () => Promise<HangingProtocol[]>;
  readonly learn: (protocol: HangingProtocol) => Promise<void>;
  readonly forget: (protocolId: string) => Promise<void>;
  /** @throws AppError `hub/not-allowed`, `hub/unreachable`, `hub/changed-elsewhere` */
  readonly share: (protocolId: string) => Promise<void>;
}

export interface HangingServiceDependencies {
  readonly protocols: Remote<LearnedProtocolRepository>;
  readonly centre: CentreProtocols;
  readonly events: EventHub;
  readonly clock: Clock;
}

/** What this seat learned about hanging; ours need no store. */
export function createHangingService({ protocols, centre, events, clock }: HangingServiceDependencies): HangingService {
  return {
    learned: () => protocols.list(),
    async learn(protocol) {
      await protocols.put(protocol, clock.now().toISOString());
      events.publish({ kind: 'hanging-changed' });
    },
    forget: (protocolId) => centre.forget(protocolId),
    share: (protocolId) => centre.share(protocolId),
  };
}
