import { join } from 'node:path';
import type { BrowserWindowConstructorOptions } from 'electron';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { ElectronPort, ElectronWindow } from './electron-port.ts';
import type { WindowPlaces } from './window-places.ts';
import { PRODUCT_NAME, type ShellWords } from './shell-words.ts';

/** In memory: nothing of a page is written to a disk. */
export const PARTITION = 'tongyue';

export interface WindowDependencies {
  readonly electron: ElectronPort;
  /** `out/main`: the preload script lies there. */
  readonly mainFolder: string;
  readonly resourcesFolder: string;
  readonly words: ShellWords;
  readonly clock: Clock;
  readonly log: Log;
  readonly wait: (durationMs: number) => Promise<void>;
  /** The page has gone, or is about to be replaced: what it still reads ends. */
  readonly onPageGone: () => void;
  /** Where it stood last. */
  readonly places: WindowPlaces;
}

/** Which window is opened. */
export interface WindowKind {
  /** Its name among the windows whose places are kept. */
  readonly windowName: string;
  readonly address: string;
  readonly onClosed: () => void;
}

export interface ShellWindow {
  readonly window: ElectronWindow;
  readonly bringToFront: () => void;
  /** Loads the page anew; text that is not saved is saved first. */
  readonly reload: () => void;
}

/** A page that holds unsaved text stays until it is saved; it is asked again at this pace, for three seconds. */
const ASK_AGAIN_MS = 150;
const TIMES_TO_ASK = 20;


/** More crashes than this in a minute are not healed by loading once more. */
const RELOADS_A_MINUTE = 3;

export function windowOptions(mainFolder: string, resourcesFolder: string, isPackaged: boolean): BrowserWindowConstructorOptions {
  return {
    width: 1920,
    height: 1080,
    minWidth: 1280,
    minHeight: 720,
    show: false,
    title: PRODUCT_NAME,
    icon: join(resourcesFolder, 'build', 'icon.png'),
    backgroundColor: '#000000',
    autoHideMenuBar: true,
    webPreferences: {
      partition: PARTITION,
      preload: join(mainFolder, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // Chromium's PDF viewer and nothing else: there are no other plug-ins.
      plugins: true,
      // A second window beside the first goes on drawing.
      backgroundThrottling: false,
      devTools: !isPackaged,
      zoomFactor: 1,
    },
  };
}

/** Opens a window of the program. Its title is ours: a page's title could name a patient. */
export function openWindow(dependencies: WindowDependencies, { windowName, address, onClosed }: WindowKind): ShellWindow {
  const { electron, mainFolder, resourcesFolder, log } = dependencies;
  const place = dependencies.places.placeOf(windowName);
  const window = electron.createWindow({ ...windowOptions(mainFolder, resourcesFolder, electron.app.isPackaged), ...place?.bounds });
  dependencies.places.follow(windowName, window);
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => {
    if (place === undefined || place.isMaximized) window.maximize();
    window.show();
  });
  window.on('focus', () => window.flashFrame(false));
  window.on('closed', onClosed);
  pinZoom(window);
  const leave = leaveWithoutLoss(window, dependencies);
  reloadAfterCrash(window, dependencies);
  window.loadURL(address).catch((error: unknown) => log.error('the page did not load', {}, error));
  return {
    window,
    bringToFront() {
      if (window.isDestroyed()) return;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    reload: () => leave('reload'),
  };
}

/** One image pixel has the size that the page computed: no browser zoom, no pinch. */
function pinZoom(window: ElectronWindow): void {
  const { webContents: contents } = window;
  const pin = () => contents.setZoomFactor(1);
  contents.on('zoom-changed', pin);
  contents.on('did-finish-load', () => {
    pin();
    void contents.setVisualZoomLevelLimits(1, 1);
  });
}

/**
 * A page refuses to go while it holds unsaved text, and saves it meanwhile. Electron then just keeps the window, without a word; so the page is
 * asked again until it lets go, and only when that does not help the physician decides.
 */
function leaveWithoutLoss(window: ElectronWindow, { electron, words, wait, log }: WindowDependencies): (how: 'close' | 'reload') => void {
  let leaving: 'close' | 'reload' | undefined;
  let asked = 0;
  let isAsking = false;
  let isForced = false;

  const leave = (how: 'close' | 'reload') => {
    if (window.isDestroyed()) return;
    leaving = how;
    if (how === 'close') window.close();
    else window.webContents.reload();
  };
  const stay = () => {
    leaving = undefined;
    asked = 0;
    isForced = false;
  };
  const askAgain = async (how: 'close' | 'reload') => {
    isAsking = true;
    asked += 1;
    if (asked <= TIMES_TO_ASK) await wait(ASK_AGAIN_MS);
    else isForced = await mayDiscard(electron, words);
    isAsking = false;
    if (asked > TIMES_TO_ASK && !isForced) stay();
    else leave(how);
  };

  window.on('close', () => {
    leaving = 'close';
  });
  window.webContents.on('did-finish-load', stay);
  window.webContents.on('will-prevent-unload', (event) => {
    if (isForced) {
      log.warn('unsaved text was discarded');
      event.preventDefault();
    } else if (!isAsking) {
      // A page that goes by itself loads itself anew: there is nowhere else to go.
      askAgain(leaving ?? 'reload').catch((error: unknown) => log.error('a window could not be left', {}, error));
    }
  });
  return leave;
}

async function mayDiscard({ dialog }: ElectronPort, { unsaved }: ShellWords): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: PRODUCT_NAME,
    message: unsaved.message,
    detail: unsaved.detail,
    buttons: [unsaved.stay, unsaved.leave],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}

/** Drafts live in main: the page comes back with all but the last half second of typing. */
function reloadAfterCrash(window: ElectronWindow, { electron, words, clock, log, onPageGone }: WindowDependencies): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    log.error('the page has crashed', { reason, exitCode });
    onPageGone();
    const now = clock.now().getTime();
    crashes = [...crashes.filter((time) => now - time < 60_000), now];
    if (crashes.length <= RELOADS_A_MINUTE) window.webContents.reload();
    else askAfterCrashes().catch((error: unknown) => log.error('a crash could not be told', {}, error));
  });

  async function askAfterCrashes(): Promise<void> {
    const { crashed } = words;
    const { response } = await electron.dialog.showMessageBox({
      type: 'error',
      title: PRODUCT_NAME,
      message: crashed.message,
      detail: crashed.detail,
      buttons: [crashed.reload, crashed.quit],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    if (response === 1) {
      electron.app.quit();
    } else if (!window.isDestroyed()) {
      crashes = [];
      window.webContents.reload();
    }
  }
}
