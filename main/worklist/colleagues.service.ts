import { z } from 'zod';
import type { ColleagueCritical, ColleaguesView } from '#shared/contract/services/colleagues.contract.ts';
import type { CriticalValue } from '#shared/contract/services/critical-values.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { escalationStep } from '#shared/report/critical/critical-value.ts';
import { LEASE_MS } from '#shared/worklist/case-claim.ts';
import type { Colleagues, Coordinator, SharedRecord } from '#shared/worklist/coordinator.ts';
import { turnOf } from '#shared/worklist/critical-turn.ts';
import type { CentreData } from '../coordination/centre-data.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { SettingRepository } from '../database/setting.repository.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { CaseCopyRepository } from './case-copy.repository.ts';

/** What seats tell each other of a critical value: no name and no number of a patient. */
const sharedCritical = z.object({
  seatId: z.string(), person: z.string(), caseKey: z.string(), siteName: z.string(), examination: z.string(), message: z.string(),
  foundAt: z.string(), foundAtMs: z.number(), isClosed: z.boolean(), takenBy: z.string(),
});
type SharedCritical = z.infer<typeof sharedCritical>;

export interface ColleaguesServiceDependencies {
  readonly coordinator: Coordinator;
  readonly centre: CentreData;
  readonly copies: Pick<Remote<CaseCopyRepository>, 'casesOf' | 'studyOf'>;
  /** Critical values of this seat that nobody has closed. */
  readonly openCriticals: () => Promise<readonly CriticalValue[]>;
  /** A critical value of another seat has begun to ring here, or rings at its next step. For the audit trail. */
  readonly onMyTurn: (critical: ColleagueCritical) => void;
  readonly settings: Pick<Remote<SettingRepository>, 'read' | 'write'>;
  readonly events: EventHub;
  readonly clock: Clock;
}

export type ColleaguesService = ReturnType<typeof createColleaguesService>;

const NOBODY: Colleagues = { nowMs: 0, messages: [], seats: [], records: [] };

/** Other seats of the hub: letters, who is here, critical values that somebody else must take on when their seat does not. */
export function createColleaguesService({ coordinator, centre, copies, openCriticals, onMyTurn, settings, events, clock }: ColleaguesServiceDependencies) {
  const own = coordinator.seat.seatId;
  const criticals = new Map<string, { readonly revision: number; readonly value: SharedCritical }>();
  let latest: Colleagues = NOBODY;
  let shown = '';
  let turned = '';
  let asked: number | undefined;

  const isHere = (seat: Colleagues['seats'][number]) => seat.seenAtMs > 0 && latest.nowMs - seat.seenAtMs < LEASE_MS;
  const studyOf = async (caseKey: string | null) => (caseKey === null ? null : ((await copies.studyOf(caseKey)) ?? null));

  const keep = ({ key, revision, content }: SharedRecord) => {
    const value = sharedCritical.safeParse(JSON.parse(content));
    if (!value.success) return;
    if (value.data.isClosed) criticals.delete(key);
    else criticals.set(key, { revision, value: value.data });
  };

  /** @returns false when another seat wrote it first */
  const put = async (key: string, revision: number, value: SharedCritical): Promise<boolean> => {
    const written = await coordinator.putRecord('critical-value', key, revision, JSON.stringify(value));
    if (written === undefined) return false;
    if (value.isClosed) criticals.delete(key);
    else criticals.set(key, { revision: written, value });
    return true;
  };

  /** The hub has what is open here, and learns what was closed here. What could not be written is written at the next turn. */
  const publishOwn = async (): Promise<void> => {
    const open = new Map((await openCriticals()).map((value) => [`${own}|${value.criticalValueId}`, value]));
    for (const [key, value] of open) {
      if (criticals.has(key)) continue;
      const [first] = await copies.casesOf(value.studyId);
      // How long ago is what this seat knows; when that was, the hub's clock says.
      const foundAtMs = latest.nowMs - Math.max(0, clock.now().getTime() - Date.parse(value.foundAt));
      await put(key, 0, {
        seatId: own, person: coordinator.seat.person, caseKey: first?.caseKey ?? '', siteName: value.siteName, examination: value.examination, message: value.message,
        foundAt: value.foundAt, foundAtMs, isClosed: false, takenBy: '',
      });
    }
    for (const [key, { revision, value }] of criticals) if (value.seatId === own && !open.has(key)) await put(key, revision, { ...value, isClosed: true });
  };

  const describeCriticals = async (): Promise<ColleagueCritical[]> => {
    const here = latest.seats.filter(isHere).map(({ seatId }) => seatId);
    const others = [...criticals].filter(([, { value }]) => value.seatId !== own).toSorted(([, left], [, right]) => left.value.foundAtMs - right.value.foundAtMs);
    return Promise.all(others.map(async ([key, { value }]) => {
      const minutes = Math.max(0, Math.floor((latest.nowMs - value.foundAtMs) / 60_000));
      const step = escalationStep(new Date(value.foundAtMs).toISOString(), new Date(latest.nowMs));
      return {
        key, person: value.person, siteName: value.siteName, examination: value.examination, message: value.message, foundAt: value.foundAt, minutes, step: Math.min(3, Math.max(0, step)),
        isMyTurn: turnOf({ step, raisedBy: value.seatId, here, own }), takenBy: value.takenBy, studyId: await studyOf(value.caseKey),
      };
    }));
  };

  const overview = async (): Promise<ColleaguesView> => {
    const readUpTo = Number((await settings.read()).hubReadMessage);
    const nameOf = (seatId: string | null) => (seatId === null ? null : (latest.seats.find((seat) => seat.seatId === seatId)?.person ?? seatId));
    const messages = await Promise.all(latest.messages.map(async ({ messageId, from, toSeatId, caseKey, text, sentAtMs }) => {
      const isMine = from.seatId === own;
      return { messageId, person: from.person, isMine, toPerson: nameOf(toSeatId), text, sentAt: new Date(sentAtMs).toISOString(), isRead: isMine || messageId <= readUpTo, studyId: await studyOf(caseKey) };
    }));
    return {
      mode: coordinator.kind,
      seats: await Promise.all(latest.seats.map(async (seat) => ({ seatId: seat.seatId, person: seat.person, isMine: seat.seatId === own, isHere: isHere(seat), studyId: await studyOf(seat.caseKey) }))),
      messages,
      unread: messages.filter(({ isRead }) => !isRead).length,
      criticals: await describeCriticals(),
    };
  };

  const ask = async (): Promise<void> => {
    // What is critical is kept in memory: the first question of a run asks for all that ever was shared.
    latest = await coordinator.colleagues(asked ?? 0);
    asked = latest.nowMs - RECORD_OVERLAP_MS;
    for (const record of latest.records) if (record.kind === 'critical-value') keep(record);
    const changed = await centre.take(latest.records);
    if (changed.size > 0) events.publish({ kind: 'centre-data-changed' });
  };

  /** Tells the page when something that it shows has changed, and when it is this seat's turn with a critical value. */
  const tell = async (): Promise<void> => {
    const view = await overview();
    const seen = JSON.stringify({ ...view, criticals: view.criticals.map((critical) => ({ ...critical, minutes: 0 })) });
    const mine = view.criticals.filter(({ isMyTurn, takenBy }) => isMyTurn && takenBy === '');
    const turns = mine.map(({ key, step }) => `${key} ${step}`).join();
    if (seen === shown) return;
    const isFirst = shown === '';
    const before = new Set(isFirst ? [] : knownMessages);
    knownMessages = view.messages.map(({ messageId }) => messageId);
    shown = seen;
    const isMyTurn = turns !== '' && turns !== turned;
    const rang = new Set(turned.split(','));
    for (const critical of mine) if (!rang.has(`${critical.key} ${critical.step}`)) onMyTurn(critical);
    turned = turns;
    events.publish({ kind: 'colleagues-changed', hasNewMessage: view.messages.some(({ messageId, isRead }) => !isRead && !before.has(messageId)), isMyTurn });
  };
  let knownMessages: readonly number[] = [];

  return {
    overview,

    /** The hub has forgotten: what is critical here is told it again, and all it has is asked for. */
    beginAnew(): void {
      criticals.clear();
      asked = undefined;
    },

    /** With each turn of the coordination. */
    async turn(): Promise<void> {
      if (coordinator.kind === 'embedded') return;
      await ask();
      await publishOwn();
      await tell();
    },

    async send(toSeatId: string | null, studyId: number | null, text: string): Promise<ColleaguesView> {
      const about = studyId === null ? undefined : (await copies.casesOf(studyId))[0];
      await coordinator.sendMessage(toSeatId, about?.caseKey ?? null, text);
      await ask();
      return overview();
    },

    async markRead(messageId: number): Promise<ColleaguesView> {
      if (messageId > Number((await settings.read()).hubReadMessage)) await settings.write('hubReadMessage', String(messageId));
      return overview();
    },

    async takeCritical(key: string): Promise<ColleaguesView> {
      const known = criticals.get(key);
      if (known === undefined) throw new AppError('critical/unknown', 'no such open critical value');
      if (!(await put(key, known.revision, { ...known.value, takenBy: coordinator.seat.person }))) {
        await ask();
        const { takenBy } = criticals.get(key)?.value ?? { takenBy: '' };
        throw new AppError('hub/changed-elsewhere', 'another seat was first', { facts: takenBy === '' ? {} : { person: takenBy } });
      }
      return overview();
    },
  };
}

/** A record that was being written while the hub was asked is in the next answer. */
const RECORD_OVERLAP_MS = 60_000;

