import { bulkPath } from '#shared/contract/request-paths.ts';
import { tagOf, type Keyword } from '#shared/dicom/data-set/attribute.ts';
import type { DataElement, DataSet, JsonValue } from '#shared/dicom/data-set/data-set.ts';
import type { FetchPath } from './fetch-frame.ts';

/** Binary values that decide what is seen; everything else binary stays where it is. */
const TABLES: readonly Keyword[] = [
  'RedPaletteColorLookupTableData', 'GreenPaletteColorLookupTableData', 'BluePaletteColorLookupTableData', 'LUTData',
  'SegmentedRedPaletteColorLookupTableData', 'SegmentedGreenPaletteColorLookupTableData', 'SegmentedBluePaletteColorLookupTableData',
];
/** Overlay Data (60xx,3000). */
const OVERLAY_DATA = /^60[01][02468ACE]3000$/;
const SEQUENCES: readonly Keyword[] = ['ModalityLUTSequence', 'VOILUTSequence', 'SoftcopyVOILUTSequence', 'PresentationLUTSequence'];

/**
 * Fetches the look-up tables that were taken out of the metadata and puts them back as InlineBinary. A table that cannot be had stays
 * away: the description then says what cannot be shown.
 */
export async function inlineTables(dataSet: DataSet, studyId: number, fetchPath: FetchPath, signal: AbortSignal): Promise<DataSet> {
  const uid = dataSet[tagOf('SOPInstanceUID')]?.Value?.[0];
  if (typeof uid !== 'string' || !hasReference(dataSet)) return dataSet;
  const pathOf = (uri: string) => bulkPath(studyId, uid, uri);

  async function inline(elements: DataSet): Promise<DataSet> {
    const result: Record<string, DataElement> = { ...elements };
    for (const keyword of TABLES) {
      const element = result[tagOf(keyword)];
      if (element?.BulkDataURI === undefined) continue;
      const bytes = await fetchBulk(pathOf(element.BulkDataURI), fetchPath, signal);
      if (bytes !== undefined) result[tagOf(keyword)] = { vr: element.vr, InlineBinary: base64Of(bytes) };
    }
    for (const [tag, element] of Object.entries(elements)) {
      if (!OVERLAY_DATA.test(tag) || element.BulkDataURI === undefined) continue;
      const bytes = await fetchBulk(pathOf(element.BulkDataURI), fetchPath, signal);
      if (bytes !== undefined) result[tag] = { vr: element.vr, InlineBinary: base64Of(bytes) };
    }
    for (const keyword of SEQUENCES) {
      const element = result[tagOf(keyword)];
      if (element?.Value === undefined) continue;
      const items: JsonValue[] = [];
      for (const item of element.Value) items.push(isItem(item) ? await inline(item) : item);
      result[tagOf(keyword)] = { ...element, Value: items };
    }
    return result;
  }
  return await inline(dataSet);
}

function hasReference(dataSet: DataSet): boolean {
  const isTaken = Object.keys(dataSet).some((tag) => OVERLAY_DATA.test(tag)) || TABLES.some((keyword) => dataSet[tagOf(keyword)]?.BulkDataURI !== undefined);
  return isTaken || SEQUENCES.some((keyword) => (dataSet[tagOf(keyword)]?.Value ?? []).some((item) => isItem(item) && hasReference(item)));
}

function isItem(value: JsonValue): value is DataSet {
  return typeof value === 'object' && value !== null;
}

async function fetchBulk(path: string, fetchPath: FetchPath, signal: AbortSignal): Promise<Uint8Array | undefined> {
  try {
    const response = await fetchPath(path, { signal });
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 8192) text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(text);
}
