import { trimUid } from '#shared/dicom/values/uid.ts';
import type { Tag } from './dictionary.ts';
import { openPart10 } from './open-part10.ts';
import { scanDataSet } from './scan-data-set.ts';

/** Which object a file is; '' for what is missing. */
export interface Part10Identity {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
}

/**
 * Reads the three identifiers alone, without decoding anything else.
 * @throws AppError `file/not-dicom`, `file/damaged`
 */
export function readIdentity(part10: Uint8Array): Part10Identity {
  const { dataSet, layout, mediaStorageSopInstanceUid } = openPart10(part10);
  const { elements } = scanDataSet(dataSet, 0, layout);
  const uid = (tag: Tag): string => {
    const element = elements.find((candidate) => candidate.tag === tag);
    if (element === undefined || element.length > 256) return '';
    return trimUid(String.fromCharCode(...dataSet.subarray(element.valueOffset, element.valueOffset + element.length)));
  };
  const sopInstanceUid = uid(0x00080018);
  return {
    studyInstanceUid: uid(0x0020000d),
    seriesInstanceUid: uid(0x0020000e),
    sopInstanceUid: sopInstanceUid === '' ? mediaStorageSopInstanceUid : sopInstanceUid,
  };
}
