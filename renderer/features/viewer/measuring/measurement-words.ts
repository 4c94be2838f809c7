import type { Measurement, MeasuredQuantity, MeasurementPlace } from '#shared/contract/services/measurements.contract.ts';
import { HOUNSFIELD, NO_UNIT } from '#shared/dicom/pixel/modality-transform.ts';
import { WORDED_KINDS } from '#shared/dicom/measurement/shape-kind.ts';
import { spineNames } from '#shared/dicom/measurement/spine-names.ts';
import { otherUptakes, SUV_UNITS, type SuvScale } from '#shared/dicom/suv/suv-scale.ts';
import type { MeasuredSpacing, ShapeQuantity } from '#shared/dicom/measurement/measure-shape.ts';
import type { Text } from '#renderer/text/use-text.ts';

type Quantities = readonly (MeasuredQuantity | ShapeQuantity)[];

/** ① to ⑳, then (21). */
export function measurementSign(label: number): string {
  return label >= 1 && label <= 20 ? String.fromCodePoint(0x2460 + label - 1) : `(${label})`;
}

/** The value as it is read: `15.8 mm`, `32.5°`, `31 ± 14 HU`, `0.62 cm²` for an ellipse without density. */
export function measurementValue(text: Text, quantities: Quantities): string {
  const { t, format } = text;
  const find = (quantity: MeasuredQuantity['quantity']) => quantities.find((one) => one.quantity === quantity);
  const parts = partWords(text, quantities);
  if (parts !== undefined) return parts;
  const alongAxes = quantities.filter(({ quantity }) => quantity === 'time' || quantity === 'velocity' || quantity === 'frequency' || quantity === 'length');
  if (alongAxes.length > 1) return alongAxes.map(({ value, unit }) => `${withPlaces(value, unit === 's' ? 3 : 1)} ${unit}`).join(' · ');
  const length = find('length') ?? alongAxes[0];
  if (length !== undefined) return t('viewer.measure.length', { value: withPlaces(length.value, length.unit === 's' ? 3 : 1), unit: unitWord(length.unit) });
  const angle = find('angle');
  if (angle !== undefined) return t('viewer.measure.angle', { value: withPlaces(angle.value, 1) });
  const mean = find('mean');
  const deviation = find('standard-deviation');
  if (mean === undefined || deviation === undefined) return areaWords(quantities);
  const digits = mean.unit === HOUNSFIELD || Math.abs(mean.value) >= 100 ? 0 : 1;
  const valueWords = (value: number, unit: string) => (unit === SUV_UNITS.bodyWeight ? withPlaces(value, 2) : format.number(value, digits));
  return t('viewer.measure.density', {
    mean: valueWords(mean.value, mean.unit),
    deviation: valueWords(deviation.value, mean.unit),
    ...(mean.unit === NO_UNIT ? {} : { unit: unitWord(mean.unit) }),
  });
}

/** What has several numbers: `15.8 × 10.2 mm`, `心胸比 0.52（…）`, a leg; or the value of one pixel. */
function partWords({ t, format }: Text, quantities: Quantities): string | undefined {
  const find = (quantity: MeasuredQuantity['quantity']) => quantities.find((one) => one.quantity === quantity);
  const words = (quantity: MeasuredQuantity['quantity']) => withPlaces(find(quantity)?.value ?? Number.NaN, 1);
  const length = find('length');
  const ratio = find('ratio');
  const pixel = find('pixel-value');
  if (find('short-axis') !== undefined && length !== undefined) return t('hands.value.axes', { long: words('length'), short: words('short-axis'), unit: unitWord(length.unit) });
  if (ratio !== undefined) {
    return t('hands.value.ratio', { ratio: withPlaces(ratio.value, 2), heart: words('heart-width'), thorax: words('thorax-width'), unit: unitWord(find('heart-width')?.unit ?? '') });
  }
  if (find('femur') !== undefined && length !== undefined) {
    return t('hands.value.leg', { length: words('length'), femur: words('femur'), tibia: words('tibia'), angle: words('angle'), unit: unitWord(length.unit) });
  }
  if (pixel === undefined) return undefined;
  const value = pixel.unit === SUV_UNITS.bodyWeight ? withPlaces(pixel.value, 2) : format.number(pixel.value, 1);
  return t('hands.value.pixel', { value, ...(pixel.unit === NO_UNIT ? {} : { unit: unitWord(pixel.unit) }) });
}

/** `0.62 cm²`, `12.3 mm²` below a tenth of a square centimetre, `314 px²`. */
export function areaWords(quantities: Quantities): string {
  const area = quantities.find(({ quantity }) => quantity === 'area');
  if (area === undefined) return '';
  if (area.unit !== 'mm2') return `${Math.round(area.value)} px²`;
  return area.value >= 10 ? `${withPlaces(area.value / 100, 2)} cm²` : `${withPlaces(area.value, 1)} mm²`;
}

/** Where the millimetres come from, and what else belongs on the second line. */
export function sourceWords({ t }: Text, spacing: MeasuredSpacing): string {
  switch (spacing.kind) {
    case 'patient':
    case 'detector-plane':
    case 'ultrasound-axes':
      return t(`viewer.measure.source.${spacing.kind}`);
    case 'user-calibrated':
      return t('viewer.measure.source.user-calibrated', { length: withPlaces(spacing.knownLengthMm, 1) });
    case 'calibrated':
      return t(
        spacing.method === 'geometry' ? 'viewer.measure.source.geometry' : 'viewer.measure.source.calibrated',
        spacing.description === '' ? {} : { description: spacing.description },
      );
    case 'magnification-corrected':
      return t('viewer.measure.source.magnification-corrected', { factor: spacing.factor.toFixed(2) });
    case 'none':
      return t(spacing.reason === 'no-spacing' ? 'viewer.measure.source.none' : `viewer.measure.source.${spacing.reason}`);
    default:
      return spacing satisfies never;
  }
}

/** The lines beside a shape: sign and value; then area or spacing source, and where. */
export function measurementLines(text: Text, quantities: Quantities, spacing: MeasuredSpacing, label: number, imageNumber: number, suv?: SuvScale): readonly string[] {
  const { t, format } = text;
  const first = t('viewer.measure.label', { sign: measurementSign(label), value: measurementValue(text, quantities) });
  const where = t('viewer.measure.where', { number: imageNumber });
  const hasDensity = quantities.some(({ quantity }) => quantity === 'mean');
  const isWithoutSpacing = quantities.every(({ quantity }) => quantity === 'angle' || quantity === 'pixel-value');
  if (isWithoutSpacing) return [first, where];
  if (!hasDensity) return [first, `${sourceWords(text, spacing)} · ${where}`];
  const value = (quantity: MeasuredQuantity['quantity']) => quantities.find((one) => one.quantity === quantity)?.value ?? 0;
  const isUptake = quantities.some(({ unit }) => unit === SUV_UNITS.bodyWeight);
  const extreme = (quantity: 'minimum' | 'maximum') => (isUptake ? withPlaces(value(quantity), 2) : format.number(value(quantity), 0));
  const extremes = t('viewer.measure.extremes', { minimum: extreme('minimum'), maximum: extreme('maximum') });
  return [first, `${areaWords(quantities)} · ${extremes}`, ...(isUptake ? otherUptakeWords(text, value('mean'), suv) : []), ...suvWords(text, suv), `${sourceWords(text, spacing)} · ${where}`];
}

/** The same mean as SUVlbm and SUVbsa, where the header has height and sex. */
function otherUptakeWords({ t }: Text, mean: number, suv: SuvScale | undefined): readonly string[] {
  const { leanBodyMass, bodySurface } = otherUptakes(mean, suv);
  const lean = leanBodyMass === undefined ? {} : { lean: withPlaces(leanBodyMass, 2) };
  const surface = bodySurface === undefined ? {} : { surface: withPlaces(bodySurface, 2) };
  return leanBodyMass === undefined && bodySurface === undefined ? [] : [t('truth.suv-others', { ...lean, ...surface })];
}

/** What an uptake value rests on, or why there is none. */
export function suvWords({ t }: Text, suv: SuvScale | undefined): readonly string[] {
  if (suv === undefined) return [];
  if (suv.kind === 'not-computable') return [t('viewer.suv.not-computable', { reason: t(`viewer.suv.reason.${suv.reason}`) })];
  const weight = suv.weightKg === undefined ? '' : withPlaces(suv.weightKg, 1);
  return [t('viewer.suv.basis', { decay: t(`viewer.suv.decay.${suv.decay}`), ...(weight === '' ? {} : { weight }) })];
}

/** What goes into the report: the value, and its source where that is not the patient. */
export function measurementSentence(text: Text, measurement: Measurement): string {
  const sentence = sentenceAlone(text, measurement);
  return measurement.place === undefined || sentence === '' ? sentence : text.t('mpr.sentence', { sentence, plane: placeWords(text, measurement.place) });
}

/** The computed picture that a measurement was drawn on: `冠状位`, `矢状位 最大密度 10 mm`, `拉直`. */
export function placeWords({ t }: Text, place: MeasurementPlace): string {
  if (place.kind === 'curve') return t('mpr.plane.curve');
  const { mode, thicknessMm } = place.slab;
  const plane = t(`mpr.plane.${place.plane}`);
  return thicknessMm === 0 ? plane : t('mpr.place', { plane, slab: t('mpr.slab', { mode: t(`mpr.mode.${mode}`), millimetres: Number(thicknessMm.toFixed(1)) }) });
}

function sentenceAlone(text: Text, { quantities, spacingSource, kind, text: words, pointsPx }: Measurement): string {
  const { t } = text;
  if (kind === 'spine-labels') return namesOfSpine(words ?? '', pointsPx).filter((name) => name !== '').join(t('format.list-separator'));
  if (WORDED_KINDS.has(kind)) return words ?? '';
  const value = measurementValue(text, quantities);
  if (kind === 'angle' || kind === 'cobb-angle' || kind === 'probe') return value;
  if (quantities.some(({ quantity }) => quantity === 'mean')) {
    const area = t(`viewer.sentence.${spacingSource}`, { value: areaWords(quantities) });
    return t('viewer.sentence.density', { density: value, area });
  }
  return t(`viewer.sentence.${spacingSource}`, { value });
}

/** The names of marks that were set along the spine: upwards when the last lies above the first. */
export function namesOfSpine(first: string, pointsPx: Measurement['pointsPx'] | readonly (readonly [number, number])[]): readonly string[] {
  const [start, end] = [pointsPx[0]?.[1] ?? 0, pointsPx.at(-1)?.[1] ?? 0];
  return spineNames(first, pointsPx.length, end < start ? 'up' : 'down');
}

/** One line for a list: `① 15.8 mm`, or the words. */
export function measurementTitle(text: Text, measurement: Measurement): string {
  const value = WORDED_KINDS.has(measurement.kind) ? sentenceAlone(text, measurement) : measurementValue(text, measurement.quantities);
  return text.t('viewer.measure.label', { sign: measurementSign(measurement.label), value });
}

function unitWord(unit: string): string {
  if (unit === HOUNSFIELD) return 'HU';
  if (unit === SUV_UNITS.bodyWeight) return 'SUVbw';
  return unit === '{px}' ? 'px' : unit;
}

function withPlaces(value: number, places: number): string {
  return value.toFixed(places).replace('-', '−');
}
