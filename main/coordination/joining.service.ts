import { JOINED_KINDS, type JOINED_PARTS, type JoiningView } from '#shared/contract/services/centre.contract.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { JoinChoice, Joining } from './joining.ts';

type JoinedKind = (typeof JOINED_KINDS)[number];
type JoinedPart = (typeof JOINED_PARTS)[number];

export interface JoiningServiceDependencies {
  readonly joining: Joining;
  readonly coordinator: Pick<Coordinator, 'kind'>;
  /** Name of who acts. */
  readonly actor: () => string;
  readonly events: EventHub;
  readonly clock: Clock;
}

export type JoiningService = ReturnType<typeof createJoiningService>;

/** What differs, in words of people. All else is `words`. */
const PARTS: Readonly<Record<string, JoinedPart>> = {
  name: 'name', loginName: 'name', roles: 'roles', siteIds: 'hospitals', passwordHash: 'password', mustChangePassword: 'password', isActive: 'active',
  baseUrl: 'address', userName: 'access', security: 'access', caseRule: 'cases', quietSeconds: 'cases', pollSeconds: 'cases', addedAt: 'cases', removedAt: 'active',
};

/** An administrator looks at what this seat had before it joined the centre, and decides. */
export function createJoiningService({ joining, coordinator, actor, events, clock }: JoiningServiceDependencies) {
  const view = async (): Promise<JoiningView> => {
    const [things, kept] = await Promise.all([joining.things(), joining.kept()]);
    return {
      mode: coordinator.kind,
      things: things.flatMap(({ kind, differs, ...thing }) => (isJoined(kind) ? [{ ...thing, kind, differs: [...new Set(differs.map((part) => PARTS[part] ?? 'words'))] }] : [])),
      // What was put away may hold the proof of a password: it stays here.
      kept: kept.flatMap(({ keptId, kind, name, whose, at, by }) => (isJoined(kind) ? [{ keptId, kind, name, whose, at, by }] : [])),
    };
  };
  const decided = (): Promise<JoiningView> => {
    events.publish({ kind: 'centre-data-changed' });
    return view();
  };
  const now = () => clock.now().toISOString();
  return {
    view,
    async join(kind: JoinedKind, key: string, choice: JoinChoice): Promise<JoiningView> {
      await joining.decide(kind, key, choice, actor(), now());
      return decided();
    },
    async putBack(keptId: number): Promise<JoiningView> {
      await joining.putBack(keptId, actor(), now());
      return decided();
    },
  };
}

function isJoined(kind: string): kind is JoinedKind {
  return (JOINED_KINDS as readonly string[]).includes(kind);
}
