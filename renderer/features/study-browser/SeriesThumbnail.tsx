import { useEffect, useRef, useState } from 'react';
import type { StackFrame } from '#renderer/imaging/engine/viewport-state.ts';
import { useImaging } from '#renderer/imaging/ImagingProvider.tsx';

export interface SeriesThumbnailProps {
  readonly studyId: number;
  readonly seriesInstanceUid: string;
  /** Asked for anew until there is something to draw. */
  readonly heldInstances: number;
}

/** The middle image of the largest stack of a series that is here. It stays when more arrives: pictures do not change under the eye. */
export function SeriesThumbnail({ studyId, seriesInstanceUid, heldInstances }: SeriesThumbnailProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const imaging = useImaging();
  const engine = imaging.status === 'ready' ? imaging.engine : undefined;
  const [middle, setMiddle] = useState<StackFrame>();
  const hasSomething = heldInstances > 0;
  const isChosen = middle?.frame.studyId === studyId && middle.image.seriesInstanceUid === seriesInstanceUid;

  useEffect(() => {
    if (engine === undefined || !hasSomething || isChosen) return undefined;
    return engine.followSeries(studyId, seriesInstanceUid, ({ stacks }) => {
      const largest = stacks.toSorted((left, right) => right.frames.length - left.frames.length)[0];
      const found = largest?.frames[Math.floor(largest.frames.length / 2)];
      if (found !== undefined) setMiddle(found);
    });
  }, [engine, studyId, seriesInstanceUid, hasSomething, isChosen]);

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
