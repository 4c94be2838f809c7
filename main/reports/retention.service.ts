import type { RetentionPreview, RetentionStateSummary } from '#shared/contract/services/retention.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { FEWEST_DAYS, FIRST_RULES, reachesBefore, RETENTION_KINDS, tooShort, type RetentionKind, type RetentionRule } from '#shared/people/retention-rule.ts';
import type { AuditTrimmer } from '../audit/audit-trimmer.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { SettingRepository } from '../database/setting.repository.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import type { PackShelf } from '../store/pack-shelf.ts';
import type { RoomKeeper } from '../studies/room-keeper.ts';
import type { RetentionRepository } from './retention.repository.ts';

export interface RetentionDependencies {
  readonly retention: Remote<RetentionRepository>;
  readonly settings: Remote<SettingRepository>;
  readonly packs: Pick<Remote<PackShelf>, 'sizes'>;
  readonly room: Pick<RoomKeeper, 'remove'>;
  readonly audit: AuditTrimmer;
  readonly siteName: (siteId: string) => string;
  /** A window shows it. */
  readonly isOpen: (studyId: number) => boolean;
  /** Who acts. */
  readonly person: () => string;
  readonly onHappening: (happening: RetentionHappening) => void;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
}

/** For the audit trail. */
export type RetentionHappening =
  | { readonly kind: 'study-removed'; readonly studyId: number; readonly rule: RetentionRule }
  | { readonly kind: 'rows-removed'; readonly what: Exclude<RetentionKind, 'images'>; readonly count: number; readonly oldest: string | null; readonly before: string }
  | { readonly kind: 'rules-changed'; readonly rules: readonly RetentionRule[] }
  | { readonly kind: 'hold-placed' | 'hold-released'; readonly studyId: number; readonly reason: string };

interface Kept {
  readonly rules: readonly RetentionRule[];
  readonly lastRun: RetentionStateSummary['lastRun'];
}

type Amount = RetentionPreview['amounts'][number];

export type RetentionService = ReturnType<typeof createRetentionService>;

const LISTED_STUDIES = 200;
const RUN_EVERY_MS = 24 * 3_600_000;

/** Removes what the rules of the house say is no longer needed, and says before what it would be. */
export function createRetentionService(dependencies: RetentionDependencies) {
  const { retention, settings, packs, room, audit, siteName, isOpen, person, onHappening, events, clock, log } = dependencies;

  const read = async (): Promise<Kept> => {
    const { retention: kept } = await settings.read();
    const { rules = [], lastRun = null } = kept === '' ? {} : (JSON.parse(kept) as Partial<Kept>);
    return { rules: FIRST_RULES.map((first) => rules.find(({ kind }) => kind === first.kind) ?? first), lastRun };
  };
  const write = (kept: Kept) => settings.write('retention', JSON.stringify(kept));
  const state = async (): Promise<RetentionStateSummary> => {
    const { rules, lastRun } = await read();
    const holds = await retention.holds();
    return { rules: [...rules], lastRun, holds: holds.map(({ studyId: _study, siteId, ...hold }) => ({ ...hold, siteName: siteName(siteId) })) };
  };

  /** What each rule reaches now. */
  const reached = async (rules: readonly RetentionRule[]) => {
    const before = (kind: RetentionKind) => {
      const rule = rules.find((one) => one.kind === kind);
      return rule && reachesBefore(rule, clock.now());
    };
    const [images, drafts, wordings, rows] = RETENTION_KINDS.map(before);
    const sizes = images === undefined ? {} : await packs.sizes();
    const studies = images === undefined ? [] : (await retention.studies(images)).filter(({ studyId }) => !isOpen(studyId)).map((study) => ({ ...study, bytes: sizes[study.studyId] ?? 0 }));
    const none = { count: 0, bytes: 0, oldest: null };
    const amounts: Amount[] = [
      { kind: 'images', count: studies.length, bytes: studies.reduce((sum, { bytes }) => sum + bytes, 0), oldest: studies[0]?.lastUsedAt ?? null },
      { kind: 'drafts', ...(drafts === undefined ? none : await retention.drafts(drafts)) },
      { kind: 'wordings', ...(wordings === undefined ? none : await retention.wordings(wordings)) },
      { kind: 'audit', ...(rows === undefined ? none : await audit.expired(rows)) },
    ];
    return { studies, amounts, before: { drafts, wordings, audit: rows } };
  };

  const removeImages = async (studies: readonly { readonly studyId: number }[], rule: RetentionRule): Promise<number> => {
    let removed = 0;
    for (const { studyId } of studies) {
      if (!(await room.remove(studyId))) continue;
      removed += 1;
      onHappening({ kind: 'study-removed', studyId, rule });
    }
    return removed;
  };

  const run = async (): Promise<void> => {
    const kept = await read();
    const { studies, amounts, before } = await reached(kept.rules);
    const amountOf = (kind: RetentionKind): Amount => amounts.find((one) => one.kind === kind) ?? { kind, count: 0, bytes: 0, oldest: null };
    const images = kept.rules.find(({ kind }) => kind === 'images');
    const done = new Map<RetentionKind, Amount>(amounts.map((amount) => [amount.kind, amount]));
    if (images !== undefined && studies.length > 0) done.set('images', { ...amountOf('images'), count: await removeImages(studies, images) });
    const rows = (what: Exclude<RetentionKind, 'images'>, reach: string) => {
      const { count, oldest } = amountOf(what);
      onHappening({ kind: 'rows-removed', what, count, oldest, before: reach });
    };
    if (before.drafts !== undefined && amountOf('drafts').count > 0) {
      const studyIds = await retention.removeDrafts(before.drafts);
      rows('drafts', before.drafts);
      events.publish({ kind: 'worklist-changed', studyIds: [...new Set(studyIds)] });
    }
    if (before.wordings !== undefined && amountOf('wordings').count > 0) {
      await retention.removeWordings(before.wordings);
      rows('wordings', before.wordings);
    }
    if (before.audit !== undefined && amountOf('audit').count > 0) {
      await audit.trim(before.audit);
      rows('audit', before.audit);
    }
    await write({ ...kept, lastRun: { at: clock.now().toISOString(), amounts: [...done.values()] } });
  };
  let running: Promise<void> = Promise.resolve();
  const runAlone = (): Promise<void> => {
    const turn = running.then(run);
    running = turn.catch(() => undefined);
    return turn;
  };

  return {
    state,
    async setRules(rules: readonly RetentionRule[]) {
      const short = tooShort(rules);
      if (short !== undefined) throw new AppError('retention/too-short', 'fewer days than may be', { facts: { kind: short.kind, days: FEWEST_DAYS[short.kind] } });
      const kept = await read();
      const now = kept.rules.map((known) => rules.find(({ kind }) => kind === known.kind) ?? known);
      await write({ ...kept, rules: now });
      onHappening({ kind: 'rules-changed', rules: now });
      return state();
    },
    async preview(): Promise<RetentionPreview> {
      const { studies, amounts } = await reached((await read()).rules);
      return {
        amounts,
        studies: studies.slice(0, LISTED_STUDIES).map(({ siteId, studyDate, modalities, lastUsedAt, bytes }) => ({ siteName: siteName(siteId), studyDate, modalities: [...modalities], lastUsedAt, bytes })),
      };
    },
    async run() {
      await runAlone();
      return state();
    },
    async hold({ siteId, accessionNumber, reason }: { readonly siteId: string; readonly accessionNumber: string; readonly reason: string }) {
      const studyIds = await retention.hold(siteId, accessionNumber, { reason, placedBy: person(), placedAt: clock.now().toISOString() });
      if (studyIds.length === 0) throw new AppError('study/unknown', 'no study of this request is known here', { facts: { siteName: siteName(siteId) } });
      for (const studyId of studyIds) onHappening({ kind: 'hold-placed', studyId, reason });
      return state();
    },
    async releaseHold(holdId: number) {
      const studyId = await retention.releaseHold(holdId);
      if (studyId !== undefined) onHappening({ kind: 'hold-released', studyId, reason: '' });
      return state();
    },
    /** The day's turn, when it is due. */
    async runWhenDue(): Promise<void> {
      const { lastRun } = await read();
      if (lastRun !== null && clock.now().getTime() - Date.parse(lastRun.at) < RUN_EVERY_MS) return;
      await runAlone().catch((error: unknown) => log.error('the rules of retention could not be carried out', {}, error));
    },
    close: () => running,
  };
}
