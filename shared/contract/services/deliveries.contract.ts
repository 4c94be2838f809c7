import { z } from 'zod';
import { countyStep } from '../../collaboration/county-report.ts';
import { method } from '../base-contract.ts';
import { instant, patient, requestId, siteId, studyId, uid } from '../vocabulary.ts';
import { deliveredObject } from './reports.contract.ts';
import { withdrawalReason } from './versions.contract.ts';

/** One object and when it passed its stations. */
export const trackedObject = deliveredObject.extend({ storedAt: instant.nullable(), readBackAt: instant.nullable() });
export type TrackedObject = z.infer<typeof trackedObject>;

/** One version of a report on its way. */
export const trackedReport = z.object({
  reportUid: uid,
  requestId,
  studyId,
  siteId,
  siteName: z.string(),
  patientName: patient.shape.name,
  accessionNumber: z.string(),
  procedureText: z.string(),
  version: z.int().positive(),
  kind: z.enum(['original', 'amended', 'addendum']),
  signedAt: instant,
  signerName: z.string(),
  /** An earlier version that must arrive first; null when it is this one's turn. */
  waitsForVersion: z.int().positive().nullable(),
  /** Waits for its time stamp until then; null where it does not. */
  stampAwaitedUntil: instant.nullable(),
  objects: z.array(trackedObject),
  /** Who at the county hospital confirmed it; null while nobody has. */
  acknowledgement: z.object({ person: z.string(), at: instant }).nullable(),
  /** What the hospital said on its page, oldest first; absent where it has said nothing there. */
  countySteps: z.array(countyStep).optional(),
  /** Taken back; null while it stands. `isAcknowledged`: the county confirmed that. */
  withdrawal: z.object({ reason: withdrawalReason, at: instant, isAcknowledged: z.boolean() }).nullable(),
});
export type TrackedReport = z.infer<typeof trackedReport>;

/** The way of each report to its hospital. `report-changed` tells of all that is here. */
export const deliveriesContract = {
  /** `open`: what is not read back whole, or not yet confirmed by the county; `all`: the newest of all. Newest first. */
  list: method().input(z.object({ show: z.enum(['open', 'all']), limit: z.int().min(1).max(500) })).output(z.object({ reports: z.array(trackedReport), total: z.int().nonnegative() })),
  /** Tries what waits for a hospital now; null: for all of them. @returns how many objects */
  hurry: method().input(z.object({ siteId: siteId.nullable() })).output(z.object({ objects: z.int().nonnegative() })),
};
