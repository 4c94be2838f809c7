import type { RadsEdition, RadsProposal } from './rads-result.ts';

export const FLEISCHNER_2017: RadsEdition = { system: 'Fleischner', version: '2017', source: 'MacMahon et al., Radiology 2017;284:228-243, table 1; incidental nodules of adults from 35 years on' };

export interface IncidentalNodule {
  readonly kind: 'solid' | 'ground-glass' | 'part-solid';
  readonly isMultiple: boolean;
  readonly risk: 'low' | 'high';
  /** Mean of long and short axis, mm, of the most suspicious one. */
  readonly diameterMm: number;
}

/** Rows by kind and number; columns below 6, 6 to 8, above 8 mm; a pair is for low and high risk. */
const TABLE: Readonly<Record<'solid-single' | 'solid-multiple' | 'ground-glass-single' | 'part-solid-single' | 'subsolid-multiple', readonly (string | readonly [low: string, high: string])[]>> = {
  'solid-single': [
    ['无需常规随访。', '可选择12个月后CT。'],
    ['6至12个月后CT，其后可考虑18至24个月CT。', '6至12个月后CT，其后18至24个月CT。'],
    '可考虑3个月后CT、PET/CT或组织取样。',
  ],
  'solid-multiple': [
    ['无需常规随访。', '可选择12个月后CT。'],
    ['3至6个月后CT，其后可考虑18至24个月CT。', '3至6个月后CT，其后18至24个月CT。'],
    ['3至6个月后CT，其后可考虑18至24个月CT。', '3至6个月后CT，其后18至24个月CT。'],
  ],
  'ground-glass-single': ['无需常规随访。', '6至12个月后CT确认存在，其后每2年CT直至5年。', '6至12个月后CT确认存在，其后每2年CT直至5年。'],
  'part-solid-single': ['无需常规随访。', '3至6个月后CT确认存在；不变且实性成分<6 mm者，每年CT共5年。', '3至6个月后CT确认存在；不变且实性成分<6 mm者，每年CT共5年。'],
  'subsolid-multiple': ['3至6个月后CT；稳定者可考虑2年及4年CT。', '3至6个月后CT，其后按最可疑结节处理。', '3至6个月后CT，其后按最可疑结节处理。'],
};

/** @throws RangeError for a diameter that is none */
export function fleischner({ kind, isMultiple, risk, diameterMm }: IncidentalNodule): RadsProposal {
  if (!(diameterMm > 0)) throw new RangeError('a nodule has a diameter');
  const rowName = kind === 'solid' ? (isMultiple ? 'solid-multiple' : 'solid-single') : isMultiple ? 'subsolid-multiple' : kind === 'ground-glass' ? 'ground-glass-single' : 'part-solid-single';
  const column = diameterMm < 6 ? 0 : diameterMm <= 8 ? 1 : 2;
  const cell = TABLE[rowName][column] ?? '';
  return { edition: FLEISCHNER_2017, category: column === 0 ? '<6 mm' : column === 1 ? '6-8 mm' : '>8 mm', advice: typeof cell === 'string' ? cell : cell[risk === 'low' ? 0 : 1] };
}
