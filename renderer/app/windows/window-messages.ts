import { z } from 'zod';
import type { HungStack, ViewerDesk } from '#renderer/features/viewer/viewer-desk.ts';

/** How the pictures of a study hang, on the way from window to window. A viewport that is empty is null. */
export interface WindowDesk extends Pick<ViewerDesk, 'layout' | 'activeIndex' | 'isTouched'> {
  readonly viewports: readonly (HungStack | null)[];
}

const hung = z.looseObject({ studyId: z.int().positive(), seriesInstanceUid: z.string().min(1).max(64), stackIndex: z.int().min(0) });
const deskShape = z.object({
  layout: z.string().regex(/^[1-4]x[1-4]$/),
  activeIndex: z.int().min(0).max(15),
  isTouched: z.boolean(),
  viewports: z.array(hung.nullable()).max(16),
});
const desk = z.custom<WindowDesk>((value) => deskShape.safeParse(value).success);
const stack = z.custom<HungStack>((value) => hung.safeParse(value).success);
const studyId = z.int().positive().nullable();

const body = z.discriminatedUnion('kind', [
  /** A first window has loaded: who is there? */
  z.object({ kind: z.literal('who') }),
  /** A reading window is there, with what it shows. */
  z.object({ kind: z.literal('here'), number: z.int(), studyId, desk: desk.optional() }),
  /** The study to be read; `desk`: as it hung in the window that gives it away. */
  z.object({ kind: z.literal('show'), studyId, desk: desk.optional() }),
  /** A reading window hangs its study otherwise. */
  z.object({ kind: z.literal('desk'), number: z.int(), studyId: z.int().positive(), desk }),
  /** A series was chosen in the first window. */
  z.object({ kind: z.literal('place'), number: z.int(), stack }),
  /** Puts a sentence into the report, or in the place of `before`. */
  z.object({ kind: z.literal('sentence'), id: z.string().max(64), studyId: z.int().positive(), before: z.string().nullable(), sentence: z.string().max(4000) }),
  z.object({ kind: z.literal('answer'), id: z.string().max(64), isTaken: z.boolean() }),
  /** A key of the report or of the program, by the label of its action. */
  z.object({ kind: z.literal('act'), label: z.string().max(80) }),
  z.object({ kind: z.literal('close') }),
]);
export type WindowMessage = z.infer<typeof body>;

export const windowEnvelope = z.object({ firstId: z.string().max(64), body });

/** Between the windows of one first window. What others say is not heard. */
export interface WindowWire {
  readonly post: (message: WindowMessage) => void;
  /** @returns the way to stop listening */
  readonly listen: (listener: (message: WindowMessage) => void) => () => void;
}

/** Locks that end with the page that holds them, however it ends. */
export interface WindowLocks {
  /** Resolves when the lock is held; it is, from then on, as long as the page lives. */
  readonly hold: (name: string) => Promise<void>;
  /** Resolves when nobody holds the lock. */
  readonly whenFree: (name: string, signal: AbortSignal) => Promise<void>;
}

/** A window whose page is loaded again is not gone: it has this long to be back. */
export const GRACE_MS = 2000;
