import { create, type Font } from 'fontkit';
import { accessSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#shared/errors/app-error.ts';

/** What a report is printed with. Opened once in a process: a font is 10 MB. */
export interface ReportAssets {
  readonly regular: FontFile;
  readonly bold: FontFile;
}

export interface FontFile {
  readonly hasGlyph: (codePoint: number) => boolean;
  /**
   * The font for one document, which must be finished before the next one begins. fontkit remembers for each glyph the first character that
   * asked for it: a font that had seen another report could name another character behind the same shape, and the same report would not give
   * the same bytes. So its memory of glyphs is emptied here; its tables, which take long to read, stay.
   */
  readonly open: () => Font;
  /** Width of a run at 1 pt. The widths of single characters are kept from paper to paper, no word of a report is. */
  readonly emWidth: (text: string) => number;
}

/** @param fontFolder `fonts` of the resources folder; the build puts the two files there */
export function loadReportAssets(fontFolder: string): ReportAssets {
  return openReportAssets({ regularFont: join(fontFolder, 'NotoSansSC-Regular.ttf'), boldFont: join(fontFolder, 'NotoSansSC-Bold.ttf') });
}

/** @param fonts static TrueType fonts, as bytes or as paths */
export function openReportAssets(fonts: { readonly regularFont: Uint8Array | string; readonly boldFont: Uint8Array | string }): ReportAssets {
  return { regular: openFontFile(fonts.regularFont), bold: openFontFile(fonts.boldFont) };
}

function openFontFile(source: Uint8Array | string): FontFile {
  // A missing font is told at once; its megabytes are read with the first text.
  if (typeof source === 'string') accessSync(source);
  let opened: Font | undefined;
  const widths = new Map<string, number>();
  const read = (): Font => (opened ??= create(typeof source === 'string' ? readFileSync(source) : source));
  return {
    hasGlyph: (codePoint) => read().hasGlyphForCodePoint(codePoint),
    open() {
      const font = read();
      font._glyphs = {};
      return font;
    },
    emWidth(text) {
      const known = widths.get(text);
      if (known !== undefined) return known;
      const font = read();
      const width = font.layout(text).advanceWidth / font.unitsPerEm;
      if (text.length === 1) widths.set(text, width);
      return width;
    },
  };
}

export interface MissingGlyph {
  readonly character: string;
  /** Such as `U+10FFFD`. */
  readonly codePoint: string;
}

/** Characters that neither need a shape nor are printed. */
const WITHOUT_SHAPE = new Set(['\n', '\r', '\t']);

/** Characters of a text that the paper would lack, each once, in their order. About a microsecond a character. */
export function glyphsMissingFrom(text: string, assets: ReportAssets): readonly MissingGlyph[] {
  const missing = Array.from(new Set(text)).filter((character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    return !WITHOUT_SHAPE.has(character) && !(assets.regular.hasGlyph(codePoint) && assets.bold.hasGlyph(codePoint));
  });
  return missing.map((character) => ({
    character,
    codePoint: `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  }));
}

/** @throws AppError `report/missing-glyph`, with the first such character in its facts: a report with a gap is never signed */
export function refuseMissingGlyphs(text: string, assets: ReportAssets): void {
  const [first] = glyphsMissingFrom(text, assets);
  if (first === undefined) return;
  throw new AppError('report/missing-glyph', `no glyph for ${first.codePoint}`, { facts: { character: first.character, codePoint: first.codePoint } });
}
