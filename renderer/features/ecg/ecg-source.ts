import { bulkPath, metadataPath } from '#shared/contract/request-paths.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { itemsOf, textOf } from '#shared/dicom/data-set/data-set.ts';
import { readWaveformRecord, waveformBulkPaths } from '#shared/dicom/waveform/waveform-record.ts';
import { readDeviceFindings, type DeviceFindings } from '#shared/ecg/device-measurement.ts';
import { analyseEcg, type EcgAnalysis } from '#shared/ecg/measure-ecg.ts';
import { readEcgRecording, type EcgRecording } from '#shared/ecg/ecg-recording.ts';
import type { EcgReadingSettings } from '#shared/ecg/ecg-reading-settings.ts';
import { AppError } from '#shared/errors/app-error.ts';

/** Where the reader gets the objects of one series. The store answers; a hospital is never asked from here. */
export interface EcgSource {
  /** DICOM JSON of the held instances, binary values taken out. */
  readonly readMetadata: (signal: AbortSignal) => Promise<readonly DataSet[]>;
  /**
   * @param elementPath tag path with one-based item numbers, such as `54000100/1/54001010`
   * @param onHead called once with the first `HEAD_BYTES`, of a value that is longer, while the rest still comes; the rest waits until it has been shown
   */
  readonly readBulk: (sopInstanceUid: string, elementPath: string, signal: AbortSignal, onHead?: (head: Uint8Array) => Promise<void>) => Promise<Uint8Array>;
  /** What a physician did to the recording before; undefined when nobody did. */
  readonly readReading?: (sopInstanceUid: string) => Promise<EcgReadingSettings | undefined>;
}

/** What of `fetch` is needed. */
export type PathRequest = (path: string, options: { readonly signal: AbortSignal }) => Promise<Response>;

/** An object of the series that holds waveforms, samples not yet read. */
export interface EcgInstance {
  readonly sopInstanceUid: string;
  readonly acquisitionDateTime: string;
  readonly dataSet: DataSet;
}

/** One ECG, ready to be drawn. */
export interface LoadedEcg {
  readonly recording: EcgRecording;
  readonly findings: DeviceFindings;
  /** Beats, median beat and our own marks. */
  readonly analysis: EcgAnalysis;
  readonly reading: EcgReadingSettings | undefined;
  /** False while only the beginning of a long recording is here: it ends where that does. */
  readonly isWhole: boolean;
}

/** Of a day of three leads three quarters of an hour, of ten seconds more than all. */
export const HEAD_BYTES = 4 * 1024 * 1024;

/**
 * The source over the one request handler.
 * Errors: `store/not-held` when the store has not got it (yet), `contract/no-answer` when main does not answer, `internal` otherwise.
 */
export function createEcgSource(studyId: number, seriesInstanceUid: string, request: PathRequest = fetch): EcgSource {
  async function get(path: string, signal: AbortSignal): Promise<Response> {
    let response: Response;
    try {
      response = await request(path, { signal });
    } catch (error) {
      if (signal.aborted) throw error;
      throw new AppError('contract/no-answer', 'main gave no answer', { cause: error });
    }
    if (response.status === 200) return response;
    if (response.status === 202 || response.status === 404) throw new AppError('store/not-held', `answer ${response.status}`);
    throw new AppError('internal', `answer ${response.status}`);
  }
  return {
    readMetadata: async (signal) => {
      const body: unknown = await (await get(metadataPath(studyId, seriesInstanceUid), signal)).json();
      if (!Array.isArray(body)) throw new AppError('internal', 'metadata is no list');
      return body as readonly DataSet[];
    },
    readBulk: async (sopInstanceUid, elementPath, signal, onHead) => {
      const response = await get(bulkPath(studyId, sopInstanceUid, elementPath), signal);
      if (onHead === undefined || response.body === null) return new Uint8Array(await response.arrayBuffer());
      try {
        return await readWithHead(response.body, onHead);
      } catch (error) {
        if (signal.aborted) throw error;
        throw new AppError('contract/no-answer', 'main did not finish its answer', { cause: error });
      }
    },
  };
}

/** The picture of the beginning comes before the rest: nobody waits for a recording's last hour. */
const PICTURE_MS = 50;

async function readWithHead(body: ReadableStream<Uint8Array>, onHead: (head: Uint8Array) => Promise<void>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for (let reader = body.getReader(), isHeadTold = false; ; ) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks, sizeBytes);
    // More has come than the head: there is a rest to wait for.
    if (!isHeadTold && sizeBytes >= HEAD_BYTES) {
      isHeadTold = true;
      await onHead(joined(chunks, sizeBytes));
      await new Promise((resolve) => setTimeout(resolve, PICTURE_MS));
    }
    chunks.push(value);
    sizeBytes += value.byteLength;
  }
}

function joined(chunks: readonly Uint8Array[], sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** The waveform objects of the series. @throws AppError `study/not-an-ecg` when there is none */
export async function findEcgInstances(source: EcgSource, signal: AbortSignal): Promise<readonly EcgInstance[]> {
  const dataSets = (await source.readMetadata(signal)).filter((dataSet) => itemsOf(dataSet, 'WaveformSequence').length > 0);
  if (dataSets.length === 0) throw new AppError('study/not-an-ecg', 'no instance of the series holds waveforms');
  return dataSets.map((dataSet) => ({
    sopInstanceUid: textOf(dataSet, 'SOPInstanceUID'),
    acquisitionDateTime: textOf(dataSet, 'AcquisitionDateTime'),
    dataSet,
  }));
}

/**
 * Reads the samples of one object. A group whose samples are not held is refused in the recording; it does not fail the others.
 * @param onFirst called at most once: of a long recording, when the beginning of each group is here
 */
export async function loadEcg(source: EcgSource, instance: EcgInstance, signal: AbortSignal, onFirst?: (ecg: LoadedEcg) => void): Promise<LoadedEcg> {
  const paths = waveformBulkPaths(instance.dataSet);
  const bulk = new Map<string, Uint8Array>();
  const answered = new Set<string>();
  let isWhole = false;
  let isFirstTold = onFirst === undefined;
  const asked = source.readReading?.(instance.sopInstanceUid);

  async function answer(path: string, bytes: Uint8Array): Promise<void> {
    bulk.set(path, bytes);
    answered.add(path);
    if (isFirstTold || answered.size < paths.length) return;
    isFirstTold = true;
    const reading = await asked;
    if (isWhole || signal.aborted) return;
    const { recording, ...others } = ecgOf(instance, bulk);
    // What is missing is on its way.
    const problems = recording.problems.filter((one) => one.kind !== 'group' || one.problem !== 'shorter-than-declared');
    onFirst?.({ ...others, recording: { ...recording, problems }, reading, isWhole });
  }

  await Promise.all(paths.map(async (path) => {
    try {
      // What fails here fails below, where it is told.
      const onHead = isFirstTold ? undefined : (head: Uint8Array) => answer(path, head).catch(() => undefined);
      bulk.set(path, await source.readBulk(instance.sopInstanceUid, path, signal, onHead));
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'store/not-held')) throw error;
    }
    answered.add(path);
  }));
  isWhole = true;
  return { ...ecgOf(instance, bulk), reading: await asked, isWhole };
}

function ecgOf(instance: EcgInstance, bulk: ReadonlyMap<string, Uint8Array>): Pick<LoadedEcg, 'recording' | 'findings' | 'analysis'> {
  const record = readWaveformRecord(instance.dataSet, (path) => bulk.get(path));
  const recording = readEcgRecording(record);
  return { recording, findings: readDeviceFindings(record.annotations), analysis: analyseEcg(recording) };
}
