import { z } from 'zod';
import { caseList, consultation } from '../../collaboration/consultation.ts';
import { markedImage } from '../../collaboration/marked-image.ts';
import { method } from '../base-contract.ts';
import { calendarDate, instant, studyId } from '../vocabulary.ts';

export const consultationView = consultation.pick({ to: true, question: true, image: true, askedBy: true, askedAt: true, answers: true, closedAt: true }).extend({
  consultationKey: z.string(),
  /** The study at this seat; null where it was never seen here. */
  studyId: studyId.nullable(),
  siteName: z.string(),
});
export type ConsultationView = z.infer<typeof consultationView>;

export const caseListView = caseList.pick({ name: true, plannedOn: true, createdBy: true }).extend({
  listKey: z.string(),
  cases: z.array(z.object({ studyId: studyId.nullable(), studyInstanceUid: z.string(), siteName: z.string(), note: z.string(), addedBy: z.string(), addedAt: instant })),
});
export type CaseListView = z.infer<typeof caseListView>;

/** Where somebody who reads together is: state, never pixels. */
export const viewState = z.object({
  studyInstanceUid: z.string().max(64),
  seriesInstanceUid: z.string().max(64),
  sopInstanceUid: z.string().max(64),
  frameNumber: z.int().positive(),
  windowCenter: z.number().nullable(),
  windowWidth: z.number().nullable(),
  /** In the image, 0 to 1 from its upper left corner; null while the pointer is elsewhere. */
  pointer: z.object({ x: z.number(), y: z.number() }).nullable(),
});
export type ViewState = z.infer<typeof viewState>;

const key = z.string().min(1).max(64);
const writing = ['hub/unreachable', 'hub/not-allowed', 'hub/too-large'] as const;

export const consultationsContract = {
  ofStudy: method('study/unknown').input(z.object({ studyId })).output(z.array(consultationView)),
  /** All that nobody closed, newest first. */
  open: method().output(z.array(consultationView)),
  /** Colleagues at other seats who may be asked. */
  colleagues: method('hub/unreachable').output(z.array(z.object({ seatId: z.string(), person: z.string() }))),
  ask: method('study/unknown', ...writing)
    .input(z.object({ studyId, toSeatId: z.string().max(64), to: z.string().trim().min(1).max(60), question: z.string().trim().min(1).max(2_000), image: markedImage.nullable() }))
    .output(z.array(consultationView)),
  answer: method('collaboration/unknown', 'collaboration/closed', ...writing).input(z.object({ consultationKey: key, text: z.string().trim().min(1).max(4_000) })).output(consultationView),
  close: method('collaboration/unknown', ...writing).input(z.object({ consultationKey: key })).output(consultationView),

  lists: method().output(z.array(caseListView)),
  createList: method(...writing).input(z.object({ name: z.string().trim().min(1).max(80), plannedOn: calendarDate })).output(z.array(caseListView)),
  addToList: method('study/unknown', 'collaboration/unknown', ...writing).input(z.object({ listKey: key, studyId, note: z.string().trim().max(1_000) })).output(z.array(caseListView)),
  removeFromList: method('collaboration/unknown', ...writing).input(z.object({ listKey: key, studyInstanceUid: z.string().max(64) })).output(z.array(caseListView)),
  closeList: method('collaboration/unknown', ...writing).input(z.object({ listKey: key })).output(z.array(caseListView)),

  /** Says where this seat is in a study that is read together. Called as often as the hand moves: main sends less. */
  shareView: method('study/unknown', 'hub/unreachable', 'hub/not-allowed').input(z.object({ studyId, view: viewState })).output(z.object({})),
  /** Where the others are in it, newest first. */
  sharedViews: method('study/unknown').input(z.object({ studyId })).output(z.array(z.object({ seatId: z.string(), person: z.string(), sharedAt: instant, view: viewState }))),
};
