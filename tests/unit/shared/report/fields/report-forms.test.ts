import { describe, expect, test } from 'vitest';
import { numberIn, spokenValue, valueFault } from '#shared/report/fields/field-value.ts';
import { formObstacles } from '#shared/report/fields/form-obstacles.ts';
import { sentenceState, writeAgain, writeSentences, type FormText } from '#shared/report/fields/form-sentences.ts';
import { isSoundCode, type ChoiceCodes } from '#shared/report/fields/choice-codes.ts';
import { formFaults, withOwnCodes, type FilledForm, type ReportForm } from '#shared/report/fields/report-form.ts';
import { TEMPLATES_WITH_FIELDS } from '#shared/report/templates/defaults/with-fields.ts';
import { formItems } from '#shared/structured-report/form-items.ts';
import { fieldChanges } from '#shared/report/fields/field-changes.ts';
import { unsaidFieldsText } from '#shared/report/report-words.ts';
import { reportedForms } from '#shared/report/fields/reported-fields.ts';

const NODULE: ReportForm = {
  fields: [
    { kind: 'choice', label: '肺叶', isRequired: true, choices: ['右肺上叶', '左肺下叶'] },
    { kind: 'number', label: '长径', isRequired: true, unit: 'mm', least: 2, most: 30, concept: 'long-axis' },
    { kind: 'yes-no', label: '毛刺', isRequired: false, yes: '边缘见毛刺', no: '边缘光整' },
    { kind: 'date', label: '前片', isRequired: false },
  ],
  sentences: [
    { section: 'findings', pattern: '{肺叶}见结节，长径约{长径} mm[，{毛刺}]。' },
    { section: 'impression', pattern: '{肺叶}结节[，与{前片}片对比]。' },
  ],
};
const EMPTY: FormText = { findings: '', impression: '', recommendation: '' };
const form = (more: Partial<FilledForm> = {}): FilledForm => ({ formId: '1', name: '肺结节', form: NODULE, rest: EMPTY, values: {}, written: [], ...more });
const fill = (so: { text: FormText; filled: FilledForm }, values: Readonly<Record<string, string>>) => writeSentences(so.text, { ...so.filled, values: { ...so.filled.values, ...values } });

describe('a form writes its sentences', () => {
  test('once what each needs is filled in, and leaves out what is optional and empty', () => {
    const first = fill({ text: EMPTY, filled: form() }, { 长径: '12' });
    expect(first.text).toEqual(EMPTY);
    const second = fill(first, { 肺叶: '右肺上叶' });
    expect(second.text).toEqual({ findings: '右肺上叶见结节，长径约12 mm。', impression: '右肺上叶结节。', recommendation: '' });
    expect(fill(second, { 毛刺: 'yes' }).text.findings).toBe('右肺上叶见结节，长径约12 mm，边缘见毛刺。');
    expect(fill(second, { 肺叶: '' }).text).toEqual(EMPTY);
  });

  test('where they stood, whatever was written around them', () => {
    const written = fill({ text: EMPTY, filled: form() }, { 长径: '12', 肺叶: '右肺上叶' });
    const around = { ...written, text: { ...written.text, findings: `胸廓对称。${written.text.findings}纵隔居中。` } };
    expect(fill(around, { 长径: '15' }).text.findings).toBe('胸廓对称。右肺上叶见结节，长径约15 mm。纵隔居中。');
  });

  test('in front of the words of their template, a second one behind the first, each entry of the impression on its line', () => {
    const rest = { findings: '余肺清晰。', impression: '', recommendation: '' };
    const first = fill({ text: { ...rest, findings: '胸廓对称。\n余肺清晰。' }, filled: form({ rest }) }, { 长径: '12', 肺叶: '右肺上叶' });
    const second = fill({ text: first.text, filled: form({ rest, formId: '2' }) }, { 长径: '5', 肺叶: '左肺下叶' });
    expect(second.text.findings).toBe('胸廓对称。\n右肺上叶见结节，长径约12 mm。左肺下叶见结节，长径约5 mm。余肺清晰。');
    expect(second.text.impression).toBe('右肺上叶结节。\n左肺下叶结节。');
  });

  test('and never over what a hand has changed; asked to, they write another one', () => {
    const written = fill({ text: EMPTY, filled: form() }, { 长径: '12', 肺叶: '右肺上叶' });
    const edited = { ...written, text: { ...written.text, findings: '右肺上叶尖段见结节，长径约12 mm。' } };
    const after = fill(edited, { 长径: '14' });
    expect(after.text.findings).toBe('右肺上叶尖段见结节，长径约12 mm。');
    expect(sentenceState(after.text, after.filled, 0)).toBe('edited');
    // The other sentence still follows.
    expect(fill(after, { 肺叶: '左肺下叶' }).text.impression).toBe('左肺下叶结节。');
    const again = writeAgain(after.text, after.filled, 0);
    expect(again.text.findings).toBe('右肺上叶尖段见结节，长径约12 mm。\n右肺上叶见结节，长径约14 mm。');
    expect(sentenceState(again.text, again.filled, 0)).toBe('stands');
  });
});

describe('a value', () => {
  test('is read as it was typed, with full-width digits too, and nothing is guessed', () => {
    expect(['12', '１２．５', ' 7.25 ', '-90', '12mm', '1e3', '', '1.2.3'].map(numberIn)).toEqual([12, 12.5, 7.25, -90, undefined, undefined, undefined, undefined]);
    const [, length] = NODULE.fields;
    if (length === undefined) throw new Error('the form has a length');
    expect(['１２．５', '012', '12mm'].map((typed) => spokenValue(length, typed))).toEqual(['12.5', '12', '']);
    expect(['', '2', '30', '30.1', '1.9', '十二'].map((typed) => valueFault(length, typed))).toEqual(['missing', undefined, undefined, 'out-of-range', 'out-of-range', 'unreadable']);
  });

  test('of a day is a day that exists', () => {
    const day = { kind: 'date', label: '前片', isRequired: false } as const;
    expect(['2026-02-28', '2026-02-30', '2026-13-01', '昨天', ''].map((typed) => valueFault(day, typed))).toEqual([undefined, 'unreadable', 'unreadable', 'unreadable', undefined]);
  });
});

describe('before signing', () => {
  const written = fill({ text: EMPTY, filled: form() }, { 长径: '120', 肺叶: '右肺上叶' });

  test('what is required and empty blocks, a number beyond its range is asked about until a reason is given', () => {
    expect(formObstacles([form()], EMPTY, [])).toEqual(['肺叶', '长径'].map((label) => ({ level: 'block', code: 'field-missing', facts: { form: '肺结节', text: label } })));
    const asked = { level: 'confirm', code: 'field-range', facts: { form: '肺结节', text: '长径 120 mm' } };
    expect(formObstacles([written.filled], written.text, [])).toEqual([asked]);
    const reason = { code: 'field-range', excerpt: '长径 120 mm', reason: '肿块，已核对' };
    expect(formObstacles([written.filled], written.text, [reason])).toEqual([{ ...asked, facts: { ...asked.facts, reason: '肿块，已核对' } }]);
    // Another number needs another reason.
    const other = fill(written, { 长径: '130' });
    expect(formObstacles([other.filled], other.text, [reason])[0]?.facts['reason']).toBeUndefined();
  });

  test('a sentence that a hand has changed is named', () => {
    const found = formObstacles([written.filled], { ...written.text, impression: '右上肺结节。' }, []);
    expect(found.at(-1)).toEqual({ level: 'hint', code: 'field-edited', facts: { form: '肺结节', text: '肺叶、前片' } });
  });
});

describe('what leaves as structured values', () => {
  const written = fill({ text: EMPTY, filled: form() }, { 长径: '12.50', 肺叶: '右肺上叶', 毛刺: 'no' });

  test('is what was filled in, the number with its unit and its meaning', () => {
    expect(reportedForms([written.filled], written.text)).toEqual([
      {
        name: '肺结节',
        fields: [
          { label: '肺叶', text: '右肺上叶', number: null },
          { label: '长径', text: '12.5 mm', number: { value: 12.5, unit: 'mm', concept: 'long-axis' } },
          { label: '毛刺', text: '边缘光整', number: null, code: { value: '373067005', scheme: 'SCT', meaning: 'No' } },
        ],
      },
    ]);
  });

  test('leaves out every value whose sentence says something else now: there is one truth', () => {
    const edited = { ...written.text, findings: '右肺上叶见结节，长径约13 mm，边缘光整。' };
    expect(reportedForms([written.filled], edited)).toEqual([]);
    expect(reportedForms([form()], EMPTY)).toEqual([]);
    // The sentence was changed by hand, a value after it, then the hand put the old words back.
    const later = fill({ text: edited, filled: written.filled }, { 长径: '20' });
    expect(reportedForms([later.filled], written.text).flatMap(({ fields }) => fields.map(({ label }) => label))).toEqual([]);
  });
});

test('a value that no sentence names leaves with its code, and is marked for the paper', () => {
  const filled = form({ form: { fields: [{ kind: 'side', label: '侧别', isRequired: false }, { kind: 'text', label: '备注', isRequired: false }], sentences: [{ section: 'findings', pattern: '{备注}。' }] }, values: { 侧别: 'B', 备注: '伪影' } });
  const { text, filled: written } = writeSentences(EMPTY, filled);
  expect(reportedForms([written], text)).toEqual([{
    name: '肺结节',
    fields: [
      { label: '侧别', text: '双', number: null, code: { value: '51440002', scheme: 'SCT', meaning: 'Bilateral' }, isUnsaid: true },
      { label: '备注', text: '伪影', number: null },
    ],
  }]);
  expect(unsaidFieldsText({ forms: reportedForms([written], text) })).toBe('肺结节　侧别 双');
});

describe('what differs between two drafts', () => {
  const before = form({ values: { 肺叶: '右肺上叶', 长径: '１2', 毛刺: 'no' } });

  test('is each value as it is read, before and now', () => {
    expect(fieldChanges([before], [{ ...before, values: { 肺叶: '左肺下叶', 长径: '12', 前片: '2026-03-18' } }])).toEqual([
      { form: '肺结节', label: '肺叶', before: '右肺上叶', now: '左肺下叶' },
      // 长径 was typed full-width and is the same 12 mm.
      { form: '肺结节', label: '毛刺', before: '边缘光整', now: '' },
      { form: '肺结节', label: '前片', before: '', now: '2026-03-18' },
    ]);
  });

  test('is all of a form that came or went, and two forms of one template are kept apart', () => {
    const second = form({ formId: '2', values: { 长径: 'abc' } });
    expect(fieldChanges([before], [before, second])).toEqual([{ form: '肺结节', label: '长径', before: '', now: 'abc mm' }]);
    expect(fieldChanges([before, second], [before])).toEqual([{ form: '肺结节', label: '长径', before: 'abc mm', now: '' }]);
    expect(fieldChanges([before], [before])).toEqual([]);
  });
});

test('a form that a department got wrong is named, fault by fault', () => {
  const number = { kind: 'number', label: '长径', isRequired: true, unit: 'mm', least: 9, most: 2, concept: '' } as const;
  expect(formFaults({
    fields: [number, { ...number, least: null }, { kind: 'choice', label: '边{缘', isRequired: false, choices: ['光滑', '光滑', ' '] }, { kind: 'yes-no', label: '', isRequired: false, yes: '有', no: '' }],
    sentences: [{ section: 'findings', pattern: '约{短径} mm。' }, { section: 'impression', pattern: ' ' }],
  }).map(({ fault, about }) => `${fault} ${about}`.trim())).toEqual([
    'range-turned 长径', 'label-doubled 长径', 'label-signs 边{缘', 'choices-few 边{缘', 'label-missing', 'yes-no-missing', 'reference-unknown 短径', 'sentence-empty',
  ]);
  expect(formFaults(NODULE)).toEqual([]);
});

describe('the code of a choice', () => {
  const spiculated = { value: '129742005', scheme: 'SCT', meaning: 'Lesion with spiculated margin' };
  const margin = { kind: 'choice', label: '边缘', isRequired: false, choices: ['毛刺', '光滑'], codes: { 毛刺: spiculated } } as const;
  const coded = form({ form: { fields: [margin], sentences: [{ section: 'findings', pattern: '边缘{边缘}。' }] } });

  test('leaves beside its words, and a choice without one leaves as words', () => {
    const answers = ['毛刺', '光滑'].map((value) => {
      const { text, filled } = fill({ text: EMPTY, filled: coded }, { 边缘: value });
      const [reported] = reportedForms([filled], text);
      if (reported === undefined) throw new Error('the form says something');
      return [reported.fields.map(({ code }) => code?.value), JSON.stringify(formItems(reported)).includes('129742005')];
    });
    expect(answers).toEqual([[['129742005'], true], [[undefined], false]]);
  });

  test('must fit its scheme: a SNOMED CT identifier has its check digit', () => {
    // 129742005 is of PS3.16 (CID 6006); two digits turned, one digit changed, none left.
    const sound = (value: string, scheme = 'SCT', meaning = 'x') => isSoundCode({ value, scheme, meaning });
    expect(['129742005', '127942005', '129742006', '12974200', ''].map((value) => sound(value))).toEqual([true, false, false, false, false]);
    expect([sound('RID1301', 'RADLEX'), sound('1301', 'RADLEX'), sound('18748-4', 'LN'), sound('18748', 'LN'), sound('111001', 'DCM'), sound('1', '99MINE'), sound('129742005', 'SCT', ' ')]).toEqual([true, false, true, false, true, false, false]);
    expect(formFaults({ fields: [{ ...margin, codes: { 毛刺: { ...spiculated, scheme: '' }, 光滑: { value: '', scheme: '', meaning: '' } } }], sentences: [] })).toEqual([{ fault: 'code-unsound', about: '毛刺' }]);
  });

  test('goes with the words it was given for, and is not kept when they do', () => {
    const kept = (choices: readonly string[], codes: ChoiceCodes) => withOwnCodes({ fields: [{ ...margin, choices, codes }], sentences: [] }).fields;
    expect(kept(['光滑', '分叶', '毛刺'], margin.codes)).toEqual([{ ...margin, choices: ['光滑', '分叶', '毛刺'] }]);
    expect(kept(['细毛刺', '光滑'], margin.codes)).toEqual([{ kind: 'choice', label: '边缘', isRequired: false, choices: ['细毛刺', '光滑'] }]);
  });

  test('stands in our own templates only where it is sound', () => {
    const codes = TEMPLATES_WITH_FIELDS.flatMap((template) => (template.form?.fields ?? []).flatMap((field) => (field.kind === 'choice' ? Object.entries(field.codes ?? {}).map(([choice, code]) => [field.choices.includes(choice), isSoundCode(code)]) : [])));
    // Five lobes of the lung, five places in the brain, three degrees.
    expect(codes).toEqual(Array.from({ length: 13 }, () => [true, true]));
  });
});
