import type { InstanceReference } from '../dicom/reference/instance-reference.ts';
import type { ContentNode, ContentTree } from './read-content-tree.ts';

/** A graphic that a structured report lays over an image, with what it stands for. PS3.3 C.18.6. */
export interface DrawnCoordinates {
  /** POINT, MULTIPOINT, POLYLINE, CIRCLE or ELLIPSE. */
  readonly graphicType: string;
  /** Columns and rows from the upper left corner of the upper left pixel. */
  readonly points: readonly (readonly [column: number, row: number])[];
  readonly references: readonly InstanceReference[];
  /** Concept, value and unit of the item that was inferred from it; '' where it has none. */
  readonly words: string;
}

const GRAPHIC_TYPES: ReadonlySet<string> = new Set(['POINT', 'MULTIPOINT', 'POLYLINE', 'CIRCLE', 'ELLIPSE']);

/**
 * The 2D coordinates of a report of any template, each with the images that it was selected from. Coordinates of no image, without points or in
 * space (3D) are left out.
 */
export function drawnCoordinatesOf({ root }: ContentTree): readonly DrawnCoordinates[] {
  const byPath = new Map<string, ContentNode>();
  forEachNode(root, undefined, (node) => byPath.set(node.path, node));
  const found: DrawnCoordinates[] = [];
  forEachNode(root, undefined, (node, parent) => {
    const { value } = node;
    if (value.kind !== 'coordinates' || value.dimensions !== 2 || !GRAPHIC_TYPES.has(value.graphicType) || value.points.length === 0) return;
    const references = node.children.flatMap((child) => referencesIn(child.refersTo === undefined ? child : byPath.get(child.refersTo)));
    const points = value.points.map(([column = 0, row = 0]) => [column, row] as const);
    if (references.length > 0) found.push({ graphicType: value.graphicType, points, references, words: wordsOf(parent) });
  });
  return found;
}

function referencesIn(node: ContentNode | undefined): readonly InstanceReference[] {
  return node?.value.kind === 'reference' ? node.value.references : [];
}

/** A number says what and how much; everything else only what. */
function wordsOf(node: ContentNode | undefined): string {
  if (node === undefined) return '';
  const concept = node.concept?.meaning ?? '';
  if (node.value.kind !== 'number') return concept;
  const unit = node.value.unit === undefined || node.value.unit.value === '1' ? '' : node.value.unit.value;
  return [concept, node.value.value, unit].filter((part) => part !== '').join(' ');
}

function forEachNode(node: ContentNode, parent: ContentNode | undefined, visit: (node: ContentNode, parent: ContentNode | undefined) => void): void {
  visit(node, parent);
  for (const child of node.children) forEachNode(child, node, visit);
}
