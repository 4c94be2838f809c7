import { createHash } from 'node:crypto';
import { isAppError } from '#shared/errors/app-error.ts';
import { COUNTY_STEPS, type CountyReport, type CountyStepKind } from '#shared/collaboration/county-report.ts';
import type { TechnicianRequest } from '#shared/collaboration/technician-request.ts';
import type { PictureAnswer } from '../pictures/picture-desk.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { closedPage, COUNTY_SCRIPT, COUNTY_STYLE, countyPage, type PictureState } from './county-page.ts';
import { createRateLimit } from './rate-limit.ts';

/** What a hospital may do: see its own questions and reports, and say what it did with them. */
export interface CountyDesk {
  readonly siteOf: (key: string) => Promise<string | undefined>;
  readonly siteName: (siteId: string) => string;
  readonly centreName: () => string;
  readonly requests: (siteId: string) => Promise<readonly { readonly key: string; readonly content: TechnicianRequest }[]>;
  /** What this server can show of an image, without making its picture. */
  readonly pictureState: (siteId: string, request: TechnicianRequest) => Promise<PictureState>;
  /** The picture itself, drawn from this server's own store. */
  readonly picture: (siteId: string, request: TechnicianRequest) => Promise<PictureAnswer>;
  readonly reports: (siteId: string) => Promise<readonly { readonly content: CountyReport }[]>;
  /** @throws AppError `collaboration/unknown`, `collaboration/closed`, `hub/unreachable` */
  readonly confirm: (siteId: string, reportUid: string, step: CountyStepKind, by: string) => Promise<void>;
  readonly markSeen: (siteId: string, requestKey: string) => Promise<void>;
  /** @throws AppError `collaboration/unknown`, `collaboration/closed`, `hub/unreachable` */
  readonly answer: (siteId: string, requestKey: string, by: string, text: string, isDone: boolean) => Promise<void>;
}

/** @param from whose machine it is, for counting */
export type CountyRoute = (request: Request, from: string) => Promise<Response>;

const COOKIE = 'county';
/** A page that is open at four machines of a hospital looks for news two times a second, and shows its pictures. */
const MOST_READS = 600;
const MOST_WRITES = 30;
/** A link has 256 bits: whoever tries some has not got one. */
const MOST_TRIES = 20;
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
export function createCountyRoute(desk: CountyDesk, isSecure: boolean, { clock, log }: { readonly clock: Clock; readonly log: Log }): CountyRoute {
  const nowMs = () => clock.now().getTime();
  const [reads, writes, tries] = [createRateLimit(MOST_READS, nowMs), createRateLimit(MOST_WRITES, nowMs), createRateLimit(MOST_TRIES, nowMs)];
  const notices = { sent: '已发送。影像中心马上能看到。', closed: '这条请求医师已经确认，没有再发送。', away: '没有发送出去：影像中心的服务暂时没有应答。请稍后再发一次。', empty: '没有发送：请填写姓名；只发回复时还要写回复内容。',
    long: '没有发送：这条请求里的文字已经太多。请电话联系影像中心。', confirmed: '已确认。影像中心马上能看到。', changed: '没有确认：这份报告的状态已经变了，请看下面的最新状态。', busy: '没有发送：一分钟内提交太多次。请稍等再试。' } as const;

  const serve = async (request: Request, from: string): Promise<Response> => {
    const { pathname, searchParams, origin } = new URL(request.url);
    const isRead = request.method === 'GET';
    if (isRead && pathname === '/page.css') return answer(COUNTY_STYLE, 'text/css');
    if (isRead && pathname === '/page.js') return answer(COUNTY_SCRIPT, 'text/javascript');
    if (isRead && pathname.startsWith('/h/')) {
      const key = pathname.slice('/h/'.length);
      if ((await desk.siteOf(key)) === undefined) return tries.take(from) ? answer(closedPage(), 'text/html', 403) : tooMuch();
      const cookie = `${COOKIE}=${key}; HttpOnly; SameSite=Strict; Path=/; Max-Age=31536000${isSecure ? '; Secure' : ''}`;
      return new Response(null, { status: 303, headers: { ...HEADERS, location: '/', 'set-cookie': cookie } });
    }
    const siteId = await desk.siteOf(cookieOf(request));
    if (siteId === undefined) return tries.take(from) ? answer(closedPage(), 'text/html', 403) : tooMuch();
    if (isRead && !reads.take(siteId)) return tooMuch();
    const requests = await desk.requests(siteId);

    if (isRead && pathname === '/') {
      for (const { key, content } of requests) if (content.seenAt === null && content.closedAt === null) await desk.markSeen(siteId, key);
      const said = searchParams.get('said') ?? '';
      const now = await shown(siteId, await desk.requests(siteId));
      const reports = await desk.reports(siteId);
      return answer(
        countyPage({ siteName: desk.siteName(siteId), centreName: desk.centreName(), requests: now, reports, version: versionOf(now, reports), notice: isNotice(said) ? notices[said] : '' }), 'text/html',
      );
    }
    if (isRead && pathname === '/version') return answer(versionOf(await shown(siteId, requests), await desk.reports(siteId)), 'text/plain');
    if (isRead && pathname.startsWith('/pictures/')) {
      const found = requests.find(({ key }) => key === decodeURIComponent(pathname.slice('/pictures/'.length)));
      const made = found === undefined ? undefined : await desk.picture(siteId, found.content);
      if (made?.kind !== 'picture') return answer('', 'text/plain', 404);
      return new Response(new Uint8Array(made.png), { headers: { ...HEADERS, 'content-type': 'image/png' } });
    }
    if (request.method === 'POST' && (pathname.startsWith('/requests/') || pathname.startsWith('/reports/'))) {
      // A form of another page does not answer for this hospital: the cookie is strict, and the origin is asked besides.
      if (request.headers.get('origin') !== origin) return answer('', 'text/plain', 403);
      if (!writes.take(siteId)) return back('busy');
      const [, what, key = ''] = pathname.split('/');
      return back(await (what === 'reports' ? confirm : take)(request, siteId, decodeURIComponent(key)));
    }
    return answer('', 'text/plain', 404);
  };

  async function take(request: Request, siteId: string, requestKey: string): Promise<keyof typeof notices> {
    const form = await formOf(request);
    if (form === undefined) return 'empty';
    const by = nameIn(form);
    const text = (form.get('text') ?? '').trim().slice(0, 1_000);
    const isDone = form.get('outcome') === 'done';
    if (by === '' || (text === '' && !isDone)) return 'empty';
    try {
      await desk.answer(siteId, requestKey, by, text, isDone);
      return 'sent';
    } catch (error) {
      if (isAppError(error, 'collaboration/closed') || isAppError(error, 'collaboration/unknown')) return 'closed';
      if (isAppError(error, 'hub/too-large')) return 'long';
      if (isAppError(error)) return 'away';
      throw error;
    }
  }

  async function confirm(request: Request, siteId: string, reportUid: string): Promise<keyof typeof notices> {
    const form = await formOf(request);
    const by = form === undefined ? '' : nameIn(form);
    const step = COUNTY_STEPS.find((one) => one === form?.get('step'));
    if (by === '' || step === undefined) return 'empty';
    try {
      await desk.confirm(siteId, reportUid, step, by);
      return 'confirmed';
    } catch (error) {
      if (isAppError(error, 'collaboration/closed') || isAppError(error, 'collaboration/unknown')) return 'changed';
      if (isAppError(error)) return 'away';
      throw error;
    }
  }

  const shown = (siteId: string, requests: Awaited<ReturnType<CountyDesk['requests']>>) =>
    Promise.all(requests.map(async ({ key, content }) => ({ key, content, picture: content.image === null || content.closedAt !== null ? ('none' as const) : await desk.pictureState(siteId, content) })));

  function isNotice(word: string): word is keyof typeof notices {
    return Object.hasOwn(notices, word);
  }

  return async (request, from) => {
    try {
      return await serve(request, from);
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

function tooMuch(): Response {
  return new Response('请求太多，请一分钟后再试。', { status: 429, headers: { ...HEADERS, 'content-type': 'text/plain; charset=utf-8', 'retry-after': '60' } });
}

/** A form says how long it is. What does not, or is longer, is not read at all. */
async function formOf(request: Request): Promise<URLSearchParams | undefined> {
  const length = Number(request.headers.get('content-length') ?? NaN);
  return length <= MOST_BODY_BYTES ? new URLSearchParams(await request.text()) : undefined;
}

function nameIn(form: URLSearchParams): string {
  return (form.get('by') ?? '').trim().slice(0, 60);
}

function back(said: string): Response {
  return new Response(null, { status: 303, headers: { ...HEADERS, location: `/?said=${said}` } });
}

/** Moves when anything that is shown moves. */
function versionOf(
  requests: readonly { readonly key: string; readonly content: TechnicianRequest; readonly picture: PictureState }[], reports: Awaited<ReturnType<CountyDesk['reports']>>,
): string {
  const parts = [
    requests.map(({ key, content: { answers, closedAt }, picture }) => [key, answers.length, closedAt, picture]),
    reports.map(({ content: { reportUid, steps, withdrawal } }) => [reportUid, steps.length, withdrawal]),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
