import { Readable } from 'node:stream';
import type {
  BrowserWindowConstructorOptions,
  CallbackResponse,
  CustomScheme,
  DownloadItem,
  FromPartitionOptions,
  IpcMainInvokeEvent,
  MessageBoxOptions,
  OpenDialogOptions,
  OnBeforeRequestListenerDetails,
  Rectangle,
  RenderProcessGoneDetails,
  SaveDialogOptions,
  WebContents,
  WebRequestFilter,
} from 'electron';
import type { ElectronApp, ElectronContents, ElectronPort, ElectronSafeStorage, ElectronScreen, ElectronSession, ElectronWindow } from '#main/hosts/electron/electron-port.ts';

/**
 * Electron as far as the shell calls it. The compiler holds it to Electron's own types; what it does follows Electron's documentation and, for
 * `protocol.handle`, its source (lib/browser/api/protocol.ts): a request is built without a signal, and an answer's body becomes a Node stream
 * that is destroyed when the page stops reading.
 */
export interface ElectronStandIn {
  readonly port: ElectronPort;
  readonly record: StandInRecord;
  readonly windows: readonly StandInWindow[];
  /** What was asked of the one session that was opened. */
  readonly session: StandInSession;
  /** Electron is ready; resolves when all that waited for it has run. */
  readonly ready: () => Promise<void>;
  readonly startAgain: () => void;
  readonly quit: () => void;
  /** A monitor is pulled out: windows on it are where nobody sees them, until somebody moves them. */
  readonly unplug: (displayId: number) => void;
  readonly graphicsProcessGone: (reason: RenderProcessGoneDetails['reason']) => void;
  /** A page asks by the scheme. `initiator`: its origin, undefined for the browser itself. */
  readonly request: (address: string, init?: RequestInit, initiator?: string | null) => Promise<StandInAnswer>;
  /** A page calls through the preload script. */
  readonly call: (channel: string, sender: { readonly url: string; readonly isMainFrame: boolean }, ...args: unknown[]) => unknown;
}

export interface StandInRecord {
  readonly exits: number[];
  readonly paths: Map<string, string>;
  readonly switches: Map<string, string | undefined>;
  readonly errorBoxes: { readonly title: string; readonly content: string }[];
  readonly messageBoxes: MessageBoxOptions[];
  /** Addresses that went to the browser of the system. */
  readonly openedOutside: string[];
  readonly openDialogs: OpenDialogOptions[];
  readonly partitions: { readonly partition: string; readonly options: FromPartitionOptions | undefined }[];
  readonly schemes: CustomScheme[];
  readonly channels: string[];
  /** null: the menu was taken away; undefined: nobody said anything. */
  menu: readonly unknown[] | null | undefined;
  isSandboxed: boolean;
  isReady: boolean;
}

export interface StandInAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable | null;
  readonly bytes: () => Promise<Buffer>;
}

export interface StandInWindow {
  readonly options: BrowserWindowConstructorOptions;
  readonly addresses: readonly string[];
  readonly loads: () => number;
  readonly zoomFactors: readonly number[];
  readonly visualZoomLimits: readonly (readonly [number, number])[];
  readonly flashes: readonly boolean[];
  readonly isOpen: () => boolean;
  readonly isShown: () => boolean;
  /** Where it stands now, unmaximised. */
  readonly bounds: () => Rectangle;
  readonly isMaximized: () => boolean;
  /** As if the physician dragged it there. */
  readonly drag: (bounds: Rectangle) => void;
  /** The page refuses to be left while it holds unsaved text. */
  holdsUnsavedText: boolean;
  isFocused: boolean;
  isMinimized: boolean;
  /** Each returns whether it was refused. */
  readonly navigate: (address: string, isMainFrame: boolean) => boolean;
  readonly redirect: (address: string) => boolean;
  readonly attachGuest: () => boolean;
  readonly setTitle: (title: string) => boolean;
  readonly setDocumentTitle: (title: string) => boolean;
  /** @returns the options of the window that opens, undefined when it was refused */
  readonly openWindow: (address: string) => BrowserWindowConstructorOptions | undefined;
  /** `location.reload()` in the page. */
  readonly reloadItself: () => void;
  readonly finishLoading: () => void;
  readonly turnWheelWithControl: () => void;
  readonly showForTheFirstTime: () => void;
  readonly focus: () => void;
  readonly crash: (reason: RenderProcessGoneDetails['reason']) => void;
  /** As if the physician pressed the window's cross. */
  readonly pressClose: () => void;
}

export interface StandInSession {
  readonly askPermission: (permission: string, address: string, isMainFrame: boolean) => boolean;
  readonly checkPermission: (permission: string, origin: string, isMainFrame: boolean) => boolean;
  readonly mayUseDevice: () => boolean;
  /** Chromium's code: 0 trusts, -2 refuses. */
  readonly verifyCertificate: () => number;
  /** @returns whether the request may go to the network */
  readonly mayReachNetwork: (address: string) => boolean;
  readonly download: (address: string, mimeType: string) => { readonly isRefused: boolean; readonly saveDialog: SaveDialogOptions | undefined };
  readonly isSpellCheckerOn: () => boolean;
}

export interface StandInOptions {
  readonly isPackaged?: boolean;
  readonly hasInstanceLock?: boolean;
  readonly safeStorage?: ElectronSafeStorage;
  /** The first is the primary one. */
  readonly displays?: readonly { readonly id: number; readonly workArea: Rectangle }[];
  /** Index of the button that the physician presses in each message box. */
  readonly pressButton?: (options: MessageBoxOptions) => number;
  /** In the dialog that opens a file or folder; nothing is chosen without. */
  readonly choosePath?: string;
}

type Listener = (...args: never[]) => unknown;

/** Listeners by event name. Electron's `on` is a list of overloads with a result that nobody uses: `never` fits them all. */
function createEvents() {
  const listeners = new Map<string, Listener[]>();
  return {
    on: (name: string, listener: Listener): never => {
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
      return undefined as never;
    },
    emit: (name: string, ...args: unknown[]): void => {
      for (const listener of listeners.get(name) ?? []) (listener as (...args: unknown[]) => unknown)(...args);
    },
  };
}

function preventable<T extends object>(params: T) {
  let isPrevented = false;
  return {
    ...params,
    preventDefault: () => {
      isPrevented = true;
    },
    get defaultPrevented() {
      return isPrevented;
    },
  };
}

export function createElectronStandIn(options: StandInOptions = {}): ElectronStandIn {
  const app = createEvents();
  const screenEvents = createEvents();
  let displays = [...(options.displays ?? [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }])];
  const windows: StandInWindow[] = [];
  const becameReady = Promise.withResolvers<void>();
  const { promise: whenReady } = becameReady;
  const ipcHandlers = new Map<string, (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown>();
  const { session, ask, handle } = createSession();
  const record: StandInRecord = {
    exits: [],
    paths: new Map(),
    switches: new Map(),
    errorBoxes: [],
    messageBoxes: [],
    openedOutside: [],
    openDialogs: [],
    partitions: [],
    schemes: [],
    channels: [],
    menu: undefined,
    isSandboxed: false,
    isReady: false,
  };
  let isQuitting = false;

  const beforeReady = (what: string) => {
    if (record.isReady) throw new Error(`${what} after ready has no effect in Electron`);
  };
  const afterReady = (what: string) => {
    if (!record.isReady) throw new Error(`${what} before ready fails in Electron`);
  };

  const electronApp: ElectronApp = {
    isPackaged: options.isPackaged ?? false,
    commandLine: {
      appendSwitch: (name, value) => {
        beforeReady('appendSwitch');
        record.switches.set(name, value);
      },
    },
    enableSandbox: () => {
      beforeReady('enableSandbox');
      record.isSandboxed = true;
    },
    exit: (code = 0) => void record.exits.push(code),
    on: app.on,
    quit,
    requestSingleInstanceLock: () => {
      if (!record.paths.has('userData')) throw new Error('the lock of the standard folder was asked for, not that of the profile');
      return options.hasInstanceLock ?? true;
    },
    setAppUserModelId: () => {},
    setPath: (name, path) => {
      beforeReady('setPath');
      record.paths.set(name, path);
    },
    whenReady: () => whenReady,
  };

  /** Closes the windows; the last one ends the program unless somebody wants to finish something first. */
  function quit(): void {
    isQuitting = true;
    app.emit('before-quit', preventable({}));
    for (const window of windows) if (window.isOpen()) window.pressClose();
    if (windows.some((window) => window.isOpen())) {
      isQuitting = false;
      return;
    }
    const event = preventable({});
    app.emit('will-quit', event);
    if (!event.defaultPrevented) record.exits.push(0);
  }

  const port: ElectronPort = {
    app: electronApp,
    protocol: {
      registerSchemesAsPrivileged: (schemes) => {
        beforeReady('registerSchemesAsPrivileged');
        record.schemes.push(...schemes);
      },
    },
    session: {
      fromPartition: (partition, fromOptions) => {
        afterReady('fromPartition');
        record.partitions.push({ partition, options: fromOptions });
        return session;
      },
    },
    createWindow: (windowOptions) => {
      afterReady('a window');
      const { electronWindow, standIn } = createWindow(windowOptions, () => {
        if (!isQuitting && windows.every((window) => !window.isOpen())) app.emit('window-all-closed');
      });
      app.emit('web-contents-created', preventable({}), electronWindow.webContents);
      windows.push(standIn);
      return electronWindow;
    },
    dialog: {
      showErrorBox: (title, content) => void record.errorBoxes.push({ title, content }),
      showMessageBox: async (boxOptions) => {
        record.messageBoxes.push(boxOptions);
        return { response: options.pressButton?.(boxOptions) ?? 0, checkboxChecked: false };
      },
      showOpenDialog: async (openOptions) => {
        record.openDialogs.push(openOptions);
        return { canceled: options.choosePath === undefined, filePaths: options.choosePath === undefined ? [] : [options.choosePath] };
      },
    },
    menu: {
      buildFromTemplate: (template) => template as never,
      setApplicationMenu: (menu) => {
        record.menu = menu as unknown as readonly unknown[] | null;
      },
    },
    shell: { openExternal: async (url) => void record.openedOutside.push(url) },
    safeStorage: options.safeStorage ?? createSafeStorage(),
    ipcMain: {
      handle: (channel, listener) => {
        record.channels.push(channel);
        ipcHandlers.set(channel, listener);
      },
    },
    screen: {
      on: screenEvents.on,
      getAllDisplays: () => {
        afterReady('screen');
        return displays as ReturnType<ElectronScreen['getAllDisplays']>;
      },
      getPrimaryDisplay: () => displays[0] as ReturnType<ElectronScreen['getPrimaryDisplay']>,
      getDisplayMatching: (rectangle) => displays.toSorted((left, right) => shared(right.workArea, rectangle) - shared(left.workArea, rectangle))[0] as ReturnType<ElectronScreen['getDisplayMatching']>,
    },
  };

  return {
    port,
    record,
    windows,
    session: ask,
    ready: async () => {
      record.isReady = true;
      becameReady.resolve();
      await whenReady;
    },
    startAgain: () => app.emit('second-instance', preventable({}), [], '', {}),
    quit,
    unplug: (displayId) => {
      const gone = displays.find(({ id }) => id === displayId);
      displays = displays.filter(({ id }) => id !== displayId);
      screenEvents.emit('display-removed', preventable({}), gone);
    },
    graphicsProcessGone: (reason) => app.emit('child-process-gone', preventable({}), { type: 'GPU', reason, exitCode: 5 }),
    request: (address, init, initiator) => answerLikeElectron(handle(address), address, init, initiator),
    call: (channel, sender, ...args) => {
      const handler = ipcHandlers.get(channel);
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      const senderFrame = { url: sender.url, parent: sender.isMainFrame ? null : {} };
      return handler({ senderFrame } as IpcMainInvokeEvent, ...args);
    },
  };
}

/** Square pixels that two rectangles share. */
function shared(left: Rectangle, right: Rectangle): number {
  const across = Math.min(left.x + left.width, right.x + right.width) - Math.max(left.x, right.x);
  const down = Math.min(left.y + left.height, right.y + right.height) - Math.max(left.y, right.y);
  return Math.max(0, across) * Math.max(0, down);
}

/** lib/browser/api/protocol.ts: no signal goes in; the body that comes out is a Node stream, destroyed when the loader is gone. */
async function answerLikeElectron(
  handler: (request: Request) => Response | Promise<Response>,
  address: string,
  init: RequestInit = {},
  initiator?: string | null,
): Promise<StandInAnswer> {
  const request = new Request(address, init);
  if (initiator !== undefined) Object.defineProperty(request, 'initiatorOrigin', { value: initiator, enumerable: true });
  const response = await handler(request);
  const body = response.body === null ? null : Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body,
    bytes: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of body ?? []) chunks.push(Buffer.from(chunk as Uint8Array));
      return Buffer.concat(chunks);
    },
  };
}

function createSession() {
  type RequestHandler = (request: Request) => Response | Promise<Response>;
  type NetworkListener = (details: OnBeforeRequestListenerDetails, answer: (response: CallbackResponse) => void) => void;
  type PermissionHandler = NonNullable<Parameters<ElectronSession['setPermissionRequestHandler']>[0]>;
  type PermissionCheck = NonNullable<Parameters<ElectronSession['setPermissionCheckHandler']>[0]>;
  const events = createEvents();
  const contents = {} as WebContents;
  const handlers = new Map<string, RequestHandler>();
  let onPermission: PermissionHandler | null = null;
  let onPermissionCheck: PermissionCheck | null = null;
  let onDevice: Parameters<ElectronSession['setDevicePermissionHandler']>[0] = null;
  let onCertificate: Parameters<ElectronSession['setCertificateVerifyProc']>[0] = null;
  let isSpellCheckerOn = true;
  let blocked: { readonly schemes: readonly string[]; readonly listener: NetworkListener } | undefined;

  const session: ElectronSession = {
    on: events.on,
    protocol: { handle: (scheme, handler) => void handlers.set(scheme, handler) },
    setCertificateVerifyProc: (proc) => {
      onCertificate = proc;
    },
    setDevicePermissionHandler: (handler) => {
      onDevice = handler;
    },
    setPermissionCheckHandler: (handler) => {
      onPermissionCheck = handler;
    },
    setPermissionRequestHandler: (handler) => {
      onPermission = handler;
    },
    setSpellCheckerEnabled: (enable) => {
      isSpellCheckerOn = enable;
    },
    webRequest: {
      onBeforeRequest: (...args: unknown[]) => {
        const [filter, listener] = args as [WebRequestFilter, NetworkListener];
        blocked = { schemes: (filter.urls ?? []).map((pattern) => pattern.slice(0, pattern.indexOf('/'))), listener };
      },
    },
  };

  // Electron grants everything to whom nobody stands in the way.
  const ask: StandInSession = {
    askPermission: (permission, address, isMainFrame) => {
      let granted = onPermission === null;
      onPermission?.(contents, permission as Parameters<PermissionHandler>[1], (isGranted) => (granted = isGranted), { requestingUrl: address, isMainFrame });
      return granted;
    },
    checkPermission: (permission, origin, isMainFrame) =>
      onPermissionCheck?.(contents, permission as Parameters<PermissionCheck>[1], origin, { isMainFrame }) ?? true,
    mayUseDevice: () => onDevice?.({ deviceType: 'usb', origin: 'tongyue://app', device: {} as never }) ?? true,
    verifyCertificate: () => {
      let verdict = 0;
      onCertificate?.({ hostname: '127.0.0.1' } as never, (result) => (verdict = result));
      return verdict;
    },
    mayReachNetwork: (address) => {
      if (!(blocked?.schemes ?? []).includes(new URL(address).protocol)) return true;
      let isCancelled = false;
      blocked?.listener({ url: address, resourceType: 'xhr' } as OnBeforeRequestListenerDetails, (response) => (isCancelled = response.cancel ?? false));
      return !isCancelled;
    },
    download: (address, mimeType) => {
      const event = preventable({});
      let saveDialog: SaveDialogOptions | undefined;
      const item: Pick<DownloadItem, 'getFilename' | 'getMimeType' | 'getURL' | 'setSaveDialogOptions'> = {
        getFilename: () => 'report.pdf',
        getMimeType: () => mimeType,
        getURL: () => address,
        setSaveDialogOptions: (dialogOptions) => {
          saveDialog = dialogOptions;
        },
      };
      events.emit('will-download', event, item, contents, null);
      return { isRefused: event.defaultPrevented, saveDialog };
    },
    isSpellCheckerOn: () => isSpellCheckerOn,
  };

  return {
    session,
    ask,
    handle: (address: string): RequestHandler => {
      const handler = handlers.get(new URL(address).protocol.slice(0, -1));
      if (handler === undefined) throw new Error('ERR_UNKNOWN_URL_SCHEME');
      return handler;
    },
  };
}

function createWindow(options: BrowserWindowConstructorOptions, onClosed: () => void) {
  const window = createEvents();
  const contents = createEvents();
  const documentWindow = createEvents();
  const addresses: string[] = [];
  const zoomFactors: number[] = [];
  const visualZoomLimits: [number, number][] = [];
  const flashes: boolean[] = [];
  let openHandler: Parameters<ElectronContents['setWindowOpenHandler']>[0] = () => ({ action: 'allow' });
  let isOpen = true;
  let isShown = false;
  let isCrashed = false;
  let isMaximized = false;
  let bounds: Rectangle = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
  let loads = 0;

  /** Chromium asks the page before it goes; @returns whether it goes. */
  function mayLeave(): boolean {
    if (isCrashed || !standIn.holdsUnsavedText) return true;
    const event = preventable({});
    contents.emit('will-prevent-unload', event);
    return event.defaultPrevented;
  }

  const electronContents: ElectronContents = {
    id: 1,
    on: contents.on,
    reload: () => {
      if (!mayLeave()) return;
      isCrashed = false;
      standIn.finishLoading();
    },
    setVisualZoomLevelLimits: async (minimum, maximum) => void visualZoomLimits.push([minimum, maximum]),
    setWindowOpenHandler: (handler) => {
      openHandler = handler;
    },
    setZoomFactor: (factor) => void zoomFactors.push(factor),
  };

  function close(): void {
    if (!isOpen) return;
    const event = preventable({});
    window.emit('close', event);
    if (event.defaultPrevented || !mayLeave()) return;
    isOpen = false;
    window.emit('closed');
    onClosed();
  }

  const electronWindow: ElectronWindow = {
    webContents: electronContents,
    close,
    flashFrame: (flag) => void flashes.push(flag),
    focus: () => standIn.focus(),
    isDestroyed: () => !isOpen,
    isFocused: () => standIn.isFocused,
    isMinimized: () => standIn.isMinimized,
    loadURL: async (address) => void addresses.push(address),
    maximize: () => {
      isMaximized = true;
      window.emit('maximize');
    },
    unmaximize: () => {
      isMaximized = false;
      window.emit('unmaximize');
    },
    isMaximized: () => isMaximized,
    getNormalBounds: () => ({ ...bounds }),
    setBounds: (next) => {
      bounds = { ...bounds, ...next };
      window.emit('move');
    },
    on: window.on,
    once: window.on,
    restore: () => {
      standIn.isMinimized = false;
    },
    show: () => {
      isShown = true;
    },
  };

  const standIn: StandInWindow = {
    options,
    addresses,
    loads: () => loads,
    zoomFactors,
    visualZoomLimits,
    flashes,
    isOpen: () => isOpen,
    isShown: () => isShown,
    bounds: () => bounds,
    isMaximized: () => isMaximized,
    drag: (next) => {
      isMaximized = false;
      electronWindow.setBounds(next);
    },
    holdsUnsavedText: false,
    isFocused: false,
    isMinimized: false,
    navigate: (address, isMainFrame) => {
      const event = preventable({ url: address, isMainFrame, isSameDocument: false, frame: null });
      contents.emit('will-frame-navigate', event);
      return event.defaultPrevented;
    },
    redirect: (address) => {
      const event = preventable({ url: address, isMainFrame: true, isSameDocument: false, frame: null });
      contents.emit('will-redirect', event, address, false, true, 1, 1);
      return event.defaultPrevented;
    },
    attachGuest: () => {
      const event = preventable({});
      contents.emit('will-attach-webview', event, {}, {});
      return event.defaultPrevented;
    },
    setTitle: (title) => {
      const event = preventable({});
      window.emit('page-title-updated', event, title, true);
      return event.defaultPrevented;
    },
    openWindow: (address) => {
      const referrer = { url: '', policy: 'no-referrer' } as const;
      const response = openHandler({ url: address, frameName: '', features: '', disposition: 'foreground-tab', referrer });
      if (response.action === 'deny') return undefined;
      contents.emit('did-create-window', { on: documentWindow.on }, {});
      return response.overrideBrowserWindowOptions ?? {};
    },
    setDocumentTitle: (title) => {
      const event = preventable({});
      documentWindow.emit('page-title-updated', event, title, true);
      return event.defaultPrevented;
    },
    reloadItself: () => electronContents.reload(),
    finishLoading: () => {
      loads += 1;
      contents.emit('did-finish-load');
    },
    turnWheelWithControl: () => contents.emit('zoom-changed', preventable({}), 'in'),
    showForTheFirstTime: () => window.emit('ready-to-show'),
    focus: () => {
      standIn.isFocused = true;
      window.emit('focus', preventable({}));
    },
    crash: (reason) => {
      isCrashed = true;
      contents.emit('render-process-gone', preventable({}), { reason, exitCode: 133 });
    },
    pressClose: close,
  };
  return { electronWindow, standIn };
}

/** A key chain that works. `user`: another one cannot read what this one wrote. */
export function createSafeStorage({
  user = 'dr-shen',
  backend = 'gnome_libsecret',
  isAvailable = true,
  mark = 'v11',
  shouldReEncrypt = false,
}: {
  readonly user?: string;
  readonly backend?: ReturnType<ElectronSafeStorage['getSelectedStorageBackend']>;
  readonly isAvailable?: boolean;
  readonly mark?: string;
  readonly shouldReEncrypt?: boolean;
} = {}): ElectronSafeStorage {
  const key = Buffer.from(user.padEnd(64, user));
  const mix = (bytes: Uint8Array) => Buffer.from(bytes.map((byte, index) => byte ^ (key[index % key.length] ?? 0)));
  const lead = Buffer.from(`${mark}${user.length}`);
  return {
    encryptStringAsync: async (text) => Buffer.concat([lead, mix(Buffer.from(`clear:${text}`))]),
    decryptStringAsync: async (sealed) => {
      const text = mix(sealed.subarray(lead.length)).toString();
      if (!text.startsWith('clear:')) throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.');
      return { result: text.slice('clear:'.length), shouldReEncrypt };
    },
    getSelectedStorageBackend: () => backend,
    isAsyncEncryptionAvailable: async () => isAvailable,
  };
}
