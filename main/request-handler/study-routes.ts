import { isAppError } from '#shared/errors/app-error.ts';
import { ARRIVING_FRAMES_HEADER, REQUEST_PATHS } from '#shared/contract/request-paths.ts';
import type { ArrivingReader } from '../retrieval/arriving-objects.ts';
import { secureHeaders } from './security-headers.ts';

export interface StudyRouteDependencies extends ArrivingReader {
  /** Asks for an instance that is known and not held. Returns at once: a frame request never waits for a hospital. */
  readonly wantInstance: (studyId: number, sopInstanceUid: string) => void;
}

/** Frames, metadata and bulk values, read from the local store and from what is on its way to it. @returns undefined for a path of somebody else */
export function createStudyRoutes(dependencies: StudyRouteDependencies): (pathname: string) => Promise<Response | undefined> {
  const routes: readonly (readonly [pattern: RegExp, answer: (parts: readonly string[]) => Promise<Response>])[] = [
    [new RegExp(`^${REQUEST_PATHS.frames}/(\\d{1,12})/([\\d.]{1,64})/(\\d{1,7})$`), answerFrame],
    [new RegExp(`^${REQUEST_PATHS.metadata}/(\\d{1,12})/([\\d.]{1,64})$`), answerMetadata],
    [new RegExp(`^${REQUEST_PATHS.bulk}/(\\d{1,12})/([\\d.]{1,64})/([0-9A-Fa-f/]{8,256})$`), answerBulk],
  ];

  async function answerFrame([studyId, sopInstanceUid = '', frameNumber]: readonly string[]): Promise<Response> {
    const answer = await dependencies.readFrame(Number(studyId), sopInstanceUid, Number(frameNumber));
    if (answer.kind === 'held') {
      const { bytes, transferSyntaxUid } = answer.frame;
      const type = `application/octet-stream; transfer-syntax=${transferSyntaxUid}`;
      return new Response(asBody(bytes), { headers: secureHeaders('data', { 'content-type': type }) });
    }
    if (answer.kind === 'unknown') return emptyAnswer(404);
    if (answer.kind !== 'arriving') dependencies.wantInstance(Number(studyId), sopInstanceUid);
    return emptyAnswer(202);
  }

  async function answerMetadata([studyId, seriesInstanceUid = '']: readonly string[]): Promise<Response> {
    const { text, arriving } = await dependencies.readSeriesMetadata(Number(studyId), seriesInstanceUid);
    const counts = [...arriving].map(([sopInstanceUid, framesHere]) => `${sopInstanceUid}=${framesHere}`).join(' ');
    return new Response(text, { headers: secureHeaders('data', { 'content-type': 'application/dicom+json', ...(counts === '' ? {} : { [ARRIVING_FRAMES_HEADER]: counts }) }) });
  }

  async function answerBulk([studyId, sopInstanceUid = '', elementPath = '']: readonly string[]): Promise<Response> {
    const bytes = await dependencies.readBulkData(Number(studyId), sopInstanceUid, elementPath);
    if (bytes === undefined) return emptyAnswer(404);
    return new Response(asBody(bytes), { headers: secureHeaders('data', { 'content-type': 'application/octet-stream' }) });
  }

  return async (pathname) => {
    for (const [pattern, answer] of routes) {
      const match = pattern.exec(pathname);
      if (match === null) continue;
      try {
        return await answer(match.slice(1));
      } catch (error) {
        // A damaged pack or value is fetched again; the page asks once more when it is here.
        if (isAppError(error, 'study/unknown')) return emptyAnswer(404);
        if (isAppError(error, 'store/damaged')) return emptyAnswer(202);
        throw error;
      }
    }
    return undefined;
  };
}

function emptyAnswer(status: number): Response {
  return new Response(null, { status, headers: secureHeaders('data', {}) });
}

/** Bytes that another thread gave us are ours alone: no copy is needed. */
function asBody(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = bytes;
  return buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, byteLength) : new Uint8Array(bytes);
}
