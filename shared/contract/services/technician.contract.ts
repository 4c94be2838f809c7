import { z } from 'zod';
import { markedImage } from '../../collaboration/marked-image.ts';
import { TECHNICIAN_REQUEST_KINDS, technicianAnswer } from '../../collaboration/technician-request.ts';
import { method } from '../base-contract.ts';
import { instant, siteId, studyId } from '../vocabulary.ts';

const kind = z.enum(TECHNICIAN_REQUEST_KINDS);

/** A question to the technician of a hospital, as the reading room shows it. */
export const technicianRequestView = z.object({
  requestKey: z.string(),
  kind,
  text: z.string(),
  image: markedImage.nullable(),
  askedBy: z.string(),
  askedAt: instant,
  seenAt: instant.nullable(),
  answers: z.array(technicianAnswer),
  state: z.enum(['open', 'answered', 'done', 'closed']),
});
export type TechnicianRequestView = z.infer<typeof technicianRequestView>;

export const technicianScorecard = z.object({
  siteName: z.string(),
  total: z.int().nonnegative(),
  byKind: z.object({ repeat: z.int(), 'missing-view': z.int(), 'wrong-side': z.int(), artefact: z.int() }),
  unanswered: z.int().nonnegative(),
  medianAnswerMinutes: z.number().nullable(),
  medianDoneMinutes: z.number().nullable(),
});

const requestKey = z.string().min(1).max(64);

export const technicianContract = {
  ofStudy: method('study/unknown').input(z.object({ studyId })).output(z.array(technicianRequestView)),
  /** @param image what the arrow points at; null for words alone */
  ask: method('study/unknown', 'hub/unreachable', 'hub/not-allowed', 'hub/too-large')
    .input(z.object({ studyId, kind, text: z.string().trim().max(500), image: markedImage.nullable() }))
    .output(z.array(technicianRequestView)),
  /** The physician has what was asked, or needs it no longer. */
  close: method('collaboration/unknown', 'hub/unreachable', 'hub/not-allowed').input(z.object({ studyId, requestKey })).output(z.array(technicianRequestView)),
  scorecards: method().input(z.object({ from: instant, to: instant })).output(z.array(technicianScorecard)),
  /** Which hospitals have a way to their page; `address` is null where this seat serves none. */
  countyPages: method().output(z.object({ address: z.string().nullable(), sites: z.array(z.object({ siteId, siteName: z.string(), madeAt: instant.nullable() })) })),
  /** Makes the link of a hospital anew; the former one ends. It is shown once: only its digest is kept. */
  makeCountyLink: method('site/not-found', 'collaboration/closed').input(z.object({ siteId })).output(z.object({ url: z.string() })),
  endCountyLink: method('site/not-found').input(z.object({ siteId })).output(z.object({})),
};
