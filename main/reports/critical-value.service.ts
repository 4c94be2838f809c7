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

/**
 * `due`: the next of the three is to be told now; `hook-took`, `hook-failed`: what became of telling it outside this seat, a failure once for each step;
 * `hook-given-up`: it was closed before the hook took it.
 */
export interface EscalationHappening {
  readonly kind: 'due' | 'hook-took' | 'hook-failed' | 'hook-given-up';
  readonly studyId: number;
  /** 1 to 3. */
  readonly step: number;
  /** Since it was found. */
  readonly minutes: number;
  /** How often the hook was asked; 0 for none yet. */
  readonly tries: number;
}

export interface CriticalValueServiceDependencies {
  readonly values: Remote<CriticalValueRepository>;
  readonly requests: Remote<RequestRepository>;
  readonly study: (studyId: number) => Promise<StoredStudy | undefined>;
  readonly siteName: (siteId: string) => string;
  /** Tells somebody outside this seat: false when there is nobody to tell; rejects when it could not, and is then tried again. */
  readonly notify: (notice: EscalationNotice) => Promise<boolean>;
  /** For the audit trail. */
  readonly onEscalated: (happening: EscalationHappening) => void;
  readonly events: EventHub;
  readonly clock: Clock;
}

export type CriticalValueService = ReturnType<typeof createCriticalValueService>;

/** Critical values (危急值): raised at once, called, read back, closed; told on while they stand open. */
export function createCriticalValueService(dependencies: CriticalValueServiceDependencies) {
  const { values, requests, study, siteName, notify, onEscalated, events, clock } = dependencies;
  /** What the hook has not taken, by critical value. */
  const untold = new Map<number, Omit<EscalationHappening, 'kind'>>();
  /** Those that this run has looked at: what an earlier run told the hook of them nobody knows. */
  const looked = new Set<number>();

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

    /**
     * Tells on what is due now. Called again and again; each step is told once, again only while the telling fails, and once more after a restart:
     * a program that was killed may have died before the hook took it.
     */
    async escalate(): Promise<void> {
      const now = clock.now();
      const open = await values.open();
      for (const value of open) {
        const step = escalationStep(value.foundAt, now);
        const isNew = step > value.escalationStep && (await values.escalate(value.id, step));
        const isLeftOver = value.escalationStep > 0 && !looked.has(value.id);
        looked.add(value.id);
        const failed = untold.get(value.id);
        if (!isNew && !isLeftOver && failed === undefined) continue;
        const { studyId, siteName: told } = isNew ? await changed(value.id) : await describe(value);
        const minutes = Math.floor((now.getTime() - Date.parse(value.foundAt)) / 60_000);
        const tries = failed?.step === step ? failed.tries + 1 : 1;
        if (isNew) onEscalated({ kind: 'due', studyId, step, minutes, tries: 0 });
        try {
          if (await notify({ criticalValueId: value.id, step, siteName: told, minutes })) onEscalated({ kind: 'hook-took', studyId, step, minutes, tries });
          untold.delete(value.id);
        } catch {
          untold.set(value.id, { studyId, step, minutes, tries });
          if (tries === 1) onEscalated({ kind: 'hook-failed', studyId, step, minutes, tries });
        }
      }
      for (const [id, failed] of untold) {
        if (open.some((value) => value.id === id)) continue;
        untold.delete(id);
        onEscalated({ kind: 'hook-given-up', ...failed });
      }
    },
  };
}
