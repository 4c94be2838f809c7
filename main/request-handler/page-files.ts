import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { secureHeaders } from './security-headers.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.ttf': 'font/ttf',
  '.pfb': 'application/octet-stream',
  '.bcmap': 'application/octet-stream',
  '.icc': 'application/vnd.iccprofile',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * Serves the built page, the fonts that page and documents share under `/fonts/`, and the tables of the PDF reader under `/pdf/`.
 * @returns undefined when there is no such file
 */
export function createPageFiles(pagesFolder: string, resourcesFolder: string): (pathname: string) => Promise<Response | undefined> {
  return async (pathname) => {
    const decoded = decodePath(pathname);
    if (decoded === undefined) return undefined;
    const isShared = decoded.startsWith('/fonts/') || decoded.startsWith('/pdf/');
    const file = fileBelow(isShared ? resourcesFolder : pagesFolder, decoded === '/' ? '/index.html' : decoded);
    const contentType = file === undefined ? undefined : CONTENT_TYPES[extname(file).toLowerCase()];
    if (file === undefined || contentType === undefined) return undefined;
    try {
      return new Response(new Uint8Array(await readFile(file)), { headers: secureHeaders('page', { 'content-type': contentType }) });
    } catch {
      return undefined;
    }
  };
}

function decodePath(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}

/** @returns undefined for a path that would leave the folder */
function fileBelow(folder: string, pathname: string): string | undefined {
  if (pathname.includes('\0')) return undefined;
  const file = normalize(join(folder, pathname));
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? file : undefined;
}
