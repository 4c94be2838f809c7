import { expect, test } from 'vitest';
import { formForExamination, RADS_FORMS, type RadsAnswers, type RadsForm } from '#shared/report/rads/rads-forms.ts';
import { RADS_EN } from '#renderer/text/messages/rads.en.ts';
import { RADS_ZH_CN } from '#renderer/text/messages/rads.zh-CN.ts';

const propose = (id: RadsForm['id'], answers: RadsAnswers) => RADS_FORMS.find((form) => form.id === id)?.propose(answers);

/** A whole set of answers for each form, and its category worked out with the published table. */
const WHOLE: readonly (readonly [id: RadsForm['id'], answers: RadsAnswers, category: string])[] = [
  // Solid, baseline, 9 mm: 8 to below 15 is 4A.
  ['lung-rads', { kind: 'solid', course: 'baseline', diameterMm: 9 }, '4A'],
  ['fleischner', { kind: 'solid', risk: 'high', diameterMm: 7 }, '6-8 mm'],
  ['bi-rads', { category: '4B' }, '4B'],
  // Solid 2 + hypoechoic 2 + taller 3 + smooth 0 + punctate 3 = 10: TR5.
  ['ti-rads', { composition: 'solid', echogenicity: 'hypoechoic', shape: 'taller-than-wide', margin: 'smooth-or-ill-defined', foci: ['punctate-echogenic-foci'], diameterMm: 12 }, 'TR5'],
  ['pi-rads', { zone: 'peripheral', t2: '3', diffusion: '3', isContrastPositive: true }, '4'],
  ['li-rads', { diameterMm: 22, hasArterialHyperenhancement: true, hasWashout: true }, 'LR-5'],
];

test.each(WHOLE)('%s proposes a category with its edition when everything is answered', (id, answers, category) => {
  const proposal = propose(id, answers);
  expect(proposal?.category).toBe(category);
  expect(proposal?.edition.source).not.toBe('');
});

test.each(WHOLE)('%s proposes nothing while any answer that is no flag is missing', (id, answers) => {
  const form = RADS_FORMS.find((one) => one.id === id);
  for (const field of form?.fields ?? []) {
    if (field.kind === 'flag' || !(field.name in answers)) continue;
    const { [field.name]: _left, ...rest } = answers;
    expect(propose(id, rest), field.name).toBeUndefined();
  }
});

test('a solid part that is larger than its nodule, or an option of nobody, proposes nothing', () => {
  expect(propose('lung-rads', { kind: 'part-solid', course: 'new', diameterMm: 8, solidMm: 9 })).toBeUndefined();
  expect(propose('lung-rads', { kind: 'part-solid', course: 'new', diameterMm: 8 })).toBeUndefined();
  expect(propose('pi-rads', { zone: 'elsewhere', t2: '3', diffusion: '3' })).toBeUndefined();
  expect(propose('bi-rads', { category: '7' })).toBeUndefined();
});

test('the examination puts the form in front that fits it', () => {
  expect(['乳腺钼靶', '甲状腺彩超', '前列腺MRI', '上腹部增强', '低剂量胸部筛查', '胸部CT平扫'].map(formForExamination))
    .toEqual(['bi-rads', 'ti-rads', 'pi-rads', 'li-rads', 'lung-rads', 'fleischner']);
});

test('every field and option has words in both languages', () => {
  const keys = RADS_FORMS.flatMap(({ fields }) => fields.flatMap((field) => [
    `rads.field.${field.name}`, ...('options' in field ? field.options.filter((option) => !/^\d/.test(option)).map((option) => `rads.option.${option}`) : []),
  ]));
  expect(keys.filter((key) => !(key in RADS_ZH_CN) || !(key in RADS_EN))).toEqual([]);
});
