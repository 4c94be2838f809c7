import { z } from 'zod';
import { EVIDENCE_KINDS } from '../../collaboration/identity/patient-candidates.ts';
import { method } from '../base-contract.ts';
import { calendarDate, instant, personName, siteId, studyId } from '../vocabulary.ts';

/** A patient's number at one hospital, with what its newest study says. */
const numberedPatient = z.object({
  /** The newest study under this number. */
  studyId,
  siteId,
  siteName: z.string(),
  patientId: z.string(),
  issuerOfPatientId: z.string(),
  name: personName,
  sex: z.enum(['M', 'F', 'O', '']),
  birthDate: calendarDate.nullable(),
  studyCount: z.int().positive(),
  newestStudyDate: calendarDate.nullable(),
});
export type NumberedPatient = z.infer<typeof numberedPatient>;

const evidence = z.array(z.enum(EVIDENCE_KINDS));

/** Who the patient of a study is, across hospitals. */
export const patientIdentity = z.object({
  /** All numbers of this person, that of the study first; more than one only where a person confirmed it. */
  person: z.array(numberedPatient),
  /** What people said of these numbers. */
  links: z.array(z.object({ linkKey: z.string(), status: z.enum(['same', 'different']), evidence, decidedBy: z.string(), decidedAt: instant, patients: z.array(numberedPatient) })),
  /** Who might be the same person, most likely first. */
  candidates: z.array(numberedPatient.extend({ evidence, standing: z.enum(['likely', 'doubtful', 'conflicting']) })),
});
export type PatientIdentity = z.infer<typeof patientIdentity>;
export type IdentityCandidate = PatientIdentity['candidates'][number];

export const identityContract = {
  forStudy: method('study/unknown').input(z.object({ studyId })).output(patientIdentity),
  /** Says that the patients of two studies are one person, or two. */
  decide: method('study/unknown', 'identity/contradiction', 'hub/unreachable', 'hub/not-allowed')
    .input(z.object({ studyId, otherStudyId: studyId, decision: z.enum(['same', 'different']) }))
    .output(patientIdentity),
  /** Takes back what was said of two numbers. */
  undo: method('study/unknown', 'hub/unreachable', 'hub/not-allowed').input(z.object({ studyId, linkKey: z.string().max(64) })).output(patientIdentity),
};
