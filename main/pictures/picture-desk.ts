import { isAppError } from '#shared/errors/app-error.ts';
import { pictureKey, type MarkedImage } from '#shared/collaboration/marked-image.ts';
import { tagOf } from '#shared/dicom/data-set/attribute.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import type { Clock } from '../platform/clock.ts';
import type { FrameAnswer } from '../store/pack.repository.ts';
import type { EncodedFrame } from './frame-picture.ts';

export type DrawFrame = (frame: EncodedFrame, seen: MarkedImage) => Promise<Uint8Array>;

export interface PictureDeskDependencies {
  readonly readFrame: (studyId: number, sopInstanceUid: string, frameNumber: number) => Promise<FrameAnswer>;
  readonly readSeriesMetadata: (studyId: number, seriesInstanceUid: string) => Promise<string>;
  /** Asks for an instance that is known and not held: from the near archive where there is one, else from its hospital. */
  readonly wantInstance: (studyId: number, sopInstanceUid: string) => void;
  readonly draw: DrawFrame;
  readonly clock: Clock;
}

/** `waiting`: the image is being fetched. `absent`: this machine knows no such image. `refused`: it is here, and no picture can be made of it. */
export type PictureAnswer = { readonly kind: 'picture'; readonly png: Uint8Array } | { readonly kind: 'waiting' | 'absent' | 'refused' };

export type PictureDesk = ReturnType<typeof createPictureDesk>;

/** Pictures of 200 KB: what a day's questions need. */
const MOST_KEPT = 32;
const MOST_STANDINGS = 2_000;
const ASK_AGAIN_MS = 10_000;

/** Draws what somebody speaks of from this machine's own store. */
export function createPictureDesk({ readFrame, readSeriesMetadata, wantInstance, draw, clock }: PictureDeskDependencies) {
  const kept = new Map<string, PictureAnswer>();
  /** Known to be drawable or not, without its bytes. */
  const standings = new Map<string, 'picture' | 'refused'>();
  const asked = new Map<string, number>();

  /** Pages look for news every two seconds; the hospital is asked more seldom. */
  const want = (studyId: number, sopInstanceUid: string): void => {
    const nowMs = clock.now().getTime();
    if (nowMs - (asked.get(sopInstanceUid) ?? -Infinity) < ASK_AGAIN_MS) return;
    put(asked, sopInstanceUid, nowMs, MOST_STANDINGS);
    wantInstance(studyId, sopInstanceUid);
  };

  const make = async (studyId: number, seen: MarkedImage): Promise<PictureAnswer> => {
    const { seriesInstanceUid, sopInstanceUid, frameNumber } = seen;
    const answer = await readFrame(studyId, sopInstanceUid, frameNumber);
    if (answer.kind !== 'held') {
      want(studyId, sopInstanceUid);
      return { kind: answer.kind === 'unknown' ? 'absent' : 'waiting' };
    }
    const headers = JSON.parse(await readSeriesMetadata(studyId, seriesInstanceUid)) as readonly DataSet[];
    const header = headers.find((one) => one[tagOf('SOPInstanceUID')]?.Value?.[0] === sopInstanceUid);
    if (header === undefined) return { kind: 'absent' };
    try {
      return { kind: 'picture', png: await draw({ header, ...answer.frame }, seen) };
    } catch (error) {
      if (isAppError(error, 'file/damaged')) return { kind: 'refused' };
      throw error;
    }
  };

  const settle = (error: unknown): { readonly kind: 'waiting' | 'absent' } => {
    if (isAppError(error, 'study/unknown')) return { kind: 'absent' };
    // A damaged pack is fetched again; the next question finds it.
    if (isAppError(error, 'store/damaged')) return { kind: 'waiting' };
    throw error;
  };

  return {
    async picture(studyId: number, seen: MarkedImage): Promise<PictureAnswer> {
      const key = `${studyId} ${pictureKey(seen)}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const made = await make(studyId, seen).catch(settle);
      if (made.kind === 'picture' || made.kind === 'refused') {
        put(kept, key, made, MOST_KEPT);
        put(standings, key, made.kind, MOST_STANDINGS);
      } else standings.delete(key);
      return made;
    },

    /** What `picture` would answer, as far as that is known without drawing. */
    async state(studyId: number, seen: MarkedImage): Promise<PictureAnswer['kind']> {
      const known = standings.get(`${studyId} ${pictureKey(seen)}`);
      if (known !== undefined) return known;
      try {
        const { kind } = await readFrame(studyId, seen.sopInstanceUid, seen.frameNumber);
        if (kind === 'held') return 'picture';
        want(studyId, seen.sopInstanceUid);
        return kind === 'unknown' ? 'absent' : 'waiting';
      } catch (error) {
        return settle(error).kind;
      }
    },
  };
}

/** Keeps the newest so many. */
function put<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
}
