import { metadataPath } from '#shared/contract/request-paths.ts';
import { textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { readPresentationState, type PresentationState } from '#shared/dicom/presentation/presentation-state.ts';
import { readStructureSet, type StructureSet } from '#shared/dicom/radiotherapy/structure-set.ts';
import { readSegmentation, type Segmentation } from '#shared/dicom/segmentation/segmentation.ts';
import { objectKindOf, type ObjectKind } from '#shared/dicom/values/object-kind.ts';
import { contentOf as contentOfClass } from '#shared/dicom/values/sop-class.ts';
import { drawnCoordinatesOf, type DrawnCoordinates } from '#shared/structured-report/drawn-coordinates.ts';
import { readContentTree } from '#shared/structured-report/read-content-tree.ts';
import { readKeyObjectSelection, type KeyObjectSelection } from '#shared/structured-report/read-key-object.ts';
import type { FetchPath } from '../loader/fetch-frame.ts';
import { inlineTables } from '../loader/inline-tables.ts';

/** What an object beside images holds, read once. */
export type ObjectContent =
  | { readonly kind: 'presentation-state'; readonly state: PresentationState }
  | { readonly kind: 'key-object'; readonly selection: KeyObjectSelection }
  | { readonly kind: 'segmentation'; readonly segmentation: Segmentation }
  | { readonly kind: 'structure-set'; readonly structures: StructureSet }
  | { readonly kind: 'structured-report'; readonly coordinates: readonly DrawnCoordinates[] }
  | { readonly kind: Exclude<ObjectKind, 'presentation-state' | 'key-object' | 'segmentation' | 'structure-set' | 'structured-report'> };

/** An object of a study that is no picture: a document, a mark, something to lay over pictures. */
export interface StudyObject {
  readonly studyId: number;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly dataSet: DataSet;
  readonly content: ObjectContent;
}

/** Reads the held objects of one series; the pictures that it may have are left out. @throws TypeError when nothing answers; an abort as it is */
export async function fetchStudyObjects(studyId: number, seriesInstanceUid: string, fetchPath: FetchPath, signal: AbortSignal): Promise<readonly StudyObject[]> {
  const response = await fetchPath(metadataPath(studyId, seriesInstanceUid), { signal });
  if (!response.ok) return [];
  const answer: unknown = await response.json();
  if (!Array.isArray(answer)) return [];
  const objects: StudyObject[] = [];
  for (const dataSet of answer as readonly DataSet[]) {
    if (contentOfClass(textOf(dataSet, 'SOPClassUID')) === 'images') continue;
    objects.push(studyObjectOf(studyId, await inlineTables(dataSet, studyId, fetchPath, signal)));
  }
  return objects;
}

export function studyObjectOf(studyId: number, dataSet: DataSet): StudyObject {
  const sopClassUid = textOf(dataSet, 'SOPClassUID');
  return {
    studyId,
    seriesInstanceUid: textOf(dataSet, 'SeriesInstanceUID'),
    sopInstanceUid: textOf(dataSet, 'SOPInstanceUID'),
    sopClassUid,
    dataSet,
    content: contentOf(objectKindOf(sopClassUid), dataSet),
  };
}

function contentOf(kind: ObjectKind, dataSet: DataSet): ObjectContent {
  switch (kind) {
    case 'presentation-state':
      return { kind, state: readPresentationState(dataSet) };
    case 'key-object':
      return { kind, selection: readKeyObjectSelection(dataSet) };
    case 'segmentation':
      return { kind, segmentation: readSegmentation(dataSet) };
    case 'structure-set':
      return { kind, structures: readStructureSet(dataSet) };
    case 'structured-report':
      return { kind, coordinates: drawnCoordinatesOf(readContentTree(dataSet)) };
    default:
      return { kind };
  }
}
