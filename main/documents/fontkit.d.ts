/** The part of fontkit 2 that we use; it ships no types. */
declare module 'fontkit' {
  export interface Glyph {
    readonly advanceWidth: number;
    /** Outline in units of the em, y upwards. */
    readonly path: { toSVG(): string };
  }
  export interface Font {
    readonly unitsPerEm: number;
    readonly ascent: number;
    readonly descent: number;
    readonly capHeight: number;
    readonly postscriptName: string;
    /** Glyphs that were asked for, by number. Not part of what fontkit declares; a test notices when it goes. */
    _glyphs: Record<number, Glyph>;
    hasGlyphForCodePoint(codePoint: number): boolean;
    layout(text: string): { readonly advanceWidth: number; readonly glyphs: readonly Glyph[] };
  }
  export function create(bytes: Uint8Array): Font;
}
