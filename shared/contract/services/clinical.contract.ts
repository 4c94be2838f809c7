import { z } from 'zod';
import { CLINICAL_KINDS, CLINICAL_SOURCES } from '../../worklist/clinical-fact.ts';
import { method } from '../base-contract.ts';
import { failure, siteId, studyId, uid } from '../vocabulary.ts';

export const clinicalFact = z.object({
  kind: z.enum(CLINICAL_KINDS),
  text: z.string(),
  source: z.enum(CLINICAL_SOURCES),
  /** Attribute by its keyword, resource by its type and id, date of a report. */
  sourceDetail: z.string(),
  /** `YYYY-MM-DD HH:MM` or less of it, on the hospital's clock; '' when the source does not say. */
  at: z.string(),
  /** Must be seen before reading: an allergy, a pregnancy, an alert. */
  isAlert: z.boolean(),
});

/** A request form or another document of the study, to be looked at. */
export const clinicalDocument = z.object({
  studyId,
  seriesInstanceUid: uid,
  form: z.enum(['structured-report', 'pdf', 'picture', 'document']),
  title: z.string(),
  isHeld: z.boolean(),
});

export const clinicalServer = z.object({ siteId, baseUrl: z.string(), hasToken: z.boolean() });

export const clinicalContract = {
  /** What is known of the patient's condition, each with its source; the hospital's clinical server is asked where one is set. @param scope `here`: only what this seat holds, at once */
  facts: method('study/unknown').input(z.object({ studyId, scope: z.enum(['here', 'all']).default('all') })).output(
    z.object({
      facts: z.array(clinicalFact),
      documents: z.array(clinicalDocument),
      /** `none`: no server is set for the hospital. */
      server: z.object({
        status: z.enum(['none', 'answered', 'no-patient', 'failed']),
        failure: failure.nullable(),
        /** Of what an answering server said nothing. */
        unanswered: z.array(z.enum(['ServiceRequest', 'Condition', 'AllergyIntolerance', 'Observation'])),
      }),
    }),
  ),
  server: method().input(z.object({ siteId })).output(clinicalServer),
  /** @param baseUrl address of an HL7 FHIR R4 server; '' for none. @param token Bearer; '' keeps what was set */
  setServer: method('site/plain-refused').input(z.object({ siteId, baseUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/u }).max(500)]), token: z.string().max(2_000) })).output(clinicalServer),
};
