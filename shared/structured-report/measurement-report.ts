import type { DataSet } from '../dicom/data-set/data-set.ts';
import type { CanonicalReport, ReportedMeasurement } from '../report/canonical-report.ts';
import { CONTEXT, IMAGING_PROCEDURE, MEASUREMENT_REPORT } from './codes.ts';
import { code, container, contains, encodeDocumentTree, hasConceptModifier, hasObservationContext, text, uidReference, type ContentItem } from './content-item.ts';
import { documentGeneral } from './diagnostic-report.ts';
import { COMPREHENSIVE_3D_SR_STORAGE, COMPREHENSIVE_SR_STORAGE, reportObject, type ReportObjectIdentities } from './report-object.ts';
import { observationContext } from './tid-1001-observation-context.ts';
import { languageOfContent } from './tid-1204-language.ts';
import { liesInSpace } from './space-graphics.ts';
import { measurementItems } from './tid-1400-measurements.ts';

/**
 * The measurements of a report as a Comprehensive SR (PS3.3 A.35.3) after TID 1500, which viewers read: one group for each measurement, with
 * the Tracking UID that binds it to the annotation. With one that lies in space it is a Comprehensive 3D SR (A.35.13): only that holds SCOORD3D.
 * @returns undefined for a report without measurements
 */
export function buildMeasurementReport(report: CanonicalReport, identities: ReportObjectIdentities): DataSet | undefined {
  if (report.measurements.length === 0) return undefined;
  const sopClassUid = report.measurements.some(liesInSpace) ? COMPREHENSIVE_3D_SR_STORAGE : COMPREHENSIVE_SR_STORAGE;
  const header = reportObject(report, identities.measurementReport, { sopClassUid, modality: 'SR', seriesDescription: '测量' });
  // The version before may have had no measurements: a document that names a predecessor which nobody has would be worse than none.
  const general = documentGeneral(report, null, sopClassUid);
  return { ...header, ...general, ...encodeDocumentTree(measurementTree(report)) };
}

/** TID 1500 rows 1 to 6. */
function measurementTree(report: CanonicalReport): ContentItem<'CONTAINER'> {
  return container(
    MEASUREMENT_REPORT.title,
    [
      languageOfContent(),
      ...observationContext(report.reportingPhysician, CONTEXT.performing),
      hasConceptModifier(code(MEASUREMENT_REPORT.procedureReported, IMAGING_PROCEDURE)),
      contains(container(MEASUREMENT_REPORT.measurements, report.measurements.map((measurement) => contains(measurementGroup(measurement))))),
    ],
    { mappingResource: 'DCMR', identifier: '1500' },
  );
}

/** TID 1501 Measurement and Qualitative Evaluation Group. */
function measurementGroup(measurement: ReportedMeasurement): ContentItem<'CONTAINER'> {
  return container(
    MEASUREMENT_REPORT.group,
    [
      hasObservationContext(text(MEASUREMENT_REPORT.trackingIdentifier, `测量 ${measurement.label}`)),
      hasObservationContext(uidReference(MEASUREMENT_REPORT.trackingUniqueIdentifier, measurement.trackingUid)),
      ...measurementItems(measurement, 'with-space').map(contains),
    ],
    { mappingResource: 'DCMR', identifier: '1501' },
  );
}
