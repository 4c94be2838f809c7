import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readPart10, type ReceivedInstance } from '#main/part10/read-part10.ts';
import { tagOf, type Keyword } from '#shared/dicom/data-set/attribute.ts';
import { numberOf, textOf, type DataElement, type DataSet, type JsonValue } from '#shared/dicom/data-set/data-set.ts';
import { describeImage, type ImageDescription } from '#shared/dicom/image/image-description.ts';
import { contentOf } from '#shared/dicom/values/sop-class.ts';
import { isAppError } from '#shared/errors/app-error.ts';

/** What was read of one series. */
export interface ReadSeries {
  readonly seriesInstanceUid: string;
  readonly images: readonly ImageDescription[];
  /** SOP classes of instances that hold no pictures. */
  readonly otherClasses: readonly string[];
  /** Files whose SOP Instance UID was met before, and which were left out. */
  readonly repeatedInstances: number;
  /** Number of Series Related Instances (0020,1209), where a file says it. */
  readonly expectedInstances: number | undefined;
}

export interface Complaint {
  readonly file: string;
  readonly reason: string;
}

/** All files below a folder, sorted. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Reads files into series, in the order in which the first file of each comes. A file that cannot be read is a complaint, never a failure. */
export function readSeries(files: readonly { readonly name: string; readonly read: () => Uint8Array }[]): { readonly series: readonly ReadSeries[]; readonly complaints: readonly Complaint[] } {
  const found = new Map<string, { images: Map<string, ImageDescription>; others: Map<string, string>; repeated: number; expected: number | undefined }>();
  const complaints: Complaint[] = [];
  for (const { name, read } of files) {
    try {
      const instance = readPart10(read());
      const series = found.get(instance.seriesInstanceUid) ?? { images: new Map(), others: new Map(), repeated: 0, expected: undefined };
      found.set(instance.seriesInstanceUid, series);
      series.expected ??= numberOf(instance.metadata, 'NumberOfSeriesRelatedInstances');
      if (series.images.has(instance.sopInstanceUid) || series.others.has(instance.sopInstanceUid)) {
        series.repeated += 1;
        complaints.push({ file: name, reason: 'its SOP Instance UID was met before; left out' });
      } else if (contentOf(instance.sopClassUid) === 'images') {
        series.images.set(instance.sopInstanceUid, describeImage(withTables(instance)));
      } else {
        series.others.set(instance.sopInstanceUid, instance.sopClassUid);
      }
    } catch (error) {
      complaints.push({ file: name, reason: reasonOf(error) });
    }
  }
  const series = [...found].map(([seriesInstanceUid, { images, others, repeated, expected }]): ReadSeries => ({
    seriesInstanceUid, images: [...images.values()], otherClasses: [...new Set(others.values())], repeatedInstances: repeated, expectedInstances: expected,
  }));
  return { series, complaints };
}

function reasonOf(error: unknown): string {
  if (!isAppError(error)) return `could not be read: ${error instanceof Error ? error.message : 'unknown'}`;
  const { reason } = error.facts;
  return reason === undefined ? error.code : `${error.code}: ${String(reason)}`;
}

/** Look-up tables that the reader took out of the metadata, put back as the page does it (`inline-tables.ts`). */
const TABLES: ReadonlySet<string> = new Set(
  (['RedPaletteColorLookupTableData', 'GreenPaletteColorLookupTableData', 'BluePaletteColorLookupTableData', 'LUTData'] as const satisfies readonly Keyword[]).map(tagOf),
);

function withTables({ metadata, bulkData }: ReceivedInstance): DataSet {
  const inline = (dataSet: DataSet): DataSet =>
    Object.fromEntries(
      Object.entries(dataSet).map(([tag, element]): [string, DataElement] => {
        const bulk = element.BulkDataURI === undefined || !TABLES.has(tag) ? undefined : bulkData.find(({ elementPath }) => elementPath === element.BulkDataURI);
        if (bulk !== undefined) return [tag, { vr: element.vr, InlineBinary: Buffer.from(bulk.bytes).toString('base64') }];
        return [tag, element.vr === 'SQ' && element.Value !== undefined ? { ...element, Value: element.Value.map((item) => (isItem(item) ? inline(item) : item)) } : element];
      }),
    );
  const isTaken = textOf(metadata, 'PhotometricInterpretation') === 'PALETTE COLOR' || bulkData.some(({ elementPath }) => elementPath.includes(tagOf('LUTData')));
  return isTaken ? inline(metadata) : metadata;
}

function isItem(value: JsonValue): value is DataSet {
  return typeof value === 'object' && value !== null;
}
