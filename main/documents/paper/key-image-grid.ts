import type { CanonicalReport, ReportedKeyImage, ReportPicture } from '#shared/report/canonical-report.ts';
import type { Flow } from './flow.ts';
import { frameText } from './measurement-table.ts';
import { INK, type Shape } from './shapes.ts';
import { CONTENT_WIDTH, HAIRLINE, PAGE, STYLES } from './styles.ts';
import { fitted } from './letterhead.ts';
import { lineHeight, type TextStyle, type Typesetter } from './typesetter.ts';

const COLUMNS = 3;
const GAP = 9;
const CELL_WIDTH = (CONTENT_WIDTH - (COLUMNS - 1) * GAP) / COLUMNS;
/** As high as it is wide at most: an upright picture is made narrower. */
const PICTURE_HEIGHT = 142;
const CAPTION: TextStyle = STYLES.small;
const ROW_GAP = 4;

interface PrintedKeyImage extends ReportedKeyImage {
  readonly picture: ReportPicture;
}

/** Those of which a picture was taken. */
export function printedKeyImages({ keyImages }: CanonicalReport): readonly PrintedKeyImage[] {
  return keyImages.flatMap((image) => (image.picture === null ? [] : [{ ...image, picture: image.picture }]));
}

/** Height of the first row: a heading is not left alone above it. */
export function keyImagesStart(report: CanonicalReport): number {
  return rowHeight(printedKeyImages(report).slice(0, COLUMNS));
}

/** Pictures in rows of three, each with where to find it; a row is never cut. Images that were marked without a picture are named below. */
export function putKeyImages(flow: Flow, typesetter: Typesetter, report: CanonicalReport): void {
  const printed = printedKeyImages(report);
  for (let start = 0; start < printed.length; start += COLUMNS) {
    const row = printed.slice(start, start + COLUMNS);
    const height = rowHeight(row);
    flow.need(height);
    row.forEach((image, column) => {
      const words = `图 ${start + column + 1}　${frameText(image.source, report)}`;
      const x = PAGE.left + column * (CELL_WIDTH + GAP);
      const figure = placed(image.picture, x, flow.top);
      flow.put(flow.node('Figure', undefined, `关键图像：${words}`), [figure]);
      flow.put('artifact', [{ kind: 'box', x: figure.x, y: figure.y, width: figure.width, height: figure.height, lineWidth: HAIRLINE, colour: INK.line }]);
      flow.put(flow.node('P'), [typesetter.text(words, fitted(typesetter, words, CAPTION, CELL_WIDTH), x, flow.top + height - ROW_GAP - lineHeight(CAPTION))]);
    });
    flow.top += height;
  }
  const others = report.keyImages.filter(({ picture }) => picture === null);
  if (others.length > 0) flow.paragraph(`另有关键图像 ${others.length} 幅，见影像归档：${others.map(({ source }) => frameText(source, report)).join('；')}`, CAPTION);
}

/** In its proportions, as large as the cell lets it be, at the left edge. */
function placed({ sha256, widthPx, heightPx }: ReportPicture, x: number, y: number): Extract<Shape, { kind: 'picture' }> {
  const scale = scaleOf({ widthPx, heightPx });
  return { kind: 'picture', x, y, width: widthPx * scale, height: heightPx * scale, sha256 };
}

const scaleOf = ({ widthPx, heightPx }: Pick<ReportPicture, 'widthPx' | 'heightPx'>): number => Math.min(CELL_WIDTH / widthPx, PICTURE_HEIGHT / heightPx);

function rowHeight(row: readonly PrintedKeyImage[]): number {
  return Math.max(0, ...row.map(({ picture }) => picture.heightPx * scaleOf(picture))) + lineHeight(CAPTION) + ROW_GAP + 2;
}
