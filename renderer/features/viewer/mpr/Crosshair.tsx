import type { PointerEvent } from 'react';
import { patientToPixel, pixelToPatient, type ImagePlane } from '#shared/dicom/geometry/image-plane.ts';
import { combine, type Vector3 } from '#shared/dicom/geometry/vector3.ts';
import { cutDirection, PLANE_NAMES, type PlaneName } from '#shared/dicom/volume/reformatted-planes.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import type { ScreenPoint } from '#renderer/imaging/engine/view-camera.ts';
import type { MprAct, MprView } from './mpr-view.ts';
import styles from './MprDesk.module.css';

export interface CrosshairProps {
  readonly name: PlaneName;
  readonly plane: ImagePlane;
  readonly view: MprView;
  readonly viewport: StackViewport;
  readonly onAct: (act: MprAct) => void;
  /** The wheel was turned over a handle: it is meant for the picture. */
  readonly onWheel: (event: globalThis.WheelEvent) => void;
}

/** From the middle of the cross to the handle that turns it, CSS pixels. */
const HANDLE_PX = 90;
/** The lines leave the middle free, so that nothing is hidden there. */
const FREE_PX = 14;
const FAR_PX = 4000;

/** Where the other two planes cut this one. The middle moves the cut, the dots turn the other planes about this one's normal. */
export function Crosshair({ name, plane, view, viewport, onAct, onWheel }: CrosshairProps) {
  const center = screenOf(view.centerMm);
  if (center === undefined) return null;
  const lines = PLANE_NAMES.filter((other) => other !== name).flatMap((other) => {
    const along = cutDirection(view.orientations[name], view.orientations[other]);
    const end = screenOf(combine(view.centerMm, 1, along, 10));
    const length = end === undefined ? 0 : Math.hypot(end[0] - center[0], end[1] - center[1]);
    return end === undefined || length === 0 ? [] : [{ other, way: [(end[0] - center[0]) / length, (end[1] - center[1]) / length] as const }];
  });
  return (
    <svg className={styles['crosshair']} data-testid="crosshair" data-plane={name} aria-hidden="true" onWheel={(event) => onWheel(event.nativeEvent)}>
      {lines.map(({ other, way: [x, y] }) => (
        <g key={other} className={styles[other]}>
          {([1, -1] as const).map((side) => (
            <g key={side}>
              <line x1={center[0] + side * x * FREE_PX} y1={center[1] + side * y * FREE_PX} x2={center[0] + side * x * FAR_PX} y2={center[1] + side * y * FAR_PX} />
              <circle className={styles['turn']} cx={center[0] + side * x * HANDLE_PX} cy={center[1] + side * y * HANDLE_PX} r={6} onPointerDown={turn} />
            </g>
          ))}
        </g>
      ))}
      {view.curveMm.map((point, index) => {
        const at = screenOf(point);
        // eslint-disable-next-line react/no-array-index-key -- points have no other name than their turn
        return at === undefined ? null : <circle key={index} className={styles['dot']} cx={at[0]} cy={at[1]} r={4} data-testid="curve-point" />;
      })}
      <circle className={styles['move']} cx={center[0]} cy={center[1]} r={11} data-testid="crosshair-center" onPointerDown={move} />
    </svg>
  );

  function screenOf(pointMm: Vector3): ScreenPoint | undefined {
    return viewport.screenOf(patientToPixel(plane, pointMm));
  }

  function move(start: PointerEvent<SVGCircleElement>): void {
    follow(start, ([x, y]) => {
      const pixel = viewport.pixelUnder([x, y]);
      if (pixel !== undefined) onAct({ kind: 'center', pointMm: pixelToPatient(plane, pixel[0], pixel[1]) });
    });
  }

  function turn(start: PointerEvent<SVGCircleElement>): void {
    if (center === undefined) return;
    const angleAt = ([x, y]: ScreenPoint) => (Math.atan2(y - center[1], x - center[0]) * 180) / Math.PI;
    // A mirrored picture turns the other way round in the patient.
    const [origin, right, down] = [viewport.screenOf([0, 0]), viewport.screenOf([1, 0]), viewport.screenOf([0, 1])];
    if (origin === undefined || right === undefined || down === undefined) return;
    const sense = Math.sign((right[0] - origin[0]) * (down[1] - origin[1]) - (right[1] - origin[1]) * (down[0] - origin[0]));
    let before: number | undefined;
    follow(start, (at) => {
      const now = angleAt(at);
      if (before !== undefined) onAct({ kind: 'turn', name, degrees: sense * (((now - before + 540) % 360) - 180) });
      before = now;
    });
  }
}

/** Follows the pointer until it is let go. Places are CSS pixels from the upper left corner of the drawing. */
function follow(start: PointerEvent<SVGCircleElement>, onMove: (at: ScreenPoint) => void): void {
  if (start.button !== 0) return;
  start.preventDefault();
  start.stopPropagation();
  const drawing = start.currentTarget.ownerSVGElement;
  if (drawing === null) return;
  const dragging = new AbortController();
  const { signal } = dragging;
  const tell = (event: { readonly clientX: number; readonly clientY: number }) => {
    const { left, top } = drawing.getBoundingClientRect();
    onMove([event.clientX - left, event.clientY - top]);
  };
  tell(start);
  window.addEventListener('pointermove', (event) => (event.buttons === 0 ? dragging.abort() : tell(event)), { signal });
  window.addEventListener('pointerup', () => dragging.abort(), { signal });
  window.addEventListener('blur', () => dragging.abort(), { signal });
}
