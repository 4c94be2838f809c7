import type { Urgency } from '#shared/worklist/urgency.ts';

/** One instance that the hospital has and this seat has not. */
export interface WantedInstance {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** Instance Number (0020,0013); the stand-in for the position until the header is here. */
  readonly instanceNumber: number | null;
}

/** What a viewport shows. */
export interface Gaze {
  readonly seriesInstanceUid: string;
  /** Instance number under the eye; null before the first picture. */
  readonly instanceNumber: number | null;
  readonly direction: 'forward' | 'backward';
  /** The viewport that has the physician's hand. */
  readonly isActive: boolean;
}

export interface WantedStudy {
  readonly studyId: number;
  readonly siteId: string;
  /** `reading`: open on the screen. `prior`: a prior of an open study. `worklist`: fetched before anyone asks. */
  readonly purpose: 'reading' | 'prior' | 'worklist';
  readonly urgency: Urgency;
  /** ISO 8601, UTC: the longest waiting comes first. */
  readonly arrivedAt: string;
  /** Missing instances, by series and instance number. */
  readonly missing: readonly WantedInstance[];
  readonly gazes: readonly Gaze[];
}

export interface Choice {
  readonly studyId: number;
  readonly instance: WantedInstance;
}

/**
 * What to fetch next from one site. Pure: the same input gives the same answer.
 * Order: the image under the eye; the rest of the visible stack in the scroll direction, then against it; other viewports; the rest of the
 * open study; green-channel cases; priors of open studies; the worklist by urgency and waiting time.
 * @param isExcluded instances under way or resting after a failure
 */
export function chooseNext(studies: readonly WantedStudy[], siteId: string, isExcluded: (instance: WantedInstance) => boolean): Choice | undefined {
  let best: Choice | undefined;
  let bestRank: Rank | undefined;
  for (const study of studies) {
    if (study.siteId !== siteId) continue;
    const base = studyRank(study);
    // A whole study that cannot win is not looked into: with 1,200 slices a case this is called for each of them.
    if (bestRank !== undefined && study.gazes.length === 0 && compareRanks([...base, 0, 0], bestRank) > 0) continue;
    for (const instance of study.missing) {
      if (isExcluded(instance)) continue;
      const rank = instanceRank(study, base, instance);
      if (bestRank === undefined || compareRanks(rank, bestRank) < 0) {
        best = { studyId: study.studyId, instance };
        bestRank = rank;
      }
      // Behind the first candidate of a study without a gaze nothing better can come: the list is in order.
      if (study.gazes.length === 0) break;
    }
  }
  return best;
}

/** Compared from the left; smaller is sooner. [group, waiting since, study, viewport, distance] */
type Rank = readonly [group: number, waitingSince: string, studyId: number, place: number, distance: number];

const GROUP = { eye: 0, activeStack: 1, otherViewport: 2, restOfStudy: 3, greenChannel: 4, prior: 5, emergency: 6, routine: 7 } as const;

function studyRank(study: WantedStudy): readonly [number, string, number] {
  const group =
    study.purpose === 'reading' ? GROUP.restOfStudy
    : study.purpose === 'prior' ? GROUP.prior
    : study.urgency === 'green-channel' ? GROUP.greenChannel
    : study.urgency === 'emergency' ? GROUP.emergency
    : GROUP.routine;
  return [group, study.arrivedAt, study.studyId];
}

function instanceRank(study: WantedStudy, base: readonly [number, string, number], instance: WantedInstance): Rank {
  let best: Rank = [...base, 0, 0];
  study.gazes.forEach((gaze, index) => {
    if (gaze.seriesInstanceUid !== instance.seriesInstanceUid) return;
    const distance = distanceFrom(gaze, instance);
    const group = !gaze.isActive ? GROUP.otherViewport : distance === 0 ? GROUP.eye : GROUP.activeStack;
    const rank: Rank = [group, base[1], base[2], index, distance];
    if (compareRanks(rank, best) < 0) best = rank;
  });
  return best;
}

/** Instances in the scroll direction come first, nearest first; those behind the eye follow after a whole stack. */
const BEHIND = 1_000_000;

function distanceFrom(gaze: Gaze, instance: WantedInstance): number {
  if (instance.instanceNumber === null) return BEHIND * 2;
  if (gaze.instanceNumber === null) return instance.instanceNumber;
  const ahead = (instance.instanceNumber - gaze.instanceNumber) * (gaze.direction === 'forward' ? 1 : -1);
  return ahead >= 0 ? ahead : BEHIND - ahead;
}

function compareRanks(left: Rank, right: Rank): number {
  for (let index = 0; index < left.length; index += 1) {
    const a = left[index] ?? 0;
    const b = right[index] ?? 0;
    if (a < b) return -1;
    if (a > b) return 1;
  }
  return 0;
}
