import type { KeyImage, StoredCalibration, StoredMeasurement } from '#shared/contract/services/measurements.contract.ts';
import type { ViewedImage } from '#shared/contract/services/studies.contract.ts';
import type { ReportText } from '#shared/contract/services/reports.contract.ts';
import { itemsOf, numberOf, personNameOf, repairOfElement, textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { bodyPartInChinese } from '#shared/dicom/values/body-part.ts';
import { parsePersonName } from '#shared/dicom/values/person-name.ts';
import { contentOf } from '#shared/dicom/values/sop-class.ts';
import { ageText } from '#shared/report/age-text.ts';
import {
  CANONICAL_REPORT_FORMAT,
  type CanonicalReport,
  type ImageQuality,
  type ReportedFrame,
  type ReportedKeyImage,
  type ReportedMeasurement,
  type ReportedStudy,
  type ReportHospital,
  type ReportPhysician,
  type ReportPredecessor,
  type ViewedImages,
} from '#shared/report/canonical-report.ts';
import type { ReportedEcg } from '#shared/report/reported-ecg.ts';
import { formsToGoOn, reportedForms } from '#shared/report/fields/reported-fields.ts';
import { impressionLines } from '#shared/report/impression-lines.ts';
import { localTimeText } from '#shared/report/local-time.ts';
import { recognitionMark, type RecognitionItem } from '#shared/report/recognition/recognition-mark.ts';
import type { HeldInstance } from '../store/pack.repository.ts';
import type { StoredRequest, StoredSeries, StoredStudy } from '../studies/study.ts';
import { keyImageAppearance } from './key-image-appearance.ts';
import type { PicturedKeyImage } from './report-picture.repository.ts';

/** What is known of a study that a report covers. */
export interface ReportedStudyFacts {
  readonly study: StoredStudy;
  readonly series: readonly StoredSeries[];
  readonly held: readonly HeldInstance[];
  /** Data sets of all held instances, by series. */
  readonly headers: ReadonlyMap<string, readonly DataSet[]>;
  readonly measurements: readonly StoredMeasurement[];
  readonly calibrations: readonly StoredCalibration[];
  /** In the order of marking. */
  readonly keyImages: readonly PicturedKeyImage[];
  /** What was on a screen of this seat. */
  readonly viewed: readonly ViewedImage[];
}

export interface ReportFacts {
  readonly reportUid: string;
  readonly version: number;
  readonly request: StoredRequest;
  /** The one that was asked for first. Never empty. */
  readonly studies: readonly ReportedStudyFacts[];
  readonly hospital: ReportHospital;
  readonly centreName: string;
  readonly text: ReportText;
  readonly physician: { readonly name: string; readonly organisation: string };
  /** Who wrote it and submitted it for review; undefined where the signer wrote it. */
  readonly author?: ReportPhysician | undefined;
  /** What this version replaces; undefined for a first one. */
  readonly predecessor?: ReportPredecessor | undefined;
  readonly isPreliminary?: boolean | undefined;
  /** Devices whose examinations are recognised elsewhere (互认). */
  readonly recognition?: readonly RecognitionItem[] | undefined;
  readonly isDemo: boolean;
  /** null for images, and where no recording can be drawn. */
  readonly ecg: ReportedEcg | null;
  readonly signedAt: Date;
}

/** Puts together the one value from which paper, structured report and signature are made. Pure. */
export function assembleReport(facts: ReportFacts): CanonicalReport {
  const first = facts.studies[0];
  if (first === undefined) throw new Error('a report covers at least one study');
  const signedAt = facts.signedAt.toISOString();
  const signedAtLocal = localTimeText(signedAt);
  const physician: ReportPhysician = { ...facts.physician, signedAtLocal };
  const header = firstImageHeader(first);
  const studies = facts.studies.map((one) => toReportedStudy(one, facts.request));
  return {
    format: CANONICAL_REPORT_FORMAT,
    reportUid: facts.reportUid,
    version: facts.version,
    predecessor: facts.predecessor ?? null,
    isDemo: facts.isDemo,
    hospital: facts.hospital,
    centreName: facts.centreName,
    request: {
      accessionNumber: facts.request.accessionNumber,
      issuerOfAccessionNumber: facts.request.issuerOfAccessionNumber,
      requestedProcedureId: facts.request.procedureId,
      procedureText: facts.request.procedureText,
      referringPhysician: parsePersonName(first.study.referringPhysician),
      department: textOf(header, 'RequestingService') || textOf(header, 'InstitutionalDepartmentName'),
      patientLocation: textOf(header, 'CurrentPatientLocation'),
      admissionId: textOf(header, 'AdmissionID'),
    },
    patient: {
      name: patientName(first, header),
      nameRepair: repairOfElement(header, 'PatientName') ?? null,
      patientId: first.study.patientId,
      issuerOfPatientId: first.study.issuerOfPatientId,
      sex: first.study.patientSex,
      birthDate: first.study.patientBirthDate,
      ageAsSent: first.study.patientAge,
      ageText: ageText({ birthDate: first.study.patientBirthDate, ageAsSent: first.study.patientAge, onDate: first.study.studyDate }),
    },
    studies,
    comparisonStudies: [],
    clinicalInformation: first.study.clinicalInformation,
    procedure: procedureText(first, facts.request),
    findings: facts.text.findings.trim(),
    impression: impressionLines(facts.text.impression),
    recommendation: facts.text.recommendation.trim(),
    addenda: [],
    outcome: facts.text.outcome ?? 'negative',
    measurements: facts.studies.flatMap(toReportedMeasurements),
    keyImages: withFewPictures(facts.studies.flatMap((one, index) => toReportedKeyImages(one, studies[index]))),
    ecg: facts.ecg,
    imageQuality: worstQuality(facts.studies.flatMap((one) => [...one.headers.values()].flat()), facts.studies.flatMap((one) => one.viewed)),
    viewedImages: viewedImages(facts.studies),
    reportingPhysician: facts.author ?? physician,
    verifyingPhysician: physician,
    signedAt,
    signedAtLocal,
    ...(facts.isPreliminary === true ? { isPreliminary: true as const } : {}),
    ...recognitionOf(facts, first, header),
    ...formsOf(facts.text),
  };
}

function formsOf(text: ReportText): Pick<CanonicalReport, 'forms' | 'filledForms'> {
  const forms = reportedForms(text.forms ?? [], text);
  const filledForms = formsToGoOn(text.forms ?? [], text);
  return { ...(forms.length === 0 ? {} : { forms }), ...(filledForms.length === 0 ? {} : { filledForms }) };
}

/** The mark of mutual recognition, where the very device was valid on the day of the examination. */
function recognitionOf({ recognition = [], request }: ReportFacts, { study, series }: ReportedStudyFacts, header: DataSet): Pick<CanonicalReport, 'recognition'> {
  const modality = series.find(({ content }) => content === 'images' || content === 'ecg')?.modality ?? '';
  const mark = recognitionMark(recognition, { siteId: request.siteId, stationName: textOf(header, 'StationName'), modality, bodyPart: bodyPartInChinese(study.bodyPart), studyDate: study.studyDate });
  return mark === undefined ? {} : { recognition: mark };
}

/** The header as the images carry it is nearer to the truth than a search answer; a search answer is better than nothing. */
function patientName({ study }: ReportedStudyFacts, header: DataSet) {
  const name = personNameOf(header, 'PatientName');
  return name.alphabetic + name.ideographic + name.phonetic === '' ? parsePersonName(study.patientName) : name;
}

function toReportedStudy({ study, series, held, headers }: ReportedStudyFacts, request: StoredRequest): ReportedStudy {
  const evidence = Map.groupBy(held.filter((instance) => isEvidence(instance.sopClassUid)), (instance) => instance.seriesInstanceUid);
  const header = firstImageHeader({ series, held, headers });
  const read = series.filter((one) => evidence.has(one.seriesInstanceUid));
  const answering = read.filter((one) => answersRequest(headers.get(one.seriesInstanceUid) ?? [], request));
  // A hospital that names other requests in every series still means these images.
  const reported = (answering.length > 0 ? answering : read).flatMap((one) => {
    const instances = evidence.get(one.seriesInstanceUid) ?? [];
    return [{ seriesInstanceUid: one.seriesInstanceUid, modality: one.modality, instances: instances.map(({ sopClassUid, sopInstanceUid }) => ({ sopClassUid, sopInstanceUid })) }];
  });
  return {
    studyInstanceUid: study.studyInstanceUid,
    studyDate: study.studyDate,
    studyTime: study.studyTime,
    modalities: [...new Set(reported.map((one) => one.modality))],
    description: study.studyDescription,
    bodyPart: bodyPartInChinese(study.bodyPart),
    device: [textOf(header, 'ManufacturerModelName'), textOf(header, 'StationName')].filter((text) => text !== '').join(' '),
    series: reported,
  };
}

/** A series that names requests is evidence only for those; one that names none is evidence for all. */
function answersRequest(headers: readonly DataSet[], request: StoredRequest): boolean {
  const named = headers.slice(0, 1).flatMap((header) => itemsOf(header, 'RequestAttributesSequence')).map((item) => textOf(item, 'AccessionNumber')).filter((number) => number !== '');
  return named.length === 0 || request.accessionNumber === '' || named.includes(request.accessionNumber);
}

function isEvidence(sopClassUid: string): boolean {
  const content = contentOf(sopClassUid);
  return content === 'images' || content === 'ecg';
}

function firstImageHeader({ series, headers }: Pick<ReportedStudyFacts, 'series' | 'held' | 'headers'>): DataSet {
  const shown = series.find((one) => one.content === 'images' || one.content === 'ecg') ?? series[0];
  return (shown === undefined ? undefined : headers.get(shown.seriesInstanceUid)?.[0]) ?? {};
}

/** 检查方法: what the request asked for, and the protocols that were scanned. */
function procedureText({ series, headers }: ReportedStudyFacts, request: StoredRequest): string {
  const protocols = series.flatMap((one) => textOf(headers.get(one.seriesInstanceUid)?.[0] ?? {}, 'ProtocolName') || []);
  return [request.procedureText, ...new Set(protocols)].filter((text) => text !== '').slice(0, 4).join('；');
}

function toReportedMeasurements(facts: ReportedStudyFacts): ReportedMeasurement[] {
  return facts.measurements.flatMap((measurement) => {
    const source = frameOf(facts, measurement);
    // An arrow, words and names of vertebrae have no number to report.
    if (source === undefined || measurement.quantities.length === 0) return [];
    return [
      {
        trackingUid: measurement.trackingUid,
        label: measurement.label,
        kind: measurement.kind,
        quantities: measurement.quantities,
        spacingSource: measurement.spacingSource,
        knownLengthMm: knownLengthOf(measurement, facts.calibrations),
        source,
        ...(measurement.place === undefined ? {} : { place: measurement.place }),
      },
    ];
  });
}

/** Where a frame stands, as far as its header is here. */
function frameOf({ study, series, headers }: ReportedStudyFacts, place: Pick<KeyImage, 'seriesInstanceUid' | 'sopInstanceUid' | 'frameNumber'>): ReportedFrame | undefined {
  const dataSet = headers.get(place.seriesInstanceUid)?.find((one) => textOf(one, 'SOPInstanceUID') === place.sopInstanceUid);
  return dataSet && {
    sopClassUid: textOf(dataSet, 'SOPClassUID'),
    sopInstanceUid: place.sopInstanceUid,
    studyInstanceUid: study.studyInstanceUid,
    seriesInstanceUid: place.seriesInstanceUid,
    seriesNumber: series.find((one) => one.seriesInstanceUid === place.seriesInstanceUid)?.seriesNumber ?? null,
    instanceNumber: numberOf(dataSet, 'InstanceNumber') ?? null,
    frameNumber: place.frameNumber,
    numberOfFrames: numberOf(dataSet, 'NumberOfFrames') ?? 1,
  };
}

/** Marked frames of the images that this report answers for. */
function toReportedKeyImages(facts: ReportedStudyFacts, reported: ReportedStudy | undefined): ReportedKeyImage[] {
  const evidence = new Set(reported?.series.flatMap(({ instances }) => instances.map(({ sopInstanceUid }) => sopInstanceUid)));
  return facts.keyImages.flatMap((image) => {
    const source = evidence.has(image.sopInstanceUid) ? frameOf(facts, image) : undefined;
    if (source === undefined) return [];
    const header = facts.headers.get(image.seriesInstanceUid)?.find((one) => textOf(one, 'SOPInstanceUID') === image.sopInstanceUid);
    const appearance = header === undefined || image.view === undefined ? undefined : keyImageAppearance(header, image.frameNumber, image.view, facts.measurements);
    return [{ source, picture: image.picture, ...(appearance === undefined ? {} : { appearance }) }];
  });
}

/** A paper stays below 300 KB on a slow line: of more images than that only the places are named. */
const MOST_PICTURES = 6;

function withFewPictures(images: readonly ReportedKeyImage[]): ReportedKeyImage[] {
  const printed = images.filter(({ picture }) => picture !== null).slice(0, MOST_PICTURES);
  return images.map((image) => (printed.includes(image) ? image : { ...image, picture: null }));
}

/** A measurement that says it was calibrated here without a calibration would be a lie: a bug. */
function knownLengthOf({ spacingSource, sopInstanceUid }: StoredMeasurement, calibrations: readonly StoredCalibration[]): number | null {
  if (spacingSource !== 'user-calibrated') return null;
  const calibration = calibrations.find((one) => one.sopInstanceUid === sopInstanceUid);
  if (calibration === undefined) throw new Error('a calibrated measurement has lost its calibration');
  return calibration.knownLengthMm;
}

function viewedImages(studies: readonly ReportedStudyFacts[]): ViewedImages {
  const all = studies.flatMap(({ viewed, series }) => viewed.map((one) => ({ ...one, series: series.find(({ seriesInstanceUid }) => seriesInstanceUid === one.seriesInstanceUid) })));
  const lossy = Map.groupBy(all.filter(({ isLossy }) => isLossy), ({ seriesInstanceUid }) => seriesInstanceUid);
  return {
    seen: all.length,
    seenWhileArriving: all.filter(({ isPartial }) => isPartial).length,
    lossySeries: [...lossy.values()].map((images) => {
      const ratios = images.flatMap(({ lossyRatio }) => lossyRatio ?? []);
      return { seriesNumber: images[0]?.series?.seriesNumber ?? null, images: images.length, ratio: ratios.length === 0 ? null : Math.max(...ratios) };
    }),
  };
}

/**
 * Lossy Image Compression (0028,2110) of the evidence, PS3.3 C.7.6.1.1.5, and what the decoder found lossy on the screen whatever the header
 * says; the highest ratio that a hospital states.
 */
function worstQuality(headers: readonly DataSet[], viewed: readonly ViewedImage[]): ImageQuality {
  const lossy = headers.filter((header) => textOf(header, 'LossyImageCompression') === '01');
  const seen = viewed.filter(({ isLossy }) => isLossy);
  if (lossy.length + seen.length === 0) return { kind: 'full' };
  const ratios = [...lossy.flatMap((header) => numberOf(header, 'LossyImageCompressionRatio') ?? []), ...seen.flatMap(({ lossyRatio }) => lossyRatio ?? [])];
  return { kind: 'lossy', ratio: ratios.length === 0 ? null : Math.max(...ratios) };
}
