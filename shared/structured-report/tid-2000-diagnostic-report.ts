import type { CodedConcept } from '../dicom/values/coded-concept.ts';
import { isWaveform, type CanonicalReport, type ReportedStudy } from '../report/canonical-report.ts';
import { addendumHeading, amendmentText, imageQualityText, studyText, viewedImagesText } from '../report/report-words.ts';
import { CONTEXT, DEVICE_TYPES, DOCUMENT_TITLES, ELEMENTS, HEADINGS, OUTCOMES, PURPOSES } from './codes.ts';
import {
  chosenInstance, code, container, contains, hasConceptModifier, text, waveform, type ContentItem, type RelatedItem, type TemplateClaim,
} from './content-item.ts';
import { formItems } from './form-items.ts';
import { observationContext } from './tid-1001-observation-context.ts';
import { languageOfContent } from './tid-1204-language.ts';
import { measurementItems } from './tid-1400-measurements.ts';

/** TID 2000 Basic Diagnostic Imaging Report. Non-extensible; the order of its rows is significant. Empty sections are left out. */
export function diagnosticImagingReport(report: CanonicalReport): ContentItem<'CONTAINER'> {
  return reportTree(documentTitle(report.studies), report, [], { mappingResource: 'DCMR', identifier: '2000' });
}

/**
 * The report of an ECG: the same sections below the title ECG Report, with the recordings as WAVEFORM items. It claims no template: TID 2000
 * has no waveforms, and the measurements of TID 3700 are not part of a report yet.
 */
export function ecgReport(report: CanonicalReport): ContentItem<'CONTAINER'> {
  const recordings = report.studies.flatMap((study) => study.series.flatMap((series) => series.instances)).filter(isWaveform);
  return reportTree(DOCUMENT_TITLES.ecg, report, recordings.map((recording) => waveform(PURPOSES.sourceOfMeasurement, recording)), undefined);
}

function reportTree(
  title: CodedConcept,
  report: CanonicalReport,
  recordings: readonly ContentItem<'WAVEFORM'>[],
  template: TemplateClaim | undefined,
): ContentItem<'CONTAINER'> {
  const { request, clinicalInformation, procedure, comparisonStudies, findings, measurements, impression, recommendation } = report;
  const sections: readonly (ContentItem<'CONTAINER'> | undefined)[] = [
    section(HEADINGS.clinicalInformation, texts(ELEMENTS.history, clinicalInformation)),
    section(HEADINGS.request, texts(ELEMENTS.request, request.procedureText)),
    section(HEADINGS.currentProcedure, [
      ...texts(ELEMENTS.procedureDescription, procedure, recordings.length > 0 ? '' : `最低影像质量：${imageQualityText(report.imageQuality)}`, viewedImagesText(report.viewedImages)),
      ...recordings,
    ]),
    section(HEADINGS.priorProcedures, texts(ELEMENTS.procedureDescription, ...comparisonStudies.map(studyText))),
    section(HEADINGS.findings, [
      ...texts(ELEMENTS.finding, findings),
      ...measurements.flatMap((measurement) => measurementItems(measurement)),
      ...(report.forms ?? []).flatMap(formItems),
    ]),
    section(HEADINGS.impressions, [...texts(ELEMENTS.impression, ...impression), code(ELEMENTS.impression, OUTCOMES[report.outcome])]),
    section(HEADINGS.recommendations, texts(ELEMENTS.recommendation, recommendation)),
    section(HEADINGS.addendum, texts(ELEMENTS.summary, amendmentText(report), ...report.addenda.map((addendum) => `${addendumHeading(addendum)}\n${addendum.text}`))),
    section(HEADINGS.keyImages, report.keyImages.map(({ source }) => chosenInstance('IMAGE', source, source.numberOfFrames > 1 ? source.frameNumber : null))),
  ];
  return container(
    title,
    [
      ...deviceTypes(report.studies),
      languageOfContent(),
      ...observationContext(report.reportingPhysician, CONTEXT.performing),
      ...sections.filter((part) => part !== undefined).map(contains),
    ],
    template,
  );
}

function section(heading: CodedConcept, items: readonly ContentItem[]): ContentItem<'CONTAINER'> | undefined {
  return items.length === 0 ? undefined : container(heading, items.map(contains));
}

function texts(name: CodedConcept, ...values: readonly string[]): readonly ContentItem<'TEXT'>[] {
  return values.filter((value) => value.trim() !== '').map((value) => text(name, value));
}

/** TID 2000 row 3: CID 29, one item for each modality that the table knows. */
function deviceTypes(studies: readonly ReportedStudy[]): readonly RelatedItem<'HAS CONCEPT MOD'>[] {
  const modalities = new Set(studies.flatMap((study) => study.modalities));
  return [...modalities]
    .map((modality) => DEVICE_TYPES[modality])
    .filter((type) => type !== undefined)
    .map((type) => hasConceptModifier(code(CONTEXT.acquisitionDeviceType, type)));
}

const TITLES: Readonly<Record<string, CodedConcept>> = {
  CT: DOCUMENT_TITLES.ct, MR: DOCUMENT_TITLES.mr, CR: DOCUMENT_TITLES.xRay, DX: DOCUMENT_TITLES.xRay, DR: DOCUMENT_TITLES.xRay,
  US: DOCUMENT_TITLES.ultrasound, NM: DOCUMENT_TITLES.nuclearMedicine, PT: DOCUMENT_TITLES.pet, RF: DOCUMENT_TITLES.fluoroscopy,
};

/** CID 7000: the title of the one modality; the general title when there are several or none that the table knows. */
export function documentTitle(studies: readonly ReportedStudy[]): CodedConcept {
  const titles = new Set(studies.flatMap((study) => study.modalities).map((modality) => TITLES[modality] ?? DOCUMENT_TITLES.diagnosticImaging));
  const [only] = titles;
  return titles.size === 1 && only !== undefined ? only : DOCUMENT_TITLES.diagnosticImaging;
}
