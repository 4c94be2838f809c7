import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import type { Seat } from '#main/composition/seat.ts';
import { startHost, type Host, type HostDependencies } from '#main/hosts/electron/host.ts';
import { startLoopbackServer } from '#main/hosts/loopback/loopback-server.ts';
import { createEventHub, type EventHub } from '#main/platform/event-hub.ts';
import type { HostPlatform } from '#main/platform/host-platform.ts';
import { silentLog } from '#main/platform/log.ts';
import { createDocumentRoutes } from '#main/request-handler/document-routes.ts';
import { createPageFiles } from '#main/request-handler/page-files.ts';
import { createRequestHandler, readOnly, type RequestHandler } from '#main/request-handler/request-handler.ts';
import { createRpcRoute } from '#main/request-handler/rpc-route.ts';
import type { RpcServices } from '#main/request-handler/rpc-services.ts';
import { CONTENT_SECURITY_POLICY } from '#main/request-handler/security-headers.ts';
import { createStudyRoutes } from '#main/request-handler/study-routes.ts';
import { SHELL_CHANNELS } from '#shared/contract/shell/shell-channels.ts';
import { shellContract } from '#shared/contract/shell/shell.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { createElectronStandIn, type ElectronStandIn, type StandInOptions } from '#tests/support/electron-stand-in.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

const ORIGIN = 'tongyue://app';
const PAGE = { url: `${ORIGIN}/`, isMainFrame: true };

/** The real request handler over a page of two files, one held frame, one PDF and real events. */
function createApplication(folder: string): { readonly handler: RequestHandler; readonly events: EventHub; readonly aborted: Promise<void> } {
  const pagesFolder = join(folder, 'renderer');
  mkdirSync(join(pagesFolder, 'assets'), { recursive: true });
  writeFileSync(join(pagesFolder, 'index.html'), '<!doctype html><title>通阅</title>');
  writeFileSync(join(pagesFolder, 'assets/worker.js'), 'postMessage(1)');
  const hub = createEventHub();
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const events: EventHub = {
    ...hub,
    subscribe: (lastNumber, signal) => {
      signal.addEventListener('abort', () => resolve());
      return hub.subscribe(lastNumber, signal);
    },
  };
  const services = {
    events,
    runId: 'run',
    describeSeat: async () => ({
      version: '1.0.0', contractVersion: 1, host: 'electron', language: 'zh-CN', isDemo: true, startedAt: '2026-11-21T08:00:00.000Z',
      heldStudies: 41, waitingDeliveries: 2, freeBytes: 1_000_000,
    }),
    worklist: {
      markSeen: async () => {
        throw new AppError('study/unknown', 'no such study', { facts: { studyId: 7 } });
      },
    },
    gate: { admitMethod: async () => undefined },
    onRefused: () => undefined,
  } satisfies Pick<RpcServices, 'events' | 'runId' | 'describeSeat' | 'gate' | 'onRefused'> & { worklist: Partial<RpcServices['worklist']> };
  const handler = createRequestHandler(
    [
      createRpcRoute(services as unknown as RpcServices, silentLog),
      readOnly(
        createStudyRoutes({
          readFrame: async (studyId) =>
            studyId === 1 ? { kind: 'held', frame: { bytes: new Uint8Array([1, 2, 3, 250]), transferSyntaxUid: '1.2.840.10008.1.2.4.80' } } : studyId === 2 ? { kind: 'missing' } : { kind: 'unknown' },
          readBulkData: async () => undefined,
          readSeriesMetadata: async () => ({ text: '[{"00080020":{"vr":"DA"}}]', arriving: new Map() }),
          wantInstance: () => {},
        }),
      ),
      readOnly(
        createDocumentRoutes({
          preview: async () => {
            throw new AppError('report/missing-glyph', 'no glyph', { facts: { character: '𠮷' } });
          },
          signedPdf: async () => new TextEncoder().encode('%PDF-1.7'),
        }),
      ),
      readOnly(createPageFiles(pagesFolder, join(folder, 'resources'))),
    ],
    silentLog,
  );
  return { handler, events: hub, aborted };
}

interface Started {
  readonly electron: ElectronStandIn;
  readonly host: Host;
  readonly profileFolder: string;
  readonly seat: { readonly closed: () => number; readonly addresses: readonly string[]; readonly platform: () => HostPlatform };
  readonly events: EventHub;
  readonly aborted: Promise<void>;
  readonly said: readonly string[];
  readonly log: () => string;
}

interface Wishes extends StandInOptions {
  readonly args?: readonly string[];
  /** That of an earlier start. */
  readonly profile?: string;
  readonly system?: NodeJS.Platform;
  readonly language?: 'zh-CN' | 'en';
  readonly failToOpen?: Error;
  readonly handler?: RequestHandler;
  readonly wait?: HostDependencies['wait'];
}

function begin(wishes: Wishes = {}): Started {
  const folder = temporaryFolder();
  const profileFolder = wishes.profile ?? join(folder, 'profile');
  const electron = createElectronStandIn(wishes);
  const application = createApplication(folder);
  const said: string[] = [];
  const addresses: string[] = [];
  let closed = 0;
  let platform: HostPlatform | undefined;
  const seat: Seat = {
    handler: wishes.handler ?? application.handler,
    language: wishes.language ?? 'zh-CN',
    announceAddress: (address) => void addresses.push(address),
    onStranger: () => undefined,
    isSignInAddress: (url) => url === 'https://login.hospital.cn/authorize?state=1',
    close: async () => void (closed += 1),
  };
  const host = startHost({
    electron: electron.port,
    openSeat: async (given) => {
      platform = given;
      if (wishes.failToOpen !== undefined) throw wishes.failToOpen;
      return seat;
    },
    argv: ['electron', join(folder, 'out/main/electron.js'), '--profile', profileFolder, ...(wishes.args ?? [])],
    environment: {},
    system: wishes.system ?? 'linux',
    entryUrl: pathToFileURL(join(folder, 'out/main/electron.js')),
    clock: { now: () => new Date('2026-11-21T08:00:00Z') },
    wait: wishes.wait ?? (() => Promise.resolve()),
    say: (text) => void said.push(text),
  });
  return {
    electron,
    host,
    profileFolder,
    seat: { closed: () => closed, addresses, platform: () => platform! },
    events: application.events,
    aborted: application.aborted,
    said,
    log: () => readFileSync(join(profileFolder, 'logs/tongyue.log'), 'utf8'),
  };
}

async function open(wishes: Wishes = {}): Promise<Started> {
  const started = begin(wishes);
  await started.electron.ready();
  await vi.waitFor(() => expect(started.electron.windows).toHaveLength(1));
  return started;
}

const windowOf = ({ electron }: Started) => electron.windows[0]!;

describe('before Electron is ready', () => {
  test('Chromium keeps its own files below the profile', () => {
    const { electron, profileFolder } = begin();
    expect(Object.fromEntries(electron.record.paths)).toEqual({
      userData: join(profileFolder, 'electron'),
      sessionData: join(profileFolder, 'electron'),
      crashDumps: join(profileFolder, 'electron/crashes'),
    });
    expect(readdirSync(join(profileFolder, 'electron'))).toEqual(['crashes']);
  });

  test('every page runs in a sandbox, and the scheme is as good as a secure web origin', () => {
    const { electron } = begin();
    expect(electron.record.isSandboxed).toBe(true);
    expect(electron.record.schemes).toEqual([
      {
        scheme: 'tongyue',
        privileges: {
          standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true, corsEnabled: true,
          allowServiceWorkers: false, bypassCSP: false, allowExtensions: false,
        },
      },
    ]);
  });

  test('grey values do not depend on the colour profile of the screen, and a tone needs no click', () => {
    const { switches } = begin().electron.record;
    expect(switches.get('force-color-profile')).toBe('srgb');
    expect(switches.get('autoplay-policy')).toBe('no-user-gesture-required');
    expect(switches.has('disable-background-networking')).toBe(true);
    expect(switches.get('disk-cache-size')).toBe('1');
  });
});

describe('where the window stands', () => {
  const left = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } };
  const right = { id: 2, workArea: { x: 1920, y: 0, width: 2048, height: 2500 } };
  const onTheRight = { x: 2100, y: 300, width: 1600, height: 1800 };

  test('the first time it fills its screen; after a restart it stands where it was put, on the second monitor', async () => {
    const first = await open({ displays: [left, right] });
    windowOf(first).showForTheFirstTime();
    expect(windowOf(first).isMaximized()).toBe(true);
    windowOf(first).drag(onTheRight);
    windowOf(first).pressClose();

    const again = await open({ displays: [left, right], profile: first.profileFolder });
    windowOf(again).showForTheFirstTime();
    expect(windowOf(again).bounds()).toEqual(onTheRight);
    expect(windowOf(again).isMaximized()).toBe(false);
  });

  test('when its monitor is gone at the start, or is pulled out, it comes whole to the one that is left', async () => {
    const first = await open({ displays: [left, right] });
    windowOf(first).drag(onTheRight);
    // (2100 - 1920) x 1920 / 2048 = 169, 300 x 1040 / 2500 = 125, 1600 x 1920 / 2048 = 1500, 1800 x 1040 / 2500 = 749
    const moved = { x: 169, y: 125, width: 1500, height: 749 };
    first.electron.unplug(2);
    expect(windowOf(first).bounds()).toEqual(moved);

    const second = await open({ displays: [left, right] });
    windowOf(second).drag(onTheRight);
    windowOf(second).pressClose();
    const again = await open({ displays: [left], profile: second.profileFolder });
    expect(windowOf(again).bounds()).toEqual(moved);
  });

  test('a file of places that is broken is forgotten', async () => {
    const first = await open({ displays: [left] });
    windowOf(first).pressClose();
    writeFileSync(join(first.profileFolder, 'windows.json'), '[{"windowName":7}]');
    const again = await open({ displays: [left], profile: first.profileFolder });
    windowOf(again).showForTheFirstTime();
    expect(windowOf(again).isMaximized()).toBe(true);
  });
});

describe('reading windows', () => {
  const left = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } };
  const right = { id: 2, workArea: { x: 1920, y: 0, width: 2048, height: 2500 } };
  const onTheRight = { x: 2100, y: 300, width: 1600, height: 1800 };
  const openReading = (started: Started, number: number) => started.electron.call(SHELL_CHANNELS.openReadingWindow, PAGE, { number });

  test('one opens beside the first, with the same guards; asked for again it comes to the front', async () => {
    const started = await open({ displays: [left, right] });
    expect(openReading(started, 2)).toEqual({ ok: true, value: { isOpen: true } });
    expect(started.electron.windows.map(({ addresses }) => addresses)).toEqual([[`${ORIGIN}/`], [`${ORIGIN}/?window=2&of=first`]]);
    expect(started.electron.windows[1]!.options.webPreferences).toEqual(windowOf(started).options.webPreferences);
    openReading(started, 2);
    expect(started.electron.windows).toHaveLength(2);
    expect(openReading(started, 5)).toEqual({ ok: false, code: 'contract/invalid-message' });
  });

  test('closing it leaves the first; closing the first takes it along, and both stand where they stood at the next start', async () => {
    const first = await open({ displays: [left, right] });
    openReading(first, 2);
    openReading(first, 3);
    first.electron.windows[2]!.pressClose();
    expect(windowOf(first).isOpen()).toBe(true);
    first.electron.windows[1]!.drag(onTheRight);
    windowOf(first).pressClose();
    expect(first.electron.windows.map((window) => window.isOpen())).toEqual([false, false, false]);

    const again = begin({ displays: [left, right], profile: first.profileFolder });
    await again.electron.ready();
    await vi.waitFor(() => expect(again.electron.windows).toHaveLength(2));
    expect(again.electron.windows[1]!.addresses).toEqual([`${ORIGIN}/?window=2&of=first`]);
    expect(again.electron.windows[1]!.bounds()).toEqual(onTheRight);
    // Its monitor is pulled out: it comes whole to the one that is left, as the first window would.
    again.electron.unplug(2);
    expect(again.electron.windows[1]!.bounds()).toEqual({ x: 169, y: 125, width: 1500, height: 749 });
  });

  test('its crash loads it anew and leaves the first alone', async () => {
    const started = await open();
    openReading(started, 2);
    const [first, reading] = started.electron.windows;
    const before = first!.loads();
    reading!.crash('crashed');
    expect(reading!.loads()).toBe(1);
    expect(first!.loads()).toBe(before);
  });
});

describe('one program for one profile', () => {
  test('the second start leaves the profile alone and says where the first is', async () => {
    const { electron, said, seat } = begin({ hasInstanceLock: false });
    await electron.ready();
    expect(electron.record.exits).toEqual([0]);
    expect(said.join()).toMatch(/already open/);
    expect(seat.platform()).toBeUndefined();
    expect(electron.windows).toHaveLength(0);
  });

  test('the second start focuses the first window', async () => {
    const started = await open();
    const window = windowOf(started);
    window.isMinimized = true;
    started.electron.startAgain();
    expect(window).toMatchObject({ isMinimized: false, isFocused: true });
  });
});

describe('a start that fails says why', () => {
  test('a mistake on the command line', () => {
    const { electron, said } = begin({ args: ['--prot', '1'] });
    expect(electron.record.exits).toEqual([2]);
    expect(electron.record.errorBoxes[0]?.content).toMatch(/--prot/);
    expect(said.join()).toMatch(/--profile/);
  });

  test('a profile that another program has', async () => {
    const failToOpen = new AppError('profile/in-use', 'taken', { facts: { processId: 4711, address: 'http://127.0.0.1:8080' } });
    const { electron } = begin({ failToOpen });
    await electron.ready();
    await vi.waitFor(() => expect(electron.record.exits).toEqual([3]));
    expect(electron.record.errorBoxes[0]).toMatchObject({ title: '通阅 Tongyue', content: expect.stringContaining('4711') });
    expect(electron.windows).toHaveLength(0);
  });

  test('a bug while opening ends with another code', async () => {
    const { electron } = begin({ failToOpen: new TypeError('x is not a function') });
    await electron.ready();
    await vi.waitFor(() => expect(electron.record.exits).toEqual([1]));
  });

  test('a fault that nobody caught closes the seat, and nobody is shown what it quotes', async () => {
    const { electron, host, seat, log } = await open();
    host.fail(new Error('cannot parse ZHANG^San'));
    await vi.waitFor(() => expect(electron.record.exits).toEqual([1]));
    expect(seat.closed()).toBe(1);
    expect(electron.record.errorBoxes).toHaveLength(1);
    expect(JSON.stringify(electron.record.errorBoxes) + log()).not.toMatch(/ZHANG/);
  });
});

describe('the window', () => {
  test('has a sandbox and no Node', async () => {
    const { options } = windowOf(await open());
    expect(options.webPreferences).toMatchObject({
      sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
      webSecurity: true, allowRunningInsecureContent: false, webviewTag: false, experimentalFeatures: false, navigateOnDragDrop: false, spellcheck: false,
    });
  });

  test('draws on behind another window and is black before the first picture', async () => {
    const { options } = windowOf(await open());
    expect(options.webPreferences?.backgroundThrottling).toBe(false);
    expect(options.backgroundColor).toBe('#000000');
    expect(options.autoHideMenuBar).toBe(true);
  });

  test('keeps nothing of a page on the disk', async () => {
    const started = await open();
    const { partition } = windowOf(started).options.webPreferences!;
    expect(started.electron.record.partitions).toEqual([{ partition, options: { cache: false } }]);
    expect(partition).not.toMatch(/^persist:/);
    expect(started.electron.session.isSpellCheckerOn()).toBe(false);
  });

  test('has developer tools only where it is not packaged', async () => {
    expect(windowOf(await open()).options.webPreferences?.devTools).toBe(true);
    const folder = temporaryFolder();
    const packaged = createElectronStandIn({ isPackaged: true });
    startHost({
      electron: packaged.port,
      openSeat: async () => ({ handler: createApplication(folder).handler, language: 'en', announceAddress: () => {}, onStranger: () => {}, isSignInAddress: () => false, close: async () => {} }),
      argv: ['tongyue', '--profile', join(folder, 'profile')],
      environment: {}, system: 'linux', entryUrl: pathToFileURL(join(folder, 'out/main/electron.js')),
      clock: { now: () => new Date(0) }, wait: () => Promise.resolve(), say: () => {},
    });
    await packaged.ready();
    await vi.waitFor(() => expect(packaged.windows).toHaveLength(1));
    expect(packaged.windows[0]!.options.webPreferences?.devTools).toBe(false);
  });

  test('opens on our page and is shown when there is something to see', async () => {
    const window = windowOf(await open());
    expect(window.addresses).toEqual(['tongyue://app/']);
    expect(window.isShown()).toBe(false);
    window.showForTheFirstTime();
    expect(window.isShown()).toBe(true);
  });

  test('never takes a title from a page: it could name a patient', async () => {
    const window = windowOf(await open());
    expect(window.options.title).toBe('通阅 Tongyue');
    expect(window.setTitle('陈桂兰 CT')).toBe(true);
  });

  test('shows every image pixel at its own size: no zoom by wheel, keys or pinch', async () => {
    const started = await open();
    const window = windowOf(started);
    expect(window.options.webPreferences?.zoomFactor).toBe(1);
    window.finishLoading();
    window.turnWheelWithControl();
    expect(window.zoomFactors).toEqual([1, 1]);
    expect(window.visualZoomLimits).toEqual([[1, 1]]);
    expect(started.electron.record.menu).toBeNull();
  });

  test('on a Mac the menu copies, pastes and quits, and does not zoom or reload', async () => {
    const menu = JSON.stringify((await open({ system: 'darwin' })).electron.record.menu);
    expect(menu).toMatch(/"copy".*"paste"/);
    expect(menu).toMatch(/"quit"/);
    expect(menu).not.toMatch(/zoomIn|zoomOut|resetZoom|viewMenu|reload|toggleDevTools/i);
  });
});

describe('a page stays with us', () => {
  test.each(['https://evil.example/', 'http://127.0.0.1:8042/', 'file:///etc/passwd', 'tongyue://other/', 'data:text/html,x', 'blob:https://evil.example/1'])(
    'navigation of the window to %s is refused',
    async (address) => {
      expect(windowOf(await open()).navigate(address, true)).toBe(true);
    },
  );

  test('a redirect to a foreign address is refused', async () => {
    expect(windowOf(await open()).redirect('https://evil.example/')).toBe(true);
  });

  test('our own pages and documents in a frame are not', async () => {
    const window = windowOf(await open());
    expect(window.navigate('tongyue://app/studies/3', true)).toBe(false);
    expect(window.navigate('blob:tongyue://app/7e0e6a9c', false)).toBe(false);
    expect(window.navigate('chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/index.html', false)).toBe(false);
  });

  test('a foreign frame is refused', async () => {
    expect(windowOf(await open()).navigate('https://evil.example/', false)).toBe(true);
  });

  test('new windows and guest pages are refused', async () => {
    const window = windowOf(await open());
    expect(window.openWindow('https://evil.example/')).toBeUndefined();
    expect(window.openWindow('tongyue://app/')).toBeUndefined();
    expect(window.openWindow('blob:https://evil.example/1')).toBeUndefined();
    expect(window.attachGuest()).toBe(true);
  });

  test('the sign-in that the seat has begun goes to the browser of the system, and no other address does', async () => {
    const started = await open();
    const window = windowOf(started);
    expect(window.openWindow('https://login.hospital.cn/authorize?state=1')).toBeUndefined();
    expect(window.openWindow('https://login.hospital.cn/authorize?state=2')).toBeUndefined();
    expect(started.electron.record.openedOutside).toEqual(['https://login.hospital.cn/authorize?state=1']);
  });

  test('a document may have a window of its own, which neither loosens the sandbox nor takes a title', async () => {
    const window = windowOf(await open());
    for (const address of ['tongyue://app/documents/signed/1.2.3', 'blob:tongyue://app/7e0e6a9c']) {
      const options = window.openWindow(address);
      expect(options?.title).toBe('通阅 Tongyue');
      expect(options?.webPreferences).toBeUndefined();
      expect(window.setDocumentTitle('陈桂兰 CT 报告')).toBe(true);
    }
  });

  test('the log tells of a refusal without the address', async () => {
    const started = await open();
    windowOf(started).navigate('https://evil.example/?patient=ZHANG', true);
    expect(started.log()).toMatch(/a navigation was refused/);
    expect(started.log()).not.toMatch(/ZHANG|evil/);
  });
});

describe('a page gets nothing that it does not need', () => {
  test.each(['media', 'geolocation', 'notifications', 'midi', 'clipboard-read', 'display-capture', 'openExternal', 'fileSystem', 'usb', 'hid', 'unknown'])(
    'the permission %s is denied by default',
    async (permission) => {
      const { session } = (await open()).electron;
      expect(session.askPermission(permission, `${ORIGIN}/`, true)).toBe(false);
      expect(session.checkPermission(permission, ORIGIN, true)).toBe(false);
    },
  );

  test('what a browser grants without asking is granted, to the page itself only', async () => {
    const { session } = (await open()).electron;
    expect(session.askPermission('fullscreen', `${ORIGIN}/`, true)).toBe(true);
    expect(session.checkPermission('clipboard-sanitized-write', `${ORIGIN}/`, true)).toBe(true);
    expect(session.askPermission('fullscreen', `${ORIGIN}/`, false)).toBe(false);
    expect(session.askPermission('fullscreen', 'https://evil.example/', true)).toBe(false);
  });

  test('no device, no certificate and no address of the network is good enough', async () => {
    const { session } = (await open()).electron;
    expect(session.mayUseDevice()).toBe(false);
    expect(session.verifyCertificate()).toBe(-2);
    expect(['http://127.0.0.1:1/', 'https://update.example/', 'ws://127.0.0.1/', 'wss://a/'].filter((address) => session.mayReachNetwork(address))).toEqual([]);
    expect(session.mayReachNetwork('tongyue://app/')).toBe(true);
  });

  test('a document of ours is saved where the physician says', async () => {
    const { session } = (await open()).electron;
    const { isRefused, saveDialog } = session.download('tongyue://app/documents/signed/1.2.3', 'application/pdf');
    expect(isRefused).toBe(false);
    expect(saveDialog).toMatchObject({ defaultPath: 'report.pdf', properties: ['dontAddToRecent'] });
    expect(session.download('blob:tongyue://app/1', 'application/pdf').isRefused).toBe(false);
  });

  test.each([
    ['https://evil.example/report.pdf', 'application/pdf'],
    ['tongyue://app/frames/1/1.2.3/1', 'application/octet-stream'],
    ['tongyue://app/metadata/1/1.2.3', 'application/dicom+json'],
    ['blob:tongyue://app/1', 'application/octet-stream'],
    ['data:application/pdf,x', 'application/pdf'],
  ])('a download of %s is refused', async (address, mimeType) => {
    expect((await open()).electron.session.download(address, mimeType)).toEqual({ isRefused: true, saveDialog: undefined });
  });
});

describe('the scheme', () => {
  test('answers with the content security policy, a worker script too', async () => {
    const { electron } = await open();
    for (const path of ['/', '/assets/worker.js', '/frames/1/1.2.3/1', '/nowhere']) {
      expect((await electron.request(`${ORIGIN}${path}`)).headers['content-security-policy']).toBe(CONTENT_SECURITY_POLICY);
    }
  });

  test('a cancelled body aborts the signal', async () => {
    const { electron, aborted } = await open();
    const answer = await electron.request(`${ORIGIN}/rpc/system/events`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }, ORIGIN);
    await new Promise((resolve) => answer.body!.once('data', resolve));
    answer.body!.destroy();
    await aborted;
  });

  test('a foreign page gets nothing', async () => {
    const { electron } = await open();
    expect((await electron.request(`${ORIGIN}/rpc/system/describe`, { method: 'POST' }, 'https://evil.example')).status).toBe(403);
  });
});

describe('what works in one host works in the other', () => {
  const json = { 'content-type': 'application/json' };
  interface Asked {
    readonly method?: string;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string>>;
  }
  const cases: readonly (readonly [name: string, path: string, init: Asked, status: number])[] = [
    ['the page', '/', {}, 200],
    ['a worker script', '/assets/worker.js', {}, 200],
    ['a held frame', '/frames/1/1.2.3/1', {}, 200],
    ['a frame that is still at the hospital', '/frames/2/1.2.3/1', {}, 202],
    ['a frame of nothing', '/frames/3/1.2.3/1', {}, 404],
    ['metadata', '/metadata/1/1.2.3', {}, 200],
    ['a signed report', '/documents/signed/1.2.3', {}, 200],
    ['a preview that cannot be made', '/documents/preview/1/2', {}, 422],
    ['a typed call', '/rpc/system/describe', { method: 'POST', body: '{}', headers: json }, 200],
    ['a call that fails as declared', '/rpc/worklist/markSeen', { method: 'POST', body: '{"json":{"studyId":7}}', headers: json }, 422],
    ['a call that does not fit its schema', '/rpc/worklist/markSeen', { method: 'POST', body: '{"json":{"studyId":"七"}}', headers: json }, 400],
    ['a path out of the folder', '/..%2f..%2fsecret.txt', {}, 404],
    ['a file that is not there', '/assets/none.js', {}, 404],
    ['a write to a file', '/assets/worker.js', { method: 'DELETE' }, 404],
  ];

  test.each(cases)('%s: same status, headers and bytes', async (_name, path, init, status) => {
    const { electron } = await open();
    const inElectron = await electron.request(`${ORIGIN}${path}`, init, ORIGIN);
    const inElectronBytes = await inElectron.bytes();

    const server = await startLoopbackServer(createApplication(temporaryFolder()).handler, 0, silentLog);
    try {
      const base = `http://127.0.0.1:${server.port}`;
      const entrance = await fetch(`${base}${server.session.issuePath()}`, { redirect: 'manual' });
      const cookie = entrance.headers.getSetCookie()[0]!.split(';')[0]!;
      const overLoopback = await fetch(`${base}${path}`, { ...init, headers: { ...init.headers, cookie } });

      expect(inElectron.status).toBe(status);
      expect(overLoopback.status).toBe(status);
      expect(inElectronBytes.equals(Buffer.from(await overLoopback.arrayBuffer()))).toBe(true);
      expect(inElectron.headers).toEqual(withoutTransport(overLoopback.headers));
    } finally {
      await server.close();
    }
  });

  /** What HTTP adds for one connection. */
  function withoutTransport(headers: Headers): Record<string, string> {
    const transport = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']);
    return Object.fromEntries([...headers].filter(([name]) => !transport.has(name)));
  }
});

describe('a new case', () => {
  const announce = (events: EventHub) => events.publish({ kind: 'case-announced', studyId: 3, urgency: 'emergency' });

  test('flashes a window that nobody looks at, until somebody does', async () => {
    const started = await open();
    const window = windowOf(started);
    await vi.waitFor(() => {
      announce(started.events);
      expect(window.flashes).toContain(true);
    });
    window.focus();
    expect(window.flashes.at(-1)).toBe(false);
  });

  test('does not flash a window that is being looked at', async () => {
    const started = await open();
    const window = windowOf(started);
    await vi.waitFor(() => {
      announce(started.events);
      expect(window.flashes).toContain(true);
    });
    window.focus();
    const before = window.flashes.length;
    announce(started.events);
    started.events.publish({ kind: 'disk-full', freeBytes: 0 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(window.flashes).toHaveLength(before);
  });
});

describe('calls of the page to the shell', () => {
  test('every channel that is served has a schema, and no other is', async () => {
    const { electron } = await open();
    expect(electron.record.channels).toEqual(Object.keys(shellContract).map((method) => SHELL_CHANNELS[method as keyof typeof SHELL_CHANNELS]));
  });

  test('the page may call attention', async () => {
    const started = await open();
    expect(started.electron.call(SHELL_CHANNELS.callAttention, PAGE, { reason: 'critical-value' })).toEqual({ ok: true, value: { isCalling: true } });
    expect(windowOf(started).flashes).toEqual([true]);
  });

  test('a folder is chosen in the desktop’s own dialog; nothing chosen is no path', async () => {
    const chosen = await open({ choosePath: '/media/disc' });
    await expect(chosen.electron.call(SHELL_CHANNELS.chooseImport, PAGE, { kind: 'folder' })).resolves.toEqual({ ok: true, value: { path: '/media/disc' } });
    expect(chosen.electron.record.openDialogs).toEqual([{ properties: ['openDirectory', 'dontAddToRecent'] }]);
    const nothing = await open();
    await expect(nothing.electron.call(SHELL_CHANNELS.chooseImport, PAGE, { kind: 'file' })).resolves.toEqual({ ok: true, value: { path: null } });
  });

  test.each([
    ['a foreign page', { url: 'https://evil.example/', isMainFrame: true }],
    ['a frame in our page', { url: `${ORIGIN}/`, isMainFrame: false }],
  ])('%s is not heard', async (_who, sender) => {
    const started = await open();
    expect(started.electron.call(SHELL_CHANNELS.callAttention, sender, { reason: 'critical-value' })).toEqual({ ok: false, code: 'contract/not-authorised' });
    expect(windowOf(started).flashes).toEqual([]);
  });

  test.each([[[]], [[{ reason: 'because' }]], [['critical-value']], [[{ reason: 'critical-value', more: 1 }]], [[{ reason: 'critical-value' }, 2]]])(
    'a call that does not fit its schema is refused: %j',
    async (args) => {
      const { electron } = await open();
      expect(electron.call(SHELL_CHANNELS.callAttention, PAGE, ...args)).toEqual({ ok: false, code: 'contract/invalid-message' });
    },
  );
});

describe('a crash', () => {
  test('of the page loads it anew, and what it was reading ends', async () => {
    const started = await open();
    const answer = await started.electron.request(`${ORIGIN}/rpc/system/events`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }, ORIGIN);
    answer.body!.on('error', () => {});
    answer.body!.resume();
    windowOf(started).crash('crashed');
    expect(windowOf(started).loads()).toBe(1);
    await started.aborted;
  });

  test('of the graphics process loads the page anew', async () => {
    const started = await open();
    started.electron.graphicsProcessGone('crashed');
    expect(windowOf(started).loads()).toBe(1);
  });

  test('that happens again and again asks instead of looping', async () => {
    const started = await open({ pressButton: () => 1 });
    const window = windowOf(started);
    for (const reason of ['crashed', 'oom', 'killed', 'crashed'] as const) window.crash(reason);
    expect(window.loads()).toBe(3);
    await vi.waitFor(() => expect(window.isOpen()).toBe(false));
    expect(started.electron.record.messageBoxes).toHaveLength(1);
  });

  test('is none when the page ended as it should', async () => {
    const started = await open();
    windowOf(started).crash('clean-exit');
    expect(windowOf(started).loads()).toBe(0);
  });
});

describe('leaving', () => {
  test('the last window closes the seat and ends the program', async () => {
    const started = await open();
    windowOf(started).pressClose();
    await vi.waitFor(() => expect(started.electron.record.exits).toEqual([0]));
    expect(started.seat.closed()).toBe(1);
  });

  test('quitting waits for the last save, then for the seat', async () => {
    const save = Promise.withResolvers<Response>();
    const never = () => new Promise<void>(() => {});
    const started = await open({ handler: async (request) => (request.url.endsWith('/save') ? save.promise : new Response('x')), wait: never });
    const saving = started.electron.request(`${ORIGIN}/save`, { method: 'POST', body: '文字' });
    started.electron.quit();
    await new Promise((resolve) => setImmediate(resolve));
    expect(started.seat.closed()).toBe(0);
    save.resolve(new Response('saved'));
    await saving;
    await vi.waitFor(() => expect(started.electron.record.exits).toEqual([0]));
    expect(started.seat.closed()).toBe(1);
  });

  test('a page that holds unsaved text is left as soon as it has saved it', async () => {
    let waited = 0;
    const started: Started = await open({
      wait: async () => {
        waited += 1;
        // The third time it is asked, the page has saved.
        if (waited === 3) windowOf(started).holdsUnsavedText = false;
      },
    });
    windowOf(started).holdsUnsavedText = true;
    windowOf(started).pressClose();
    expect(windowOf(started).isOpen()).toBe(true);
    await vi.waitFor(() => expect(windowOf(started).isOpen()).toBe(false));
    expect(waited).toBeGreaterThanOrEqual(3);
    expect(started.electron.record.messageBoxes).toHaveLength(0);
  });

  test('text that cannot be saved is not lost without a word: the window stays', async () => {
    const started = await open({ pressButton: () => 0 });
    windowOf(started).holdsUnsavedText = true;
    windowOf(started).pressClose();
    await vi.waitFor(() => expect(started.electron.record.messageBoxes).toHaveLength(1));
    expect(started.electron.record.messageBoxes[0]).toMatchObject({ buttons: ['留下', '丢弃并离开'], defaultId: 0, cancelId: 0 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(windowOf(started).isOpen()).toBe(true);
    expect(started.electron.record.exits).toEqual([]);
  });

  test('it is asked again at the next attempt', async () => {
    const answers = [0, 1];
    const started = await open({ language: 'en', pressButton: () => answers.shift() ?? 0 });
    windowOf(started).holdsUnsavedText = true;
    windowOf(started).pressClose();
    await vi.waitFor(() => expect(started.electron.record.messageBoxes).toHaveLength(1));
    await new Promise((resolve) => setImmediate(resolve));
    windowOf(started).pressClose();
    await vi.waitFor(() => expect(started.electron.record.exits).toEqual([0]));
    expect(started.electron.record.messageBoxes[1]).toMatchObject({ buttons: ['Stay', 'Discard and leave'] });
    expect(started.log()).toMatch(/unsaved text was discarded/);
  });

  test('a page that loads itself anew while it holds unsaved text is helped to do so, and stays open', async () => {
    const started: Started = await open({
      wait: async () => {
        windowOf(started).holdsUnsavedText = false;
      },
    });
    windowOf(started).holdsUnsavedText = true;
    windowOf(started).reloadItself();
    await vi.waitFor(() => expect(windowOf(started).loads()).toBe(1));
    expect(windowOf(started).isOpen()).toBe(true);
  });

  test('a reload after a crash of the graphics process does not close a page that holds unsaved text', async () => {
    const started: Started = await open({
      wait: async () => {
        windowOf(started).holdsUnsavedText = false;
      },
    });
    windowOf(started).holdsUnsavedText = true;
    started.electron.graphicsProcessGone('crashed');
    await vi.waitFor(() => expect(windowOf(started).loads()).toBe(1));
    expect(windowOf(started).isOpen()).toBe(true);
  });
});

test('the platform that the seat gets points beside the entry and into the profile', async () => {
  const { seat, profileFolder } = await open();
  const platform = seat.platform();
  expect(platform).toMatchObject({ kind: 'electron', profileFolder });
  expect(platform.workerEntry('packs').pathname).toMatch(/out\/main\/packs\.worker\.js$/);
  expect(platform.pagesFolder).toMatch(/out[/\\]renderer$/);
  expect(platform.resourcesFolder).toMatch(/out[/\\]resources$/);
  expect(platform.secrets.keeper).toBe('gnome_libsecret');
  expect(seat.addresses).toEqual([ORIGIN]);
});
