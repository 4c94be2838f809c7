import type { CriticalValue } from '#shared/contract/services/critical-values.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { criticalGaps, escalationStep } from '#shared/report/critical/critical-value.ts';
import { DEFAULT_CRITICAL_RULES, type CriticalRule, isSoundPattern } from '#shared/report/checks/critical-check.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { RequestRepository } from '../studies/request.repository.ts';
import type { StoredStudy } from '../studies/study.ts';
import type { CriticalClosure, CriticalValueRepository, StoredCriticalRule, StoredCriticalValue } from './critical-value.repository.ts';

/** What a hook outside learns when nobody has closed a critical value. No name, no id of a patient. */
export interface EscalationNotice {
  readonly criticalValueId: number;
  readonly step: number;
  readonly siteName: string;
  readonly minutes: number;
}

export interface CriticalValueServiceDependencies {
  readonly values: Remote<CriticalValueRepository>;
  readonly requests: Remote<RequestRepository>;
  readonly study: (studyId: number) => Promise<StoredStudy | undefined>;
  readonly siteName: (siteId: string) => string;
  /** Tells somebody outside this seat; rejects when it could not, and is then tried again. */
  readonly notify: (notice: EscalationNotice) => Promise<void>;
  readonly events: EventHub;
  readonly clock: Clock;
}

export type CriticalValueService = ReturnType<typeof createCriticalValueService>;

/** Critical values (危急值): raised at once, called, read back, closed; told on while they stand open. */
export function createCriticalValueService(dependencies: CriticalValueServiceDependencies) {
  const { values, requests, study, siteName, notify, events, clock } = dependencies;
  const untold = new Map<number, number>();

  const describe = async (value: StoredCriticalValue): Promise<CriticalValue> => {
    const request = await requests.find(value.requestId);
    const studyId = request?.studyIds[0];
    const first = studyId === undefined ? undefined : await study(studyId);
    if (request === undefined || studyId === undefined) throw new AppError('report/unknown', 'no such request', { facts: { requestId: value.requestId } });
    const { id, calls, ...rest } = value;
    return {
      criticalValueId: id, studyId, siteName: siteName(request.siteId), examination: request.procedureText || (first?.studyDescription ?? ''), ...rest,
      calls: calls.map((call) => ({ ...call })),
    };
  };

  const changed = async (id: number): Promise<CriticalValue> => {
    const value = await values.find(id);
    if (value === undefined) throw new AppError('critical/unknown', 'no such critical value', { facts: { criticalValueId: id } });
    const described = await describe(value);
    events.publish({ kind: 'critical-changed', criticalValueId: id, studyId: described.studyId, escalationStep: value.escalationStep });
    events.publish({ kind: 'report-changed', studyIds: [described.studyId] });
    return described;
  };

  const requireOpen = async (id: number): Promise<StoredCriticalValue> => {
    const value = await values.find(id);
    if (value === undefined || value.closedAt !== null) throw new AppError('critical/unknown', 'no such open critical value', { facts: { criticalValueId: id } });
    return value;
  };

  const rules = async (): Promise<StoredCriticalRule[]> => {
    const own = await values.rules();
    return own.length > 0 ? own : DEFAULT_CRITICAL_RULES.map((rule) => ({ ...rule, isActive: true }));
  };

  return {
    rules,

    /** What the checks look for. */
    activeRules: async (): Promise<CriticalRule[]> => (await rules()).filter(({ isActive }) => isActive),

    async saveRules(changedRules: readonly StoredCriticalRule[]): Promise<void> {
      for (const { name, words, unless } of changedRules) {
        if (!isSoundPattern(words) || (unless !== '' && !isSoundPattern(unless))) throw new AppError('critical/bad-rule', 'the words are no pattern', { facts: { rule: name } });
      }
      await values.replaceRules(changedRules, clock.now().toISOString());
    },

    async ofRequest(requestId: number): Promise<CriticalValue[]> {
      return Promise.all((await values.ofRequest(requestId)).map(describe));
    },

    async open(): Promise<CriticalValue[]> {
      return Promise.all((await values.open()).map(describe));
    },

    async raise(requestId: number, message: string, foundBy: string): Promise<CriticalValue> {
      if ((await requests.find(requestId)) === undefined) throw new AppError('report/unknown', 'no such request', { facts: { requestId } });
      const rule = (await rules()).find(({ words }) => new RegExp(words, 'iu').test(message));
      return changed(await values.raise(requestId, message, rule?.name ?? '', foundBy, clock.now().toISOString()));
    },

    async recordCall(id: number, callee: string, telephone: string, isAnswered: boolean): Promise<CriticalValue> {
      await requireOpen(id);
      await values.addCall(id, { calledAt: clock.now().toISOString(), callee, telephone, isAnswered });
      return changed(id);
    },

    async close(id: number, closure: Omit<CriticalClosure, 'closedAt'>): Promise<CriticalValue> {
      const value = await requireOpen(id);
      const [gap] = criticalGaps({ message: value.message, foundAt: value.foundAt, ...closure });
      if (gap !== undefined) throw new AppError('critical/incomplete', `a critical value is not closed incomplete: ${gap}`, { facts: { reason: gap } });
      if (!(await values.close(id, { ...closure, closedAt: clock.now().toISOString() }))) throw new AppError('critical/unknown', 'closed by somebody else', { facts: { criticalValueId: id } });
      return changed(id);
    },

    /** Tells on what is due now. Called again and again; each step is told once, and again only while the telling fails. */
    async escalate(): Promise<void> {
      const now = clock.now();
      for (const value of await values.open()) {
        const step = escalationStep(value.foundAt, now);
        const isNew = step > value.escalationStep && (await values.escalate(value.id, step));
        if (isNew) await changed(value.id);
        if (!isNew && untold.get(value.id) === undefined) continue;
        const request = await requests.find(value.requestId);
        const minutes = Math.floor((now.getTime() - Date.parse(value.foundAt)) / 60_000);
        try {
          await notify({ criticalValueId: value.id, step, siteName: request === undefined ? '' : siteName(request.siteId), minutes });
          untold.delete(value.id);
        } catch {
          untold.set(value.id, step);
        }
      }
    },
  };
}
