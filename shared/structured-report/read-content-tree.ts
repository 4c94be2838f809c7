import { itemsOf, numbersOf, personNameOf, textOf, textsOf, type DataSet, type JsonValue } from '../dicom/data-set/data-set.ts';
import { tagOf } from '../dicom/data-set/attribute.ts';
import { instanceReferenceOf, type InstanceReference } from '../dicom/reference/instance-reference.ts';
import type { CodedConcept } from '../dicom/values/coded-concept.ts';
import { displayPersonName } from '../dicom/values/person-name.ts';
import { readCode } from './read-code.ts';

/**
 * What a content item says. PS3.3 table C.17.3-1. Strings are as they were sent and may hold anything: they are text, never markup.
 * `unknown`: a value type that PS3.3 does not list here; its text is what could be read of it.
 */
export type ContentValue =
  | { readonly kind: 'container' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly code: CodedConcept | undefined }
  /** `value` as it was sent; '' with a qualifier for a number that is not there, such as "not a number". */
  | { readonly kind: 'number'; readonly value: string; readonly unit: CodedConcept | undefined; readonly qualifier: CodedConcept | undefined }
  | { readonly kind: 'reference'; readonly references: readonly InstanceReference[] }
  /** Columns and rows from the upper left corner of the upper left pixel (2D), or mm in the frame of reference (3D). PS3.3 C.18.6, C.18.9. */
  | { readonly kind: 'coordinates'; readonly graphicType: string; readonly dimensions: 2 | 3; readonly points: readonly (readonly number[])[] }
  | { readonly kind: 'time-range'; readonly rangeType: string; readonly text: string }
  | { readonly kind: 'unknown'; readonly text: string };

/** One item of the tree of an SR document, of whatever template. */
export interface ContentNode {
  /** One-based places from the root, such as `1.2.1`; what by-reference relationships name. PS3.3 C.17.3.2.5. */
  readonly path: string;
  readonly relationship: string;
  readonly valueType: string;
  readonly concept: CodedConcept | undefined;
  readonly value: ContentValue;
  /** The path of another node that stands here by reference. */
  readonly refersTo: string | undefined;
  readonly children: readonly ContentNode[];
}

export interface ContentTree {
  readonly root: ContentNode;
  /** Nodes were left out, because the tree is deeper or larger than any report. */
  readonly isCut: boolean;
}

/** A document nested deeper than this was made to do harm. */
const DEEPEST = 64;
const MOST_NODES = 20_000;

/** Reads the content tree that a data set is. Never throws: what cannot be understood is `unknown`. */
export function readContentTree(dataSet: DataSet): ContentTree {
  const budget = { nodes: MOST_NODES, isCut: false };
  const root = readNode(dataSet, '1', '', DEEPEST, budget);
  return { root, isCut: budget.isCut };
}

function readNode(item: DataSet, path: string, relationship: string, depth: number, budget: { nodes: number; isCut: boolean }): ContentNode {
  budget.nodes -= 1;
  const children: ContentNode[] = [];
  for (const [index, child] of itemsOf(item, 'ContentSequence').entries()) {
    if (depth === 0 || budget.nodes <= 0) {
      budget.isCut = true;
      break;
    }
    children.push(readNode(child, `${path}.${index + 1}`, textOf(child, 'RelationshipType'), depth - 1, budget));
  }
  const identifier = numbersOf(item, 'ReferencedContentItemIdentifier');
  const valueType = textOf(item, 'ValueType');
  return {
    path,
    relationship,
    valueType,
    concept: readCode(itemsOf(item, 'ConceptNameCodeSequence')[0]),
    value: readValue(item, valueType),
    refersTo: identifier?.join('.'),
    children,
  };
}

function readValue(item: DataSet, valueType: string): ContentValue {
  switch (valueType) {
    case 'CONTAINER':
      return { kind: 'container' };
    case 'TEXT':
      return { kind: 'text', text: rawText(item, 'TextValue') };
    case 'CODE':
      return { kind: 'code', code: readCode(itemsOf(item, 'ConceptCodeSequence')[0]) };
    case 'NUM': {
      const [measured] = itemsOf(item, 'MeasuredValueSequence');
      return {
        kind: 'number',
        value: measured === undefined ? '' : textOf(measured, 'NumericValue'),
        unit: measured === undefined ? undefined : readCode(itemsOf(measured, 'MeasurementUnitsCodeSequence')[0]),
        qualifier: readCode(itemsOf(item, 'NumericValueQualifierCodeSequence')[0]),
      };
    }
    case 'PNAME':
      return { kind: 'text', text: displayPersonName(personNameOf(item, 'PersonName')) };
    case 'DATETIME':
      return { kind: 'text', text: readableDateTime(textOf(item, 'DateTime')) };
    case 'DATE':
      return { kind: 'text', text: readableDateTime(textOf(item, 'Date')) };
    case 'TIME':
      return { kind: 'text', text: readableTime(textOf(item, 'Time')) };
    case 'UIDREF':
      return { kind: 'text', text: textOf(item, 'UID') };
    case 'IMAGE':
    case 'WAVEFORM':
    case 'COMPOSITE':
      return { kind: 'reference', references: itemsOf(item, 'ReferencedSOPSequence').flatMap(referencesOf) };
    case 'SCOORD':
      return coordinates(item, 2);
    case 'SCOORD3D':
      return coordinates(item, 3);
    case 'TCOORD': {
      const samples = textsOf(item, 'ReferencedSamplePositions');
      const offsets = textsOf(item, 'ReferencedTimeOffsets');
      const text = [...samples, ...offsets, ...textsOf(item, 'ReferencedDateTime')].join(', ');
      return { kind: 'time-range', rangeType: textOf(item, 'TemporalRangeType'), text };
    }
    default:
      return { kind: 'unknown', text: anyText(item) };
  }
}

/** An image, and the presentation state that it is to be seen with, which stands inside its item. PS3.3 table 10-3b. */
function referencesOf(item: DataSet): readonly InstanceReference[] {
  return [item, ...itemsOf(item, 'ReferencedSOPSequence')].flatMap((one) => instanceReferenceOf(one) ?? []);
}

function coordinates(item: DataSet, dimensions: 2 | 3): ContentValue {
  const data = numbersOf(item, 'GraphicData') ?? [];
  const points = Array.from({ length: Math.floor(data.length / dimensions) }, (_, index) => data.slice(index * dimensions, (index + 1) * dimensions));
  return { kind: 'coordinates', graphicType: textOf(item, 'GraphicType'), dimensions, points };
}

/** Text with its line breaks. */
function rawText(item: DataSet, keyword: 'TextValue'): string {
  const value = item[tagOf(keyword)]?.Value?.[0];
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(/[\0\s]+$/, '') : textOf(item, keyword);
}

/** `2026-11-21 08:30:00` of a DT or DA value; a zone stays behind it. What is no date is given back as it is. */
export function readableDateTime(text: string): string {
  const match = /^(\d{4})(\d{2})?(\d{2})?(\d{2,6}(?:\.\d+)?)?([+-]\d{4})?$/.exec(text);
  if (match === null) return text;
  const [, year = '', month, day, time, zone] = match;
  const date = [year, month, day].filter((part) => part !== undefined).join('-');
  return [date, time === undefined ? undefined : readableTime(time), zone].filter((part) => part !== undefined).join(' ');
}

function readableTime(text: string): string {
  const match = /^(\d{2})(\d{2})?(\d{2})?(?:\.\d+)?$/.exec(text);
  return match === null ? text : match.slice(1).filter((part) => part !== undefined).join(':');
}

/** Whatever text an item of an unknown kind holds at its own level, so that nothing is silently dropped. */
function anyText(item: DataSet): string {
  const structural = new Set([tagOf('RelationshipType'), tagOf('ValueType'), tagOf('ConceptNameCodeSequence'), tagOf('ContentSequence')]);
  return Object.entries(item)
    .filter(([tag, element]) => !structural.has(tag) && element.vr !== 'SQ')
    .flatMap(([, element]) => (element.Value ?? []).flatMap(plainText))
    .join(' · ');
}

function plainText(value: JsonValue): readonly string[] {
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}
