const TIMEOUT_MS = 15_000;
const LARGEST_BYTES = 4 * 1024 * 1024;

/** A public file of a certificate authority. @returns undefined when it cannot be had now */
export async function httpFetcher(url: string): Promise<Uint8Array | undefined> {
  try {
    const answer = await fetch(url, { redirect: 'follow', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!answer.ok) return undefined;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return bytes.length > LARGEST_BYTES ? undefined : bytes;
  } catch {
    return undefined;
  }
}
