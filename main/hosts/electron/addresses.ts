import { REQUEST_PATHS } from '#shared/contract/request-paths.ts';

export const SCHEME = 'tongyue';
/** The one origin of the program. To the page it is what `http://127.0.0.1:PORT` is in the loopback host. */
export const ORIGIN = `${SCHEME}://app`;
export const START_ADDRESS = `${ORIGIN}/`;

/** Chromium's PDF viewer is an extension of its own that opens inside the frame that shows a document. */
const PDF_VIEWER = 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/';

/** `URL.origin` knows no origin of a scheme that is ours, so scheme and host are compared. */
export function isOurAddress(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === `${SCHEME}:` && url.host === 'app' && url.username === '';
}

/** Something that a page of ours made and holds in memory. */
export function isOurBlob(address: string): boolean {
  return address.startsWith(`blob:${ORIGIN}/`);
}

/** A PDF of the request handler. */
export function isOurDocument(address: string): boolean {
  return isOurAddress(address) && new URL(address).pathname.startsWith(`${REQUEST_PATHS.documents}/`);
}

/** What a frame may go to: our pages and what they made; a frame within a page also to what shows a document. */
export function mayNavigate(address: string, isMainFrame: boolean): boolean {
  if (isOurAddress(address) || isOurBlob(address)) return true;
  return !isMainFrame && (address === 'about:blank' || address.startsWith(PDF_VIEWER));
}

/** For the log: the address itself may hold what a person typed. */
export function schemeOf(address: string): string {
  return /^[a-z][a-z0-9+.-]*:/i.exec(address)?.[0] ?? 'none';
}
