import { itemsOf, numberOf, numbersOf, textOf, type DataSet } from '../data-set/data-set.ts';
import { tagOf } from '../data-set/attribute.ts';
import { instanceReferenceOf, type InstanceReference } from '../reference/instance-reference.ts';
import { rgbOfCieLab, type Rgb } from './cie-lab.ts';

/**
 * What the numbers of an annotation count. PS3.3 C.10.5.1.2. `pixel`: columns and rows, 0\0 is the upper left corner of the upper left
 * pixel. `display`: fractions of the displayed area as it lies on the screen, 0\0 its upper left and 1\1 its lower right corner.
 */
export type AnnotationUnits = 'pixel' | 'display';
export type AnnotationPoint = readonly [x: number, y: number];

export type GraphicType = 'POINT' | 'POLYLINE' | 'INTERPOLATED' | 'CIRCLE' | 'ELLIPSE';

export interface GraphicObject {
  readonly kind: 'graphic';
  readonly graphicType: GraphicType;
  readonly units: AnnotationUnits;
  readonly points: readonly AnnotationPoint[];
  readonly isFilled: boolean;
}

export interface TextObject {
  readonly kind: 'text';
  /** With its line breaks; as it was sent. */
  readonly text: string;
  readonly box:
    | { readonly units: AnnotationUnits; readonly topLeft: AnnotationPoint; readonly bottomRight: AnnotationPoint; readonly justification: 'LEFT' | 'RIGHT' | 'CENTER' }
    | undefined;
  readonly anchor: { readonly units: AnnotationUnits; readonly point: AnnotationPoint; readonly isVisible: boolean } | undefined;
}

/** What one item of Graphic Annotation Sequence (0070,0001) draws. PS3.3 C.10.5. */
export interface GraphicAnnotation {
  /** The images it is drawn on; [] means all that the presentation state names. */
  readonly references: readonly InstanceReference[];
  readonly colour: Rgb | undefined;
  /** Lower is drawn first. */
  readonly order: number;
  readonly objects: readonly (GraphicObject | TextObject)[];
}

const GRAPHIC_TYPES: ReadonlySet<string> = new Set(['POINT', 'POLYLINE', 'INTERPOLATED', 'CIRCLE', 'ELLIPSE'] satisfies GraphicType[]);
/** Points that a type needs at least. PS3.3 C.10.5.1.2. */
const LEAST_POINTS = { POINT: 1, POLYLINE: 2, INTERPOLATED: 2, CIRCLE: 2, ELLIPSE: 4 } as const satisfies Record<GraphicType, number>;

/** Reads all annotations, lowest layer first. Objects that are incomplete are left out and counted. */
export function readGraphicAnnotations(dataSet: DataSet): { readonly annotations: readonly GraphicAnnotation[]; readonly unreadable: number } {
  const layers = new Map(itemsOf(dataSet, 'GraphicLayerSequence').map((item) => [textOf(item, 'GraphicLayer'), item]));
  let unreadable = 0;
  const annotations = itemsOf(dataSet, 'GraphicAnnotationSequence').map((item): GraphicAnnotation => {
    const layer = layers.get(textOf(item, 'GraphicLayer')) ?? {};
    const objects = [...itemsOf(item, 'GraphicObjectSequence').map(readGraphic), ...itemsOf(item, 'TextObjectSequence').map(readText)];
    const readable = objects.filter((object) => object !== undefined);
    unreadable += objects.length - readable.length;
    return {
      references: itemsOf(item, 'ReferencedImageSequence').flatMap((one) => instanceReferenceOf(one) ?? []),
      colour: colourOf(layer),
      order: numberOf(layer, 'GraphicLayerOrder') ?? 0,
      objects: readable,
    };
  });
  return { annotations: annotations.toSorted((left, right) => left.order - right.order), unreadable };
}

function colourOf(layer: DataSet): Rgb | undefined {
  const colour = rgbOfCieLab(numbersOf(layer, 'GraphicLayerRecommendedDisplayCIELabValue'));
  if (colour !== undefined) return colour;
  const value = numberOf(layer, 'GraphicLayerRecommendedDisplayGrayscaleValue');
  if (value === undefined) return undefined;
  const grey = Math.round((value / 65_535) * 255);
  return [grey, grey, grey];
}

function readGraphic(item: DataSet): GraphicObject | undefined {
  const graphicType = textOf(item, 'GraphicType');
  const units = unitsOf(textOf(item, 'GraphicAnnotationUnits'));
  const points = pointsOf(numbersOf(item, 'GraphicData'));
  if (!isGraphicType(graphicType) || units === undefined || points.length < LEAST_POINTS[graphicType]) return undefined;
  return { kind: 'graphic', graphicType, units, points, isFilled: textOf(item, 'GraphicFilled') === 'Y' };
}

function readText(item: DataSet): TextObject | undefined {
  const raw = item[tagOf('UnformattedTextValue')]?.Value?.[0];
  const text = typeof raw === 'string' ? raw.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(/[\0\s]+$/, '') : '';
  const [topLeft] = pointsOf(numbersOf(item, 'BoundingBoxTopLeftHandCorner'));
  const [bottomRight] = pointsOf(numbersOf(item, 'BoundingBoxBottomRightHandCorner'));
  const boxUnits = unitsOf(textOf(item, 'BoundingBoxAnnotationUnits'));
  const [point] = pointsOf(numbersOf(item, 'AnchorPoint'));
  const anchorUnits = unitsOf(textOf(item, 'AnchorPointAnnotationUnits'));
  const justification = justificationOf(textOf(item, 'BoundingBoxTextHorizontalJustification'));
  const box =
    topLeft === undefined || bottomRight === undefined || boxUnits === undefined
      ? undefined
      : { units: boxUnits, topLeft, bottomRight, justification };
  const anchor = point === undefined || anchorUnits === undefined ? undefined : { units: anchorUnits, point, isVisible: textOf(item, 'AnchorPointVisibility') === 'Y' };
  return text === '' || (box === undefined && anchor === undefined) ? undefined : { kind: 'text', text, box, anchor };
}

function justificationOf(text: string): 'LEFT' | 'RIGHT' | 'CENTER' {
  return text === 'RIGHT' || text === 'CENTER' ? text : 'LEFT';
}

function isGraphicType(text: string): text is GraphicType {
  return GRAPHIC_TYPES.has(text);
}

function unitsOf(text: string): AnnotationUnits | undefined {
  if (text === 'PIXEL') return 'pixel';
  return text === 'DISPLAY' ? 'display' : undefined;
}

function pointsOf(values: readonly number[] | undefined): readonly AnnotationPoint[] {
  const list = values ?? [];
  return Array.from({ length: Math.floor(list.length / 2) }, (_, index) => [list[index * 2] ?? 0, list[index * 2 + 1] ?? 0] as const);
}
