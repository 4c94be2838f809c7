import { breakLines, placeLine, type Line, type Measure } from './line-breaking.ts';
import type { Face, Shape, TextShape } from './shapes.ts';

export interface TextStyle {
  readonly size: number;
  readonly face: Face;
  readonly colour: string;
  /** Distance of base lines as a multiple of the size. */
  readonly leading: number;
}

/** Measures and places text in two faces. */
export interface Typesetter {
  readonly width: (text: string, style: TextStyle) => number;
  /** Lines of a paragraph without line feeds, none wider than `width`. */
  readonly lines: (text: string, style: TextStyle, width: number) => readonly Line[];
  /** Shapes of a line whose line box starts at `top`. */
  readonly line: (line: Line, style: TextStyle, x: number, top: number, width: number, justify?: boolean) => readonly Shape[];
  /** One run on one line, from its left edge, its middle or its right edge. */
  readonly text: (text: string, style: TextStyle, x: number, top: number, align?: 'left' | 'middle' | 'right') => TextShape;
}

/** The letters of Noto Sans SC seem centred in their line when the base line stands this part of an em below its middle. */
const BASELINE_BELOW_MIDDLE_EM = 0.36;

/** @param emWidth width of a run at 1 pt, for each face */
export function createTypesetter(emWidth: Readonly<Record<Face, Measure>>): Typesetter {
  const width = (text: string, { size, face }: TextStyle) => emWidth[face](text) * size;
  const baselineIn = (top: number, { size, leading }: TextStyle) => top + (size * leading) / 2 + size * BASELINE_BELOW_MIDDLE_EM;
  const run = (text: string, { size, face, colour }: TextStyle, x: number, baseline: number, characterSpacing: number): TextShape => ({
    kind: 'text', text, x, baseline, size, face, colour, characterSpacing, rotation: 0,
  });
  return {
    width,
    lines: (text, style, lineWidth) => breakLines(text, lineWidth, (part) => width(part, style)),
    line: (line, style, x, top, lineWidth, justify = false) =>
      placeLine(line, lineWidth, style.size, justify).map((placed) =>
        run(placed.text, style, x + placed.offset, baselineIn(top, style), placed.characterSpacing),
      ),
    text(text, style, x, top, align = 'left') {
      const shift = align === 'left' ? 0 : width(text, style) / (align === 'middle' ? 2 : 1);
      return run(text, style, x - shift, baselineIn(top, style), 0);
    },
  };
}

/** Height of one line of a style, pt. */
export const lineHeight = ({ size, leading }: TextStyle): number => size * leading;
