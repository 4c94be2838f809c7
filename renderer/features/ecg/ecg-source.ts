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
  /** @param elementPath tag path with one-based item numbers, such as `54000100/1/54001010` */
  readonly readBulk: (sopInstanceUid: string, elementPath: string, signal: AbortSignal) => Promise<Uint8Array>;
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
}

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
    readBulk: async (sopInstanceUid, elementPath, signal) =>
      new Uint8Array(await (await get(bulkPath(studyId, sopInstanceUid, elementPath), signal)).arrayBuffer()),
  };
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

/** Reads the samples of one object. A group whose samples are not held is refused in the recording; it does not fail the others. */
export async function loadEcg(source: EcgSource, instance: EcgInstance, signal: AbortSignal): Promise<LoadedEcg> {
  const bulk = new Map<string, Uint8Array>();
  const asked = source.readReading?.(instance.sopInstanceUid);
  await Promise.all(waveformBulkPaths(instance.dataSet).map(async (path) => {
    try {
      bulk.set(path, await source.readBulk(instance.sopInstanceUid, path, signal));
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'store/not-held')) throw error;
    }
  }));
  const record = readWaveformRecord(instance.dataSet, (path) => bulk.get(path));
  const recording = readEcgRecording(record);
  return { recording, findings: readDeviceFindings(record.annotations), analysis: analyseEcg(recording), reading: await asked };
}
