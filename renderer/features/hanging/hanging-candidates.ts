import { classifySeries } from '#shared/hanging/series/classify-series.ts';
import type { HangingCandidate } from '#shared/hanging/protocol/match-protocol.ts';
import type { DisplayStack } from '#renderer/imaging/engine/viewport-state.ts';
import { seriesKey, type HangingSeries } from './use-series-stacks.ts';

/** Where a candidate is found: a stack, or one frame of it. Frame numbers are one-based. */
export interface CandidatePlace {
  readonly studyId: number;
  readonly seriesInstanceUid: string;
  /** Zero-based. */
  readonly stackIndex: number;
  readonly frame?: { readonly sopInstanceUid: string; readonly frameNumber: number };
}

export interface PlacedCandidate extends HangingCandidate {
  readonly place: CandidatePlace;
}

/** Each picture of these stands alone: two views in one series are two things to hang. */
const SINGLE_PICTURES = new Set(['CR', 'DX', 'MG', 'PX', 'IO']);
/** More pictures than anybody takes of a hand. */
const MOST_SINGLE = 24;
const SERIES_STEP = 1000;

/** What of these series can hang. Before the headers are here the words of the list count. */
export function candidatesOf(series: readonly HangingSeries[], stacks: ReadonlyMap<string, readonly DisplayStack[]>): readonly PlacedCandidate[] {
  return series.filter(({ content }) => content === 'images').flatMap((one): readonly PlacedCandidate[] => {
    const known = stacks.get(seriesKey(one));
    const { studyId, seriesInstanceUid } = one;
    const study = one.isPrior ? 'prior' : 'current';
    const order = (one.seriesNumber ?? 0) * SERIES_STEP;
    if (known === undefined) {
      const read = classifySeries({ modality: one.modality, seriesDescription: one.seriesDescription, bodyPartExamined: one.bodyPart });
      return [{ key: `${seriesKey(one)}/0`, study, modality: one.modality, series: read, order, imageCount: one.expectedInstances, laterality: '', view: '', place: { studyId, seriesInstanceUid, stackIndex: 0 } }];
    }
    return known.flatMap((stack) => candidatesOfStack(one, stack, { study, order: order + stack.place }));
  });
}

function candidatesOfStack({ studyId, seriesInstanceUid, modality }: HangingSeries, stack: DisplayStack, { study, order }: Pick<HangingCandidate, 'study' | 'order'>): readonly PlacedCandidate[] {
  const first = stack.frames[0];
  if (first === undefined) return [];
  const place = { studyId, seriesInstanceUid, stackIndex: stack.place };
  const key = `${studyId}/${seriesInstanceUid}/${stack.place}`;
  const asCandidate = ({ image }: DisplayStack['frames'][number], imageCount: number, more: Pick<PlacedCandidate, 'key' | 'order' | 'place'>): PlacedCandidate => {
    const read = classifySeries({ ...image.series.described, modality });
    const isLocalizer = stack.passport.stack.isLocalizer ? ({ value: true, source: 'image-type' } as const) : read.isLocalizer;
    return { ...more, study, modality, series: { ...read, isLocalizer }, imageCount, laterality: image.laterality, view: image.viewPosition.toUpperCase() };
  };
  if (!SINGLE_PICTURES.has(modality) || stack.frames.length > MOST_SINGLE) return [asCandidate(first, stack.frames.length, { key, order, place })];
  return stack.frames.map((one, index) => {
    const { sopInstanceUid, frameNumber } = one.frame;
    // The first is where the stack begins anyway.
    const own = index === 0 && stack.frames.length === 1 ? place : { ...place, frame: { sopInstanceUid, frameNumber } };
    return asCandidate(one, 1, { key: `${key}/${sopInstanceUid}/${frameNumber}`, order: order + index / SERIES_STEP, place: own });
  });
}
