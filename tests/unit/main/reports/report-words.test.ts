import { expect, test } from 'vitest';
import type { Remote } from '#main/database/remote-repositories.ts';
import { createEventHub } from '#main/platform/event-hub.ts';
import { createReportTextService } from '#main/reports/report-text.service.ts';
import { createTextProblems } from '#main/reports/text-problems.ts';
import type { CriticalFinding } from '#shared/ecg/critical-findings.ts';
import { standsInTheWay, withTextProblems } from '#shared/report/signing-obstacles.ts';
import { DEFAULT_TEMPLATES } from '#shared/report/templates/default-templates.ts';
import { signedMessage } from '#tests/support/audit-message.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';

const NOW = '2026-11-20T01:00:00.000Z';
const text = (findings: string, impression: string) => ({ findings, impression, recommendation: '', outcome: 'positive' as const });

const FORM = {
  formId: 'f', name: '结节', form: { fields: [{ kind: 'text', label: '部位', isRequired: false }], sentences: [] }, rest: { findings: '', impression: '', recommendation: '' }, values: { 部位: '右肺' }, written: [],
} as const;

/** Two examinations of one patient, each with its own request. */
function open() {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  const requestOf = (studyInstanceUid: string, studyDate: string, accessionNumber: string, patientId = 'P1') => {
    const [{ studyId } = { studyId: 0 }] = catalogue.studies.recordSearch('yunxiu', [foundStudy({ studyInstanceUid, studyDate, accessionNumber, patientId })], NOW);
    catalogue.requests.recordRequests('yunxiu', studyId, [{ requestKey: accessionNumber, accessionNumber, issuerOfAccessionNumber: '', procedureId: '', procedureText: '胸部平扫' }]);
    return { studyId, requestId: catalogue.requests.forStudy(studyId)[0]?.id ?? 0 };
  };
  const words = catalogue.reportWords as unknown as Remote<typeof catalogue.reportWords>;
  const requests = catalogue.requests as unknown as Remote<typeof catalogue.requests>;
  const study = async (studyId: number) => catalogue.studies.find(studyId);
  const service = createReportTextService({ words, requests, study, events: createEventHub(), clock: { now: () => new Date(NOW) } });
  return { catalogue, words, requestOf, service };
}

test('the library is the built-in one until the department changes, adds or removes', async () => {
  const { service } = open();
  const [first, second] = DEFAULT_TEMPLATES;
  if (first === undefined || second === undefined) throw new Error('there are templates');
  await service.saveTemplate({ ...first, findings: '本科室的写法。' });
  await service.saveTemplate({ ...first, templateId: 'own', name: '本科室模板', abbreviation: 'bks' });
  const withFields = DEFAULT_TEMPLATES.find(({ form }) => form !== undefined);
  if (withFields?.form === undefined) throw new Error('there is a template with fields');
  const form = { ...withFields.form, fields: withFields.form.fields.slice(0, 1), sentences: [] };
  await service.saveTemplate({ ...withFields, form });
  await service.removeTemplate(second.templateId);
  await service.saveMacro({ abbreviation: 'wjyc', text: '未见确切异常' });
  await service.removeMacro('jzcx');
  const { templates, macros } = await service.library();
  expect(templates).toHaveLength(DEFAULT_TEMPLATES.length);
  expect(templates.find(({ templateId }) => templateId === first.templateId)?.findings).toBe('本科室的写法。');
  expect(templates.find(({ templateId }) => templateId === withFields.templateId)?.form).toEqual(form);
  expect(templates.find(({ templateId }) => templateId === first.templateId)).not.toHaveProperty('form');
  expect(templates.map(({ templateId }) => templateId)).toContain('own');
  expect(templates.map(({ templateId }) => templateId)).not.toContain(second.templateId);
  expect(macros.find(({ abbreviation }) => abbreviation === 'wjyc')?.text).toBe('未见确切异常');
  expect(macros.map(({ abbreviation }) => abbreviation)).not.toContain('jzcx');
});

test('every save of a draft stays in its history, newest first', async () => {
  const { catalogue, requestOf, service } = open();
  const { requestId } = requestOf('1.2.3', '2026-11-20', 'A1');
  catalogue.reports.saveDraft({ requestId, expectedRevision: 0, ...text('一', ''), savedAt: NOW });
  catalogue.reports.saveDraft({ requestId, expectedRevision: 1, ...text('二', ''), forms: [FORM], savedAt: NOW });
  expect((await service.revisions(requestId)).map(({ revision, findings, forms }) => [revision, findings, forms])).toEqual([[2, '二', [FORM]], [1, '一', undefined]]);
  expect(catalogue.reports.draft(requestId)?.forms).toEqual([FORM]);
  // A form that was removed is gone from the draft, and stays in its history.
  catalogue.reports.saveDraft({ requestId, expectedRevision: 2, ...text('二', ''), savedAt: NOW });
  expect(catalogue.reports.draft(requestId)).not.toHaveProperty('forms');
});

test('an earlier signed report of the same patient stands beside the draft, one of somebody else does not', async () => {
  const { catalogue, requestOf, service } = open();
  const before = requestOf('1.2.1', '2026-03-18', 'A0');
  const other = requestOf('1.2.2', '2026-04-01', 'B0', 'P2');
  const now = requestOf('1.2.3', '2026-11-20', 'A1');
  for (const [index, { requestId }] of [before, other].entries()) {
    catalogue.reports.saveDraft({ requestId, expectedRevision: 0, ...text('右肺见结节。', '右肺结节'), savedAt: NOW });
    const content = { findings: '右肺见结节。', impression: ['右肺结节', '随访'], recommendation: '', outcome: 'positive' };
    catalogue.reports.recordSignature({
      requestId, revision: 1, reportUid: `2.25.${index + 1}`, version: 1, kind: 'original', predecessorId: null, siteId: 'yunxiu', content: new TextEncoder().encode(JSON.stringify(content)),
      contentSha256: new Uint8Array(32), contentSignature: new Uint8Array(1), pdf: new Uint8Array([37]), signerName: '林知远', signedAt: NOW, objects: [], firstAttemptAt: '2026-11-20T01:00:00.000Z', audit: signedMessage,
    });
  }
  const { priors, of } = await service.surroundings(now.requestId);
  expect(priors.map(({ studyDate, text: { impression } }) => [studyDate, impression])).toEqual([['2026-03-18', '右肺结节\n随访']]);
  // Born 1955-03-01, examined 2026-11-20: 71 whole years.
  expect(of).toMatchObject({ modality: 'CT', sex: 'M', ageYears: 71 });
});

test('a problem stands in the way until its own words have a reason; other words ask again', async () => {
  const { catalogue, words, requestOf, service } = open();
  const { requestId, studyId } = requestOf('1.2.3', '2026-11-20', 'A1');
  const values = catalogue.criticalValues as unknown as Remote<typeof catalogue.criticalValues>;
  const problemsOf = createTextProblems({ words, values, criticalRules: async () => [] });
  const study = catalogue.studies.find(studyId);
  const request = catalogue.requests.find(requestId);
  if (study === undefined || request === undefined) throw new Error('both were just recorded');
  const facts = { study, series: [], held: [], headers: new Map(), measurements: [], calibrations: [], viewed: [], keyImages: [] };
  const blockingCodes = async (impression: string, critical: readonly CriticalFinding[] = []) => {
    const { problems, reasons } = await problemsOf(request, [facts], text('右肺上叶见结节，大小约12 mm×10 mm。左肺未见异常。', impression), critical);
    return withTextProblems([], problems, reasons).filter(standsInTheWay).map(({ code }) => code);
  };
  expect(await blockingCodes('左肺上叶结节')).toEqual(['laterality']);
  await service.confirmCheck(requestId, { code: 'laterality', excerpt: '左肺上叶结节', reason: '所见侧别为笔误，已与申请医师核对' });
  expect(await blockingCodes('左肺上叶结节')).toEqual([]);
  expect(await blockingCodes('左肺上叶小结节')).toEqual(['laterality']);
  expect(() => catalogue.database.exec('DELETE FROM check_reason')).toThrow(/never deleted/);
  // An ECG that is critical is asked about like words that are, until the report says that somebody was told, or its critical value is closed.
  const slow: readonly CriticalFinding[] = [{ kind: 'slow-rate', value: 31, limit: 35 }];
  expect(await blockingCodes('左肺上叶结节', slow)).toEqual(['critical-unhandled']);
  expect(await blockingCodes('左肺上叶结节\n危急值已于10:02电话通知急诊科王芳，对方复述一致', slow)).toEqual([]);
  const id = catalogue.criticalValues.raise(requestId, '心率 31 次/分', '', '林知远', '2026-11-20T01:00:00.000Z');
  expect(await blockingCodes('左肺上叶结节', slow)).toEqual(['critical-unhandled']);
  catalogue.criticalValues.close(id, {
    notifiedName: '王芳', notifiedStaffId: '', department: '急诊科', telephone: '', notifiedAt: '2026-11-20T01:01:00.000Z', readBack: '心率 31 次/分', closedBy: '林知远', closedAt: '2026-11-20T01:02:00.000Z',
  });
  expect(await blockingCodes('左肺上叶结节', slow)).toEqual([]);
});
