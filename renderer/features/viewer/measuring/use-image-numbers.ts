import { useEffect, useMemo, useState } from 'react';
import type { ImagingEngine } from '#renderer/imaging/engine/imaging-engine.ts';
import type { DisplayStack } from '#renderer/imaging/engine/viewport-state.ts';

interface ImageOfSeries {
  readonly studyId: number;
  readonly seriesInstanceUid: string;
}

interface ImageName {
  readonly sopInstanceUid: string;
  /** One-based. */
  readonly frameNumber: number;
}

/** Which image of its stack one is, from 1: what a viewport calls it, on whichever image that stands. @returns undefined while the series is not known */
export function useImageNumbers(engine: ImagingEngine | undefined, images: readonly ImageOfSeries[]): (image: ImageName) => number | undefined {
  const [known, setKnown] = useState<ReadonlyMap<string, readonly DisplayStack[]>>(new Map());
  const wanted = [...new Set(images.map(({ studyId, seriesInstanceUid }) => `${studyId}/${seriesInstanceUid}`))].toSorted().join(' ');

  useEffect(() => {
    if (engine === undefined || wanted === '') return undefined;
    const stops = wanted.split(' ').map((name) => {
      const [studyId = '', seriesInstanceUid = ''] = name.split('/');
      return engine.followSeries(Number(studyId), seriesInstanceUid, ({ stacks }) => setKnown((before) => new Map(before).set(name, stacks)));
    });
    return () => {
      for (const stop of stops) stop();
    };
  }, [engine, wanted]);

  return useMemo(() => {
    const numbers = imageNumbers([...known.values()].flat());
    return (image: ImageName) => numbers.get(keyOf(image));
  }, [known]);
}

/** The number of each image in its stack, from 1, by `SOP Instance UID/frame number`. */
export function imageNumbers(stacks: readonly Pick<DisplayStack, 'frames'>[]): ReadonlyMap<string, number> {
  return new Map(stacks.flatMap(({ frames }) => frames.map(({ frame }, index) => [keyOf(frame), index + 1] as const)));
}

function keyOf({ sopInstanceUid, frameNumber }: ImageName): string {
  return `${sopInstanceUid}/${frameNumber}`;
}
