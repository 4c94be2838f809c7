import { z } from 'zod';
import { screenDirections, type ViewTurn } from '../dicom/geometry/orientation-labels.ts';

const uid = z.string().regex(/^[0-9.]{1,64}$/);
/** Far outside any image, and still a short number. */
const place = z.number().min(-100_000).max(100_000);
const letters = z.string().max(6);

/**
 * Which picture somebody speaks of, how it was seen, and where an arrow points: state that any machine with the image draws from its own store. Pixels
 * never travel with it.
 */
export const markedImage = z.strictObject({
  seriesInstanceUid: uid,
  sopInstanceUid: uid,
  /** One-based. */
  frameNumber: z.int().min(1).max(100_000),
  /** As the console of the machine counts them; null where the image does not say. */
  seriesNumber: z.int().nullable(),
  instanceNumber: z.int().nullable(),
  rows: z.int().min(1).max(65_535),
  columns: z.int().min(1).max(65_535),
  /** Null: what the image itself asks for. */
  window: z.strictObject({ windowCenter: z.number(), windowWidth: z.number().positive(), voiLutFunction: z.enum(['LINEAR', 'LINEAR_EXACT', 'SIGMOID']) }).nullable(),
  isInverted: z.boolean(),
  /** Clockwise, then mirrored as it lies on the screen. */
  rotationDegrees: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  flipHorizontal: z.boolean(),
  flipVertical: z.boolean(),
  /** Edges of the part that was seen, pixels with the first from 0 to 1; null: all of it. */
  area: z.strictObject({ left: place, top: place, right: place, bottom: place }).refine(({ left, top, right, bottom }) => left < right && top < bottom).nullable(),
  /** Letters of the patient's sides as they stood at the edges of the screen; '' where nothing is known. */
  orientation: z.strictObject({ left: letters, right: letters, top: letters, bottom: letters }),
  /** Where the arrow points, column and row in the image, pixels with the first from 0 to 1; null without an arrow. */
  arrow: z.tuple([place, place]).nullable(),
});
export type MarkedImage = z.infer<typeof markedImage>;

/** Shares of a picture, 0 to 1 from its upper left corner. */
export type PictureShare = readonly [right: number, down: number];

type Seen = Pick<MarkedImage, 'rows' | 'columns' | 'area'> & ViewTurn;

/** The part of the image that is seen: all of it unless an area says otherwise. */
export function seenArea({ rows, columns, area }: Pick<MarkedImage, 'rows' | 'columns' | 'area'>): NonNullable<MarkedImage['area']> {
  return area ?? { left: 0, top: 0, right: columns, bottom: rows };
}

/** Where a place of the image lies on its picture as it was turned. @param point column and row, the first pixel from 0 to 1 */
export function shareOf(seen: Seen, [column, row]: readonly [column: number, row: number]): PictureShare {
  const { left, top, right, bottom } = seenArea(seen);
  const across = (column - left) / (right - left);
  const down = (row - top) / (bottom - top);
  const { right: toRight, down: toBottom } = screenDirections(seen);
  const along = ([columns, rows]: readonly [number, number]) => (columns === 1 ? across : columns === -1 ? 1 - across : rows === 1 ? down : 1 - down);
  return [along(toRight), along(toBottom)];
}

/** The place of the image under a place of its picture: the other way round. */
export function placeUnder(seen: Seen, [x, y]: PictureShare): readonly [column: number, row: number] {
  const { left, top, right, bottom } = seenArea(seen);
  const { right: toRight, down: toBottom } = screenDirections(seen);
  // Along which axis of the image a step on the screen leads, and from which end.
  const across = toRight[0] !== 0 ? (toRight[0] === 1 ? x : 1 - x) : toBottom[0] === 1 ? y : 1 - y;
  const down = toRight[1] !== 0 ? (toRight[1] === 1 ? x : 1 - x) : toBottom[1] === 1 ? y : 1 - y;
  return [left + across * (right - left), top + down * (bottom - top)];
}

/** The state without its arrow, in one line: what a picture is kept and asked for by. */
export function pictureKey({ arrow: _arrow, orientation: _orientation, seriesNumber: _series, instanceNumber: _instance, ...seen }: MarkedImage): string {
  return JSON.stringify(seen);
}
