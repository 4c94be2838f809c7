import type { ScreenPoint } from '#renderer/imaging/engine/view-camera.ts';
import styles from './CursorMark.module.css';

/** From the point to the inner and the outer end of each stroke, CSS pixels: the point itself stays free. */
const INNER_PX = 5;
const OUTER_PX = 22;
const SIZE_PX = 2 * OUTER_PX + 2;

/** The point of the patient that the 3D cursor shows, on one picture. */
export function CursorMark({ at }: { readonly at: ScreenPoint | undefined }) {
  if (at === undefined) return null;
  const middle = SIZE_PX / 2;
  return (
    <svg className={styles['mark']} width={SIZE_PX} height={SIZE_PX} style={{ transform: `translate(${at[0] - middle}px, ${at[1] - middle}px)` }} data-testid="cursor-mark" data-x={at[0].toFixed(1)} data-y={at[1].toFixed(1)} aria-hidden="true">
      {([[1, 0], [-1, 0], [0, 1], [0, -1]] as const).map(([x, y]) => (
        <line key={`${x} ${y}`} x1={middle + x * INNER_PX} y1={middle + y * INNER_PX} x2={middle + x * OUTER_PX} y2={middle + y * OUTER_PX} />
      ))}
    </svg>
  );
}
