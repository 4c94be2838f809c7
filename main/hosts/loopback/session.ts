import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Lets a browser in that brings a one-time token, and knows it again by a cookie. */
export interface Session {
  /** A new address path with a token that works once. */
  readonly issuePath: () => string;
  /** @returns the answer when the request is not let through to the application, else undefined */
  readonly enter: (request: Request, host: string) => Response | undefined;
}

const TOKEN_PARAMETER = 'token';

export function createSession(): Session {
  const secret = randomBytes(32).toString('base64url');
  const tokens = new Set<string>();

  return {
    issuePath() {
      const token = randomBytes(24).toString('base64url');
      tokens.add(digest(token));
      return `/?${TOKEN_PARAMETER}=${token}`;
    },
    enter(request, host) {
      const url = new URL(request.url);
      // Cookies know no port: the name keeps two seats on one machine apart.
      const cookieName = `tongyue-${host.split(':').at(-1)}`;
      const isKnown = equals(readCookie(request, cookieName), secret);
      const token = url.searchParams.get(TOKEN_PARAMETER);
      if (token !== null && (tokens.delete(digest(token)) || isKnown)) {
        const cookie = `${cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
        return new Response(null, { status: 303, headers: { location: '/', 'set-cookie': cookie, 'cache-control': 'no-store' } });
      }
      return isKnown ? undefined : refusal();
    },
  };
}

function refusal(): Response {
  const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>通阅</title>
<p>这个地址只能用一次。请在启动通阅的窗口里按回车键，取一个新地址。</p>
<p lang="en">This address works once. Press Enter in the window that started Tongyue to get a new one.</p></html>`;
  return new Response(page, {
    status: 401,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'", 'cache-control': 'no-store' },
  });
}

function readCookie(request: Request, name: string): string {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
}

function equals(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Tokens are kept as digests, so that looking one up tells nothing by its time. */
function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
