import { useEffect, useRef } from 'react';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import type { FrameRef } from '#renderer/imaging/frame-ref.ts';

/** A hand that still draws; the engine paints in between. */
const STILL_MS = 500;

/**
 * Takes the picture of a key image anew when a measurement of it was drawn, moved or removed while it is on the screen: what is printed has the marks
 * that the report speaks of.
 */
export function usePictureOfMarks(
  frame: FrameRef | undefined,
  measurements: readonly Measurement[],
  renew: (frame: FrameRef, picture: () => Promise<Uint8Array | undefined>) => void,
  picture: () => Promise<Uint8Array | undefined>,
): void {
  const place = frame === undefined ? '' : `${frame.sopInstanceUid} ${frame.frameNumber}`;
  const marks = measurements.filter(({ sopInstanceUid, frameNumber, place: inSpace }) => inSpace === undefined && `${sopInstanceUid} ${frameNumber}` === place);
  const state = JSON.stringify(marks.map(({ trackingUid, pointsPx, text }) => [trackingUid, pointsPx, text ?? '']));
  const before = useRef({ place, state });
  const latest = useRef({ frame, renew, picture });
  useEffect(() => {
    latest.current = { frame, renew, picture };
  });
  useEffect(() => {
    const isChanged = before.current.place === place && before.current.state !== state;
    before.current = { place, state };
    if (!isChanged) return undefined;
    const timer = setTimeout(() => {
      if (latest.current.frame !== undefined) latest.current.renew(latest.current.frame, latest.current.picture);
    }, STILL_MS);
    return () => clearTimeout(timer);
  }, [place, state]);
}
