import type { ToneSettings } from '#shared/contract/services/preferences.contract.ts';
import type { ReadyCase } from '#shared/contract/services/worklist.contract.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { Urgency } from '#shared/worklist/urgency.ts';

export interface CaseAnnouncerDependencies {
  /** Cases that may be read and that nobody at this seat has heard. @throws AppError `people/locked` at a locked seat */
  readonly ask: () => Promise<readonly ReadyCase[]>;
  readonly hear: (studyIds: readonly number[]) => Promise<unknown>;
  /** @returns false where no sound may be made before a hand has moved */
  readonly play: (kind: 'new' | 'urgent', volume: number) => Promise<boolean>;
  /** Says one sentence in Chinese; nothing of a patient is in it. */
  readonly speak: (one: ReadyCase, volume: number) => void;
  readonly settings: () => ToneSettings;
  /** Of several windows one sounds. */
  readonly isLeader: () => boolean;
  /** More than one came at once, or while nobody could hear. */
  readonly onSeveral: (cases: readonly ReadyCase[]) => void;
  /** Calls back when a hand moves, once. */
  readonly onGesture: (act: () => void) => void;
}

export interface CaseAnnouncer {
  /** A case may be read, the stream is there again, the machine woke up, or time has passed: what has not sounded sounds now. */
  readonly look: () => Promise<void>;
  /** A case became ready at a locked seat: it sounds, and nothing is said of it. */
  readonly ring: (studyId: number, urgency: Urgency) => Promise<void>;
}

/** Sentences that are said one after the other; behind them the list on the screen has the rest. */
const MOST_SPOKEN = 3;

/**
 * Each case sounds once. What came together makes one tone of each kind; what could not sound (sleep, a cut stream, a browser that wants a gesture) sounds
 * when it can. A case counts as heard when its tone has begun: a window that dies before leaves it to the next one.
 */
export function createCaseAnnouncer(dependencies: CaseAnnouncerDependencies): CaseAnnouncer {
  const { ask, hear, play, speak, settings, isLeader, onSeveral, onGesture } = dependencies;
  /** Those whose tone has sounded in this window: an answer that got lost on the way to main makes no second one. */
  const sounded = new Set<number>();
  let looking: Promise<void> | undefined;
  let isLookWanted = false;
  let isWaitingForHand = false;

  const sound = async (cases: readonly { readonly studyId: number; readonly urgency: Urgency }[]): Promise<boolean> => {
    const { isMuted, volumePercent } = settings();
    if (isMuted) return true;
    const kinds = [...new Set(cases.map(({ urgency }) => (urgency === 'routine' ? ('new' as const) : ('urgent' as const))))].toSorted().toReversed();
    for (const kind of kinds) if (!(await play(kind, volumePercent / 100))) return false;
    return true;
  };

  const lookOnce = async (): Promise<void> => {
    if (!isLeader()) return;
    let cases: readonly ReadyCase[];
    try {
      cases = await ask();
    } catch (error) {
      // Locked, or main is away: it is asked again when either ends.
      if (isAppError(error)) return;
      throw error;
    }
    const fresh = cases.filter(({ studyId }) => !sounded.has(studyId));
    if (fresh.length > 0) {
      if (!(await sound(fresh))) {
        waitForHand();
        return;
      }
      for (const { studyId } of fresh) sounded.add(studyId);
      const { isMuted, isSpoken, volumePercent } = settings();
      if (isSpoken && !isMuted) fresh.toSorted((left, right) => rank(left) - rank(right)).slice(0, MOST_SPOKEN).forEach((one) => speak(one, volumePercent / 100));
      if (fresh.length > 1) onSeveral(fresh);
    }
    if (cases.length > 0) await hear(cases.map(({ studyId }) => studyId)).catch(() => undefined);
  };

  const waitForHand = () => {
    if (isWaitingForHand) return;
    isWaitingForHand = true;
    onGesture(() => {
      isWaitingForHand = false;
      void look();
    });
  };

  const look = (): Promise<void> => {
    isLookWanted = true;
    looking ??= (async () => {
      while (isLookWanted) {
        isLookWanted = false;
        await lookOnce();
      }
    })().finally(() => (looking = undefined));
    return looking;
  };

  return {
    look,
    async ring(studyId, urgency) {
      if (!isLeader() || sounded.has(studyId)) return;
      if (await sound([{ studyId, urgency }])) sounded.add(studyId);
      else waitForHand();
    },
  };
}

function rank({ urgency }: ReadyCase): number {
  return { 'green-channel': 0, emergency: 1, routine: 2 }[urgency];
}
