import type { ReadingState } from '#shared/worklist/case-status.ts';
import type { Urgency } from '#shared/worklist/urgency.ts';

/** What a search at a site says of a study, already in our words. */
export interface FoundStudy {
  readonly studyInstanceUid: string;
  readonly patientId: string;
  readonly issuerOfPatientId: string;
  /** alphabetic=ideographic=phonetic */
  readonly patientName: string;
  readonly patientSex: 'M' | 'F' | 'O' | '';
  readonly patientBirthDate: string | null;
  /** As sent, such as `071Y`. */
  readonly patientAge: string;
  readonly studyDate: string | null;
  readonly studyTime: string | null;
  /** Timezone Offset From UTC (0008,0201) as sent, '' when not sent. */
  readonly timezoneOffset: string;
  readonly studyDescription: string;
  readonly modalities: readonly string[];
  readonly bodyPart: string;
  readonly accessionNumber: string;
  readonly referringPhysician: string;
  readonly clinicalInformation: string;
  readonly urgency: Urgency;
  readonly urgencyReason: string;
  readonly isCase: boolean;
  /** Number of Study Related Instances (0020,1208); null when the site does not say. */
  readonly instanceCount: number | null;
  /** The search answer went through a character set without Chinese: what is known already is better than its text. */
  readonly hasLostText: boolean;
}

/** A study as the catalogue holds it. Its date and time are those on the wall clock of the hospital. */
export interface StoredStudy extends Omit<FoundStudy, 'instanceCount' | 'hasLostText' | 'timezoneOffset'> {
  readonly id: number;
  readonly siteId: string;
  readonly expectedInstances: number;
  readonly heldInstances: number;
  readonly arrivedAt: string;
  readonly changedAt: string;
  readonly needsIndex: boolean;
  readonly completeAt: string | null;
  readonly readingState: ReadingState;
  readonly isNew: boolean;
  /** Whether a person said that it stays on this machine. */
  readonly keep: 'no' | 'pinned' | 'teaching';
  /** When it was taken off this machine to make room; null while it may be fetched ahead. */
  readonly evictedAt: string | null;
  /** How the patient's name was repaired; null where it was as declared. */
  readonly nameRepair: NameRepair | null;
}

/** A name that was in another character set than its images declare. */
export interface NameRepair {
  /** Specific Character Set (0008,0005) as sent; '' for none. */
  readonly declared: string;
  readonly readAs: string;
}

export type SeriesContent = 'images' | 'ecg' | 'document' | 'other';

export interface IndexedSeries {
  readonly seriesInstanceUid: string;
  readonly modality: string;
  readonly seriesNumber: number | null;
  readonly seriesDescription: string;
  readonly bodyPart: string;
  readonly content: SeriesContent;
  readonly expectedInstances: number;
  /** Of `images`: how many of them are no pictures, such as a report that the device filed there; absent: none. */
  readonly objectInstances?: number;
  /** As of a study. */
  readonly hasLostText: boolean;
}

export interface StoredSeries extends Omit<IndexedSeries, 'hasLostText'> {
  readonly heldInstances: number;
  /** Holes between the positions of its slices; null while nothing can be said. */
  readonly missingSlices: number | null;
}

/** A request that the series of a study name. */
export interface FoundRequest {
  readonly requestKey: string;
  readonly accessionNumber: string;
  readonly issuerOfAccessionNumber: string;
  readonly procedureId: string;
  readonly procedureText: string;
}

export interface StoredRequest extends FoundRequest {
  readonly id: number;
  readonly siteId: string;
  readonly studyIds: readonly number[];
}
