import type { DataSet } from '../dicom/data-set/data-set.ts';
import { buildDataSet, codeItem } from '../dicom/data-set/build-data-set.ts';
import type { CodedConcept } from '../dicom/values/coded-concept.ts';
import type { PersonName } from '../dicom/values/person-name.ts';
import { isUid } from '../dicom/values/uid.ts';

/**
 * Content items of an Enhanced SR document, by value (PS3.3 A.35.2). What may stand below what is in the types, what a value must be is in
 * the constructors: an item that exists is conformant. A wrong value is a bug of the caller and an ordinary exception.
 */
export interface ContentItem<Type extends ValueType = ValueType> {
  readonly valueType: Type;
  /** The attributes of the item itself, without its relationship and without its children. */
  readonly attributes: DataSet;
  readonly children: readonly RelatedItem[];
}

/** The value types this program writes. PS3.3 table C.17.3-7. */
export type ValueType = 'CONTAINER' | 'TEXT' | 'CODE' | 'NUM' | 'DATETIME' | 'PNAME' | 'UIDREF' | 'IMAGE' | 'WAVEFORM' | 'COMPOSITE' | 'SCOORD3D';

export type RelationshipType = 'CONTAINS' | 'HAS OBS CONTEXT' | 'HAS CONCEPT MOD' | 'HAS PROPERTIES' | 'INFERRED FROM';

export interface RelatedItem<Relationship extends RelationshipType = RelationshipType> {
  readonly relationship: Relationship;
  readonly item: ContentItem;
}

/** Below a CONTAINER. PS3.3 table A.35.2-2. */
export const contains = (item: ContentItem): RelatedItem<'CONTAINS'> => ({ relationship: 'CONTAINS', item });
export const hasObservationContext = (item: ContentItem<'TEXT' | 'CODE' | 'NUM' | 'PNAME' | 'UIDREF'>): RelatedItem<'HAS OBS CONTEXT'> => ({
  relationship: 'HAS OBS CONTEXT',
  item,
});
export const hasConceptModifier = (item: ContentItem<'TEXT' | 'CODE'>): RelatedItem<'HAS CONCEPT MOD'> => ({ relationship: 'HAS CONCEPT MOD', item });
export const inferredFrom = (item: ContentItem<'TEXT' | 'CODE' | 'NUM' | 'IMAGE' | 'WAVEFORM' | 'SCOORD3D'>): RelatedItem<'INFERRED FROM'> => ({
  relationship: 'INFERRED FROM',
  item,
});

/** Below TEXT, CODE and NUM: what belongs to it. */
export const hasProperty = (item: ContentItem<'TEXT' | 'CODE' | 'NUM'>): RelatedItem<'HAS PROPERTIES'> => ({ relationship: 'HAS PROPERTIES', item });

/** What may stand below TEXT, CODE and NUM. */
type Evidence = RelatedItem<'HAS CONCEPT MOD' | 'HAS PROPERTIES' | 'INFERRED FROM'>;

/** The template a root container claims. PS3.3 C.18.8.1.2. */
export interface TemplateClaim {
  readonly mappingResource: 'DCMR';
  readonly identifier: string;
}

/** A section. Continuity of Content (0040,A050) is SEPARATE: its items are read one by one. */
export function container(
  name: CodedConcept,
  children: readonly RelatedItem<'CONTAINS' | 'HAS OBS CONTEXT' | 'HAS CONCEPT MOD'>[],
  template?: TemplateClaim,
): ContentItem<'CONTAINER'> {
  const claim = template && [buildDataSet({ MappingResource: template.mappingResource, TemplateIdentifier: template.identifier })];
  return item('CONTAINER', name, { ...buildDataSet({ ContinuityOfContent: 'SEPARATE', ContentTemplateSequence: claim }) }, children);
}

export function text(name: CodedConcept, value: string, children: readonly Evidence[] = []): ContentItem<'TEXT'> {
  if (value.trim() === '') throw new Error(`TEXT ${name.meaning} is empty`);
  return item('TEXT', name, buildDataSet({ TextValue: value }), children);
}

export function code(name: CodedConcept, value: CodedConcept, children: readonly Evidence[] = []): ContentItem<'CODE'> {
  return item('CODE', name, buildDataSet({ ConceptCodeSequence: [checkedCode(value)] }), children);
}

/** @param value a DS value: at most 16 characters. @param unit UCUM */
export function num(name: CodedConcept, value: string, unit: CodedConcept, children: readonly Evidence[] = []): ContentItem<'NUM'> {
  if (!/^-?\d+(\.\d+)?$/.test(value) || value.length > 16) throw new Error(`NUM ${name.meaning} is not a decimal string`);
  if (unit.scheme !== 'UCUM') throw new Error(`NUM ${name.meaning} has a unit outside UCUM`);
  const measured = buildDataSet({ NumericValue: value, MeasurementUnitsCodeSequence: [checkedCode(unit)] });
  return item('NUM', name, buildDataSet({ MeasuredValueSequence: [measured] }), children);
}

/** @param value a DT value, PS3.5 6.2 */
export function dateTime(name: CodedConcept, value: string): ContentItem<'DATETIME'> {
  if (!/^\d{8}(\d{2,6})?([+-]\d{4})?$/.test(value)) throw new Error(`DATETIME ${name.meaning} is no date and time`);
  return item('DATETIME', name, buildDataSet({ DateTime: value }), []);
}

export function personName(name: CodedConcept, value: PersonName): ContentItem<'PNAME'> {
  if (value.alphabetic === '' && value.ideographic === '') throw new Error(`PNAME ${name.meaning} is empty`);
  return item('PNAME', name, buildDataSet({ PersonName: value }), []);
}

export interface InstanceReference {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

/** @param frameNumber one-based; null for an image with one frame, where PS3.3 table 10-3 forbids the attribute */
export function image(purpose: CodedConcept, reference: InstanceReference, frameNumber: number | null): ContentItem<'IMAGE'> {
  if (frameNumber !== null && !(Number.isInteger(frameNumber) && frameNumber > 0)) throw new Error('frame numbers are one-based');
  const frame = frameNumber === null ? {} : { ReferencedFrameNumber: frameNumber };
  return item('IMAGE', purpose, buildDataSet({ ReferencedSOPSequence: [sopReference(reference, frame)] }), []);
}

/** Points in the patient, for a Comprehensive 3D SR alone. PS3.3 C.18.9. @param pointsMm LPS, mm, in the frame of reference */
export function spaceCoordinates(purpose: CodedConcept, graphicType: 'POINT' | 'POLYLINE' | 'POLYGON' | 'ELLIPSE', pointsMm: readonly (readonly [number, number, number])[], frameOfReferenceUid: string): ContentItem<'SCOORD3D'> {
  if (!isUid(frameOfReferenceUid)) throw new Error('points in space need a frame of reference');
  if (pointsMm.length === 0 || pointsMm.flat().some((value) => !Number.isFinite(value))) throw new Error('coordinates are numbers');
  return item('SCOORD3D', purpose, buildDataSet({ GraphicType: graphicType, GraphicData: pointsMm.flatMap((point) => point.map(Math.fround)), ReferencedFrameOfReferenceUID: frameOfReferenceUid }), []);
}

export function waveform(purpose: CodedConcept, reference: InstanceReference): ContentItem<'WAVEFORM'> {
  return item('WAVEFORM', purpose, buildDataSet({ ReferencedSOPSequence: [sopReference(reference, {})] }), []);
}

/**
 * An item of a Key Object Selection, which has no concept name: what is chosen says what it is. TID 2010 rows 5 to 7.
 * @param presentation the presentation state under which an image was chosen. PS3.3 C.18.4
 */
export function chosenInstance(kind: 'IMAGE' | 'WAVEFORM' | 'COMPOSITE', reference: InstanceReference, frameNumber: number | null = null, presentation?: InstanceReference): ContentItem {
  const frame = {
    ...(frameNumber === null ? {} : { ReferencedFrameNumber: frameNumber }),
    ...(presentation === undefined ? {} : { ReferencedSOPSequence: [sopReference(presentation, {})] }),
  };
  return { valueType: kind, attributes: buildDataSet({ ValueType: kind, ReferencedSOPSequence: [sopReference(reference, frame)] }), children: [] };
}

export function uidReference(name: CodedConcept, value: string): ContentItem<'UIDREF'> {
  if (!isUid(value)) throw new Error(`UIDREF ${name.meaning} is no UID`);
  return item('UIDREF', name, buildDataSet({ UID: value }), []);
}

/** A root container as the attributes of the document: Value Type, Concept Name and Content Sequence (0040,A730) at its top level. */
export function encodeDocumentTree(root: ContentItem<'CONTAINER'>): DataSet {
  return encode(root);
}

function encode({ attributes, children }: ContentItem): DataSet {
  if (children.length === 0) return attributes;
  const items = children.map((child) => ({ ...buildDataSet({ RelationshipType: child.relationship }), ...encode(child.item) }));
  return { ...attributes, ...buildDataSet({ ContentSequence: items }) };
}

function item<Type extends ValueType>(valueType: Type, name: CodedConcept, value: DataSet, children: readonly RelatedItem[]): ContentItem<Type> {
  const named = buildDataSet({ ValueType: valueType, ConceptNameCodeSequence: [checkedCode(name)] });
  return { valueType, attributes: { ...named, ...value }, children };
}

function sopReference({ sopClassUid, sopInstanceUid }: InstanceReference, more: { readonly ReferencedFrameNumber?: number; readonly ReferencedSOPSequence?: readonly DataSet[] }): DataSet {
  if (!isUid(sopClassUid) || !isUid(sopInstanceUid)) throw new Error('a reference needs a SOP Class UID and a SOP Instance UID');
  return buildDataSet({ ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: sopInstanceUid, ...more });
}

/** Code Value is SH (16), Coding Scheme Designator SH (16), Code Meaning LO (64). PS3.5 6.2. */
function checkedCode(concept: CodedConcept): DataSet {
  const { value, scheme, meaning } = concept;
  const fits = (part: string, length: number) => part !== '' && part.length <= length && !part.includes('\\');
  if (!fits(value, 16) || !fits(scheme, 16) || !fits(meaning, 64)) throw new Error(`the code ${scheme} ${value} does not fit its attributes`);
  return codeItem(concept);
}
