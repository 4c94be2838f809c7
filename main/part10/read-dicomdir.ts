import { itemsOf, textsOf } from '#shared/dicom/data-set/data-set.ts';
import { openPart10 } from './open-part10.ts';
import { readContent } from './read-content.ts';

/**
 * The files that a media directory names, by Referenced File ID (0004,1500): components from the folder of the DICOMDIR on, in the order of the
 * records. PS3.3 F.3, PS3.10 8.6.
 * @throws AppError `file/not-dicom`, `file/damaged`
 */
export function readDicomDirectory(bytes: Uint8Array): readonly (readonly string[])[] {
  const { metadata } = readContent(bytes, openPart10(bytes));
  return itemsOf(metadata, 'DirectoryRecordSequence')
    .map((record) => textsOf(record, 'ReferencedFileID').filter((component) => component !== ''))
    .filter((components) => components.length > 0);
}
