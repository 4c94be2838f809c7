import type { CodedConcept } from '../dicom/values/coded-concept.ts';
import type { ReportedMeasurement, ReportedQuantity } from '../report/canonical-report.ts';
import { roundedQuantity } from '../report/quantity-text.ts';
import { CONTEXT, DERIVATION, DERIVATIONS, MEASUREMENTS, PURPOSES, UNITS } from './codes.ts';
import { code, hasConceptModifier, hasObservationContext, image, inferredFrom, num, text, uidReference, type ContentItem } from './content-item.ts';

/**
 * TID 1400 Linear Measurement, TID 1401 Area Measurement and TID 1404 Numeric Measurement: one NUM for each quantity, each with the
 * tracking identifiers of TID 4108 and the image it was made on. They stand as siblings: TID 2001 takes either an image or a measurement.
 */
export function measurementItems(measurement: ReportedMeasurement): readonly ContentItem<'NUM'>[] {
  const { source } = measurement;
  const frameNumber = source.numberOfFrames > 1 ? source.frameNumber : null;
  return measurement.quantities.map((quantity) => {
    const unit = UNITS[quantity.unit];
    if (unit === undefined) throw new Error(`no UCUM code for the unit ${quantity.unit}`);
    const derivation = derivationOf(quantity);
    return num(conceptOf(quantity), roundedQuantity(quantity), unit, [
      hasObservationContext(text(CONTEXT.trackingIdentifier, `测量 ${measurement.label}`)),
      hasObservationContext(uidReference(CONTEXT.trackingUniqueIdentifier, measurement.trackingUid)),
      ...(derivation === undefined ? [] : [hasConceptModifier(code(DERIVATION, derivation))]),
      inferredFrom(image(PURPOSES.sourceOfMeasurement, source, frameNumber)),
    ]);
  });
}

function conceptOf({ quantity, unit }: ReportedQuantity): CodedConcept {
  if (quantity === 'length' || quantity === 'angle' || quantity === 'area') return MEASUREMENTS[quantity];
  return unit === "[hnsf'U]" ? MEASUREMENTS.attenuation : MEASUREMENTS.pixelValue;
}

function derivationOf({ quantity }: ReportedQuantity): CodedConcept | undefined {
  return quantity === 'length' || quantity === 'angle' || quantity === 'area' ? undefined : DERIVATIONS[quantity];
}
