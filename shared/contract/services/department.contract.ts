import { z } from 'zod';
import { method } from '../base-contract.ts';
import { calendarDate, instant, siteId } from '../vocabulary.ts';

/** A device whose examinations other hospitals recognise (互认). */
export const recognitionItem = z.object({
  siteId,
  /** Station Name (0008,1010). */
  stationName: z.string().trim().min(1).max(64),
  modality: z.string().trim().min(1).max(16),
  /** Chinese, as the report prints it; '' for every part. */
  bodyPart: z.string().trim().max(60),
  region: z.string().trim().min(1).max(20),
  validFrom: calendarDate,
  validTo: calendarDate.nullable(),
});

const spread = { count: z.int().nonnegative(), medianMinutes: z.number().nullable(), p90Minutes: z.number().nullable() };
const share = z.number().nonnegative().nullable();
export const groupFigure = z.object({ name: z.string(), ...spread, withinPromise: share, positive: share });
export const qualityFigures = z.object({
  total: groupFigure,
  groups: z.object({ site: z.array(groupFigure), modality: z.array(groupFigure), physician: z.array(groupFigure), urgency: z.array(groupFigure) }),
  days: z.array(z.object({ day: calendarDate, ...spread })),
  revisionRate: share,
  /** Reports taken back in the time, whenever they were signed. Absent from a program that did not count them. */
  withdrawn: z.int().nonnegative().optional(),
  delivery: z.object({ ...spread, undelivered: z.int().nonnegative() }),
  critical: z.object({ found: z.int().nonnegative(), open: z.int().nonnegative(), toldOn: z.int().nonnegative(), notification: z.object(spread) }),
});

export const departmentContract = {
  /** Figures of what was signed from `from` on and before `to`. */
  quality: method().input(z.object({ from: instant, to: instant })).output(qualityFigures),
  recognitionItems: method().output(z.array(recognitionItem)),
  saveRecognitionItems: method().input(z.object({ items: z.array(recognitionItem).max(500) })).output(z.object({})),
  /** Where critical values that nobody closed are posted; '' for nowhere. */
  criticalHook: method().output(z.object({ url: z.string() })),
  setCriticalHook: method().input(z.object({ url: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(500)]) })).output(z.object({})),
  /** Posts a notice marked as a trial. `isTaken` is false when the hook did not take it. */
  tryCriticalHook: method().output(z.object({ isTaken: z.boolean() })),
};
