import { textOf, type DataElement } from '#shared/dicom/data-set/data-set.ts';
import { openPart10 } from '#main/part10/open-part10.ts';
import { readContent } from '#main/part10/read-content.ts';
import { readTestFile } from '#tests/support/test-data.ts';
import type { ServedInstance } from './serve-viewer.ts';

/** Reads shared test files for the harness. A file without UIDs gets some of its own. */
export function servedFiles(names: readonly string[]): readonly ServedInstance[] {
  return names.map((name, index) => {
    const bytes = readTestFile(name);
    const opened = openPart10(bytes);
    const { metadata, frames, bulkData } = readContent(bytes, opened);
    const uid = (keyword: 'SOPInstanceUID' | 'SeriesInstanceUID' | 'StudyInstanceUID', made: string) => textOf(metadata, keyword) || made;
    const sopInstanceUid = uid('SOPInstanceUID', `1.2.3.${index + 1}`);
    const seriesInstanceUid = uid('SeriesInstanceUID', '1.2.4');
    const element = (value: string): DataElement => ({ vr: 'UI', Value: [value] });
    return {
      sopInstanceUid,
      seriesInstanceUid,
      transferSyntaxUid: opened.transferSyntaxUid,
      frames,
      bulkData,
      metadata: { ...metadata, '00080018': element(sopInstanceUid), '0020000E': element(seriesInstanceUid), '0020000D': element(uid('StudyInstanceUID', '1.2.5')) },
    };
  });
}
