import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  CommandLine,
  Dialog,
  FromPartitionOptions,
  IpcMain,
  Menu,
  Protocol,
  Screen,
  SafeStorage,
  Session,
  Shell,
  WebContents,
  WebRequest,
} from 'electron';

/**
 * Every call of Electron that the shell makes, in Electron's own types. `main.ts` gives the real ones, the tests a stand-in; the compiler holds
 * both to the same signatures.
 */
export interface ElectronPort {
  readonly app: ElectronApp;
  readonly protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>;
  readonly session: { readonly fromPartition: (partition: string, options?: FromPartitionOptions) => ElectronSession };
  readonly createWindow: (options: BrowserWindowConstructorOptions) => ElectronWindow;
  readonly dialog: Pick<Dialog, 'showErrorBox'> & { readonly showMessageBox: ShowMessageBox; readonly showOpenDialog: ShowOpenDialog };
  readonly menu: Pick<typeof Menu, 'buildFromTemplate' | 'setApplicationMenu'>;
  readonly safeStorage: ElectronSafeStorage;
  readonly ipcMain: Pick<IpcMain, 'handle'>;
  readonly shell: Pick<Shell, 'openExternal'>;
  /** After `ready` only. */
  readonly screen: ElectronScreen;
}

export type ElectronApp = Pick<
  App,
  'enableSandbox' | 'exit' | 'isPackaged' | 'on' | 'quit' | 'requestSingleInstanceLock' | 'setAppUserModelId' | 'setPath' | 'whenReady'
> & { readonly commandLine: Pick<CommandLine, 'appendSwitch'> };

export type ElectronScreen = Pick<Screen, 'getAllDisplays' | 'getDisplayMatching' | 'getPrimaryDisplay' | 'on'>;

export type ElectronSession = Pick<
  Session,
  | 'on'
  | 'setCertificateVerifyProc'
  | 'setDevicePermissionHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setSpellCheckerEnabled'
> & { readonly protocol: Pick<Protocol, 'handle'>; readonly webRequest: Pick<WebRequest, 'onBeforeRequest'> };

export type ElectronContents = Pick<
  WebContents,
  'on' | 'reload' | 'setVisualZoomLevelLimits' | 'setWindowOpenHandler' | 'setZoomFactor'
> & { readonly id: number };

export type ElectronWindow = Pick<
  BrowserWindow,
  | 'close' | 'flashFrame' | 'focus' | 'getNormalBounds' | 'isDestroyed' | 'isFocused' | 'isMaximized' | 'isMinimized' | 'loadURL' | 'maximize' | 'on' | 'once' | 'restore'
  | 'setBounds' | 'show' | 'unmaximize'
> & { readonly webContents: ElectronContents };

export type ElectronSafeStorage = Pick<
  SafeStorage,
  'decryptStringAsync' | 'encryptStringAsync' | 'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable'
>;

/** Without a window: the box belongs to the program. */
type ShowMessageBox = (options: Parameters<Dialog['showMessageBox']>[0]) => ReturnType<Dialog['showMessageBox']>;
type ShowOpenDialog = (options: Parameters<Dialog['showOpenDialog']>[0] & object) => ReturnType<Dialog['showOpenDialog']>;
