import { implement } from '@orpc/server';
import { applicationContract } from '#shared/contract/application.contract.ts';
import type { CriticalValue } from '#shared/contract/services/critical-values.contract.ts';
import type { PriorReport } from '#shared/contract/services/report-texts.contract.ts';
import type { ReportRequest } from '#shared/contract/services/reports.contract.ts';
import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import { checkReport } from '#shared/report/checks/check-report.ts';
import { DEFAULT_CRITICAL_RULES } from '#shared/report/checks/critical-check.ts';
import { criticalGaps } from '#shared/report/critical/critical-value.ts';
import { formObstacles } from '#shared/report/fields/form-obstacles.ts';
import { withTextProblems, type CheckReason, type SigningObstacle } from '#shared/report/signing-obstacles.ts';
import { DEFAULT_TEMPLATES } from '#shared/report/templates/default-templates.ts';
import { DEFAULT_MACROS } from '#shared/report/templates/macros.ts';
import type { ReportTemplate } from '#shared/report/templates/report-template.ts';

export interface StandInWordsOptions {
  readonly request: (requestId: number) => ReportRequest | undefined;
  readonly emit: (event: ApplicationEvent) => void;
}

/** What helps to write a report, over data in memory: library, priors, reasons, critical values. */
export function createStandInWords({ request, emit }: StandInWordsOptions) {
  const reasons = new Map<number, CheckReason[]>();
  const values: CriticalValue[] = [];
  const templates = new Map<string, ReportTemplate>(DEFAULT_TEMPLATES.map((template) => [template.templateId, template]));
  const macros = new Map(DEFAULT_MACROS.map((macro) => [macro.abbreviation, macro]));
  let rules = DEFAULT_CRITICAL_RULES.map((rule) => ({ ...rule, isActive: true }));
  const os = implement(applicationContract);
  const prior: PriorReport = {
    reportUid: '2.25.77', studyId: 10_010, studyDate: '2026-03-18', examination: '胸部CT平扫', signedAt: '2026-03-18T03:10:00Z',
    text: { findings: '右肺上叶尖段见磨玻璃结节，大小约6 mm×5 mm。左肺未见异常。', impression: '右肺上叶磨玻璃结节', recommendation: '6个月后复查。', outcome: 'positive' },
  };
  const change = (id: number, update: (value: CriticalValue) => CriticalValue) => {
    const index = values.findIndex(({ criticalValueId }) => criticalValueId === id);
    const value = values[index];
    if (value === undefined) return undefined;
    const changed = update(value);
    values[index] = changed;
    emit({ kind: 'critical-changed', criticalValueId: id, studyId: changed.studyId, escalationStep: changed.escalationStep });
    return changed;
  };

  const router = {
    reportTexts: {
      library: os.reportTexts.library.handler(() => ({ templates: [...templates.values()], macros: [...macros.values()] })),
      saveTemplate: os.reportTexts.saveTemplate.handler(({ input }) => {
        templates.set(input.templateId, input);
        return {};
      }),
      removeTemplate: os.reportTexts.removeTemplate.handler(({ input }) => {
        templates.delete(input.templateId);
        return {};
      }),
      saveMacro: os.reportTexts.saveMacro.handler(({ input }) => {
        macros.set(input.abbreviation, input);
        return {};
      }),
      removeMacro: os.reportTexts.removeMacro.handler(({ input }) => {
        macros.delete(input.abbreviation);
        return {};
      }),
      surroundings: os.reportTexts.surroundings.handler(() => ({ of: { modality: 'CT', examination: '头颅 胸部平扫', sex: 'M' as const, ageYears: 61 }, priors: [prior] })),
      revisions: os.reportTexts.revisions.handler(({ input }) => {
        const draft = request(input.requestId)?.draft;
        return draft === undefined || draft.savedAt === null ? [] : [{ ...draft, savedAt: draft.savedAt }];
      }),
      confirmCheck: os.reportTexts.confirmCheck.handler(({ input: { requestId, ...reason } }) => {
        reasons.set(requestId, [...(reasons.get(requestId) ?? []), reason]);
        return {};
      }),
    },
    criticalValues: {
      rules: os.criticalValues.rules.handler(() => rules),
      saveRules: os.criticalValues.saveRules.handler(({ input }) => {
        rules = input.rules;
        return {};
      }),
      ofRequest: os.criticalValues.ofRequest.handler(({ input }) => values.filter(({ requestId }) => requestId === input.requestId)),
      open: os.criticalValues.open.handler(() => values.filter(({ closedAt }) => closedAt === null)),
      raise: os.criticalValues.raise.handler(({ input }) => {
        const value: CriticalValue = {
          criticalValueId: values.length + 1, requestId: input.requestId, studyId: request(input.requestId)?.studyIds[0] ?? 1, siteName: '青岭县人民医院', examination: 'CT',
          message: input.message, ruleName: '', foundBy: input.foundBy, foundAt: new Date().toISOString(), escalationStep: 0, notifiedName: '', notifiedStaffId: '',
          department: '', telephone: '', notifiedAt: null, readBack: '', closedBy: '', closedAt: null, calls: [],
        };
        values.push(value);
        emit({ kind: 'critical-changed', criticalValueId: value.criticalValueId, studyId: value.studyId, escalationStep: 0 });
        return value;
      }),
      recordCall: os.criticalValues.recordCall.handler(({ input: { criticalValueId, ...call }, errors }) => {
        const changed = change(criticalValueId, (value) => ({ ...value, calls: [...value.calls, { ...call, calledAt: new Date().toISOString() }] }));
        if (changed === undefined) throw errors['critical/unknown']({ data: { facts: {} } });
        return changed;
      }),
      close: os.criticalValues.close.handler(({ input: { criticalValueId, ...closure }, errors }) => {
        const value = values.find((one) => one.criticalValueId === criticalValueId);
        if (value === undefined) throw errors['critical/unknown']({ data: { facts: {} } });
        const [gap] = criticalGaps({ ...value, ...closure });
        if (gap !== undefined) throw errors['critical/incomplete']({ data: { facts: { reason: gap } } });
        return change(criticalValueId, (open) => ({ ...open, ...closure, closedAt: new Date().toISOString() })) ?? value;
      }),
    },
  };

  /** The obstacles that the words make, as main finds them, for a man of 61. */
  const obstaclesOf = ({ requestId, draft, requestedProcedure }: ReportRequest, others: readonly SigningObstacle[]): SigningObstacle[] => {
    const own = values.filter((value) => value.requestId === requestId);
    const problems = checkReport({
      modality: 'CT', bodyPart: requestedProcedure, laterality: '', sex: 'M', ageYears: 61, patientName: '', studyDate: '2026-11-21', comparisonDate: '', findings: draft.findings,
      impression: draft.impression, recommendation: draft.recommendation, positive: draft.outcome === null ? null : draft.outcome === 'positive',
      criticalHandled: own.length > 0 && own.every(({ closedAt }) => closedAt !== null),
    });
    return [...withTextProblems(others, problems, reasons.get(requestId) ?? []), ...formObstacles(draft.forms ?? [], draft, reasons.get(requestId) ?? [])];
  };
  return { router, obstaclesOf };
}
