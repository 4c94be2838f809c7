import { z } from 'zod';
import { method } from '../base-contract.ts';
import { instant, studyId, uid } from '../vocabulary.ts';

const markMs = z.number().min(0).max(10_000).nullable();

/** What the physician did to one recording; every number of the report follows from it. */
export const ecgReading = z.object({
  studyId,
  sopInstanceUid: uid,
  /** ms on the median beat; null: the physician says that the wave is not there; absent: where the program put it. */
  marks: z.object({
    pOnsetMs: markMs.optional(), pOffsetMs: markMs.optional(), qrsOnsetMs: markMs.optional(), qrsOffsetMs: markMs.optional(), tOffsetMs: markMs.optional(),
  }),
  qtcFormula: z.enum(['bazett', 'fridericia', 'framingham', 'hodges']),
  filters: z.object({
    highPassHz: z.union([z.literal(0.05), z.literal(0.5)]).nullable(),
    lowPassHz: z.union([z.literal(40), z.literal(100), z.literal(150)]).nullable(),
    notchHz: z.literal(50).nullable(),
  }),
  /** null: what suits the recording. */
  layout: z.enum(['3x4+1', '3x4+3', '6x2', '12x1', 'cabrera', 'rhythm', 'all-channels']).nullable(),
  paperSpeedMmPerS: z.union([z.literal(12.5), z.literal(25), z.literal(50)]),
  gainMmPerMv: z.union([z.literal(5), z.literal(10), z.literal(20)]),
  windowStartMs: z.number().nonnegative(),
  /** The study of the earlier ECG beside it. */
  comparedStudyId: studyId.nullable(),
});
export type EcgReading = z.infer<typeof ecgReading>;
export const storedEcgReading = ecgReading.extend({ changedAt: instant });
export type StoredEcgReading = z.infer<typeof storedEcgReading>;

const statementCode = z.string().regex(/^[A-Z][A-Z0-9]{1,15}$/);

/** A department's change of the dictionary. */
export const ecgStatementEdit = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('put'),
    code: statementCode,
    zh: z.string().min(1).max(200),
    en: z.string().max(200),
    group: z.enum(['overall', 'rhythm', 'premature', 'tachyarrhythmia', 'conduction', 'axis-voltage', 'chamber', 'st-t', 'infarction', 'pacing', 'technical', 'other', 'advice']),
    severity: z.enum(['red', 'orange', 'yellow', 'green']),
  }),
  z.object({ kind: z.literal('hidden'), code: statementCode }),
]);
export type EcgStatementEdit = z.infer<typeof ecgStatementEdit>;

/** Rates a minute, ms, mV; see `CriticalThresholds`. */
export const ecgThresholds = z.object({
  fastRate: z.number().min(100).max(300),
  fastFibrillationRate: z.number().min(100).max(300),
  slowRate: z.number().min(15).max(60),
  pauseMs: z.number().min(1000).max(10_000),
  qtcMs: z.number().min(400).max(800),
  stLimbMv: z.number().min(0.05).max(1),
  stChestMv: z.number().min(0.05).max(1),
});
export type EcgThresholds = z.infer<typeof ecgThresholds>;

/** Somebody at the hospital was told of a critical finding and said it back. Written once, never changed. */
export const ecgCriticalCall = z.object({
  studyId,
  finding: z.string().min(1).max(200),
  foundAt: instant,
  calledAt: instant,
  receiver: z.string().min(1).max(64),
  /** 工号 */
  receiverNumber: z.string().max(32),
  department: z.string().max(64),
  readBack: z.string().min(1).max(500),
});
export type EcgCriticalCall = z.infer<typeof ecgCriticalCall>;

export const ecgContract = {
  /** null: nobody has touched this recording. */
  reading: method('study/unknown').input(z.object({ studyId, sopInstanceUid: uid })).output(storedEcgReading.nullable()),
  saveReading: method('study/unknown').input(ecgReading).output(storedEcgReading),
  /** The department's changes of the built-in dictionary, and its thresholds. */
  dictionary: method().output(z.object({ edits: z.array(ecgStatementEdit), thresholds: ecgThresholds })),
  saveStatement: method().input(ecgStatementEdit).output(z.object({})),
  /** Takes a change back: the built-in sentence again, or none. */
  resetStatement: method().input(z.object({ code: statementCode })).output(z.object({})),
  saveThresholds: method().input(ecgThresholds).output(z.object({})),
  /** The oldest first. */
  criticalCalls: method('study/unknown').input(z.object({ studyId })).output(z.array(ecgCriticalCall)),
  recordCriticalCall: method('study/unknown').input(ecgCriticalCall).output(z.object({})),
};
