import { textOf, type DataSet } from '../dicom/data-set/data-set.ts';
import { meansFrame, type InstanceReference } from '../dicom/reference/instance-reference.ts';
import type { CodedConcept } from '../dicom/values/coded-concept.ts';
import { readContentTree, type ContentNode } from './read-content-tree.ts';

/**
 * Why somebody named images in a Key Object Selection. CID 7010.
 * `key`: to be looked at. `rejected`: not to be used. `list`: what belongs together (a manifest, the content of a study), which marks nothing.
 */
export type KeyObjectPurpose = 'key' | 'rejected' | 'list';

/** A Key Object Selection document. PS3.3 A.35.4, TID 2010. */
export interface KeyObjectSelection {
  readonly sopInstanceUid: string;
  readonly purpose: KeyObjectPurpose;
  readonly title: CodedConcept | undefined;
  /** Key Object Description (113012, DCM). */
  readonly description: string;
  /** Who chose, '' when nobody is named. */
  readonly observer: string;
  /** `YYYYMMDD`, as sent. */
  readonly date: string;
  readonly references: readonly InstanceReference[];
}

const REJECTED = new Set(['113001', '113037', '113038', '113039']);
const LISTS = new Set(['113030', '113031', '113032', '113033', '113034', '113035']);
/** All Softcopy Presentation State classes lie below one root (PS3.6 table A-1). They say how an image is to be seen; nobody chose them. */
const PRESENTATION_STATES = '1.2.840.10008.5.1.4.1.1.11.';
const KEY_OBJECT_DESCRIPTION = '113012';
const PERSON_OBSERVER_NAME = '121008';

export function readKeyObjectSelection(dataSet: DataSet): KeyObjectSelection {
  const { root } = readContentTree(dataSet);
  const nodes = [...walk(root)];
  const textUnder = (code: string) => nodes.flatMap(({ concept, value }) => (isDicom(concept, code) && value.kind === 'text' ? [value.text] : []));
  return {
    sopInstanceUid: textOf(dataSet, 'SOPInstanceUID'),
    purpose: purposeOf(root.concept),
    title: root.concept,
    description: textUnder(KEY_OBJECT_DESCRIPTION).join('\n'),
    observer: textUnder(PERSON_OBSERVER_NAME)[0] ?? '',
    date: textOf(dataSet, 'ContentDate'),
    references: nodes.flatMap(({ value }) => (value.kind === 'reference' ? value.references : [])).filter(({ sopClassUid }) => !sopClassUid.startsWith(PRESENTATION_STATES)),
  };
}

/** Whether one of the selections marks a frame. A rejection wins over nothing: both may be said of one image. @param frameNumber one-based */
export function markOf(
  selections: readonly KeyObjectSelection[],
  sopInstanceUid: string,
  frameNumber: number,
): { readonly key: KeyObjectSelection | undefined; readonly rejected: KeyObjectSelection | undefined } {
  const find = (purpose: KeyObjectPurpose) =>
    selections.find((one) => one.purpose === purpose && one.references.some((reference) => meansFrame(reference, sopInstanceUid, frameNumber)));
  return { key: find('key'), rejected: find('rejected') };
}

function purposeOf(title: CodedConcept | undefined): KeyObjectPurpose {
  if (title?.scheme !== 'DCM') return 'key';
  if (REJECTED.has(title.value)) return 'rejected';
  return LISTS.has(title.value) ? 'list' : 'key';
}

function isDicom(concept: CodedConcept | undefined, code: string): boolean {
  return concept?.scheme === 'DCM' && concept.value === code;
}

function* walk(node: ContentNode): Generator<ContentNode> {
  yield node;
  for (const child of node.children) yield* walk(child);
}
