import { READING_MINUTES, type Urgency } from '#shared/worklist/urgency.ts';

/** One instance that the hospital has and this seat has not. */
export interface WantedInstance {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopClassUid?: string;
  /** Instance Number (0020,0013); the stand-in for the position until the header is here. */
  readonly instanceNumber: number | null;
  /** When the hospital's list says it was made (`contentStamp`); null or absent where it does not say. */
  readonly contentStamp?: string | null;
  /** Nothing of its series is held: it may come with all the others in one answer. */
  readonly isSeriesUntouched?: boolean;
  /** Somebody has opened its study and sees nothing yet: it is what he waits for. */
  readonly isFirstPicture?: boolean;
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
  /** ISO 8601, UTC: with the urgency it makes the deadline. */
  readonly arrivedAt: string;
  /** Missing instances, by series and instance number. */
  readonly missing: readonly WantedInstance[];
  readonly gazes: readonly Gaze[];
}

/** A study to fetch, as `WantedStudy` without what the retrieval keeps itself. */
export type StudyToFetch = Omit<WantedStudy, 'gazes' | 'missing'> & {
  readonly studyInstanceUid: string;
  /** As the hospital's list says it; absent or '' where nobody knows. */
  readonly patientId?: string;
  /** `YYYY-MM-DD` */
  readonly patientBirthDate?: string | null;
};

export interface Choice {
  readonly studyId: number;
  readonly instance: WantedInstance;
  /** Somebody waits for it with his eyes on the screen, or a green channel does: it does not wait for a free place on the line. */
  readonly isPressing: boolean;
}

/**
 * What to fetch next from one site. Pure: the same input gives the same answer.
 * Order: the image under the eye, or the first of a study that was just opened; green-channel cases, the open one first; the rest of the visible stack in the scroll direction, then against
 * it; other viewports; the rest of the study on the screen; studies that are open behind it; priors of open studies; the worklist, earliest deadline first, then by urgency.
 * @param isExcluded instances under way or resting after a failure
 */
export function chooseNext(studies: readonly WantedStudy[], siteId: string, isExcluded: (instance: WantedInstance, study: WantedStudy) => boolean): Choice | undefined {
  let best: Choice | undefined;
  let bestRank: Rank | undefined;
  for (const study of studies) {
    if (study.siteId !== siteId) continue;
    const base = studyRank(study);
    // A whole study that cannot win is not looked into: with 1,200 slices a case this is called for each of them.
    if (bestRank !== undefined && study.gazes.length === 0 && study.missing[0]?.isFirstPicture !== true && compareRanks([...base, 0, 0], bestRank) > 0) continue;
    for (const instance of study.missing) {
      if (isExcluded(instance, study)) continue;
      const rank = instanceRank(study, base, instance);
      if (bestRank === undefined || compareRanks(rank, bestRank) < 0) {
        best = { studyId: study.studyId, instance, isPressing: rank[0] <= GROUP.greenWorklist };
        bestRank = rank;
      }
      // Behind the first candidate of a study without a gaze nothing better can come: the list is in order.
      if (study.gazes.length === 0) break;
    }
  }
  return best;
}

/** Compared from the left; smaller is sooner. */
type Rank = readonly [...StudyRank, place: number, distance: number];
type StudyRank = readonly [group: number, dueMs: number, urgency: number, studyId: number];

const GROUP = {
  eye: 0, greenStack: 1, greenViewport: 2, greenRest: 3, greenWorklist: 4, activeStack: 5, otherViewport: 6, restOfStudy: 7, openBehind: 8, prior: 9, worklist: 10,
} as const;
const URGENCY_ORDER: Readonly<Record<Urgency, number>> = { 'green-channel': 0, emergency: 1, routine: 2 };

function studyRank(study: WantedStudy): StudyRank {
  const isGreen = study.urgency === 'green-channel';
  const group =
    study.purpose === 'reading' ? (isGreen ? GROUP.greenRest : study.gazes.length > 0 ? GROUP.restOfStudy : GROUP.openBehind)
    : study.purpose === 'prior' ? GROUP.prior
    : isGreen ? GROUP.greenWorklist
    : GROUP.worklist;
  return [group, Date.parse(study.arrivedAt) + READING_MINUTES[study.urgency] * 60_000, URGENCY_ORDER[study.urgency], study.studyId];
}

function instanceRank(study: WantedStudy, base: StudyRank, instance: WantedInstance): Rank {
  let best: Rank = [...base, 0, 0];
  if (isAwaited(study, instance)) best = [GROUP.eye, base[1], base[2], base[3], 0, 0];
  const isGreen = study.urgency === 'green-channel';
  study.gazes.forEach((gaze, index) => {
    if (gaze.seriesInstanceUid !== instance.seriesInstanceUid) return;
    const distance = distanceFrom(gaze, instance);
    const group =
      !gaze.isActive ? (isGreen ? GROUP.greenViewport : GROUP.otherViewport)
      : distance === 0 ? GROUP.eye
      : isGreen ? GROUP.greenStack
      : GROUP.activeStack;
    const rank: Rank = [group, base[1], base[2], base[3], index, distance];
    if (compareRanks(rank, best) < 0) best = rank;
  });
  return best;
}

/** The first picture of a study that is open and shows nothing yet. */
export function isAwaited({ purpose }: Pick<WantedStudy, 'purpose'>, { isFirstPicture }: WantedInstance): boolean {
  return isFirstPicture === true && purpose === 'reading';
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
