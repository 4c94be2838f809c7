import type { z } from 'zod';
import { dutyRoster, greenChannelRules, readingRule, serviceLevels, type CentreRules } from '#shared/contract/services/centre.contract.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { Coordinator, SharedRecord, SharedRecordKind } from '#shared/worklist/coordinator.ts';
import { DEFAULT_GREEN_CHANNEL_RULES, isPattern, judgeCase, type CaseWords, type GreenChannelRule, type UrgencyJudge } from '#shared/worklist/green-channel.ts';
import { READ_ALL, type DutyLine, type ReadingRule } from '#shared/worklist/next-case.ts';
import type { ServiceLevel } from '#shared/worklist/service-level.ts';
import type { SettingRepository } from '../database/setting.repository.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';

export interface CentreRulesDependencies {
  readonly coordinator: Coordinator;
  readonly settings: Remote<SettingRepository>;
  readonly events: EventHub;
  readonly log: Log;
}

/** What the rules of the centre are now. */
export interface CurrentRules {
  readonly serviceLevels: readonly ServiceLevel[];
  readonly greenChannel: readonly GreenChannelRule[];
  readonly roster: readonly DutyLine[];
}

export interface CentreRulesService {
  readonly current: () => CurrentRules;
  readonly judge: UrgencyJudge;
  readonly rules: () => Promise<CentreRules>;
  readonly saveServiceLevels: (revision: number, lines: readonly ServiceLevel[]) => Promise<void>;
  readonly saveGreenChannel: (revision: number, lines: readonly GreenChannelRule[]) => Promise<void>;
  readonly saveRoster: (revision: number, lines: readonly DutyLine[]) => Promise<void>;
  readonly saveAssignment: (seatId: string, revision: number, rule: ReadingRule) => Promise<void>;
  readonly tryGreenChannel: (lines: readonly GreenChannelRule[], words: CaseWords) => ReturnType<UrgencyJudge>;
  /** Asks the coordinator again, at once and whenever something moves there. @returns its end */
  readonly start: () => () => void;
}

/** All lines of a kind are one record: a list is saved as a whole, and whoever saves an older one is told. */
const LIST_KEY = 'all';
const KINDS = { serviceLevels: 'service-level', greenChannel: 'green-channel-rule', roster: 'duty-roster' } as const satisfies Readonly<Record<string, SharedRecordKind>>;

/** Service levels, rules of the green channel, duty roster and assignments: the centre's common data, and what this seat knew of them last. */
export function createCentreRulesService({ coordinator, settings, events, log }: CentreRulesDependencies): CentreRulesService {
  let known: CurrentRules = { serviceLevels: [], greenChannel: DEFAULT_GREEN_CHANNEL_RULES, roster: [] };
  let isRestored = false;

  /** What a seat knew before its hub went away still holds. */
  const restore = async (): Promise<void> => {
    if (isRestored) return;
    isRestored = true;
    const { centreRules } = await settings.read();
    if (centreRules === '') return;
    const kept = JSON.parse(centreRules) as Readonly<Record<string, unknown>>;
    known = {
      serviceLevels: linesOf(serviceLevels, kept['serviceLevels']) ?? [],
      greenChannel: linesOf(greenChannelRules, kept['greenChannel']) ?? DEFAULT_GREEN_CHANNEL_RULES,
      roster: linesOf(dutyRoster, kept['roster']) ?? [],
    };
  };

  const list = async <S extends z.ZodType>(kind: SharedRecordKind, schema: S): Promise<{ readonly revision: number; readonly lines: z.infer<S> | undefined }> => {
    const records = await coordinator.records(kind);
    const record = records.find(({ key }) => key === LIST_KEY);
    return { revision: record?.revision ?? 0, lines: record === undefined ? undefined : linesOf(schema, parse(record)) };
  };

  const refresh = async (): Promise<void> => {
    await restore();
    try {
      const [levels, green, roster] = await Promise.all([list(KINDS.serviceLevels, serviceLevels), list(KINDS.greenChannel, greenChannelRules), list(KINDS.roster, dutyRoster)]);
      const next: CurrentRules = { serviceLevels: levels.lines ?? [], greenChannel: green.lines ?? DEFAULT_GREEN_CHANNEL_RULES, roster: roster.lines ?? [] };
      const text = JSON.stringify(next);
      if (text === JSON.stringify(known)) return;
      known = next;
      await settings.write('centreRules', text);
      events.publish({ kind: 'centre-rules-changed' });
      events.publish({ kind: 'worklist-changed', studyIds: [] });
    } catch (error) {
      if (!isAppError(error)) throw error;
    }
  };

  const save = async (kind: SharedRecordKind, key: string, revision: number, content: unknown): Promise<void> => {
    const written = await coordinator.putRecord(kind, key, revision, JSON.stringify(content));
    if (written === undefined) throw new AppError('centre/changed-elsewhere', 'a colleague has saved this list in between', { facts: { list: kind } });
    await refresh();
  };

  return {
    current: () => known,
    judge: (words) => judgeCase(words, known.greenChannel),
    async rules() {
      const [levels, green, roster, assigned, seats] = await Promise.all([
        list(KINDS.serviceLevels, serviceLevels), list(KINDS.greenChannel, greenChannelRules), list(KINDS.roster, dutyRoster), coordinator.records('assignment-rule'), coordinator.presence(),
      ]);
      return {
        serviceLevels: { revision: levels.revision, lines: levels.lines ?? [] },
        greenChannel: { revision: green.revision, lines: green.lines ?? DEFAULT_GREEN_CHANNEL_RULES.map((rule) => ({ ...rule, places: [...rule.places] })) },
        roster: { revision: roster.revision, lines: roster.lines ?? [] },
        assignments: assigned.map((record) => ({ seatId: record.key, revision: record.revision, rule: mutable({ ...READ_ALL, ...(linesOf(readingRule.partial(), parse(record)) as Partial<ReadingRule> | undefined) }) })),
        seats: seats.map(({ seatId, person }) => ({ seatId, person, isThis: seatId === coordinator.seat.seatId })),
      };
    },
    saveServiceLevels: (revision, lines) => save(KINDS.serviceLevels, LIST_KEY, revision, lines),
    async saveGreenChannel(revision, lines) {
      requirePatterns(lines);
      await save(KINDS.greenChannel, LIST_KEY, revision, lines);
    },
    saveRoster: (revision, lines) => save(KINDS.roster, LIST_KEY, revision, lines),
    saveAssignment: (seatId, revision, rule) => save('assignment-rule', seatId, revision, rule),
    tryGreenChannel: (lines, words) => judgeCase(words, lines),
    start() {
      const look = () => void refresh().catch((error: unknown) => log.error('the rules of the centre could not be read', {}, error));
      const stop = coordinator.onChange(look);
      const timer = setInterval(look, LOOK_MS);
      timer.unref();
      look();
      return () => {
        stop();
        clearInterval(timer);
      };
    },
  };
}

/** A hub that is listened to says itself when something moves; this is for one whose notice got lost. */
const LOOK_MS = 60_000;

function requirePatterns(lines: readonly GreenChannelRule[]): void {
  for (const { name, words, unless } of lines) {
    if (!isPattern(words) || (unless !== '' && !isPattern(unless))) throw new AppError('centre/bad-rule', 'the words are no pattern', { facts: { rule: name } });
  }
}

/** @returns undefined where what is kept is not what it should be: another version wrote it, or a mistake */
function linesOf<S extends z.ZodType>(schema: S, content: unknown): z.infer<S> | undefined {
  const read = schema.safeParse(content);
  return read.success ? read.data : undefined;
}

function parse({ content }: SharedRecord): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function mutable(rule: ReadingRule): CentreRules['assignments'][number]['rule'] {
  const { mayReadModalities, mayReadSiteIds, ownModalities, ownBodyParts, ownSiteIds } = rule;
  return { mayReadModalities: [...mayReadModalities], mayReadSiteIds: [...mayReadSiteIds], ownModalities: [...ownModalities], ownBodyParts: [...ownBodyParts], ownSiteIds: [...ownSiteIds] };
}
