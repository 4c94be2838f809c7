import { itemsOf, numberOf, textOf, textsOf, type DataSet } from '../data-set/data-set.ts';
import { lookUp, lookupTableOf, type LookupTable } from './lookup-table.ts';

/**
 * From stored values to what the modality measured. PS3.3 C.11.1.
 * `unit`: UCUM, `[hnsf'U]` for Hounsfield units, `1` where the numbers have no unit.
 */
export type ModalityTransform =
  | { readonly kind: 'linear'; readonly slope: number; readonly intercept: number; readonly unit: string }
  | { readonly kind: 'table'; readonly table: LookupTable; readonly unit: string };

export const HOUNSFIELD = "[hnsf'U]";
export const NO_UNIT = '1';

export interface ModalityContext {
  readonly modality: string;
  /** Image Type (0008,0008) says LOCALIZER: a projection, whose numbers are no density. */
  readonly isLocalizer: boolean;
  readonly isSigned: boolean;
}

/**
 * Reads Modality LUT Sequence (0028,3000), else Rescale Slope and Intercept.
 * @param dataSet the image, or the Pixel Value Transformation item of a frame
 * @returns undefined when a table is named whose data are missing or broken, or a scale is beyond reason: then no number may be shown
 */
export function modalityTransformOf(dataSet: DataSet, context: ModalityContext): ModalityTransform | undefined {
  const [item] = itemsOf(dataSet, 'ModalityLUTSequence');
  if (item !== undefined && !leadsBackToIntensity(dataSet)) {
    const table = lookupTableOf(item, context.isSigned);
    return table === undefined ? undefined : { kind: 'table', table, unit: NO_UNIT };
  }
  const slope = numberOf(dataSet, 'RescaleSlope') ?? 1;
  const intercept = numberOf(dataSet, 'RescaleIntercept') ?? 0;
  // A slope of nought would make every pixel alike; some devices write it for "not rescaled".
  if (slope === 0) return { kind: 'linear', slope: 1, intercept: 0, unit: NO_UNIT };
  if (Math.abs(slope) > LARGEST_RESCALE || Math.abs(slope) < 1 / LARGEST_RESCALE || Math.abs(intercept) > LARGEST_RESCALE) return undefined;
  return { kind: 'linear', slope, intercept, unit: unitOf(dataSet, context) };
}

/**
 * The table of a fluoroscopy leads from LOG or DISP values back to the intensity of the beam: it is for calculations, and its windows are meant for the
 * values as they are stored. PS3.3 C.8.7.1.1.2.
 */
function leadsBackToIntensity(dataSet: DataSet): boolean {
  return FLUOROSCOPY.test(textOf(dataSet, 'SOPClassUID')) && ['LOG', 'DISP'].includes(textOf(dataSet, 'PixelIntensityRelationship'));
}

/** X-Ray Angiographic, Radiofluoroscopic, and the retired Bi-plane. */
const FLUOROSCOPY = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.12\.[123]$/;

/** Damage, no scale: products of such numbers are no numbers any more. */
const LARGEST_RESCALE = 1e30;

export function toModalityValue(transform: ModalityTransform, storedValue: number): number {
  return transform.kind === 'linear' ? storedValue * transform.slope + transform.intercept : lookUp(transform.table, storedValue);
}

/** Rescale Type (0028,1054), PS3.3 C.11.1.1.2; Units (0054,1001), C.8.9.1.1.3. */
function unitOf(dataSet: DataSet, context: ModalityContext): string {
  const type = textOf(dataSet, 'RescaleType');
  if (context.modality === 'CT') {
    const hasRescale = numberOf(dataSet, 'RescaleIntercept') !== undefined;
    return hasRescale && !context.isLocalizer && (type === '' || type === 'HU') ? HOUNSFIELD : NO_UNIT;
  }
  if (type === 'HU') return HOUNSFIELD;
  if (context.modality === 'PT') return PET_UNITS[textsOf(dataSet, 'Units')[0] ?? ''] ?? NO_UNIT;
  return RESCALE_UNITS[type] ?? NO_UNIT;
}

const PET_UNITS: Readonly<Record<string, string>> = { BQML: 'Bq/mL', GML: 'g/mL', PCNT: '%', CM2ML: 'cm2/mL' };
const RESCALE_UNITS: Readonly<Record<string, string>> = { MGML: 'mg/mL', PCT: '%' };
