import type { RadsEdition, RadsProposal } from './rads-result.ts';

export const TI_RADS_2017: RadsEdition = { system: 'TI-RADS', version: 'ACR 2017', source: 'Tessler et al., J Am Coll Radiol 2017;14:587-595' };

/** Points of each feature. */
export const TI_RADS_POINTS = {
  composition: { cystic: 0, spongiform: 0, mixed: 1, solid: 2 },
  echogenicity: { anechoic: 0, 'hyper-or-isoechoic': 1, hypoechoic: 2, 'very-hypoechoic': 3 },
  shape: { 'wider-than-tall': 0, 'taller-than-wide': 3 },
  margin: { 'smooth-or-ill-defined': 0, 'lobulated-or-irregular': 2, 'extra-thyroidal-extension': 3 },
  foci: { 'none-or-comet-tail': 0, macrocalcifications: 1, 'peripheral-calcifications': 2, 'punctate-echogenic-foci': 3 },
} as const;

export interface ThyroidNodule {
  readonly composition: keyof typeof TI_RADS_POINTS.composition;
  readonly echogenicity: keyof typeof TI_RADS_POINTS.echogenicity;
  readonly shape: keyof typeof TI_RADS_POINTS.shape;
  readonly margin: keyof typeof TI_RADS_POINTS.margin;
  /** All that apply. */
  readonly foci: readonly (keyof typeof TI_RADS_POINTS.foci)[];
  /** Largest diameter, mm. */
  readonly diameterMm: number;
}

const THYROID_SIZES: Readonly<Record<string, { readonly biopsyMm: number; readonly followMm: number }>> = {
  TR3: { biopsyMm: 25, followMm: 15 }, TR4: { biopsyMm: 15, followMm: 10 }, TR5: { biopsyMm: 10, followMm: 5 },
};

/** A spongiform nodule is benign whatever else; a sum of one point has no published category. @returns undefined for that sum */
export function tiRads(nodule: ThyroidNodule): RadsProposal | undefined {
  const points = tiRadsPoints(nodule);
  const category = points === 0 ? 'TR1' : points === 1 ? undefined : points === 2 ? 'TR2' : points === 3 ? 'TR3' : points <= 6 ? 'TR4' : 'TR5';
  if (category === undefined) return undefined;
  const sizes = THYROID_SIZES[category];
  const advice = sizes === undefined ? '无需细针穿刺。' : nodule.diameterMm >= sizes.biopsyMm ? '建议细针穿刺。' : nodule.diameterMm >= sizes.followMm ? '超声随访。' : '无需随访。';
  return { edition: TI_RADS_2017, category, advice };
}

export function tiRadsPoints({ composition, echogenicity, shape, margin, foci }: ThyroidNodule): number {
  if (composition === 'spongiform') return 0;
  const { composition: c, echogenicity: e, shape: s, margin: m, foci: f } = TI_RADS_POINTS;
  return c[composition] + e[echogenicity] + s[shape] + m[margin] + [...new Set(foci)].reduce((sum, one) => sum + f[one], 0);
}

export const PI_RADS_2_1: RadsEdition = { system: 'PI-RADS', version: 'v2.1', source: 'Turkbey et al., Eur Urol 2019;76:340-351' };

export type Score = 1 | 2 | 3 | 4 | 5;
export interface ProstateLesion {
  readonly zone: 'peripheral' | 'transition';
  readonly t2: Score;
  readonly diffusion: Score;
  readonly isContrastPositive: boolean;
}

/** Peripheral zone: diffusion leads, contrast lifts a 3. Transition zone: T2 leads, diffusion lifts a 2 (from 4) and a 3 (from 5). */
export function piRads({ zone, t2, diffusion, isContrastPositive }: ProstateLesion): RadsProposal {
  const score = zone === 'peripheral' ? (diffusion === 3 && isContrastPositive ? 4 : diffusion) : t2 === 2 && diffusion >= 4 ? 3 : t2 === 3 && diffusion === 5 ? 4 : t2;
  return { edition: PI_RADS_2_1, category: String(score), advice: '' };
}

export const LI_RADS_2018: RadsEdition = { system: 'LI-RADS', version: 'CT/MRI v2018', source: 'ACR LI-RADS v2018 core, diagnostic table' };

export interface LiverObservation {
  readonly hasArterialHyperenhancement: boolean;
  readonly diameterMm: number;
  readonly hasCapsule: boolean;
  readonly hasWashout: boolean;
  readonly hasThresholdGrowth: boolean;
}

/** The diagnostic table, for a patient at risk and an observation that is neither benign, nor in a vein, nor LR-M. */
export function liRads(observation: LiverObservation): RadsProposal {
  const { hasArterialHyperenhancement, diameterMm, hasCapsule, hasWashout, hasThresholdGrowth } = observation;
  if (!(diameterMm > 0)) throw new RangeError('an observation has a diameter');
  const features = [hasCapsule, hasWashout, hasThresholdGrowth].filter(Boolean).length;
  return { edition: LI_RADS_2018, category: category(), advice: '' };

  function category(): 'LR-3' | 'LR-4' | 'LR-5' {
    if (!hasArterialHyperenhancement) return features >= 2 || (features === 1 && diameterMm >= 20) ? 'LR-4' : 'LR-3';
    if (diameterMm < 10) return features === 0 ? 'LR-3' : 'LR-4';
    if (diameterMm < 20) return features === 0 ? 'LR-3' : features >= 2 || !hasCapsule ? 'LR-5' : 'LR-4';
    return features === 0 ? 'LR-4' : 'LR-5';
  }
}

export const BI_RADS_5: RadsEdition = { system: 'BI-RADS', version: '第5版', source: 'ACR BI-RADS Atlas, 5th edition, 2013' };

/** Chance of malignancy and advice of each category. */
export const BI_RADS_CATEGORIES: Readonly<Record<string, { readonly malignancy: string; readonly advice: string }>> = {
  0: { malignancy: '', advice: '需补充影像或与旧片对比。' },
  1: { malignancy: '0%', advice: '常规筛查。' },
  2: { malignancy: '0%', advice: '常规筛查。' },
  3: { malignancy: '≤2%', advice: '短期（6个月）随访。' },
  '4A': { malignancy: '>2%至≤10%', advice: '组织学诊断。' },
  '4B': { malignancy: '>10%至≤50%', advice: '组织学诊断。' },
  '4C': { malignancy: '>50%至<95%', advice: '组织学诊断。' },
  5: { malignancy: '≥95%', advice: '组织学诊断。' },
  6: { malignancy: '已证实', advice: '手术切除（临床适合时）。' },
};

/** What a category that the physician chose means. @returns undefined for one that does not exist */
export function biRads(category: string): RadsProposal | undefined {
  const row = BI_RADS_CATEGORIES[category];
  return row === undefined ? undefined : { edition: BI_RADS_5, category, advice: row.advice };
}
