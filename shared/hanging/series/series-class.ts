export type SeriesPlane = 'axial' | 'coronal' | 'sagittal' | 'oblique' | 'unknown';
export type SeriesWeighting = 'T1' | 'T2' | 'PD' | 'FLAIR' | 'STIR' | 'DWI' | 'ADC' | 'SWI' | 'TOF' | 'unknown';
export type SeriesPhase = 'plain' | 'arterial' | 'portal-venous' | 'delayed' | 'enhanced' | 'unknown';
export type SeriesKernel = 'soft' | 'lung' | 'bone' | 'unknown';

/** Where an answer comes from. */
export type ClassSource = 'orientation' | 'description' | 'protocol' | 'image-type' | 'times' | 'agent' | 'kernel' | 'body-part' | 'modality' | 'nothing';

/** An answer, and what it rests on. */
export interface Reading<Value> {
  readonly value: Value;
  readonly source: ClassSource;
}

/** What a series is, as a careful colleague names it. `unknown` where neither text nor attributes say it. */
export interface SeriesClass {
  readonly plane: Reading<SeriesPlane>;
  /** MR only. */
  readonly weighting: Reading<SeriesWeighting>;
  readonly phase: Reading<SeriesPhase>;
  /** CT only. */
  readonly kernel: Reading<SeriesKernel>;
  readonly isLocalizer: Reading<boolean>;
  /** A defined term of Body Part Examined (0018,0015), or `unknown`. */
  readonly bodyPart: Reading<string>;
}
