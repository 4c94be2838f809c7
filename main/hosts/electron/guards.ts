import type { BrowserWindowConstructorOptions } from 'electron';
import type { Log } from '../../platform/log.ts';
import { isOurAddress, isOurBlob, isOurDocument, mayNavigate, schemeOf } from './addresses.ts';
import type { ElectronContents, ElectronSession } from './electron-port.ts';
import { PRODUCT_NAME } from './shell-words.ts';

/** What a browser grants a page without asking. Everything else is refused, whoever asks. */
const GRANTED_PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen']);

const DOCUMENT_WINDOW: BrowserWindowConstructorOptions = {
  title: PRODUCT_NAME,
  width: 1000,
  height: 1200,
  autoHideMenuBar: true,
  backgroundColor: '#000000',
};

/** Chromium: ERR_FAILED, whatever the certificate. */
const REFUSE_CERTIFICATE = -2;

const PDF = { name: 'PDF', extensions: ['pdf'] };
/** What a page makes and hands out: documents, captured pictures, the physician's own settings. */
const FILE_KINDS: Readonly<Record<string, { name: string; extensions: string[] }>> = {
  'application/pdf': PDF,
  'image/png': { name: 'PNG', extensions: ['png'] },
  'application/json': { name: 'JSON', extensions: ['json'] },
};

function isOwnFile(mimeType: string): boolean {
  return Object.hasOwn(FILE_KINDS, mimeType);
}

/** The session of all windows: it asks nobody but us, and gives a page nothing that it does not need. */
export function guardSession(session: ElectronSession, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) => {
    const isGranted = mayHave(permission, requestingUrl, isMainFrame);
    if (!isGranted) log.warn('a permission was refused', { permission });
    answer(isGranted);
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, { isMainFrame }) => mayHave(permission, requestingOrigin, isMainFrame));
  session.setDevicePermissionHandler(() => false);
  session.setCertificateVerifyProc((_request, answer) => answer(REFUSE_CERTIFICATE));
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest({ urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'] }, (details, answer) => {
    log.warn('a request to the network was refused', { scheme: schemeOf(details.url), kind: details.resourceType });
    answer({ cancel: true });
  });
  session.on('will-download', (event, item) => {
    const address = item.getURL();
    if (!isOurDocument(address) && !(isOurBlob(address) && isOwnFile(item.getMimeType()))) {
      event.preventDefault();
      log.warn('a download was refused', { scheme: schemeOf(address) });
      return;
    }
    // No path is set: Electron asks where to.
    item.setSaveDialogOptions({ defaultPath: item.getFilename(), filters: [FILE_KINDS[item.getMimeType()] ?? PDF], properties: ['dontAddToRecent'] });
  });
}

/**
 * Every page there is, whoever opened it: it stays with us, opens a window for nothing but a document, and holds no guest.
 * @param openInBrowser takes the address of a sign-in that main itself has begun to the browser of the system; false for every other
 */
export function guardContents(contents: ElectronContents, log: Log, openInBrowser: (url: string) => boolean): void {
  const refuse = (event: { readonly url: string; readonly isMainFrame: boolean; readonly preventDefault: () => void }) => {
    if (mayNavigate(event.url, event.isMainFrame)) return;
    event.preventDefault();
    log.warn('a navigation was refused', { scheme: schemeOf(event.url), isMainFrame: event.isMainFrame });
  };
  contents.on('will-frame-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    log.warn('a guest page was refused');
  });
  contents.setWindowOpenHandler(({ url }) => {
    // A report on the other screen. The window inherits the sandbox and everything else of ours.
    if (isOurDocument(url) || isOurBlob(url)) return { action: 'allow', overrideBrowserWindowOptions: DOCUMENT_WINDOW };
    if (openInBrowser(url)) return { action: 'deny' };
    log.warn('a new window was refused', { scheme: schemeOf(url) });
    return { action: 'deny' };
  });
  // Neither the page nor a PDF names the window: both could name a patient.
  contents.on('did-create-window', (window) => void window.on('page-title-updated', (event) => event.preventDefault()));
}

function mayHave(permission: string, requestingAddress: string, isMainFrame: boolean): boolean {
  return isMainFrame && isOurAddress(requestingAddress) && GRANTED_PERMISSIONS.has(permission);
}
