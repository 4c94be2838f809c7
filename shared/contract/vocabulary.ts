import { z } from 'zod';

/** Schemas that several services share. Field names are the camelCase of the PS3.6 keyword wherever there is one. */

export const studyId = z.int().positive().describe('row number of the study in this seat; not stable between seats');
export const requestId = z.int().positive();
export const siteId = z.string().min(1).max(64);
export const uid = z.string().min(1).max(64).regex(/^[0-9.]+$/);
/** An instant, UTC, ISO 8601. */
export const instant = z.iso.datetime();
/** A calendar date at the hospital, `YYYY-MM-DD`. */
export const calendarDate = z.iso.date();

export const personName = z.object({ alphabetic: z.string(), ideographic: z.string(), phonetic: z.string() });

export const patient = z.object({
  name: personName,
  patientId: z.string(),
  issuerOfPatientId: z.string(),
  sex: z.enum(['M', 'F', 'O', '']),
  birthDate: calendarDate.nullable(),
  /** Patient's Age (0010,1010) as sent, such as `071Y`; '' when absent. Used where the birth date is missing. */
  ageAsSent: z.string(),
  /** The name was in another character set than its images declare; it is shown as it was repaired. Absent where it was not. */
  nameRepair: z.object({ declared: z.string(), readAs: z.string() }).optional(),
});
export type Patient = z.infer<typeof patient>;

export const urgency = z.enum(['green-channel', 'emergency', 'routine']);

/**
 * Where a case stands, from the physician's side.
 * `queued`: known, nothing held. `arriving`: some held, or the hospital may still be sending. `ready`: complete and all held.
 * `drafting`: a draft exists. `signed`: signed, nothing has left yet. `sending`: on its way. `delivered`: read back equal.
 * `conflict`: the hospital holds other content under our UID; a person must look.
 */
export const caseStatus = z.enum(['queued', 'arriving', 'ready', 'drafting', 'signed', 'sending', 'delivered', 'conflict']);
export type CaseStatus = z.infer<typeof caseStatus>;

/** Facts of an expected failure: names of sites and files, counts. Never a patient's name. */
export const errorFacts = z.record(z.string(), z.union([z.string(), z.number()]));

/** A failure that is shown beside a thing (a site, a delivery) rather than thrown. */
export const failure = z.object({ code: z.string(), facts: errorFacts, since: instant });
