import { createImagingEngine } from '#renderer/imaging/engine/imaging-engine.ts';
import { decodeFrame } from '#renderer/imaging/loader/decode-frame.ts';
import { createImageRegistry } from '#renderer/imaging/loader/image-registry.ts';
import { provideMetadata } from '#renderer/imaging/loader/metadata-provider.ts';
import { fetchFrame } from '#renderer/imaging/loader/fetch-frame.ts';
import { describeImage } from '#shared/dicom/image/image-description.ts';
import { inlineTables } from '#renderer/imaging/loader/inline-tables.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';

const engine = await createImagingEngine({ source: { onInstancesHeld: () => () => undefined } });
const registry = createImageRegistry();
provideMetadata(registry);
const signal = new AbortController().signal;

async function decode(studyId: number, series: string, sopInstanceUid: string, frameNumber: number) {
  const list = (await (await fetch(`/metadata/${studyId}/${series}`)).json()) as DataSet[];
  const dataSet = list.find((one) => one['00080018']?.Value?.[0] === sopInstanceUid)!;
  const get = (path: string, init: RequestInit) => fetch(path, init);
  const image = describeImage(await inlineTables(dataSet, studyId, get, signal));
  registry.add(studyId, [image]);
  const frame = { studyId, sopInstanceUid, frameNumber };
  const answer = await fetchFrame(frame, get, signal);
  if (answer.status !== 'held') throw new Error('awaited');
  const loaded = await decodeFrame(frame, answer, registry);
  const data = loaded.pixels.kind === 'grey' ? loaded.pixels.values : loaded.pixels.rgb;
  const wide = image.format.bitsAllocated === 16 && data.BYTES_PER_ELEMENT === 1 && loaded.pixels.kind === 'grey' ? (image.format.isSigned ? Int16Array.from(data) : Uint16Array.from(data)) : data;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', wide.slice().buffer as ArrayBuffer));
  let min = Infinity, max = -Infinity, sum = 0;
  for (const v of data) { if (v < min) min = v; if (v > max) max = v; sum += v; }
  (window as unknown as {last: unknown}).last = data;
  return { kind: loaded.pixels.kind, hash: [...digest].map((b) => b.toString(16).padStart(2, '0')).join(''), min, max, mean: sum / data.length, isLossy: loaded.isLossy, photometric: image.photometricInterpretation };
}
Object.assign(window, { values: async (...a: Parameters<typeof decode>) => { await decode(...a); return Array.from((window as unknown as {last: Uint8Array}).last); }, decode: (...a: Parameters<typeof decode>) => decode(...a).catch((e: unknown) => ({ error: String(e), facts: JSON.stringify((e as {facts?: unknown}).facts), cause: String((e as Error).cause) })), engine });
document.title = 'ready';
