import { expect, test } from 'vitest';
import { checkReport } from '#shared/report/checks/check-report.ts';
import { placeholderIn } from '#shared/report/checks/placeholder-check.ts';
import { writeSentences, type FormText } from '#shared/report/fields/form-sentences.ts';
import { formFaults, type ReportField } from '#shared/report/fields/report-form.ts';
import { chooseTemplates, fitsCase } from '#shared/report/templates/choose-templates.ts';
import { DEFAULT_TEMPLATES } from '#shared/report/templates/default-templates.ts';
import { DEFAULT_MACROS, expandMacro } from '#shared/report/templates/macros.ts';
import { pinyinInitials, pinyinMatch } from '#shared/report/templates/pinyin-initials.ts';
import { filledWithExamples, gapAfter, gapBefore, gapsOf, type ReportTemplate } from '#shared/report/templates/report-template.ts';
import { sharedTextShare } from '#shared/report/templates/text-similarity.ts';

const textOf = ({ findings, impression, recommendation, form }: ReportTemplate) => `${findings}${impression}${recommendation}${(form?.sentences ?? []).map(({ pattern }) => pattern).join('')}`;

/** Its form filled with the first or the last of all that may be chosen, as the editor does. */
function withFields({ form, ...words }: ReportTemplate, end: 'first' | 'last'): FormText {
  const text = { findings: filledWithExamples(words.findings), impression: filledWithExamples(words.impression), recommendation: filledWithExamples(words.recommendation) };
  if (form === undefined) return text;
  const values = Object.fromEntries(form.fields.map((field) => [field.label, exampleOf(field, end)]));
  return writeSentences(text, { formId: '1', name: words.name, form, rest: text, values, written: [] }).text;
}

function exampleOf(field: ReportField, end: 'first' | 'last'): string {
  if (field.kind === 'number') return String(Math.round(((field.least ?? 0) + (field.most ?? 0)) / 2));
  if (field.kind === 'choice') return field.choices.at(end === 'first' ? 0 : -1) ?? '';
  if (field.kind === 'yes-no') return end === 'first' ? 'no' : 'yes';
  if (field.kind === 'side') return end === 'first' ? 'L' : 'R';
  return field.kind === 'date' ? '2026-03-18' : '';
}
const idsOf = (templates: readonly ReportTemplate[]) => templates.map(({ templateId }) => templateId);

test('at least 60 templates, each with a name and an id of its own, positive and normal, for children too', () => {
  expect(DEFAULT_TEMPLATES.length).toBeGreaterThanOrEqual(60);
  expect(new Set(idsOf(DEFAULT_TEMPLATES)).size).toBe(DEFAULT_TEMPLATES.length);
  expect(new Set(DEFAULT_TEMPLATES.map(({ name }) => name)).size).toBe(DEFAULT_TEMPLATES.length);
  expect(DEFAULT_TEMPLATES.filter(({ outcome }) => outcome === 'negative').length).toBeGreaterThanOrEqual(15);
  expect(DEFAULT_TEMPLATES.filter(({ mostYears }) => mostYears !== null && mostYears <= 17).length).toBeGreaterThanOrEqual(8);
});

test('no two share more than 60 of 100 of their text', () => {
  const near = DEFAULT_TEMPLATES.flatMap((one, index) =>
    DEFAULT_TEMPLATES.slice(index + 1).flatMap((other) => {
      const share = sharedTextShare(textOf(one), textOf(other));
      return share > 0.6 ? [`${one.templateId} ${other.templateId} ${share.toFixed(2)}`] : [];
    }),
  );
  expect(near).toEqual([]);
});

test('the measure of likeness is the shared pairs of the shorter text', () => {
  // 甲乙丙 has 甲乙, 乙丙; 甲乙丁戊 has 甲乙, 乙丁, 丁戊: one of two.
  expect(sharedTextShare('甲乙丙', '甲乙，丁戊')).toBe(0.5);
  expect(sharedTextShare('甲乙', '甲乙')).toBe(1);
});

test.each(DEFAULT_TEMPLATES.flatMap((template) => (template.form === undefined ? [{ template, end: 'first' as const, name: template.name }] : (['first', 'last'] as const).map((end) => ({ template, end, name: `${template.name} (${end})` })))))('$name, filled, passes every check', ({ template, end }) => {
  const { modality, bodyPart, sex, leastYears, mostYears, outcome } = template;
  const problems = checkReport({
    modality, bodyPart, laterality: '', sex: sex === '' ? 'M' : sex, ageYears: leastYears ?? mostYears ?? 40, patientName: '王建国', studyDate: '2026-11-20', comparisonDate: '',
    ...withFields(template, end),
    positive: outcome === 'positive', criticalHandled: true,
  });
  expect(problems).toEqual([]);
});

test('the forms of templates are sound, and at least five templates have one', () => {
  const forms = DEFAULT_TEMPLATES.flatMap(({ form }) => (form === undefined ? [] : [form]));
  expect(forms.length).toBeGreaterThanOrEqual(5);
  expect(forms.flatMap(formFaults)).toEqual([]);
});

test('a gap that nobody filled is found by the checks, so that no example is ever signed', () => {
  for (const { findings, impression } of DEFAULT_TEMPLATES) {
    for (const text of [findings, impression]) expect(placeholderIn(text) !== undefined, text).toBe(gapsOf(text).length > 0);
  }
});

test('gaps are choices or ask for a value, and Tab goes round them', () => {
  const text = '【左侧|右侧】见结节，约【例:8 mm】。';
  // 【左侧|右侧】 is 7 characters; 见结节，约 are 5, so the second gap begins at 12 and 【例:8 mm】 ends at 20.
  expect(gapsOf(text)).toEqual([
    { from: 0, to: 7, choices: ['左侧', '右侧'], example: '' },
    { from: 12, to: 20, choices: [], example: '8 mm' },
  ]);
  expect(gapAfter(text, 1)?.from).toBe(12);
  expect(gapAfter(text, 13)?.from).toBe(0);
  expect(gapBefore(text, 12)?.from).toBe(0);
  expect(gapAfter('没有', 0)).toBeUndefined();
});

test('pinyin initials of what departments write', () => {
  expect(pinyinInitials('胸部平扫正常')).toBe('xbpszc');
  expect(pinyinInitials('膀胱、腰椎间盘突出（CT）')).toBe('pgyzjptcct');
  expect(pinyinInitials('阿八擦搭额发噶哈几卡拉妈那哦怕七然撒他瓦西压杂')).toBe('abcdefghjklmnopqrstwxyz');
});

test.each([
  // Whole, initials, and both mixed; the last syllable as far as it is typed; zh with one letter or two.
  ['肺结节', 'feijiejie', 'begins'], ['肺结节', 'fjj', 'begins'], ['肺结节', 'feijj', 'begins'], ['肺结节', 'fjiej', 'begins'], ['肺结节', 'feijieji', 'begins'],
  ['头颅CT平扫', 'toulu', 'begins'], ['头颅CT平扫', 'lctps', 'inside'], ['甲状腺结节', 'jiazhx', 'begins'], ['甲状腺结节', 'jiazx', 'begins'], ['急性脑梗死', 'nao', 'inside'],
  // No syllable begins in its middle, and none is passed over.
  ['肺结节', 'eijie', undefined], ['肺结节', 'fjieq', undefined], ['肺结节', 'feijiejieq', undefined], ['脑梗死', 'nsi', undefined], ['肺结节', '', undefined],
] as const)('%s by %s: %s', (text, typed, place) => {
  expect(pinyinMatch(text, typed)).toBe(place);
});

test('templates are found by whole pinyin, by initials and by both', () => {
  const anyone = { modality: '', examination: '', sex: '', ageYears: null } as const;
  const namesBy = (search: string) => chooseTemplates(DEFAULT_TEMPLATES, anyone, search).map(({ name }) => name);
  expect(namesBy('nao').length).toBeGreaterThan(0);
  expect(namesBy('nao').every((name) => name.includes('脑'))).toBe(true);
  expect(namesBy('fei jiejie').length).toBeGreaterThan(0);
  expect(namesBy('feijiejie')).toEqual(namesBy('肺结节'));
});

test('a case is offered what fits its modality, sex and age, its own body part first', () => {
  const child = { modality: 'CR', examination: '胸部正位', sex: 'M', ageYears: 5 } as const;
  expect(idsOf(chooseTemplates(DEFAULT_TEMPLATES, child))[0]).toBe('dx-child-pneumonia');
  expect(idsOf(chooseTemplates(DEFAULT_TEMPLATES, child))).not.toContain('dx-lumbar');
  const man = { modality: 'CT', examination: '盆腔平扫', sex: 'M', ageYears: 30 } as const;
  expect(idsOf(chooseTemplates(DEFAULT_TEMPLATES, man))[0]).toBe('ct-pelvis-male-normal');
  expect(chooseTemplates(DEFAULT_TEMPLATES, man).every((template) => fitsCase(template, man))).toBe(true);
});

test('a search by initials finds a template that does not fit too, behind those that do', () => {
  const woman = { modality: 'CT', examination: '头颅', sex: 'F', ageYears: 60 } as const;
  expect(idsOf(chooseTemplates(DEFAULT_TEMPLATES, woman, 'qlx'))).toEqual(['ct-prostate']);
  expect(idsOf(chooseTemplates(DEFAULT_TEMPLATES, woman, 'ncx'))[0]).toBe('ct-head-hemorrhage');
});

test('a macro expands behind its semicolon, Chinese or Latin, and nothing else does', () => {
  expect(expandMacro('双肺;wjyc', DEFAULT_MACROS)).toEqual({ from: 2, to: 7, text: '未见异常' });
  expect(expandMacro('双肺；WJYC', DEFAULT_MACROS)?.text).toBe('未见异常');
  expect(expandMacro('wjyc', DEFAULT_MACROS)).toBeUndefined();
  expect(expandMacro(';nosuch', DEFAULT_MACROS)).toBeUndefined();
  expect(new Set(DEFAULT_MACROS.map(({ abbreviation }) => abbreviation)).size).toBe(DEFAULT_MACROS.length);
});
