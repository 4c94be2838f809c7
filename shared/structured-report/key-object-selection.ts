import { textOf, type DataSet } from '../dicom/data-set/data-set.ts';
import { buildDataSet } from '../dicom/data-set/build-data-set.ts';
import type { CodedConcept } from '../dicom/values/coded-concept.ts';
import { isWaveform, type CanonicalReport, type ReportedFrame, type ReportPhysician } from '../report/canonical-report.ts';
import { CONTEXT, KEY_OBJECT_DESCRIPTION, KEY_OBJECT_TITLES } from './codes.ts';
import { chosenInstance, container, contains, encodeDocumentTree, text, type ContentItem } from './content-item.ts';
import { instanceReference } from './evidence.ts';
import {
  issuerOfAccessionNumber, KEY_OBJECT_SELECTION_STORAGE, longString, reportObject, type ReportObjectIdentities, type ReportObjectUids,
} from './report-object.ts';
import { observationContext } from './tid-1001-observation-context.ts';
import type { BuiltPresentationState } from './presentation-state.ts';
import { languageOfContent } from './tid-1204-language.ts';

/** One of our own objects at the hospital, as a rejection note names it. */
export interface RejectedObject {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

/** Why a report is taken back. */
export type WithdrawalReason = 'wrong-patient' | 'wrong-study' | 'wrong-content';

/** The frames of the report's own study that the physician marked, then those that were measured; each once. */
export function keyObjectFrames(report: CanonicalReport): readonly ReportedFrame[] {
  const [study] = report.studies;
  const frames = [...report.keyImages, ...report.measurements].map(({ source }) => source).filter(({ studyInstanceUid }) => studyInstanceUid === study?.studyInstanceUid);
  return [...new Map(frames.map((frame) => [`${frame.sopInstanceUid}|${frame.frameNumber}`, frame])).values()];
}

/**
 * The images that the physician marked and measured, as a Key Object Selection for the report (PS3.3 A.35.4, TID 2010).
 * @param states under which images were seen: each image names its own, and all are evidence
 * @returns undefined where nothing was marked or measured in its own study: there is nothing to choose
 */
export function buildKeyObjects(report: CanonicalReport, identities: ReportObjectIdentities, states: readonly BuiltPresentationState[] = []): DataSet | undefined {
  const chosen = keyObjectFrames(report);
  if (chosen.length === 0) return undefined;
  const stateOf = ({ sopInstanceUid, frameNumber }: ReportedFrame) =>
    states.find(({ images }) => images.some((image) => image.sopInstanceUid === sopInstanceUid && image.frameNumber === frameNumber))?.dataSet;
  const items = chosen.map((source) => {
    const state = stateOf(source);
    return chosenInstance(isWaveform(source) ? 'WAVEFORM' : 'IMAGE', source, source.numberOfFrames > 1 ? source.frameNumber : null, state && referenceTo(state));
  });
  const description = report.keyImages.length > 0 ? `报告关键图像 ${chosen.length} 幅` : '报告测量所在图像';
  return keyObjectDocument(report, identities.keyObjects, {
    title: KEY_OBJECT_TITLES.forReportAttachment, description, physician: report.reportingPhysician, items, references: [...chosen, ...states.map(({ dataSet }) => referenceTo(dataSet))], seriesDescription: '关键图像',
  });
}

function referenceTo(state: DataSet): RejectedObject {
  return {
    studyInstanceUid: textOf(state, 'StudyInstanceUID'), seriesInstanceUid: textOf(state, 'SeriesInstanceUID'),
    sopClassUid: textOf(state, 'SOPClassUID'), sopInstanceUid: textOf(state, 'SOPInstanceUID'),
  };
}

/**
 * The rejection note of a withdrawn report (IHE IOCM): a Key Object Selection whose title says that what it names must no longer be used.
 * @param report the newest version; the note lies in its study and takes its identity
 * @param rejected all objects of all versions that have left for the hospital. Never empty
 * @param withdrawnAtLocal wall clock with offset, as `signedAtLocal`
 */
export function buildRejectionNote(
  report: CanonicalReport,
  identities: ReportObjectIdentities,
  withdrawal: {
    readonly reason: WithdrawalReason; readonly text: string; readonly physician: ReportPhysician; readonly withdrawnAtLocal: string;
    readonly rejected: readonly RejectedObject[];
  },
): DataSet {
  if (withdrawal.rejected.length === 0) throw new Error('a rejection note names what it rejects');
  const items = withdrawal.rejected.map((reference) => chosenInstance('COMPOSITE', reference));
  const title = withdrawal.reason === 'wrong-content' ? KEY_OBJECT_TITLES.rejectedForQuality : KEY_OBJECT_TITLES.rejectedForSafety;
  return keyObjectDocument({ ...report, signedAtLocal: withdrawal.withdrawnAtLocal }, identities.rejectionNote, {
    title, description: `报告撤回：${WITHDRAWAL_WORDS[withdrawal.reason]}。${withdrawal.text}`.trim(), physician: withdrawal.physician, items,
    references: withdrawal.rejected, seriesDescription: '报告撤回',
  });
}

export const WITHDRAWAL_WORDS: Readonly<Record<WithdrawalReason, string>> = { 'wrong-patient': '患者错误', 'wrong-study': '检查错误', 'wrong-content': '内容错误' };

interface KeyObjectContent {
  readonly title: CodedConcept;
  readonly description: string;
  readonly physician: ReportPhysician;
  readonly items: readonly ContentItem[];
  readonly references: readonly RejectedObject[];
  readonly seriesDescription: string;
}

/** Key Object Document Module, PS3.3 C.17.6, and its content. */
function keyObjectDocument(report: CanonicalReport, uids: ReportObjectUids, { title, description, physician, items, references, seriesDescription }: KeyObjectContent): DataSet {
  const header = reportObject(report, uids, { sopClassUid: KEY_OBJECT_SELECTION_STORAGE, modality: 'KO', seriesDescription });
  const { request } = report;
  const module = buildDataSet({
    ReferencedPerformedProcedureStepSequence: [],
    ReferencedRequestSequence: report.studies.slice(0, 1).map((study) =>
      buildDataSet({
        AccessionNumber: request.accessionNumber,
        IssuerOfAccessionNumberSequence: issuerOfAccessionNumber(report),
        ReferencedStudySequence: [],
        StudyInstanceUID: study.studyInstanceUid,
        RequestedProcedureDescription: longString(request.procedureText),
        RequestedProcedureCodeSequence: [],
        RequestedProcedureID: request.requestedProcedureId,
        PlacerOrderNumberImagingServiceRequest: '',
        FillerOrderNumberImagingServiceRequest: '',
      }),
    ),
    CurrentRequestedProcedureEvidenceSequence: evidenceOf(references),
  });
  const tree = container(
    title,
    [languageOfContent(), ...observationContext(physician, CONTEXT.verifying), contains(text(KEY_OBJECT_DESCRIPTION, description)), ...items.map(contains)],
    { mappingResource: 'DCMR', identifier: '2010' },
  );
  return { ...header, ...module, ...encodeDocumentTree(tree) };
}

/** Hierarchical SOP Instance References, PS3.3 table C.17-3. */
function evidenceOf(references: readonly RejectedObject[]): readonly DataSet[] {
  return [...Map.groupBy(references, ({ studyInstanceUid }) => studyInstanceUid)].map(([studyInstanceUid, ofStudy]) =>
    buildDataSet({
      StudyInstanceUID: studyInstanceUid,
      ReferencedSeriesSequence: [...Map.groupBy(ofStudy, ({ seriesInstanceUid }) => seriesInstanceUid)].map(([seriesInstanceUid, ofSeries]) =>
        buildDataSet({
          SeriesInstanceUID: seriesInstanceUid,
          ReferencedSOPSequence: [...new Map(ofSeries.map((one) => [one.sopInstanceUid, one])).values()].map(instanceReference),
        }),
      ),
    }),
  );
}
