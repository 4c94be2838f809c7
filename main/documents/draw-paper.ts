import type { Font } from 'fontkit';
import type { Pictures } from './pictures.ts';
import type { Face, Fragment, Paper, Shape, StructureNode, TextShape } from './paper/shapes.ts';

type Pdf = PDFKit.PDFDocument;
type Element = PDFKit.PDFStructureElement;

type Fonts = Readonly<Record<Face, Font>>;

/** What is drawn with: pictures by the SHA-256 of their bytes. */
interface Palette {
  readonly fonts: Fonts;
  readonly pictures: Pictures;
}

/** Draws laid-out pages into a document that has none yet. Fonts are registered as `regular` and `bold`. */
export function drawPaper(pdf: Pdf, paper: Paper, fonts: Fonts, pictures: Pictures): void {
  const palette = { fonts, pictures };
  const elements = buildStructure(pdf, paper);
  for (const page of paper.pages) {
    pdf.addPage({ size: 'A4', layout: paper.isAcross === true ? 'landscape' : 'portrait', margin: 0 });
    for (const fragment of page) drawFragment(pdf, fragment, elements, palette);
  }
}

/** The structure tree of tagged PDF, without the nodes that stayed empty. */
function buildStructure(pdf: Pdf, { pages, structure }: Paper): ReadonlyMap<StructureNode, Element> {
  const withContent = new Set(pages.flat().map((fragment) => fragment.owner));
  const elements = new Map<StructureNode, Element>();
  const isUsed = (node: StructureNode): boolean => withContent.has(node) || node.children.some(isUsed);
  const build = (node: StructureNode): Element => {
    const element = pdf.struct(node.tag, { ...(node.alternative === undefined ? {} : { alt: node.alternative }), ...(node.tag === 'TH' ? { scope: 'Column' } : {}) });
    elements.set(node, element);
    for (const child of node.children.filter(isUsed)) element.add(build(child));
    return element;
  };
  const root = pdf.struct('Document');
  for (const node of structure.filter(isUsed)) root.add(build(node));
  pdf.addStructure(root);
  return elements;
}

function drawFragment(pdf: Pdf, { owner, shapes }: Fragment, elements: ReadonlyMap<StructureNode, Element>, palette: Palette): void {
  if (owner === 'artifact') {
    pdf.markContent('Artifact', { type: 'Pagination' });
    shapes.forEach((shape) => drawShape(pdf, shape, palette));
    pdf.endMarkedContent();
    return;
  }
  const element = elements.get(owner);
  if (element === undefined) throw new Error('a fragment belongs to no node of the structure');
  const content = pdf.markStructureContent(owner.tag);
  shapes.forEach((shape) => drawShape(pdf, shape, palette));
  pdf.endMarkedContent();
  element.add(content);
}

function drawShape(pdf: Pdf, shape: Shape, { fonts, pictures }: Palette): void {
  switch (shape.kind) {
    case 'text':
      if (shape.rotation === 0) drawText(pdf, shape);
      else drawOutlines(pdf, shape, fonts[shape.face]);
      return;
    case 'line':
      pdf.lineWidth(shape.width).moveTo(shape.x1, shape.y1).lineTo(shape.x2, shape.y2).stroke(shape.colour);
      return;
    case 'box':
      pdf.lineWidth(shape.lineWidth).rect(shape.x, shape.y, shape.width, shape.height).stroke(shape.colour);
      return;
    case 'cells':
      for (const [x, y, width, height] of shape.cells) pdf.rect(x, y, width, height);
      pdf.fill(shape.colour);
      return;
    case 'strokes':
      for (const [x1, y1, x2, y2] of shape.strokes) pdf.moveTo(x1, y1).lineTo(x2, y2);
      pdf.lineWidth(shape.width).stroke(shape.colour);
      return;
    case 'polyline':
      drawPolyline(pdf, shape);
      return;
    case 'picture':
      drawPicture(pdf, shape, pictures);
      return;
    case 'hospital-mark':
      drawHospitalMark(pdf, shape);
  }
}

function drawText(pdf: Pdf, { text, x, baseline, size, face, colour, characterSpacing }: TextShape): void {
  selectFace(pdf, face);
  pdf.fontSize(size).fillColor(colour);
  pdf.text(text, x, baseline, { lineBreak: false, baseline: 'alphabetic', characterSpacing });
}

/**
 * PDFKit 0.20 knows its first font by the name inside the font alone, so it opens the regular face anew for every run and compares all names in it, a
 * third of the time that a paper takes. What is left of that here is that it counts: the second face is named by the count, and the same report
 * gives the same bytes.
 */
function selectFace(pdf: Pdf, face: Face): void {
  const internals = pdf as unknown as PdfKitFonts;
  const known = Object.values(internals._fontFamilies)[0];
  if (face !== 'regular' || known === undefined) {
    pdf.font(face);
    return;
  }
  internals._fontCount += 1;
  internals._font = known;
}

interface PdfKitFonts {
  /** By name, in the order of opening: the regular face first. */
  readonly _fontFamilies: Readonly<Record<string, object>>;
  _fontCount: number;
  _font: object;
}

/** Turned text is a picture: read out, the notice along the margin would come before the hospital's name. The box in the corner says it in text. */
function drawOutlines(pdf: Pdf, { text, x, baseline, size, colour, characterSpacing, rotation }: TextShape, font: Font): void {
  const scale = size / font.unitsPerEm;
  pdf.save().translate(x, baseline).rotate(-rotation).scale(scale, -scale).fillColor(colour);
  for (const glyph of font.layout(text).glyphs) {
    pdf.path(glyph.path.toSVG()).fill();
    pdf.translate(glyph.advanceWidth + characterSpacing / scale, 0);
  }
  pdf.restore();
}

function drawPolyline(pdf: Pdf, { points, width, colour }: Extract<Shape, { kind: 'polyline' }>): void {
  pdf.lineJoin('round').lineCap('round').lineWidth(width);
  for (let index = 0; index + 1 < points.length; index += 2) {
    const [x = 0, y = 0] = [points[index], points[index + 1]];
    if (index === 0) pdf.moveTo(x, y);
    else pdf.lineTo(x, y);
  }
  // A single sample between two gaps is a dot.
  if (points.length === 2) pdf.lineTo(points[0] ?? 0, points[1] ?? 0);
  pdf.stroke(colour);
}

/** Its bytes go into the file as they are, once for each place. */
function drawPicture(pdf: Pdf, { sha256, x, y, width, height }: Extract<Shape, { kind: 'picture' }>, pictures: Pictures): void {
  const bytes = pictures.get(sha256);
  if (bytes === undefined) throw new Error('a picture of the report is not here');
  pdf.image(Buffer.from(bytes), x, y, { width, height });
}

/** A circle, a cross and the hills of the county, drawn in a square of 48. */
function drawHospitalMark(pdf: Pdf, { x, y, size }: Extract<Shape, { kind: 'hospital-mark' }>): void {
  const colour = '#1f6f87';
  pdf.save().translate(x, y).scale(size / 48);
  pdf.lineWidth(2).circle(24, 24, 21.5).stroke(colour);
  pdf.lineWidth(6).moveTo(24, 11).lineTo(24, 37).moveTo(11, 24).lineTo(37, 24).stroke(colour);
  pdf.lineWidth(1.6).moveTo(9, 33).bezierCurveTo(17, 27, 31, 27, 39, 33).stroke(colour);
  pdf.restore();
}
