import { combine, type Vector3 } from './vector3.ts';
import type { ImageOrientation } from './image-plane.ts';

/** How the picture is turned for the eye: first turned clockwise, then mirrored as it lies on the screen. */
export interface ViewTurn {
  readonly flipHorizontal: boolean;
  readonly flipVertical: boolean;
  /** Clockwise, a multiple of 90. */
  readonly rotationDegrees: number;
}

export const UNTURNED: ViewTurn = { flipHorizontal: false, flipVertical: false, rotationDegrees: 0 };

/** Letters for the four sides of the screen; '' where nothing is known. */
export interface OrientationLabels {
  readonly left: string;
  readonly right: string;
  readonly top: string;
  readonly bottom: string;
}

export const NO_ORIENTATION_LABELS: OrientationLabels = { left: '', right: '', top: '', bottom: '' };

/** A direction must lean at least 10° towards a second axis to earn its letter: sin 10°. */
const LEAN = 0.1736;

/** A direction on the screen, in pixels of the image: how many columns to the right, how many rows down. */
type PixelDirection = readonly [columns: number, rows: number];

/**
 * Which way in the image a step to the right and a step down on the screen lead, after the turn.
 * Turning the picture clockwise by 90° brings its top to the right: a step to the right on the screen then leads up in the image.
 */
export function screenDirections(turn: ViewTurn): { readonly right: PixelDirection; readonly down: PixelDirection } {
  const quarter = (((Math.round(turn.rotationDegrees / 90) % 4) + 4) % 4) as 0 | 1 | 2 | 3;
  const unturned = {
    0: { right: [1, 0], down: [0, 1] },
    1: { right: [0, -1], down: [1, 0] },
    2: { right: [-1, 0], down: [0, -1] },
    3: { right: [0, 1], down: [-1, 0] },
  } as const satisfies Record<0 | 1 | 2 | 3, { right: PixelDirection; down: PixelDirection }>;
  const mirrored = ([columns, rows]: PixelDirection, isMirrored: boolean): PixelDirection =>
    isMirrored ? [0 - columns, 0 - rows] : [columns, rows];
  return {
    right: mirrored(unturned[quarter].right, turn.flipHorizontal),
    down: mirrored(unturned[quarter].down, turn.flipVertical),
  };
}

/** The turn after one more act of the hand on what is seen on the screen. */
export function turnedBy(turn: ViewTurn, act: 'flip-horizontal' | 'flip-vertical' | 'rotate-right' | 'rotate-left'): ViewTurn {
  if (act === 'flip-horizontal') return { ...turn, flipHorizontal: !turn.flipHorizontal };
  if (act === 'flip-vertical') return { ...turn, flipVertical: !turn.flipVertical };
  // A picture that is mirrored once turns the other way round underneath its mirror.
  const isMirroredOnce = turn.flipHorizontal !== turn.flipVertical;
  const clockwise = (act === 'rotate-right') === isMirroredOnce ? -90 : 90;
  return { ...turn, rotationDegrees: (turn.rotationDegrees + clockwise + 360) % 360 };
}

/**
 * Letters from Image Orientation (Patient) alone: Patient Position (0018,5100) is informative and never asked. PS3.3 C.7.6.2.1.1.
 * One letter for a straight direction, two or three for an oblique one, the strongest first.
 */
export function orientationLabelsOfPlane(orientation: ImageOrientation, turn: ViewTurn): OrientationLabels {
  const { right, down } = screenDirections(turn);
  const towards = ([columns, rows]: PixelDirection) =>
    lettersOf(combine(orientation.rowDirection, columns, orientation.columnDirection, rows));
  const away = ([columns, rows]: PixelDirection) => towards([-columns, -rows]);
  return { right: towards(right), left: away(right), bottom: towards(down), top: away(down) };
}

/**
 * Letters from Patient Orientation (0020,0020) of a projection: the first value names where the rows lead, the second where the columns
 * lead. PS3.3 C.7.6.1.1.1. Letters other than those of a biped (A, P, R, L, H, F) give no label.
 */
export function orientationLabelsOfProjection(patientOrientation: readonly string[], turn: ViewTurn): OrientationLabels {
  const [row = '', column = ''] = patientOrientation;
  if (![row, column].every((letters) => /^[APRLHF]{1,3}$/.test(letters))) return NO_ORIENTATION_LABELS;
  const { right, down } = screenDirections(turn);
  const towards = ([columns, rows]: PixelDirection) => {
    if (columns !== 0) return columns > 0 ? row : oppositeOf(row);
    return rows > 0 ? column : oppositeOf(column);
  };
  const away = ([columns, rows]: PixelDirection) => towards([-columns, -rows]);
  return { right: towards(right), left: away(right), bottom: towards(down), top: away(down) };
}

/** The letters of a direction in the patient, strongest component first. */
export function lettersOf(direction: Vector3): string {
  const [x, y, z] = direction;
  return [
    { size: Math.abs(x), letter: x > 0 ? 'L' : 'R' },
    { size: Math.abs(y), letter: y > 0 ? 'P' : 'A' },
    { size: Math.abs(z), letter: z > 0 ? 'H' : 'F' },
  ]
    .filter(({ size }) => size >= LEAN)
    .sort((left, right) => right.size - left.size)
    .map(({ letter }) => letter)
    .join('');
}

function oppositeOf(letters: string): string {
  const opposites: Readonly<Record<string, string>> = { A: 'P', P: 'A', R: 'L', L: 'R', H: 'F', F: 'H' };
  return letters.replace(/./g, (letter) => opposites[letter] ?? '');
}
