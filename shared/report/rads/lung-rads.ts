import type { RadsEdition, RadsProposal } from './rads-result.ts';

export const LUNG_RADS_2022: RadsEdition = { system: 'Lung-RADS', version: '2022', source: 'ACR Lung-RADS v2022, assessment categories, released November 2022' };

export interface LungNodule {
  readonly kind: 'solid' | 'part-solid' | 'ground-glass';
  /** `baseline`: first screening; `new` and `growing` at a later one. */
  readonly course: 'baseline' | 'new' | 'growing';
  /** Mean diameter of the whole nodule, mm. */
  readonly diameterMm: number;
  /** Mean diameter of the solid part, mm; read for `part-solid` only. */
  readonly solidMm: number;
}

interface Row {
  /** Exclusive; the last row has none. */
  readonly belowMm: number;
  readonly category: '2' | '3' | '4A' | '4B';
}

const SOLID: Readonly<Record<LungNodule['course'], readonly Row[]>> = {
  baseline: [{ belowMm: 6, category: '2' }, { belowMm: 8, category: '3' }, { belowMm: 15, category: '4A' }, { belowMm: Infinity, category: '4B' }],
  new: [{ belowMm: 4, category: '2' }, { belowMm: 6, category: '3' }, { belowMm: 8, category: '4A' }, { belowMm: Infinity, category: '4B' }],
  growing: [{ belowMm: 8, category: '4A' }, { belowMm: Infinity, category: '4B' }],
};
/** By the solid part, once the whole nodule reaches 6 mm. */
const PART_SOLID: Readonly<Record<LungNodule['course'], readonly Row[]>> = {
  baseline: [{ belowMm: 6, category: '3' }, { belowMm: 8, category: '4A' }, { belowMm: Infinity, category: '4B' }],
  new: [{ belowMm: 4, category: '4A' }, { belowMm: Infinity, category: '4B' }],
  growing: [{ belowMm: 4, category: '4A' }, { belowMm: Infinity, category: '4B' }],
};
const GROUND_GLASS: readonly Row[] = [{ belowMm: 30, category: '2' }, { belowMm: Infinity, category: '3' }];

const ADVICE: Readonly<Record<Row['category'], string>> = {
  2: '12个月后低剂量CT筛查。',
  3: '6个月后低剂量CT复查。',
  '4A': '3个月后低剂量CT复查；实性成分≥8 mm者可考虑PET/CT。',
  '4B': '诊断性胸部CT，酌情PET/CT或组织取样。',
};

/** The category of one nodule. @throws RangeError for a diameter that is none */
export function lungRads({ kind, course, diameterMm, solidMm }: LungNodule): RadsProposal {
  if (!(diameterMm > 0) || (kind === 'part-solid' && !(solidMm >= 0 && solidMm <= diameterMm))) throw new RangeError('a nodule has a diameter, its solid part is no larger');
  const category = kind === 'ground-glass' ? categoryOf(GROUND_GLASS, diameterMm)
    : kind === 'solid' ? categoryOf(SOLID[course], diameterMm)
    : diameterMm < 6 && course !== 'growing' ? (course === 'baseline' ? '2' : '3')
    : categoryOf(PART_SOLID[course], solidMm);
  return { edition: LUNG_RADS_2022, category, advice: ADVICE[category] };
}

function categoryOf(rows: readonly Row[], sizeMm: number): Row['category'] {
  const row = rows.find(({ belowMm }) => sizeMm < belowMm);
  if (row === undefined) throw new RangeError('a size is a number');
  return row.category;
}
