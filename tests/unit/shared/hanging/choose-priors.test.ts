import { expect, test } from 'vitest';
import { choosePriors, type ComparableStudy } from '#shared/hanging/prior/choose-priors.ts';

const chestCt: ComparableStudy = { modalities: ['CT'], bodyPart: 'CHEST', studyDescription: '胸部CT平扫', studyDate: '2026-11-20', siteId: 'a' };
const prior = (more: Partial<ComparableStudy>): ComparableStudy => ({ ...chestCt, studyDate: '2026-05-01', ...more });

test('the same part and modality come before the same part, that before the same modality; the reasons are told', () => {
  const same = prior({});
  const otherKind = prior({ modalities: ['DX'], studyDescription: '胸部正位' });
  const otherPart = prior({ bodyPart: 'KNEE', studyDescription: '膝关节' });
  // 6 + 4 + 2 + 1 + 1 = 14; 6 + 1 + 1 = 8; 4 + 1 + 1 = 6
  expect(choosePriors(chestCt, [otherPart, otherKind, same]).map(({ score, reasons }) => [score, reasons])).toEqual([
    [14, ['same-body-part', 'same-modality', 'same-examination', 'within-a-year', 'same-hospital']],
    [8, ['same-body-part', 'within-a-year', 'same-hospital']],
    [6, ['same-modality', 'within-a-year', 'same-hospital']],
  ]);
});

test('with equal points the newest comes first', () => {
  const dates = choosePriors(chestCt, [prior({ studyDate: '2026-01-01' }), prior({ studyDate: '2026-09-01' })]).map((one) => one.prior.studyDate);
  expect(dates).toEqual(['2026-09-01', '2026-01-01']);
});

test('a study that shares neither part nor kind, and one that is later than the case, are no priors', () => {
  expect(choosePriors(chestCt, [prior({ modalities: ['US'], bodyPart: 'THYROID' }), prior({ studyDate: '2026-12-01' })])).toEqual([]);
});

test('a neighbouring region counts for less than the part itself', () => {
  const reasons = choosePriors(chestCt, [prior({ bodyPart: 'CHESTABDOMEN', studyDate: '2020-01-01', studyDescription: '', siteId: 'b' })]).map((one) => one.reasons);
  expect(reasons).toEqual([['same-modality', 'near-body-part', 'other-hospital']]);
});
