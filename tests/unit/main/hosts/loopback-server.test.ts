import { EventEmitter, once } from 'node:events';
import { request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { limitBody, type BodyLimits } from '#main/hosts/loopback/body-limits.ts';
import { startLoopbackServer, type LoopbackServer } from '#main/hosts/loopback/loopback-server.ts';
import { browserArguments, findBrowser, hasDisplay } from '#main/hosts/loopback/find-browser.ts';
import { silentLog } from '#main/platform/log.ts';

let server: LoopbackServer;
let aborted: Promise<void>;

beforeEach(async () => {
  server = await startLoopbackServer(
    async (incoming) => {
      if (new URL(incoming.url).pathname !== '/stream') return new Response('inside');
      aborted = new Promise((resolve) => incoming.signal.addEventListener('abort', () => resolve()));
      return new Response(new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('first')) }));
    },
    0,
    silentLog,
  );
});
afterEach(() => server.close());

/** Node's fetch refuses to send a Host of its own: these requests are made by hand. */
function ask(path: string, headers: Record<string, string> = {}): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: server.port, path, headers, agent: false }, (answer) => {
      let body = '';
      answer.on('data', (chunk: Buffer) => (body += chunk.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

async function enter(): Promise<string> {
  const answer = await ask(server.session.issuePath());
  return String((answer.headers['set-cookie'] as string[])[0]).split(';')[0]!;
}

describe('who is let in', () => {
  test('nobody without a token or a cookie', async () => {
    expect((await ask('/')).status).toBe(401);
  });

  test('the bearer of a one-time token, who gets a cookie that scripts cannot read', async () => {
    const answer = await ask(server.session.issuePath());
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toBe('/');
    expect(String(answer.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/);
  });

  test('the bearer of the cookie', async () => {
    const cookie = await enter();
    expect(await ask('/', { cookie })).toMatchObject({ status: 200, body: 'inside' });
  });

  test('nobody with a token that was used before', async () => {
    const path = server.session.issuePath();
    await ask(path);
    expect((await ask(path)).status).toBe(401);
  });

  test('nobody who calls us by another name, even with the cookie', async () => {
    const cookie = await enter();
    expect((await ask('/', { cookie, host: `evil.example:${server.port}` })).status).toBe(403);
  });

  test('no foreign page, even with the cookie', async () => {
    const cookie = await enter();
    expect((await ask('/', { cookie, origin: 'http://evil.example' })).status).toBe(403);
    expect((await ask('/', { cookie, origin: `http://127.0.0.1:${server.port}` })).status).toBe(200);
  });

  test('no picture, script or frame of a foreign page, even of another port of this machine, to which the cookie goes; a person may come from anywhere', async () => {
    const cookie = await enter();
    const from = async (site: string, mode: string, dest: string) => (await ask('/frames/1/1.2/1', { cookie, 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest })).status;
    expect([await from('same-site', 'no-cors', 'image'), await from('same-site', 'no-cors', 'script'), await from('cross-site', 'navigate', 'iframe'), await from('same-site', 'cors', 'empty')]).toEqual([403, 403, 403, 403]);
    expect([await from('same-origin', 'cors', 'empty'), await from('none', 'navigate', 'document'), await from('cross-site', 'navigate', 'document')]).toEqual([200, 200, 200]);
  });
});

test('a reader who goes away in the middle of a stream is noticed', async () => {
  const cookie = await enter();
  await new Promise<void>((resolve) => {
    const asked = request({ host: '127.0.0.1', port: server.port, path: '/stream', headers: { cookie } }, (answer) => {
      answer.once('data', () => {
        asked.destroy();
        resolve();
      });
    });
    asked.on('error', () => {});
    asked.end();
  });
  await aborted;
});

describe('a request whose body does not come', () => {
  /** Sends the headers of a body of a hundred bytes, then each piece when the one before has left. @returns what came back until the connection ended */
  async function sendSlowly(limited: LoopbackServer, head: string, ...pieces: readonly string[]): Promise<string> {
    const socket = connect(limited.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', () => {});
    const closed = once(socket, 'close');
    await once(socket, 'connect');
    socket.write(`${head} HTTP/1.1\r\nhost: 127.0.0.1:${limited.port}\r\ncontent-length: 100\r\n`);
    for (const piece of pieces) await new Promise<void>((resolve) => socket.write(piece, () => setTimeout(resolve, 60)));
    await closed;
    return answer;
  }
  const start = (limits: Partial<BodyLimits>, took: (request: Request) => Promise<Response> = async () => new Response('inside')) =>
    startLoopbackServer(took, 0, silentLog, undefined, { wholeMs: 3_600_000, silenceMs: 3_600_000, answeredMs: 3_600_000, ...limits });
  const enterOf = async (limited: LoopbackServer) => String((await fetch(`http://127.0.0.1:${limited.port}${limited.session.issuePath()}`, { redirect: 'manual' })).headers.get('set-cookie')).split(';')[0]!;

  test.each(['GET /', 'POST /rpc/system/describe'])('is refused without a session and its connection is ended: %s', async (head) => {
    const limited = await start({ answeredMs: 20 });
    expect(await sendSlowly(limited, head, '\r\n', 'a')).toMatch(/^HTTP\/1\.1 401 /);
    await limited.close();
  });

  test('is ended in the middle of a call, by whomever', async () => {
    const limited = await start({ wholeMs: 200 }, async (incoming) => new Response(await incoming.text()));
    const cookie = await enterOf(limited);
    expect(await sendSlowly(limited, 'POST /rpc/system/describe', `cookie: ${cookie}\r\n\r\n`, 'a', 'b', 'c')).toBe('');
    await limited.close();
  });

  test('is an upload of which nothing came for three minutes; one that goes on, or that we hold up ourselves, is waited for, however long it takes', () => {
    vi.useFakeTimers();
    try {
      const socket = Object.assign(new EventEmitter(), { bytesRead: 300, destroy: vi.fn() });
      const incoming = Object.assign(new EventEmitter(), { method: 'POST', url: '/uploads/1?name=a', headers: { 'content-length': '1000' }, complete: false, readableLength: 0, socket });
      limitBody(incoming as unknown as IncomingMessage, new EventEmitter() as unknown as ServerResponse);
      // Sixty looks, 180 s apart: three hours with a byte now and then.
      for (let look = 0; look < 60; look += 1) {
        socket.bytesRead += 1;
        vi.advanceTimersByTime(180_000);
      }
      incoming.readableLength = 512;
      vi.advanceTimersByTime(360_000);
      expect(socket.destroy).not.toHaveBeenCalled();
      incoming.readableLength = 0;
      vi.advanceTimersByTime(180_000);
      expect(socket.destroy).toHaveBeenCalledOnce();
    } finally {
      vi.useRealTimers();
    }
  });
});

test('it listens on this machine only', async () => {
  const { networkInterfaces } = await import('node:os');
  const outside = Object.values(networkInterfaces()).flat().find((one) => one?.family === 'IPv4' && !one.internal);
  if (outside === undefined) return;
  await expect(fetch(`http://${outside.address}:${server.port}/`)).rejects.toThrow();
});

describe('the window', () => {
  test('is opened by the first browser that is there', () => {
    const found = findBrowser('linux', { PATH: '/usr/bin:/opt/bin' }, (file) => file === '/opt/bin/chromium');
    expect(found).toBe('/opt/bin/chromium');
  });

  test('on Windows may be Edge', () => {
    const found = findBrowser('win32', { 'PROGRAMFILES(X86)': 'C:/x86' }, (file) => file.includes('msedge'));
    expect(found).toContain('msedge.exe');
  });

  test('needs a display', () => {
    expect(hasDisplay('linux', {})).toBe(false);
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay('win32', {})).toBe(true);
  });

  test('keeps nothing on the disk outside the profile', () => {
    const args = browserArguments('http://127.0.0.1:1/', '/profile/browser', false);
    expect(args).toContain('--user-data-dir=/profile/browser');
    expect(args).toContain('--disk-cache-size=1');
    expect(args).not.toContain('--no-sandbox');
  });
});
