import { z } from 'zod';
import { method } from '../base-contract.ts';
import { failure, instant, studyId } from '../vocabulary.ts';

const uid = z.string().min(1).max(64);

/** What is kept beyond the Basic Application Level Confidentiality Profile of PS3.15: `shared/dicom/export/deidentify.ts`. */
export const confidentiality = z.object({
  retainUids: z.boolean(),
  dates: z.enum(['remove', 'shift']),
  retainCharacteristics: z.boolean(),
  cleanDescriptors: z.boolean(),
});

/** Whether pixels or contents may name the patient, series by series. */
export const exportSurvey = z.object({
  series: z.array(
    z.object({
      seriesInstanceUid: uid,
      instances: z.int().positive(),
      verdict: z.enum(['clear', 'look', 'refuse']),
      reasons: z.array(z.object({ reason: z.enum(['stated', 'face', 'capture', 'modality', 'overlay', 'document']), count: z.int().positive() })),
      /** Instances that never leave without names, whatever a person has seen. */
      refused: z.int().nonnegative(),
    }),
  ),
});
export type ExportSurvey = z.infer<typeof exportSurvey>;

export const exportOrder = z.object({
  studyId,
  seriesInstanceUids: z.array(uid).min(1).max(10_000),
  /** A folder of this machine, such as that of a stick. */
  folder: z.string().min(1).max(4096),
  form: z.enum(['folder', 'zip']),
  /** null: as it is, with its names. */
  confidentiality: confidentiality.nullable(),
  /** Series whose pictures a person has looked at: nobody is named in them. */
  seenSeries: z.array(uid).max(10_000),
});
export type ExportOrder = z.infer<typeof exportOrder>;

export const exportJob = z.object({
  exportId: z.int().positive(),
  studyId,
  folder: z.string(),
  /** Of the archive or folder in it. */
  name: z.string(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  startedAt: instant,
  finishedAt: instant.nullable(),
  total: z.int().nonnegative(),
  written: z.int().nonnegative(),
  /** Instances that may name the patient and were left out. */
  leftOut: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  isDeidentified: z.boolean(),
  secondsLeft: z.number().nonnegative().nullable(),
  failure: failure.nullable(),
});
export type ExportJob = z.infer<typeof exportJob>;

export const exportsContract = {
  survey: method('study/unknown').input(z.object({ studyId })).output(exportSurvey),
  /** Newest first, of this run of the program. */
  list: method().output(z.array(exportJob)),
  /** Answers at once; the list says how far it is. */
  start: method('study/unknown', 'export/not-allowed', 'export/no-folder').input(exportOrder).output(exportJob),
  /** What was written goes. */
  cancel: method('export/unknown').input(z.object({ exportId: z.int().positive() })).output(z.object({})),
  /** One picture leaves: whose name and which moment stand on it. */
  picture: method('export/not-allowed').input(z.object({ studyId })).output(z.object({ person: z.string(), at: instant })),
};
