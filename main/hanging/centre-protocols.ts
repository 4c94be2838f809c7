import { z } from 'zod';
import { AppError } from '#shared/errors/app-error.ts';
import { hangingProtocol } from '#shared/hanging/protocol/hanging-protocol.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import type { CentreData } from '../coordination/centre-data.ts';
import type { CentreList } from '../coordination/joining.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import { CENTRE_PREFIX, type LearnedProtocolRepository } from './learned-protocol.repository.ts';

const sharedProtocol = z.object({ protocol: hangingProtocol.nullable() });

export interface CentreProtocolsDependencies {
  readonly protocols: Remote<LearnedProtocolRepository>;
  readonly centre: Pick<CentreData, 'save'>;
  readonly coordinator: Pick<Coordinator, 'kind'>;
  readonly events: EventHub;
  readonly clock: Clock;
}

export interface CentreProtocols {
  /** Gives a learned protocol to all seats, beside their own. @throws AppError `hub/not-allowed`, `hub/unreachable`, `hub/changed-elsewhere` */
  readonly share: (protocolId: string) => Promise<void>;
  /** Takes one away: for all seats where it is the centre's, else here. @throws the same */
  readonly forget: (protocolId: string) => Promise<void>;
}

export function createCentreProtocols({ protocols, centre, coordinator, events, clock }: CentreProtocolsDependencies): CentreProtocols {
  const tell = () => events.publish({ kind: 'hanging-changed' });
  return {
    async share(protocolId) {
      if (coordinator.kind === 'embedded') throw new AppError('hub/not-allowed', 'this seat shares with nobody');
      const learned = (await protocols.list()).find((one) => one.protocolId === protocolId);
      if (learned === undefined) return;
      const key = centreKey(protocolId);
      const protocol = { ...learned, protocolId: key };
      await centre.save('hanging-protocol', key, { protocol }, () => protocols.put(protocol, clock.now().toISOString()));
      tell();
    },
    async forget(protocolId) {
      const remove = () => protocols.remove(protocolId);
      const isGone = protocolId.startsWith(CENTRE_PREFIX) ? await centre.save('hanging-protocol', protocolId, { protocol: null }, remove) : await remove();
      if (isGone) tell();
    },
  };
}

function centreKey(protocolId: string): string {
  return `${CENTRE_PREFIX}${protocolId}`.slice(0, 64);
}

/** Protocols as they come from other seats: under names of their own, so that none replaces what a physician of this seat has learned. */
export function protocolList(protocols: Pick<Remote<LearnedProtocolRepository>, 'put' | 'remove' | 'list'>, events: EventHub, clock: Clock): CentreList {
  return {
    kind: 'hanging-protocol',
    isBeside: true,
    own: async () =>
      (await protocols.list()).filter(({ protocolId }) => !protocolId.startsWith(CENTRE_PREFIX)).map((learned) => {
        const key = centreKey(learned.protocolId);
        return { key, name: learned.name, content: { protocol: { ...learned, protocolId: key } } };
      }),
    async take(key, content) {
      const { protocol } = sharedProtocol.parse(content);
      if (!key.startsWith(CENTRE_PREFIX) || (protocol !== null && protocol.protocolId !== key)) throw new Error('a protocol under another’s name');
      if (protocol === null) await protocols.remove(key);
      else await protocols.put(protocol, clock.now().toISOString());
      events.publish({ kind: 'hanging-changed' });
    },
  };
}
