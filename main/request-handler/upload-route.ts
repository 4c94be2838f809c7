import { REQUEST_PATHS } from '#shared/contract/request-paths.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { Importer } from '../import/importer.ts';
import type { Route } from './request-handler.ts';
import { secureHeaders } from './security-headers.ts';

const LONGEST_NAME = 4_096;

/**
 * Takes a file that was chosen in the page, as it arrives. 204: it was looked at, and stands in the import's counts. 410: the import has ended,
 * nothing more is to be sent. 422 with a code: an archive that cannot be read.
 */
export function createUploadRoute({ upload }: Pick<Importer, 'upload'>): Route {
  const pattern = new RegExp(`^${REQUEST_PATHS.uploads}/(\\d{1,12})$`);
  return async (request, pathname) => {
    const match = request.method === 'POST' ? pattern.exec(pathname) : null;
    if (match === null) return undefined;
    const name = new URL(request.url).searchParams.get('name') ?? '';
    if (name === '' || name.length > LONGEST_NAME) return answer(400);
    try {
      await upload(Number(match[1]), name, bodyOf(request));
      return answer(204);
    } catch (error) {
      if (isAppError(error, 'import/upload-lost')) return answer(410);
      if (isAppError(error)) return answer(422, error.code);
      throw error;
    }
  };
}

async function* bodyOf({ body }: Request): AsyncGenerator<Uint8Array> {
  if (body !== null) yield* body as ReadableStream<Uint8Array>;
}

function answer(status: number, text?: string): Response {
  return new Response(text ?? null, { status, headers: secureHeaders('data', text === undefined ? {} : { 'content-type': 'text/plain' }) });
}
