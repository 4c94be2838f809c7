import type { CodedConcept } from '../dicom/values/coded-concept.ts';
import type { ReportedMeasurement, ReportedQuantity } from '../report/canonical-report.ts';
import { roundedQuantity } from '../report/quantity-text.ts';
import { AXIS_MEASUREMENTS, CALIBRATION_LENGTH, DERIVATION, DERIVATIONS, MEASUREMENTS, METHOD, PART_MEASUREMENTS, PIXEL_MEASUREMENTS, PURPOSES, SPACING_METHODS, UNITS } from './codes.ts';
import { spaceItems } from './space-graphics.ts';
import { code, hasConceptModifier, image, inferredFrom, num, type ContentItem, type RelatedItem } from './content-item.ts';

/**
 * TID 1400 Linear Measurement, TID 1401 Area Measurement and TID 1404 Numeric Measurement: one NUM for each quantity, with the image it was
 * made on. They stand as siblings: TID 2001 takes either an image or a measurement. The tracking identifiers of TID 4108 are left out: below a
 * NUM an Enhanced SR allows no observation context (PS3.3 table A.35.2-2); the canonical report inside the paper has them.
 * @param coordinates `with-space`: in a Comprehensive 3D SR, where a measurement may name the points of the patient that it was inferred from
 */
export function measurementItems(measurement: ReportedMeasurement, coordinates: 'with-space' | 'image-only' = 'image-only'): readonly ContentItem<'NUM'>[] {
  const { source } = measurement;
  const ofImage = inferredFrom(image(PURPOSES.sourceOfMeasurement, source, source.numberOfFrames > 1 ? source.frameNumber : null));
  return measurement.quantities.map((quantity) => {
    const unit = UNITS[quantity.unit];
    if (unit === undefined) throw new Error(`no UCUM code for the unit ${quantity.unit}`);
    const derivation = derivationOf(quantity);
    return num(conceptOf(quantity), roundedQuantity(quantity), unit, [
      ...(derivation === undefined ? [] : [hasConceptModifier(code(DERIVATION, derivation))]),
      ...spacingItems(measurement, quantity, ofImage),
      ofImage,
      ...(coordinates === 'with-space' ? spaceItems(measurement, quantity.quantity) : []).map(inferredFrom),
    ]);
  });
}

/** How lengths and areas were scaled; the object that a physician calibrated with. A length of the patient needs no word. */
function spacingItems({ spacingSource, knownLengthMm }: ReportedMeasurement, { quantity }: ReportedQuantity, ofImage: RelatedItem<'INFERRED FROM'>): readonly RelatedItem<'HAS CONCEPT MOD' | 'INFERRED FROM'>[] {
  const isScaled = quantity === 'length' || quantity === 'area' || quantity in AXIS_MEASUREMENTS || (quantity in PART_MEASUREMENTS && quantity !== 'ratio');
  if (!isScaled || spacingSource === 'patient') return [];
  const known = knownLengthMm === null ? undefined : roundedQuantity({ quantity: 'length', value: knownLengthMm, unit: 'mm' });
  return [
    hasConceptModifier(code(METHOD, SPACING_METHODS[spacingSource])),
    ...(known === undefined || UNITS['mm'] === undefined ? [] : [inferredFrom(num(CALIBRATION_LENGTH, known, UNITS['mm'], [ofImage]))]),
  ];
}

function conceptOf({ quantity, unit }: ReportedQuantity): CodedConcept {
  if ((quantity === 'length' || quantity === 'area') && unit.startsWith('{px}')) return PIXEL_MEASUREMENTS[quantity];
  if (quantity === 'length' || quantity === 'angle' || quantity === 'area') return MEASUREMENTS[quantity];
  if (quantity === 'time' || quantity === 'velocity' || quantity === 'frequency') return AXIS_MEASUREMENTS[quantity];
  const part = partOf(quantity);
  if (part !== undefined) return part;
  return unit === "[hnsf'U]" ? MEASUREMENTS.attenuation : MEASUREMENTS.pixelValue;
}

function partOf(quantity: ReportedQuantity['quantity']): CodedConcept | undefined {
  const parts: Readonly<Record<string, CodedConcept>> = PART_MEASUREMENTS;
  return parts[quantity];
}

function derivationOf({ quantity }: ReportedQuantity): CodedConcept | undefined {
  return quantity === 'mean' || quantity === 'standard-deviation' || quantity === 'minimum' || quantity === 'maximum' ? DERIVATIONS[quantity] : undefined;
}
