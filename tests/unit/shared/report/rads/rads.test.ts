import { expect, test } from 'vitest';
import { fleischner } from '#shared/report/rads/fleischner.ts';
import { lungRads, type LungNodule } from '#shared/report/rads/lung-rads.ts';
import { BI_RADS_CATEGORIES, biRads, liRads, piRads, tiRads, tiRadsPoints, type LiverObservation, type Score, type ThyroidNodule } from '#shared/report/rads/organ-rads.ts';
import { confirmRads, radsText } from '#shared/report/rads/rads-result.ts';

const lung = (kind: LungNodule['kind'], course: LungNodule['course'], diameterMm: number, solidMm = 0) => lungRads({ kind, course, diameterMm, solidMm }).category;

test('Lung-RADS: solid nodules at every border', () => {
  expect([5.9, 6, 7.9, 8, 14.9, 15].map((size) => lung('solid', 'baseline', size))).toEqual(['2', '3', '3', '4A', '4A', '4B']);
  expect([3.9, 4, 5.9, 6, 7.9, 8].map((size) => lung('solid', 'new', size))).toEqual(['2', '3', '3', '4A', '4A', '4B']);
  expect([7.9, 8].map((size) => lung('solid', 'growing', size))).toEqual(['4A', '4B']);
});

test('Lung-RADS: the solid part decides from 6 mm on, ground glass by 30 mm', () => {
  expect([lung('part-solid', 'baseline', 5.9, 3), lung('part-solid', 'baseline', 10, 5.9), lung('part-solid', 'baseline', 10, 6), lung('part-solid', 'baseline', 12, 8)]).toEqual(['2', '3', '4A', '4B']);
  expect([lung('part-solid', 'new', 5.9, 2), lung('part-solid', 'new', 8, 3.9), lung('part-solid', 'growing', 8, 4)]).toEqual(['3', '4A', '4B']);
  expect([lung('ground-glass', 'baseline', 29.9), lung('ground-glass', 'new', 30)]).toEqual(['2', '3']);
  expect(() => lung('part-solid', 'baseline', 6, 7)).toThrow(RangeError);
  expect(() => lung('solid', 'baseline', Number.NaN)).toThrow(RangeError);
});

test('Fleischner: every cell of the table says something of its own column', () => {
  const advice = (kind: 'solid' | 'ground-glass' | 'part-solid', isMultiple: boolean, risk: 'low' | 'high', diameterMm: number) => fleischner({ kind, isMultiple, risk, diameterMm }).advice;
  expect([advice('solid', false, 'low', 5.9), advice('solid', false, 'high', 5.9)]).toEqual(['无需常规随访。', '可选择12个月后CT。']);
  expect([advice('solid', false, 'low', 8), advice('solid', false, 'low', 8.1)]).toEqual(['6至12个月后CT，其后可考虑18至24个月CT。', '可考虑3个月后CT、PET/CT或组织取样。']);
  expect(advice('solid', true, 'high', 6)).toBe('3至6个月后CT，其后18至24个月CT。');
  expect([advice('ground-glass', false, 'low', 5), advice('ground-glass', false, 'low', 6), advice('part-solid', false, 'low', 6), advice('part-solid', true, 'low', 5)])
    .toEqual(['无需常规随访。', '6至12个月后CT确认存在，其后每2年CT直至5年。', '3至6个月后CT确认存在；不变且实性成分<6 mm者，每年CT共5年。', '3至6个月后CT；稳定者可考虑2年及4年CT。']);
});

const plain: ThyroidNodule = { composition: 'solid', echogenicity: 'hypoechoic', shape: 'wider-than-tall', margin: 'smooth-or-ill-defined', foci: ['none-or-comet-tail'], diameterMm: 12 };

test('TI-RADS: points add up to the category, and the size to the advice', () => {
  // 2 (solid) + 2 (hypoechoic) = 4: TR4; biopsy from 15 mm, follow-up from 10 mm.
  expect(tiRads(plain)).toMatchObject({ category: 'TR4', advice: '超声随访。' });
  expect(tiRads({ ...plain, diameterMm: 15 })?.advice).toBe('建议细针穿刺。');
  // 2 + 2 + 3 (taller) + 3 (punctate) = 10: TR5; from 10 mm.
  expect(tiRads({ ...plain, shape: 'taller-than-wide', foci: ['punctate-echogenic-foci'], diameterMm: 10 })).toMatchObject({ category: 'TR5', advice: '建议细针穿刺。' });
  // 2 + 1 = 3: TR3. 1 + 1 = 2: TR2. 0 + 0 = 0: TR1. 1 + 0 = 1: nothing is published.
  expect(tiRads({ ...plain, echogenicity: 'hyper-or-isoechoic' })?.category).toBe('TR3');
  expect(tiRads({ ...plain, composition: 'mixed', echogenicity: 'hyper-or-isoechoic' })?.category).toBe('TR2');
  expect(tiRads({ ...plain, composition: 'cystic', echogenicity: 'anechoic' })?.category).toBe('TR1');
  expect(tiRads({ ...plain, composition: 'mixed', echogenicity: 'anechoic' })).toBeUndefined();
  expect(tiRadsPoints({ ...plain, composition: 'spongiform', foci: ['punctate-echogenic-foci'] })).toBe(0);
});

test('PI-RADS: all 100 cells follow the sequence that leads in their zone', () => {
  const scores: readonly Score[] = [1, 2, 3, 4, 5];
  for (const t2 of scores) {
    for (const diffusion of scores) {
      for (const isContrastPositive of [false, true]) {
        const peripheral = Number(piRads({ zone: 'peripheral', t2, diffusion, isContrastPositive }).category);
        const transition = Number(piRads({ zone: 'transition', t2, diffusion, isContrastPositive }).category);
        expect(peripheral - diffusion).toBe(diffusion === 3 && isContrastPositive ? 1 : 0);
        expect(transition - t2).toBe((t2 === 2 && diffusion > 3) || (t2 === 3 && diffusion === 5) ? 1 : 0);
      }
    }
  }
});

test('LI-RADS: the diagnostic table, cell by cell', () => {
  const at = (hasArterialHyperenhancement: boolean, diameterMm: number, features: Partial<LiverObservation> = {}) =>
    liRads({ hasArterialHyperenhancement, diameterMm, hasCapsule: false, hasWashout: false, hasThresholdGrowth: false, ...features }).category;
  const washout = { hasWashout: true };
  const two = { hasWashout: true, hasCapsule: true };
  expect([at(false, 19), at(false, 19, washout), at(false, 19, two), at(false, 20), at(false, 20, washout), at(false, 20, two)]).toEqual(['LR-3', 'LR-3', 'LR-4', 'LR-3', 'LR-4', 'LR-4']);
  expect([at(true, 9), at(true, 9, washout), at(true, 9, two)]).toEqual(['LR-3', 'LR-4', 'LR-4']);
  expect([at(true, 10), at(true, 10, { hasCapsule: true }), at(true, 10, washout), at(true, 19, { hasThresholdGrowth: true }), at(true, 19, two)]).toEqual(['LR-3', 'LR-4', 'LR-5', 'LR-5', 'LR-5']);
  expect([at(true, 20), at(true, 20, { hasCapsule: true }), at(true, 20, two)]).toEqual(['LR-4', 'LR-5', 'LR-5']);
});

test('BI-RADS names what its categories mean, and no other category', () => {
  expect(Object.keys(BI_RADS_CATEGORIES)).toHaveLength(9);
  expect(biRads('3')?.advice).toBe('短期（6个月）随访。');
  expect(biRads('4')).toBeUndefined();
});

test('a category enters a report with its version, by a physician and by nobody else', () => {
  const proposal = lungRads({ kind: 'solid', course: 'baseline', diameterMm: 9, solidMm: 0 });
  expect(radsText(confirmRads(proposal, '林知远'))).toBe('Lung-RADS 4A（2022，医师确认）');
  expect(() => confirmRads(proposal, ' ')).toThrow();
});
