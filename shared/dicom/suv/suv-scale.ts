import { itemsOf, numberOf, textOf, textsOf, type DataSet, type JsonValue } from '../data-set/data-set.ts';
import type { ModalityTransform } from '../pixel/modality-transform.ts';
import { decodeInlineBinary } from '../waveform/inline-binary.ts';
import { injectionMoment, momentFromDateTime, scanStart } from './acquisition-moment.ts';

/** UCUM units of CID 85. */
export const SUV_UNITS = { bodyWeight: 'g/ml{SUVbw}', leanBodyMass: 'g/ml{SUVlbm}', bodySurface: 'cm2/ml{SUVbsa}' } as const;

/** Why no uptake value can be given. */
export type SuvRefusal =
  | 'units' | 'not-corrected' | 'decay-correction' | 'no-weight' | 'no-dose' | 'no-half-life' | 'no-start-time' | 'no-scan-time'
  | 'implausible-times' | 'no-philips-factor' | 'suv-type';

/**
 * What a modality value is multiplied with. `leanBodyMass` and `bodySurface` also need the height and, the first, the sex.
 * `weightKg` is undefined where the scanner itself has made uptake values.
 */
export type SuvScale =
  | {
      readonly kind: 'known';
      readonly bodyWeight: number;
      readonly leanBodyMass: number | undefined;
      readonly bodySurface: number | undefined;
      /** `START`, `ADMIN`, or `scanner`: the pixels are uptake values already. */
      readonly decay: 'START' | 'ADMIN' | 'scanner';
      readonly weightKg: number | undefined;
    }
  | { readonly kind: 'not-computable'; readonly reason: SuvRefusal };

/** Enhanced PET Image Storage. */
const ENHANCED_PET = '1.2.840.10008.5.1.4.1.1.130';
const PHILIPS_CREATOR = 'Philips PET Private Group';
/** From tracer to scan no hospital waits longer; a longer time is a wrong date. */
const LONGEST_UPTAKE_S = 86_400;

/**
 * The scale from modality values (after rescale, PS3.3 C.11.1) of one PET image to standardized uptake values, from its own header alone.
 * PS3.3 C.8.9.1: Units (0054,1001) BQML, GML, or CNTS with the factor that Philips writes; Decay Correction (0054,1102) START or ADMIN;
 * attenuation and decay corrected; Radiopharmaceutical Information (0054,0016); Patient's Weight (0010,1030).
 */
export function suvScaleOf(dataSet: DataSet): SuvScale {
  const units = textOf(dataSet, 'Units');
  const weightKg = positive(numberOf(dataSet, 'PatientWeight'));
  if (textOf(dataSet, 'SOPClassUID') === ENHANCED_PET) return enhancedScale(dataSet, weightKg);
  if (units === 'GML') return scannerScale(dataSet, weightKg);
  if (units === 'CNTS') {
    const factor = philipsNumber(dataSet, '00');
    // The scanner's own factor has weight and dose in it.
    if (factor !== undefined) return { kind: 'known', bodyWeight: factor, ...otherScales(factor, dataSet, weightKg), decay: 'scanner', weightKg };
    const activity = philipsNumber(dataSet, '09');
    return activity === undefined ? refused('no-philips-factor') : fromActivity(dataSet, weightKg, activity);
  }
  return units === 'BQML' ? fromActivity(dataSet, weightKg, 1) : refused('units');
}

/**
 * Enhanced PET: corrections and their moment stand in the image, the activity in the real world values of its frames. PS3.3 C.8.22.3,
 * C.7.6.16.2.11. One scale for the object, or none.
 */
function enhancedScale(dataSet: DataSet, weightKg: number | undefined): SuvScale {
  if (textOf(dataSet, 'DecayCorrected') !== 'YES' || textOf(dataSet, 'AttenuationCorrected') !== 'YES') return refused('not-corrected');
  const toBqMl = enhancedActivity(dataSet);
  if (toBqMl === undefined) return refused('units');
  if (weightKg === undefined) return refused('no-weight');
  const tracers = itemsOf(dataSet, 'RadiopharmaceuticalInformationSequence');
  const tracer = tracers.length === 1 ? tracers[0] : undefined;
  const dose = tracer === undefined ? undefined : positive(numberOf(tracer, 'RadionuclideTotalDose'));
  if (tracer === undefined || dose === undefined) return refused('no-dose');
  const halfLifeS = positive(numberOf(tracer, 'RadionuclideHalfLife'));
  if (halfLifeS === undefined) return refused('no-half-life');
  const corrected = momentFromDateTime(textOf(dataSet, 'DecayCorrectionDateTime'));
  if (corrected === undefined) return refused('no-scan-time');
  const injection = injectionMoment(tracer, corrected);
  if (injection === undefined) return refused('no-start-time');
  const elapsedS = (corrected - injection) / 1000;
  if (elapsedS < 0 || elapsedS > LONGEST_UPTAKE_S) return refused('implausible-times');
  const bodyWeight = (toBqMl * weightKg * 1000) / (dose * 2 ** (-elapsedS / halfLifeS));
  return { kind: 'known', bodyWeight, ...otherScales(bodyWeight, dataSet, weightKg), decay: elapsedS === 0 ? 'ADMIN' : 'START', weightKg };
}

/** What makes Bq/mL of a modality value, the same for all frames; undefined where frames differ or are mapped to something else. */
function enhancedActivity(dataSet: DataSet): number | undefined {
  const [shared = {}] = itemsOf(dataSet, 'SharedFunctionalGroupsSequence');
  const own = itemsOf(dataSet, 'PerFrameFunctionalGroupsSequence');
  const factors = (own.length === 0 ? [{}] : own).map((group) => {
    const [transform] = [group, shared].flatMap((item) => itemsOf(item, 'PixelValueTransformationSequence'));
    const mapping = [group, shared, dataSet].map((item) => itemsOf(item, 'RealWorldValueMappingSequence')).find((found) => found.length > 0) ?? [];
    const activity = mapping.find((item) => itemsOf(item, 'MeasurementUnitsCodeSequence').some((code) => textOf(code, 'CodeValue').toLowerCase() === 'bq/ml'));
    const slope = activity === undefined ? undefined : numberOf(activity, 'RealWorldValueSlope');
    const isThroughNought = (numberOf(activity ?? {}, 'RealWorldValueIntercept') ?? 0) === 0 && (numberOf(transform ?? {}, 'RescaleIntercept') ?? 0) === 0;
    return slope === undefined || !isThroughNought ? undefined : slope / (numberOf(transform ?? {}, 'RescaleSlope') ?? 1);
  });
  const first = positive(factors[0]);
  return first !== undefined && factors.every((factor) => factor !== undefined && Math.abs(factor / first - 1) < 1e-6) ? first : undefined;
}

/** @param toBqMl what makes Bq/mL of a modality value */
function fromActivity(dataSet: DataSet, weightKg: number | undefined, toBqMl: number): SuvScale {
  const corrections = textsOf(dataSet, 'CorrectedImage');
  if (!corrections.includes('ATTN') || !corrections.includes('DECY')) return refused('not-corrected');
  const decay = textOf(dataSet, 'DecayCorrection');
  if (decay !== 'START' && decay !== 'ADMIN') return refused('decay-correction');
  if (weightKg === undefined) return refused('no-weight');
  const tracers = itemsOf(dataSet, 'RadiopharmaceuticalInformationSequence');
  const tracer = tracers.length === 1 ? tracers[0] : undefined;
  const dose = tracer === undefined ? undefined : positive(numberOf(tracer, 'RadionuclideTotalDose'));
  if (tracer === undefined || dose === undefined) return refused('no-dose');
  const left = decay === 'ADMIN' ? 1 : remainingPart(dataSet, tracer);
  if (typeof left !== 'number') return left;
  // g / Bq: 1 mL of tissue weighs 1 g.
  const bodyWeight = (toBqMl * weightKg * 1000) / (dose * left);
  return { kind: 'known', bodyWeight, ...otherScales(bodyWeight, dataSet, weightKg), decay, weightKg };
}

/** What is left of the dose at the moment that the pixels refer to: 0 to 1. */
function remainingPart(dataSet: DataSet, tracer: DataSet): number | SuvScale {
  const halfLifeS = positive(numberOf(tracer, 'RadionuclideHalfLife'));
  if (halfLifeS === undefined) return refused('no-half-life');
  const scan = scanStart(dataSet, halfLifeS);
  if (scan === undefined) return refused('no-scan-time');
  const injection = injectionMoment(tracer, scan);
  if (injection === undefined) return refused('no-start-time');
  const elapsedS = (scan - injection) / 1000;
  return elapsedS < 0 || elapsedS > LONGEST_UPTAKE_S ? refused('implausible-times') : 2 ** (-elapsedS / halfLifeS);
}

/** Units GML: the scanner made uptake values. SUV Type (0054,1006), absent means BW. PS3.3 C.8.9.1.1.13. */
function scannerScale(dataSet: DataSet, weightKg: number | undefined): SuvScale {
  const type = textOf(dataSet, 'SUVType');
  if (type !== '' && type !== 'BW') return refused('suv-type');
  return { kind: 'known', bodyWeight: 1, ...otherScales(1, dataSet, weightKg), decay: 'scanner', weightKg };
}

function otherScales(bodyWeight: number, dataSet: DataSet, weightKg: number | undefined): Pick<Extract<SuvScale, { kind: 'known' }>, 'leanBodyMass' | 'bodySurface'> {
  const heightM = positive(numberOf(dataSet, 'PatientSize'));
  if (weightKg === undefined || heightM === undefined) return { leanBodyMass: undefined, bodySurface: undefined };
  const lean = leanBodyMassKg(textOf(dataSet, 'PatientSex'), weightKg, heightM);
  return {
    leanBodyMass: lean === undefined ? undefined : (bodyWeight * lean) / weightKg,
    // cm² instead of g.
    bodySurface: (bodyWeight * bodySurfaceM2(weightKg, heightM) * 10_000) / (weightKg * 1000),
  };
}

/** James, with his own 128 for men; many programs have 120. SUV Type LBMJAMES128. @returns undefined for an unknown sex or an impossible body */
export function leanBodyMassKg(sex: string, weightKg: number, heightM: number): number | undefined {
  const ratio = (weightKg / (heightM * 100)) ** 2;
  const lean = sex === 'M' ? 1.1 * weightKg - 128 * ratio : sex === 'F' ? 1.07 * weightKg - 148 * ratio : undefined;
  return positive(lean);
}

/** Du Bois and Du Bois. */
export function bodySurfaceM2(weightKg: number, heightM: number): number {
  return 0.007184 * weightKg ** 0.425 * (heightM * 100) ** 0.725;
}

/** The transform that gives SUVbw; the image's own where the scale is unknown or the values come from a table. */
export function suvTransform(transform: ModalityTransform, scale: SuvScale | undefined): ModalityTransform {
  if (scale?.kind !== 'known' || transform.kind !== 'linear') return transform;
  return { kind: 'linear', slope: transform.slope * scale.bodyWeight, intercept: transform.intercept * scale.bodyWeight, unit: SUV_UNITS.bodyWeight };
}

/**
 * SUV Scale Factor (7053,xx00) and Activity Concentration Scale Factor (7053,xx09) of Philips, a DS each; as UN where the archive did not
 * know them. The block is found by its creator, PS3.5 7.8.1.
 */
function philipsNumber(dataSet: DataSet, element: '00' | '09'): number | undefined {
  const creator = Object.entries(dataSet).find(([tag, { Value }]) => /^705300[1-9A-F][0-9A-F]$/.test(tag) && plainText(Value?.[0]).trim() === PHILIPS_CREATOR);
  const found = creator === undefined ? undefined : dataSet[`7053${creator[0].slice(6)}${element}`];
  if (found === undefined) return undefined;
  const bytes = found.InlineBinary === undefined ? undefined : decodeInlineBinary(found.InlineBinary);
  const text = bytes === undefined ? plainText(found.Value?.[0]) : String.fromCharCode(...bytes);
  return positive(Number(text.replace(/\0+$/, '').trim() || Number.NaN));
}

function plainText(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) && value > 0 ? value : undefined;
}

function refused(reason: SuvRefusal): SuvScale {
  return { kind: 'not-computable', reason };
}

/** Other uptake values of a mean in SUVbw; undefined where height, sex or weight are missing. */
export function otherUptakes(bodyWeightMean: number, scale: SuvScale | undefined): { readonly leanBodyMass: number | undefined; readonly bodySurface: number | undefined } {
  if (scale?.kind !== 'known') return { leanBodyMass: undefined, bodySurface: undefined };
  const of = (other: number | undefined) => (other === undefined ? undefined : (bodyWeightMean * other) / scale.bodyWeight);
  return { leanBodyMass: of(scale.leanBodyMass), bodySurface: of(scale.bodySurface) };
}
