import type { CalibrationChange, KeyImage, MaskOfRun, Measurement, MeasurementSteps, ReportedSentence, StoredCalibration, StoredMeasurement } from '#shared/contract/services/measurements.contract.ts';
import type { SiteLetterhead } from '#shared/contract/services/papers.contract.ts';
import type { ViewedImage, ViewportFocus } from '#shared/contract/services/studies.contract.ts';

/** Instances that the store holds now. */
export interface HeldInstances {
  readonly studyId: number;
  /** `unknown`: events were missed, of this study or any other; whoever waits must ask again. */
  readonly sopInstanceUids: readonly string[] | 'unknown';
}

/** A film of which the first frames can be read while the rest still comes. */
export interface ArrivingFrames {
  readonly studyId: number;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  /** 0: it was given up, and what was shown of it is not to be shown any more. */
  readonly framesHere: number;
  /** `refused`: what came was not whole, or not what was asked for. */
  readonly givenUp: 'broken-off' | 'refused' | null;
}

/**
 * What the pictures need from the rest of the application; `app` implements it over the bridge. Frames, metadata and bulk data are
 * fetched by path (shared/contract/request-paths.ts), not through here.
 */
export interface ReadingSource {
  /** @returns the way to stop listening */
  readonly onInstancesHeld: (listener: (held: HeldInstances) => void) => () => void;
  /** @returns the way to stop listening */
  readonly onFramesArriving: (listener: (arriving: ArrivingFrames) => void) => () => void;
  readonly listMeasurements: (studyId: number) => Promise<readonly StoredMeasurement[]>;
  /** Inserts, or replaces the one with the same tracking UID. */
  readonly saveMeasurement: (measurement: Measurement) => Promise<void>;
  readonly removeMeasurement: (studyId: number, trackingUid: string) => Promise<void>;
  readonly listCalibrations: (studyId: number) => Promise<readonly StoredCalibration[]>;
  /** The calibration of one image and what its measurements come to under it, stored together. */
  readonly calibrate: (change: CalibrationChange) => Promise<void>;
  /** What can be undone and redone in a study, as it was kept last. */
  readonly measurementHistory: (studyId: number) => Promise<MeasurementSteps>;
  readonly keepHistory: (studyId: number, steps: MeasurementSteps) => Promise<void>;
  readonly reportedSentences: (studyId: number) => Promise<readonly ReportedSentence[]>;
  readonly recordReported: (reported: ReportedSentence) => Promise<void>;
  readonly listKeyImages: (studyId: number) => Promise<readonly KeyImage[]>;
  readonly markKeyImage: (image: KeyImage, isKey: boolean) => Promise<void>;
  /** The picture of a marked frame for the paper; JPEG. */
  readonly pictureKeyImage: (image: KeyImage, jpeg: Uint8Array) => Promise<void>;
  /** How runs of a study are shown less a mask. */
  readonly listMasks: (studyId: number) => Promise<readonly MaskOfRun[]>;
  readonly keepMask: (mask: MaskOfRun) => Promise<void>;
  /** Another window changed measurements, calibrations or key images. @returns the way to stop listening */
  readonly onMeasurementsChanged: (listener: (studyId: number) => void) => () => void;
  /** An image of a study has been on the screen in this state. */
  readonly recordViewed: (studyId: number, image: ViewedImage) => void;
  /** A picture is about to leave the workstation: who takes it, and when, stand on it. @throws when this seat may not */
  readonly releasePicture: (studyId: number) => Promise<{ readonly person: string; readonly at: string }>;
  /** What the hospital's papers carry at their head; undefined where it cannot be read. */
  readonly letterhead: (siteId: string) => Promise<Pick<SiteLetterhead, 'address' | 'telephone' | 'logo'> | undefined>;
  /** What is under the eye now, all viewports of this window. */
  readonly reportFocus: (viewports: readonly ViewportFocus[]) => void;
}
