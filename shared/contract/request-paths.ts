import type { MarkedImage } from '../collaboration/marked-image.ts';

/**
 * The paths of the one request handler. Same origin in both hosts (`tongyue://app/…`, `http://127.0.0.1:PORT/…`).
 *
 * `frames`: the encoded frame as held, or as it came of a film that still arrives (`frames-arriving` events), `application/octet-stream; transfer-syntax=UID`. 202 while the store asks the hospital for it (an
 *   `instances-held` event says when to ask again), 404 for an instance that is not part of the study.
 * `metadata`: a JSON array of DICOM JSON data sets, one for each held instance of the series, without bulk data; and one for each film that arrives: the
 *   header `x-arriving-frames` names these, each with how many frames are here, `UID=57 UID=3`.
 * `bulk`: a binary value that was taken out of the metadata, addressed as its BulkDataURI says.
 * `pictures`: a frame drawn from the store as somebody saw it, PNG, `?image=` the JSON of a `MarkedImage`. 202 while the store asks the hospital for it,
 *   404 for an image that this machine does not know, 422 for one of which no picture can be made.
 * `uploads`: POST of one file of an import, `?name=` its path from the top of what was chosen. 410 when the import has ended.
 * `documents`: a PDF: the preview of a draft, or a signed report.
 */
export const REQUEST_PATHS = {
  rpc: '/rpc',
  frames: '/frames',
  metadata: '/metadata',
  bulk: '/bulk',
  pictures: '/pictures',
  documents: '/documents',
  uploads: '/uploads',
} as const;

export const ARRIVING_FRAMES_HEADER = 'x-arriving-frames';

/** @param frameNumber one-based */
export function framePath(studyId: number, sopInstanceUid: string, frameNumber: number): string {
  return `${REQUEST_PATHS.frames}/${studyId}/${sopInstanceUid}/${frameNumber}`;
}

export function picturePath(studyId: number, image: MarkedImage): string {
  return `${REQUEST_PATHS.pictures}/${studyId}/?image=${encodeURIComponent(JSON.stringify({ ...image, arrow: null }))}`;
}

export function metadataPath(studyId: number, seriesInstanceUid: string): string {
  return `${REQUEST_PATHS.metadata}/${studyId}/${seriesInstanceUid}`;
}

/** @param bulkPath the BulkDataURI of the element: tag path with one-based item numbers, such as `54000100/1/54001010` */
export function bulkPath(studyId: number, sopInstanceUid: string, elementPath: string): string {
  return `${REQUEST_PATHS.bulk}/${studyId}/${sopInstanceUid}/${elementPath}`;
}

export function previewPath(requestId: number, revision: number): string {
  return `${REQUEST_PATHS.documents}/preview/${requestId}/${revision}`;
}

export function signedDocumentPath(reportUid: string): string {
  return `${REQUEST_PATHS.documents}/signed/${reportUid}`;
}

/** @param name path from the top of what was chosen, with `/` */
export function uploadPath(importId: number, name: string): string {
  return `${REQUEST_PATHS.uploads}/${importId}?name=${encodeURIComponent(name)}`;
}
