import { z } from 'zod';
import { method } from '../base-contract.ts';
import { requestId, siteId } from '../vocabulary.ts';
import { keyImage } from './measurements.contract.ts';
import { deliveredObject } from './reports.contract.ts';

/** A JPEG as base64. What a paper takes at most is a matter of `main/documents/seal-picture.ts`; this bounds the message. */
const jpeg = z.base64().max(200_000);

/** What a hospital's reports carry in head and foot. Its name is that of the site. */
export const siteLetterhead = z.object({
  address: z.string().trim().max(120),
  telephone: z.string().trim().max(60),
  /** Baseline JPEG as base64; null for none. */
  logo: jpeg.nullable(),
  /** What its archive takes: Enhanced SR, or Basic Text SR, where numbers are words. */
  structuredReport: z.enum(['enhanced', 'basic-text']).default('enhanced'),
});
export type SiteLetterhead = z.infer<typeof siteLetterhead>;

/** An object that a signature makes. */
export const leavingObject = z.object({
  kind: deliveredObject.shape.kind,
  /** Pictures on the paper, measurements, images of a selection; 0 for none. */
  parts: z.int().nonnegative(),
});
export type LeavingObject = z.infer<typeof leavingObject>;

/** Pictures and letterheads of papers, and what leaves with one. */
export const papersContract = {
  /** The picture of a marked frame as it is on the screen now: window, marks. It replaces an earlier one. */
  pictureKeyImage: method('study/unknown', 'measurement/unknown', 'report/picture-refused').input(z.object({ image: keyImage, jpeg })).output(z.object({})),
  letterhead: method('site/not-found').input(z.object({ siteId })).output(siteLetterhead),
  setLetterhead: method('site/not-found', 'report/picture-refused', 'hub/not-allowed', 'hub/unreachable', 'hub/changed-elsewhere').input(z.object({ siteId, letterhead: siteLetterhead })).output(z.object({})),
  /** What leaves when this report is signed now, from the function that makes it. Empty while there is nothing to sign. */
  leaving: method('report/unknown').input(z.object({ requestId })).output(z.array(leavingObject)),
};
