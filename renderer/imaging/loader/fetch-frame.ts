import { framePath } from '#shared/contract/request-paths.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { FrameRef } from '../frame-ref.ts';

/** `awaited`: the store has asked the hospital; an event tells when to come back. */
export type FrameAnswer =
  | { readonly status: 'held'; readonly bytes: Uint8Array; readonly transferSyntaxUid: string }
  | { readonly status: 'awaited' };

export type FetchPath = (path: string, init: { readonly signal: AbortSignal }) => Promise<Response>;

/**
 * Asks the local store for one encoded frame.
 * @throws AppError `store/not-held` when the instance is not part of the study, `store/damaged` when the frame cannot be given,
 *   `contract/no-answer` when nothing answers; an abort as it is
 */
export async function fetchFrame(frame: FrameRef, fetchPath: FetchPath, signal: AbortSignal): Promise<FrameAnswer> {
  const path = framePath(frame.studyId, frame.sopInstanceUid, frame.frameNumber);
  const response = await fetchPath(path, { signal }).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    throw new AppError('contract/no-answer', 'The frame was not answered.', { cause });
  });
  if (response.status === 202) {
    await response.body?.cancel();
    return { status: 'awaited' };
  }
  if (response.status === 404) throw new AppError('store/not-held', 'The store does not know the frame.');
  const transferSyntaxUid = transferSyntaxOf(response.headers.get('content-type') ?? '');
  if (!response.ok || transferSyntaxUid === undefined) {
    throw new AppError('store/damaged', 'The store could not give the frame.', { facts: { status: response.status } });
  }
  return { status: 'held', bytes: new Uint8Array(await response.arrayBuffer()), transferSyntaxUid };
}

/** PS3.18 8.7.3.4: a parameter of the media type; quotes are allowed. */
function transferSyntaxOf(contentType: string): string | undefined {
  return /;\s*transfer-syntax="?([0-9.]+)"?/i.exec(contentType)?.[1];
}
