import { z } from 'zod';
import { method } from '../base-contract.ts';
import { failure, instant, studyId } from '../vocabulary.ts';

/** A file of an import that was not taken. `reason`: what exactly is wrong with a damaged file, for whoever asks its sender for another one; never a value of the file. */
export const refusedFile = z.object({ name: z.string(), code: z.string(), reason: z.string().optional() });

/** A folder, ZIP archive or DICOMDIR on its way into the store. */
export const importJob = z.object({
  importId: z.int().positive(),
  /** Of an upload the name of what was chosen. */
  path: z.string(),
  /** The page sends the files. */
  isUpload: z.boolean(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  startedAt: instant,
  finishedAt: instant.nullable(),
  filesTotal: z.int().nonnegative(),
  filesDone: z.int().nonnegative(),
  bytesTotal: z.int().nonnegative(),
  bytesDone: z.int().nonnegative(),
  /** At the speed so far; null when unknown or over. */
  secondsLeft: z.number().nonnegative().nullable(),
  storedInstances: z.int().nonnegative(),
  /** They were here already, byte for byte. */
  alreadyHeld: z.int().nonnegative(),
  /** Their UID was here with other content: both are kept, an alarm stands at the study. */
  otherContent: z.int().nonnegative(),
  studyIds: z.array(studyId),
  refusedCount: z.int().nonnegative(),
  /** The first of them. */
  refused: z.array(refusedFile),
  /** Why the whole import ended. */
  failure: failure.nullable(),
});
export type ImportJob = z.infer<typeof importJob>;

export const importsContract = {
  /** Newest first. */
  list: method().output(z.array(importJob)),
  /** Takes in what is under a path of this machine. Answers at once; `import-changed` events say how far it is. */
  start: method('import/not-found', 'import/unreadable').input(z.object({ path: z.string().min(1).max(4096) })).output(importJob),
  /** The page will send the files of a folder or archive that was chosen in it, each to `/uploads` (see request-paths.ts). */
  beginUpload: method()
    .input(z.object({ name: z.string().min(1).max(255), filesTotal: z.int().positive().max(1_000_000), bytesTotal: z.int().nonnegative() }))
    .output(importJob),
  /** All were sent. */
  endUpload: method('import/not-found').input(z.object({ importId: z.int().positive() })).output(z.object({})),
  /** What was stored stays. */
  cancel: method('import/not-found').input(z.object({ importId: z.int().positive() })).output(z.object({})),
};
