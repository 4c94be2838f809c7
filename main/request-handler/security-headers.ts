/**
 * What a page of ours may do: its own scripts, WebAssembly for the decoders, its own workers, nothing from anywhere else.
 * `style-src-attr` is what Cornerstone's and React's inline style attributes need; blob: pictures are thumbnails, blob: frames are documents,
 * blob: media are videos.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src blob:",
  "font-src 'self'",
  "frame-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

/** On every answer, worker scripts included: a module worker obeys the policy of its own response. */
const EVERY_ANSWER: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), usb=()',
};

/** For a PDF the browser's own viewer takes the place of a page; the policy of a page would leave it blank. */
const DOCUMENT_POLICY = "default-src 'self' blob: data: 'unsafe-inline'; frame-ancestors 'self'";

/**
 * Adds what every answer carries.
 * @param kind `page`: files of the program, which a browser may keep for this run; `data`: anything of a patient, which it must never write to a disk
 */
export function secureHeaders(kind: 'page' | 'data' | 'document', headers: Readonly<Record<string, string>>): Record<string, string> {
  return {
    ...EVERY_ANSWER,
    'content-security-policy': kind === 'document' ? DOCUMENT_POLICY : CONTENT_SECURITY_POLICY,
    'cache-control': kind === 'page' ? 'no-cache' : 'no-store',
    ...headers,
  };
}

/** The same for an answer that somebody else made. */
export function secureResponse(kind: 'page' | 'data' | 'document', response: Response): Response {
  const secured = new Response(response.body, response);
  for (const [name, value] of Object.entries(secureHeaders(kind, {}))) secured.headers.set(name, value);
  return secured;
}
