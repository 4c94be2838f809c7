import { z } from 'zod';
import { markedImage } from './marked-image.ts';

const spoken = z.object({ by: z.string().max(60), at: z.iso.datetime(), text: z.string().max(4_000) });

/** A question to a colleague or a department about a case, with what was answered. It stays with the case. */
export const consultation = z.object({
  siteId: z.string(),
  studyInstanceUid: z.string(),
  /** Seat of the colleague; '' for a department or whoever reads it. */
  toSeatId: z.string().max(64),
  /** Who is asked, in words: a colleague, 神经外科. */
  to: z.string().max(60),
  question: z.string().max(2_000),
  /** What the arrow points at; null for words alone. */
  image: markedImage.nullable().default(null),
  askedBy: z.string(),
  askedAt: z.iso.datetime(),
  answers: z.array(spoken).max(100),
  closedAt: z.iso.datetime().nullable(),
});
export type Consultation = z.infer<typeof consultation>;

/** Cases that several departments talk about on a day. */
export const caseList = z.object({
  name: z.string().min(1).max(80),
  /** `YYYY-MM-DD` */
  plannedOn: z.iso.date(),
  createdBy: z.string(),
  cases: z.array(z.object({ siteId: z.string(), studyInstanceUid: z.string(), note: z.string().max(1_000), addedBy: z.string(), addedAt: z.iso.datetime() })).max(200),
  isClosed: z.boolean(),
});
export type CaseList = z.infer<typeof caseList>;

/** The answer as the report quotes it: who said it stands beside it. `会诊意见（神经外科 周牧，2026-11-22 17:40）：…` */
export function quotedAnswer(to: string, { by, text }: { readonly by: string; readonly text: string }, localTime: string): string {
  const who = [to, by].filter((word, index, words) => word !== '' && words.indexOf(word) === index).join(' ');
  return `会诊意见（${who}，${localTime}）：${text.trim().replace(/[。．.]*$/u, '')}。`;
}
