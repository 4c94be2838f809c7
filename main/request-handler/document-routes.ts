import { REQUEST_PATHS } from '#shared/contract/request-paths.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { secureHeaders } from './security-headers.ts';

export interface DocumentRouteDependencies {
  readonly preview: (requestId: number, revision: number) => Promise<Uint8Array>;
  readonly signedPdf: (reportUid: string) => Promise<Uint8Array | undefined>;
}

/** PDFs. @returns undefined for a path of somebody else */
export function createDocumentRoutes({ preview, signedPdf }: DocumentRouteDependencies): (pathname: string) => Promise<Response | undefined> {
  const previewPattern = new RegExp(`^${REQUEST_PATHS.documents}/preview/(\\d{1,12})/(\\d{1,12})$`);
  const signedPattern = new RegExp(`^${REQUEST_PATHS.documents}/signed/([\\d.]{1,64})$`);
  return async (pathname) => {
    const draft = previewPattern.exec(pathname);
    if (draft !== null) return answer(() => preview(Number(draft[1]), Number(draft[2])), 'preview.pdf');
    const signed = signedPattern.exec(pathname);
    if (signed !== null) return answer(() => signedPdf(signed[1] ?? ''), 'report.pdf');
    return undefined;
  };
}

async function answer(read: () => Promise<Uint8Array | undefined>, name: string): Promise<Response> {
  try {
    const pdf = await read();
    if (pdf === undefined) return new Response(null, { status: 404, headers: secureHeaders('data', {}) });
    const headers = secureHeaders('document', { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="${name}"` });
    return new Response(new Uint8Array(pdf), { headers });
  } catch (error) {
    if (!isAppError(error)) throw error;
    // The page reads code and facts and says it in its own words.
    const body = JSON.stringify({ code: error.code, facts: error.facts });
    return new Response(body, { status: 422, headers: secureHeaders('data', { 'content-type': 'application/json' }) });
  }
}
