import { markedImage } from '#shared/collaboration/marked-image.ts';
import { REQUEST_PATHS } from '#shared/contract/request-paths.ts';
import type { PictureDesk } from '../pictures/picture-desk.ts';
import type { Route } from './request-handler.ts';
import { secureHeaders } from './security-headers.ts';

const STATUS = { waiting: 202, absent: 404, refused: 422 } as const;
const PATH = new RegExp(`^${REQUEST_PATHS.pictures}/(\\d{1,12})/$`);

/** Frames drawn as somebody saw them: for the page's own sight of what the county sees. @returns undefined for a path of somebody else */
export function createPictureRoute(desk: PictureDesk): Route {
  return async (request, pathname) => {
    const studyId = request.method === 'GET' ? PATH.exec(pathname)?.[1] : undefined;
    if (studyId === undefined) return undefined;
    const wanted = markedImage.safeParse(parsed(new URL(request.url).searchParams.get('image') ?? ''));
    if (!wanted.success) return empty(400);
    const answer = await desk.picture(Number(studyId), wanted.data);
    if (answer.kind !== 'picture') return empty(STATUS[answer.kind]);
    return new Response(new Uint8Array(answer.png), { headers: secureHeaders('data', { 'content-type': 'image/png' }) });
  };
}

function empty(status: number): Response {
  return new Response(null, { status, headers: secureHeaders('data', {}) });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
