import { useEffect, useRef, useState } from 'react';
import type { DisplayStack, StackFrame } from '#renderer/imaging/engine/viewport-state.ts';
import { isSameFrame } from '#renderer/imaging/frame-ref.ts';
import { useImaging } from '#renderer/imaging/ImagingProvider.tsx';

export interface SeriesThumbnailProps {
  /** Undefined while nothing is known of it. */
  readonly stack: DisplayStack | undefined;
}

/** The middle image of a stack that is here. It stays when more arrives: pictures do not change under the eye. */
export function SeriesThumbnail({ stack }: SeriesThumbnailProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const imaging = useImaging();
  const engine = imaging.status === 'ready' ? imaging.engine : undefined;
  const [chosen, setChosen] = useState<StackFrame>();
  const middle = stack === undefined ? undefined : stillIn(stack, chosen) ? chosen : stack.frames[Math.floor(stack.frames.length / 2)];
  if (middle !== chosen) setChosen(middle);

  useEffect(() => {
    const { current } = canvas;
    if (engine === undefined || middle === undefined || current === null) return undefined;
    const abort = new AbortController();
    const ratio = window.devicePixelRatio || 1;
    current.width = Math.round(current.clientWidth * ratio);
    current.height = Math.round(current.clientHeight * ratio);
    engine.renderThumbnail(middle, current, abort.signal).then(
      () => current.setAttribute('data-drawn', 'true'),
      // A picture that cannot be drawn leaves the place black; its viewport says why.
      () => undefined,
    );
    return () => abort.abort();
  }, [engine, middle]);

  return <canvas ref={canvas} />;
}

function stillIn({ frames }: DisplayStack, chosen: StackFrame | undefined): boolean {
  return chosen !== undefined && frames.some(({ frame }) => isSameFrame(frame, chosen.frame));
}
