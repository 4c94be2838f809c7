import type { ShapeKind, ShapeQuantityName } from '../dicom/measurement/shape-kind.ts';
import type { RepairedText } from '../dicom/data-set/data-set.ts';
import type { CalendarDate } from '../dicom/values/date-time.ts';
import type { PersonName } from '../dicom/values/person-name.ts';
import type { SpacePlace } from '../dicom/volume/space-place.ts';
import type { ReportedAppearance } from './reported-appearance.ts';
import type { ReportedForm } from './fields/reported-fields.ts';
import type { FilledForm } from './fields/report-form.ts';
import type { ReportedEcg } from './reported-ecg.ts';

/**
 * Version of the canonical form. A reader of an old report needs the rules it was written by, so a field is never given another meaning:
 * a change of this type is a new version.
 * 1 (2026-11): first form.
 * 2 (2026-11): the length that a physician calibrated with, what was seen of the images, times and velocities.
 * 3 (2026-11): the ECG: coded statements, measurements, printed curves, critical calls; addenda, and whether a version amends the one before or
 *   adds to it.
 * 4 (2026-11): key images with their pictures, the hospital's logo; `isPreliminary`, `recognition` and `claim`, each there only where it applies.
 * 5 (2026-11): the values of forms, there only where a form was filled in. What form 4 has means the same and is printed the same.
 * 6 (2026-11): sides, yes or no and choices in forms with their codes; values that no sentence says are printed; the forms as they were filled. Each
 *   there only where it applies.
 */
export const CANONICAL_REPORT_FORMAT = { name: 'tongyue-report', version: 6 } as const;

/** From this form on the words of a report are printed by the same rules: its paper can be drawn again and compared. */
export const FIRST_WITH_PICTURES = 4;

/**
 * One version of a report, immutable: the single source of its PDF, its structured report and its canonical bytes (RFC 8785).
 * Plain JSON: no undefined, no Date. An absent text is '', an absent thing is null, so that the same report always gives the same bytes.
 */
export interface CanonicalReport {
  readonly format: typeof CANONICAL_REPORT_FORMAT;
  /** Names this version; every version has its own. */
  readonly reportUid: string;
  /** One-based. */
  readonly version: number;
  /** The version that this one replaces or adds to; null for the first. */
  readonly predecessor: ReportPredecessor | null;
  /** Studies of the demo alliance: the paper says that it has no legal effect. */
  readonly isDemo: boolean;
  readonly hospital: ReportHospital;
  /** Who wrote the report, as the second line of the letterhead has it: 澜州市第一医院远程影像诊断中心. */
  readonly centreName: string;
  readonly request: ReportedRequest;
  readonly patient: ReportedPatient;
  /** The studies that the report answers for, the one that was asked for first; their instances are the evidence. Never empty. */
  readonly studies: readonly ReportedStudy[];
  /** Earlier studies it was compared with. */
  readonly comparisonStudies: readonly ReportedStudy[];
  /** 临床诊断, 病史 */
  readonly clinicalInformation: string;
  /** 检查方法 */
  readonly procedure: string;
  /** 检查所见 */
  readonly findings: string;
  /** 诊断意见: one entry a numbered line, without its number. Never empty. */
  readonly impression: readonly string[];
  /** 建议 */
  readonly recommendation: string;
  /** 补充报告: what was added after signing, oldest first. All that stands above is as it was signed. */
  readonly addenda: readonly ReportAddendum[];
  /** 阳性 or 阴性 */
  readonly outcome: 'positive' | 'negative';
  readonly measurements: readonly ReportedMeasurement[];
  /** 关键图像: the frames that the physician marked, in the order of marking. */
  readonly keyImages: readonly ReportedKeyImage[];
  /** The recording that was read; null for a report on images, and where no recording could be drawn. */
  readonly ecg: ReportedEcg | null;
  /** The worst state of the images: of all the evidence, and of what was on the physician's screen. */
  readonly imageQuality: ImageQuality;
  readonly viewedImages: ViewedImages;
  /** 报告医师: who wrote it. */
  readonly reportingPhysician: ReportPhysician;
  /** 审核医师: who takes responsibility, the Verifying Observer (0040,A073). The same person where the author signs alone. */
  readonly verifyingPhysician: ReportPhysician;
  /** Instant of the signature, ISO 8601, UTC. */
  readonly signedAt: string;
  /** The same instant on the wall clock of the hospitals, such as `2026-11-20T10:03:40+08:00`. */
  readonly signedAtLocal: string;
  /** Only where several seats share a hub: a report of a seat by itself keeps the bytes it has without it. */
  readonly claim?: ReportClaim;
  /** 急诊初步报告: its final version follows and names it. */
  readonly isPreliminary?: true;
  /** 互认: 全国HR, 京津冀HR. There only where the device was valid on the day of the examination. */
  readonly recognition?: string;
  /** What was entered into fields beside the words, and stands in the words. */
  readonly forms?: readonly ReportedForm[];
  /** The forms themselves, for a correction that is written where the draft is not. */
  readonly filledForms?: readonly FilledForm[];
}

/** The claim that a report was signed under, where several seats share a hub. */
export interface ReportClaim {
  /** Name of the seat at the hub. */
  readonly seat: string;
  /** Grows with each claim of the case: a report under an older one is refused. 0: never claimed. */
  readonly fence: number;
  /** The hub was away: the report became final when the hub accepted it. */
  readonly isOffline: boolean;
}

/** Words that were added to a signed report. */
export interface ReportAddendum {
  readonly text: string;
  readonly physician: ReportPhysician;
}

export interface ReportPredecessor {
  /** `amended`: this version replaces it. `addendum`: this version repeats it and adds to it. */
  readonly kind: 'amended' | 'addendum';
  readonly reportUid: string;
  readonly version: number;
  /** Study that holds the objects of that version. */
  readonly studyInstanceUid: string;
  readonly signedAtLocal: string;
  /** The form of its structured report; not there for an Enhanced SR. */
  readonly structuredReport?: 'basic-text';
  /** Why the report was changed, for the reader. */
  readonly reason: string;
}

/** The hospital that acquired the study and gives the report to its patient. */
export interface ReportHospital {
  readonly name: string;
  readonly address: string;
  readonly telephone: string;
  /** Printed in the letterhead; null where the hospital gave none. */
  readonly logo: ReportPicture | null;
  /** There only where its archive takes no Enhanced SR. */
  readonly structuredReport?: 'basic-text';
}

/** A picture on the paper: a baseline JPEG that travels inside the PDF as it is. The report names it by its content. */
export interface ReportPicture {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface ReportedRequest {
  readonly accessionNumber: string;
  /** Issuer of Accession Number (0008,0051) as text: a namespace, or an object identifier. */
  readonly issuerOfAccessionNumber: string;
  readonly requestedProcedureId: string;
  readonly procedureText: string;
  /** 申请医师 */
  readonly referringPhysician: PersonName;
  /** 申请科室 */
  readonly department: string;
  /** 床号, 病区: Current Patient Location (0038,0300). */
  readonly patientLocation: string;
  /** 住院号: Admission ID (0038,0010). */
  readonly admissionId: string;
}

export interface ReportedPatient {
  readonly name: PersonName;
  /** The name as the hospital sent it, where it was not in the character set that it declared; null where nothing was repaired. */
  readonly nameRepair: RepairedText | null;
  readonly patientId: string;
  readonly issuerOfPatientId: string;
  readonly sex: 'M' | 'F' | 'O' | '';
  readonly birthDate: CalendarDate | null;
  /** Patient's Age (0010,1010) as sent, such as `071Y`; '' when absent. */
  readonly ageAsSent: string;
  /** As a paediatrician writes it, see `ageText`; '' when unknown. */
  readonly ageText: string;
}

export interface ReportedStudy {
  readonly studyInstanceUid: string;
  readonly studyDate: CalendarDate | null;
  /** `HH:MM:SS` at the hospital. */
  readonly studyTime: string | null;
  /** Of the evidence, such as CT. */
  readonly modalities: readonly string[];
  readonly description: string;
  readonly bodyPart: string;
  /** 设备, as it is printed: model, station. */
  readonly device: string;
  /** What was read, without reports and other documents. For a comparison study, what the report refers to; may be empty. */
  readonly series: readonly ReportedSeries[];
}

export interface ReportedSeries {
  readonly seriesInstanceUid: string;
  readonly modality: string;
  readonly instances: readonly ReportedInstance[];
}

export interface ReportedInstance {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

/** A measurement as it was frozen at signing. */
export interface ReportedMeasurement {
  /** TID 4108 Tracking Unique Identifier: binds it to the annotation in the viewer. */
  readonly trackingUid: string;
  /** ①, ②: what stands beside it in the image. */
  readonly label: number;
  readonly kind: ShapeKind;
  /** Never empty. */
  readonly quantities: readonly ReportedQuantity[];
  readonly spacingSource: SpacingSource;
  /** The object that the physician calibrated the image with, mm; null when it is not `user-calibrated`. */
  readonly knownLengthMm: number | null;
  /** With `place` the image that lies nearest to it. */
  readonly source: ReportedFrame;
  /** There only where it was drawn on a picture computed from a volume. */
  readonly place?: SpacePlace;
}

/** One frame, and where its reader finds it again. */
export interface ReportedFrame extends ReportedInstance {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** Series Number (0020,0011) and Instance Number (0020,0013), for the reader of the paper. */
  readonly seriesNumber: number | null;
  readonly instanceNumber: number | null;
  /** One-based. */
  readonly frameNumber: number;
  readonly numberOfFrames: number;
}

/** A frame that the physician marked for the report. */
export interface ReportedKeyImage {
  readonly source: ReportedFrame;
  /** As it was on the screen, with its window and its marks; null where no picture was taken. */
  readonly picture: ReportPicture | null;
  /** How it was seen. Absent for colour, for a window that is a table, for waveforms, and in reports of an earlier program. */
  readonly appearance?: ReportedAppearance;
}

export type SpacingSource = 'patient' | 'calibrated' | 'user-calibrated' | 'detector-plane' | 'magnification-corrected' | 'ultrasound-axes' | 'none';

export interface ReportedQuantity {
  readonly quantity: ShapeQuantityName;
  /** As measured; `quantityText` rounds it, the same way on paper and in the structured report. */
  readonly value: number;
  /** UCUM: mm, deg, mm2, [hnsf'U], 1 (no unit), {px}, {px}2, g/ml{SUVbw}, s, cm/s, Hz. */
  readonly unit: string;
}

/** `ratio` 12 means 1:12; null when the hospital did not say. */
export type ImageQuality = { readonly kind: 'full' } | { readonly kind: 'lossy'; readonly ratio: number | null };

/** What was on a screen, as far as this seat has recorded it. */
export interface ViewedImages {
  /** Images that were on a screen at all. */
  readonly seen: number;
  /** Of these, those whose series was still coming when they were first seen. All had come when the report was signed. */
  readonly seenWhileArriving: number;
  /** Series of which lossy images were on a screen. */
  readonly lossySeries: readonly { readonly seriesNumber: number | null; readonly images: number; readonly ratio: number | null }[];
}

export interface ReportPhysician {
  readonly name: string;
  readonly organisation: string;
  /** When this physician signed or submitted, on the wall clock; '' on a preview. */
  readonly signedAtLocal: string;
}

/** Waveform Storage SOP Classes all lie below one root. PS3.6 table A-1. */
export function isWaveform(instance: ReportedInstance): boolean {
  return instance.sopClassUid.startsWith('1.2.840.10008.5.1.4.1.1.9.');
}

/** True when what was read is an ECG and no image. */
export function isWaveformReport(report: CanonicalReport): boolean {
  const instances = report.studies.flatMap((study) => study.series.flatMap((series) => series.instances));
  return instances.length > 0 && instances.every(isWaveform);
}

/**
 * Reads the canonical text of any form that this program has written.
 * @throws SyntaxError when it is no JSON
 */
export function parseCanonicalReport(text: string): CanonicalReport {
  const report = JSON.parse(text) as CanonicalReport;
  const version: number = report.format.version;
  if (version >= FIRST_WITH_PICTURES) return report;
  const { predecessor, hospital } = report;
  // Before there were no pictures.
  const plain = { ...report, keyImages: [], hospital: { ...hospital, logo: null } };
  if (version === 3) return plain;
  // Before form 3 there were no addenda, and a later version could only amend.
  return { ...plain, addenda: [], predecessor: predecessor === null ? null : { ...predecessor, kind: 'amended' } };
}
