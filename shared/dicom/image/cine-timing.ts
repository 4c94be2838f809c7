import { itemsOf, numberOf, numbersOf, textsOf, type DataSet } from '../data-set/data-set.ts';
import { tagOf } from '../data-set/attribute.ts';

/**
 * How long each frame of a clip stays on the screen at its natural speed.
 * `source` says which attribute decided: the rate that the hospital recommends, what was measured for each frame, or a nominal time.
 */
export type CineTiming =
  | {
      readonly kind: 'timed';
      readonly source: 'recommended-rate' | 'frame-time-vector' | 'frame-time' | 'cine-rate' | 'gated' | 'frame-content';
      /** One for each frame, ms, all above 0. */
      readonly durationsMs: readonly number[];
      /** Zero-based, inclusive: Start and Stop Trim (0008,2142), (0008,2143). */
      readonly firstIndex: number;
      readonly lastIndex: number;
      /** Preferred Playback Sequencing (0018,1244) 1: back and forth; else it starts over. */
      readonly isSweeping: boolean;
    }
  | { readonly kind: 'none' };

/** Frames are never asked to change faster than this; what is named faster is a slip of the unit. */
const FASTEST_MS = 1;
const SLOWEST_MS = 60_000;

/**
 * Reads the timing of a multi-frame image. PS3.3 C.7.6.5 and C.7.6.16.2. A Frame Time Vector that Frame Increment Pointer (0028,0009)
 * names is what was measured and goes first; then Recommended Display Frame Rate, Frame Time, Cine Rate, the gated Frame Time of
 * nuclear medicine, and the times of the functional groups.
 */
export function cineTimingOf(dataSet: DataSet, frameCount: number): CineTiming {
  if (frameCount < 2) return { kind: 'none' };
  const found = firstOf(dataSet, frameCount);
  if (found === undefined) return { kind: 'none' };
  const first = Math.trunc(numberOf(dataSet, 'StartTrim') ?? 1) - 1;
  const last = Math.trunc(numberOf(dataSet, 'StopTrim') ?? frameCount) - 1;
  const isTrimmed = first >= 0 && last < frameCount && first < last;
  return {
    kind: 'timed',
    ...found,
    firstIndex: isTrimmed ? first : 0,
    lastIndex: isTrimmed ? last : frameCount - 1,
    isSweeping: numberOf(dataSet, 'PreferredPlaybackSequencing') === 1,
  };
}

interface Found {
  readonly source: Extract<CineTiming, { kind: 'timed' }>['source'];
  readonly durationsMs: readonly number[];
}

function firstOf(dataSet: DataSet, frameCount: number): Found | undefined {
  const pointers = textsOf(dataSet, 'FrameIncrementPointer').map((tag) => tag.toUpperCase());
  const vector = vectorDurations(dataSet, frameCount);
  const constant = (source: Found['source'], durationMs: number | undefined): Found | undefined =>
    isUsable(durationMs) ? { source, durationsMs: Array.from({ length: frameCount }, () => durationMs) } : undefined;
  const ofRate = (rate: number | undefined) => (rate !== undefined && rate > 0 ? 1000 / rate : undefined);
  const gated = itemsOf(itemsOf(dataSet, 'GatedInformationSequence')[0] ?? {}, 'DataInformationSequence')[0];
  const measured: Found | undefined = vector === undefined ? undefined : { source: 'frame-time-vector', durationsMs: vector };
  return (
    (pointers.includes(tagOf('FrameTimeVector')) ? measured : undefined) ??
    constant('recommended-rate', ofRate(numberOf(dataSet, 'RecommendedDisplayFrameRate'))) ??
    constant('frame-time', numberOf(dataSet, 'FrameTime')) ??
    measured ??
    constant('cine-rate', ofRate(numberOf(dataSet, 'CineRate'))) ??
    constant('gated', gated === undefined ? undefined : numberOf(gated, 'FrameTime')) ??
    contentDurations(dataSet, frameCount)
  );
}

/**
 * Frame Time Vector (0018,1065): the time from the frame before to each frame, the first of no meaning (0 by the standard). A frame
 * stays until the next one comes; the last stays as long as the one before it.
 */
function vectorDurations(dataSet: DataSet, frameCount: number): readonly number[] | undefined {
  const vector = numbersOf(dataSet, 'FrameTimeVector');
  return vector?.length === frameCount ? closed(vector.slice(1)) : undefined;
}

/** Times of the frames in the functional groups: cardiac delay, else offset from the start of the series. PS3.3 C.7.6.16.2.7 and C.8.24.3. */
function contentDurations(dataSet: DataSet, frameCount: number): Found | undefined {
  const frames = itemsOf(dataSet, 'PerFrameFunctionalGroupsSequence');
  if (frames.length !== frameCount) return undefined;
  const times = frames.map((frame) => {
    const delayMs = numberOf(itemsOf(frame, 'CardiacSynchronizationSequence')[0] ?? {}, 'NominalCardiacTriggerDelayTime');
    const offsetSeconds = numberOf(itemsOf(frame, 'TemporalPositionSequence')[0] ?? {}, 'TemporalPositionTimeOffset');
    return delayMs ?? (offsetSeconds === undefined ? Number.NaN : offsetSeconds * 1000);
  });
  const durationsMs = closed(times.slice(1).map((time, index) => time - (times[index] ?? Number.NaN)));
  return durationsMs === undefined ? undefined : { source: 'frame-content', durationsMs };
}

/** All but the last frame's durations are known. @returns undefined as soon as one of them is none */
function closed(durationsMs: readonly number[]): readonly number[] | undefined {
  const last = durationsMs.at(-1);
  return last === undefined || !durationsMs.every(isUsable) ? undefined : [...durationsMs, last];
}

function isUsable(durationMs: number | undefined): durationMs is number {
  return durationMs !== undefined && durationMs >= FASTEST_MS && durationMs <= SLOWEST_MS;
}
