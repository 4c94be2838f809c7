import { useMemo } from 'react';
import type { Vector3 } from '#shared/dicom/geometry/vector3.ts';
import { curveAlong, lineLengthMm, smoothLine, type Curve } from '#shared/dicom/volume/curve.ts';
import { finestStepMm } from '#shared/dicom/volume/volume-grid.ts';
import type { DisplayStack } from '#renderer/imaging/engine/viewport-state.ts';
import type { VolumeHandle } from '#renderer/imaging/volume/prepare-volume.ts';

/** Straightened pictures along one line, each turned further about it. */
export interface CurveStack {
  readonly display: DisplayStack;
  /** The points through which the line goes, mm in the patient. */
  readonly lineMm: readonly Vector3[];
  readonly lengthMm: number;
  readonly curves: readonly Curve[];
  /** By which each picture is turned. */
  readonly degrees: readonly number[];
  readonly size: Pick<Curve, 'stepMm' | 'columns'>;
}

/** Across the line, mm. */
const WIDTH_MM = 60;
/** The wheel turns the cut about the line by so much, degrees. */
export const TURN_DEGREES = 10;
const TURNS = 18;
/** A picture with more rows gains nothing on a screen. */
const MOST_ROWS = 900;

/** The volume along a line, laid out straight. @returns undefined for less than two points, or a line without length */
export function useCurveStack(volume: VolumeHandle, lineMm: readonly Vector3[]): CurveStack | undefined {
  return useMemo(() => {
    const line = smoothLine(lineMm);
    const lengthMm = lineLengthMm(line);
    if (lineMm.length < 2 || lengthMm === 0) return undefined;
    const stepMm = Math.max(finestStepMm(volume.grid), lengthMm / MOST_ROWS);
    const turned = Array.from({ length: TURNS }, (_, turn) => turn * TURN_DEGREES);
    const curves = turned.flatMap((degrees) => curveAlong(line, { stepMm, widthMm: WIDTH_MM, degrees }) ?? []);
    return { display: volume.straighten('curve', curves), lineMm, lengthMm, curves, degrees: turned, size: { stepMm, columns: curves[0]?.columns ?? 1 } };
  }, [volume, lineMm]);
}
