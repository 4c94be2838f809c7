import { createHash } from 'node:crypto';
import { isAppError } from '#shared/errors/app-error.ts';
import type { TechnicianRequest } from '#shared/collaboration/technician-request.ts';
import type { Log } from '../platform/log.ts';
import { closedPage, COUNTY_SCRIPT, COUNTY_STYLE, countyPage } from './county-page.ts';

/** What a hospital may do: see its own questions and answer them. */
export interface CountyDesk {
  readonly siteOf: (key: string) => Promise<string | undefined>;
  readonly siteName: (siteId: string) => string;
  readonly centreName: () => string;
  readonly requests: (siteId: string) => Promise<readonly { readonly key: string; readonly content: TechnicianRequest }[]>;
  readonly markSeen: (siteId: string, requestKey: string) => Promise<void>;
  /** @throws AppError `collaboration/unknown`, `collaboration/closed`, `hub/unreachable` */
  readonly answer: (siteId: string, requestKey: string, by: string, text: string, isDone: boolean) => Promise<void>;
}

const COOKIE = 'county';
/** A long answer in UTF-8, percent-encoded. */
const MOST_BODY_BYTES = 16_384;
const HEADERS = {
  'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  // With `no-referrer` a browser sends its own form with the origin `null`.
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/**
 * The hospital's page as a function of requests. The link `/h/KEY` is exchanged for a cookie once, so that the key stands in no address bar and in no
 * referrer; a request of another hospital answers as one that does not exist.
 * @param isSecure the listener speaks TLS
 */
export function createCountyRoute(desk: CountyDesk, isSecure: boolean, log: Log): (request: Request) => Promise<Response> {
  const notices = { sent: '已发送。影像中心马上能看到。', closed: '这条请求医师已经确认，没有再发送。', away: '没有发送出去：影像中心的服务暂时没有应答。请稍后再发一次。', empty: '没有发送：请填写姓名；只发回复时还要写回复内容。' } as const;

  const serve = async (request: Request): Promise<Response> => {
    const { pathname, searchParams, origin } = new URL(request.url);
    const isRead = request.method === 'GET';
    if (isRead && pathname === '/page.css') return answer(COUNTY_STYLE, 'text/css');
    if (isRead && pathname === '/page.js') return answer(COUNTY_SCRIPT, 'text/javascript');
    if (isRead && pathname.startsWith('/h/')) {
      const key = pathname.slice('/h/'.length);
      if ((await desk.siteOf(key)) === undefined) return answer(closedPage(), 'text/html', 403);
      const cookie = `${COOKIE}=${key}; HttpOnly; SameSite=Strict; Path=/; Max-Age=31536000${isSecure ? '; Secure' : ''}`;
      return new Response(null, { status: 303, headers: { ...HEADERS, location: '/', 'set-cookie': cookie } });
    }
    const siteId = await desk.siteOf(cookieOf(request));
    if (siteId === undefined) return answer(closedPage(), 'text/html', 403);
    const requests = await desk.requests(siteId);

    if (isRead && pathname === '/') {
      for (const { key, content } of requests) if (content.seenAt === null && content.closedAt === null) await desk.markSeen(siteId, key);
      const said = searchParams.get('said') ?? '';
      const now = await desk.requests(siteId);
      return answer(
        countyPage({ siteName: desk.siteName(siteId), centreName: desk.centreName(), requests: now, version: versionOf(now), notice: isNotice(said) ? notices[said] : '' }), 'text/html',
      );
    }
    if (isRead && pathname === '/version') return answer(versionOf(requests), 'text/plain');
    if (isRead && pathname.startsWith('/pictures/')) {
      const found = requests.find(({ key }) => key === decodeURIComponent(pathname.slice('/pictures/'.length)));
      if (found === undefined || found.content.picture === '') return answer('', 'text/plain', 404);
      return new Response(Buffer.from(found.content.picture, 'base64'), { headers: { ...HEADERS, 'content-type': 'image/jpeg' } });
    }
    if (request.method === 'POST' && pathname.startsWith('/requests/')) {
      // A form of another page does not answer for this hospital: the cookie is strict, and the origin is asked besides.
      if (request.headers.get('origin') !== origin) return answer('', 'text/plain', 403);
      return back(await take(request, siteId, decodeURIComponent(pathname.slice('/requests/'.length))));
    }
    return answer('', 'text/plain', 404);
  };

  async function take(request: Request, siteId: string, requestKey: string): Promise<keyof typeof notices> {
    // A form says how long it is. What does not, or is longer, is not read at all.
    const length = Number(request.headers.get('content-length') ?? NaN);
    if (!(length <= MOST_BODY_BYTES)) return 'empty';
    const body = await request.text();
    const form = new URLSearchParams(body);
    const by = (form.get('by') ?? '').trim().slice(0, 60);
    const text = (form.get('text') ?? '').trim().slice(0, 1_000);
    const isDone = form.get('outcome') === 'done';
    if (by === '' || (text === '' && !isDone)) return 'empty';
    try {
      await desk.answer(siteId, requestKey, by, text, isDone);
      return 'sent';
    } catch (error) {
      if (isAppError(error, 'collaboration/closed') || isAppError(error, 'collaboration/unknown')) return 'closed';
      if (isAppError(error)) return 'away';
      throw error;
    }
  }
  function isNotice(word: string): word is keyof typeof notices {
    return Object.hasOwn(notices, word);
  }

  return async (request) => {
    try {
      return await serve(request);
    } catch (error) {
      log.error('a hospital’s page could not be served', {}, error);
      return answer('', 'text/plain', 500);
    }
  };
}

function cookieOf(request: Request): string {
  return (request.headers.get('cookie') ?? '').split(';').map((part) => part.trim()).find((part) => part.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? '';
}

function answer(body: string, type: string, status = 200): Response {
  return new Response(body, { status, headers: { ...HEADERS, 'content-type': `${type}; charset=utf-8` } });
}

function back(said: string): Response {
  return new Response(null, { status: 303, headers: { ...HEADERS, location: `/?said=${said}` } });
}

/** Moves when anything that is shown moves. */
function versionOf(requests: Awaited<ReturnType<CountyDesk['requests']>>): string {
  return createHash('sha256').update(JSON.stringify(requests.map(({ key, content: { answers, closedAt } }) => [key, answers.length, closedAt]))).digest('hex').slice(0, 16);
}
