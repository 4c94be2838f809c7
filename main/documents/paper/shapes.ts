/** Everything on paper is in points (1/72 inch) from the top left corner of the page, y downwards. */
export const A4 = { widthPt: 595.28, heightPt: 841.89 } as const;

export type Face = 'regular' | 'bold';

export const A4_ACROSS = { widthPt: A4.heightPt, heightPt: A4.widthPt } as const;
export const POINTS_PER_MM = 72 / 25.4;

/** Must survive a fax: black, two greys, one hairline. */
export const INK = { text: '#1b1d1f', label: '#565d62', line: '#b9bfc3', mark: '#1f6f87', void: '#8d9499' } as const;

export interface TextShape {
  readonly kind: 'text';
  readonly text: string;
  readonly x: number;
  /** Where the letters stand. */
  readonly baseline: number;
  readonly size: number;
  readonly face: Face;
  readonly colour: string;
  readonly characterSpacing: number;
  /** Degrees, counter-clockwise around (x, baseline); 0 for ordinary text. */
  readonly rotation: number;
}

export type Shape =
  | TextShape
  | { readonly kind: 'line'; readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number; readonly width: number; readonly colour: string }
  | { readonly kind: 'box'; readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly lineWidth: number; readonly colour: string }
  /** Filled squares of one colour: the dark modules of a QR symbol, rows merged. */
  | { readonly kind: 'cells'; readonly cells: readonly (readonly [x: number, y: number, width: number, height: number])[]; readonly colour: string }
  /** Straight strokes of one width and colour: a grid. */
  | { readonly kind: 'strokes'; readonly strokes: readonly (readonly [x1: number, y1: number, x2: number, y2: number])[]; readonly width: number; readonly colour: string }
  /** One unbroken line with round joins: x0, y0, x1, y1 ... A curve of an ECG. */
  | { readonly kind: 'polyline'; readonly points: readonly number[]; readonly width: number; readonly colour: string }
  /** A JPEG that the report names by its content. */
  | { readonly kind: 'picture'; readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly sha256: string }
  | { readonly kind: 'hospital-mark'; readonly x: number; readonly y: number; readonly size: number };

/** Structure types of tagged PDF (ISO 32000-1 14.8.4) that a report uses. */
export type StructureTag = 'H1' | 'H2' | 'P' | 'L' | 'LI' | 'Lbl' | 'LBody' | 'Table' | 'TR' | 'TH' | 'TD' | 'Figure';

/** A node of the structure tree, in reading order. A leaf holds content, possibly on several pages. */
export interface StructureNode {
  readonly tag: StructureTag;
  /** What a picture says, for those who cannot see it. */
  readonly alternative?: string;
  readonly children: StructureNode[];
}

/** Shapes that belong to one leaf of the structure, or to none: rules, running headers, page numbers. */
export interface Fragment {
  readonly owner: StructureNode | 'artifact';
  readonly shapes: readonly Shape[];
}

export interface Paper {
  /** The pages lie across. */
  readonly isAcross?: true;
  readonly pages: readonly (readonly Fragment[])[];
  readonly structure: readonly StructureNode[];
}
