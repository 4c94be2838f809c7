import { beforeEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_TONES, type ToneSettings } from '#shared/contract/services/preferences.contract.ts';
import type { ReadyCase } from '#shared/contract/services/worklist.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { createCaseAnnouncer } from '#renderer/app/announce/case-announcer.ts';
import { spokenSentence } from '#renderer/app/announce/spoken-sentence.ts';
import { createFormatters } from '#renderer/text/formatters.ts';
import { createTextEngine, translateWith } from '#renderer/text/text-engine.ts';

const readyCase = (studyId: number, urgency: ReadyCase['urgency'] = 'routine'): ReadyCase => ({ studyId, urgency, siteName: '云岫县人民医院', modalities: ['CT'], bodyPart: 'HEAD', readyAt: '2026-11-22T01:00:00Z' });

/** Main with its list of cases that nobody has heard, a loudspeaker that writes down, and hands that can be moved. */
function openRoom(change: Partial<ToneSettings> = {}) {
  let unheard: readonly ReadyCase[] = [];
  const heard: number[] = [];
  const tones: string[] = [];
  const spoken: number[] = [];
  const lists: number[][] = [];
  const hands: (() => void)[] = [];
  const room = { isLocked: false, isLeader: true, maySound: true, losesAnswers: false };
  const announcer = createCaseAnnouncer({
    ask: async () => {
      if (room.isLocked) throw new AppError('people/locked', 'locked');
      return unheard;
    },
    hear: async (studyIds) => {
      if (room.losesAnswers) throw new AppError('contract/no-answer', 'cut');
      heard.push(...studyIds);
      unheard = unheard.filter(({ studyId }) => !studyIds.includes(studyId));
    },
    play: async (kind) => {
      if (room.maySound) tones.push(kind);
      return room.maySound;
    },
    speak: ({ studyId }) => spoken.push(studyId),
    settings: () => ({ ...DEFAULT_TONES, ...change }),
    isLeader: () => room.isLeader,
    onSeveral: (cases) => lists.push(cases.map(({ studyId }) => studyId)),
    onGesture: (act) => hands.push(act),
  });
  return { announcer, room, heard, tones, spoken, lists, hands, becomesReady: (...cases: readonly ReadyCase[]) => (unheard = [...unheard, ...cases]) };
}

describe('a case that may be read', () => {
  test('sounds once, however often it is looked for', async () => {
    const { announcer, becomesReady, tones, heard } = openRoom();
    becomesReady(readyCase(1));
    await Promise.all([announcer.look(), announcer.look()]);
    await announcer.look();
    expect({ tones, heard }).toEqual({ tones: ['new'], heard: [1] });
  });

  test('sounds otherwise when it is urgent', async () => {
    const { announcer, becomesReady, tones } = openRoom();
    becomesReady(readyCase(1, 'emergency'));
    await announcer.look();
    expect(tones).toEqual(['urgent']);
  });

  test('sounds in one of several windows', async () => {
    const { announcer, room, becomesReady, tones, heard } = openRoom();
    room.isLeader = false;
    becomesReady(readyCase(1));
    await announcer.look();
    expect({ tones, heard }).toEqual({ tones: [], heard: [] });
  });

  test('makes no second tone when the answer to main was lost', async () => {
    const { announcer, room, becomesReady, tones, heard } = openRoom();
    room.losesAnswers = true;
    becomesReady(readyCase(1));
    await announcer.look();
    room.losesAnswers = false;
    await announcer.look();
    expect({ tones, heard }).toEqual({ tones: ['new'], heard: [1] });
  });

  test('that came in the night makes one tone of each kind with all others, and they are listed', async () => {
    const { announcer, becomesReady, tones, lists, heard } = openRoom();
    becomesReady(readyCase(1), readyCase(2, 'green-channel'), readyCase(3), readyCase(4, 'emergency'));
    await announcer.look();
    expect({ tones, lists, heard }).toEqual({ tones: ['urgent', 'new'], lists: [[1, 2, 3, 4]], heard: [1, 2, 3, 4] });
  });

  test('waits for a hand where the browser lets no page sound before one, and is not lost', async () => {
    const { announcer, room, becomesReady, tones, heard, hands } = openRoom();
    room.maySound = false;
    becomesReady(readyCase(1));
    await announcer.look();
    await announcer.look();
    expect({ heard, hands: hands.length }).toEqual({ heard: [], hands: 1 });
    room.maySound = true;
    hands[0]?.();
    await vi.waitFor(() => expect({ tones, heard }).toEqual({ tones: ['new'], heard: [1] }));
  });

  test('rings at a locked seat, and not again when somebody signs in', async () => {
    const { announcer, room, becomesReady, tones, heard } = openRoom();
    room.isLocked = true;
    becomesReady(readyCase(1, 'emergency'));
    await announcer.ring(1, 'emergency');
    await announcer.ring(1, 'emergency');
    room.isLocked = false;
    await announcer.look();
    expect({ tones, heard }).toEqual({ tones: ['urgent'], heard: [1] });
  });

  test('is silent and counts as heard where the person wants no sound', async () => {
    const { announcer, becomesReady, tones, spoken, heard } = openRoom({ isMuted: true, isSpoken: true });
    becomesReady(readyCase(1));
    await announcer.look();
    expect({ tones, spoken, heard }).toEqual({ tones: [], spoken: [], heard: [1] });
  });

  test('is said in words where the person wants it: the urgent first, three at most', async () => {
    const { announcer, becomesReady, spoken } = openRoom({ isSpoken: true });
    becomesReady(readyCase(1), readyCase(2), readyCase(3), readyCase(4, 'green-channel'));
    await announcer.look();
    expect(spoken).toEqual([4, 1, 2]);
  });
});

describe('what is said', () => {
  const t = translateWith(createTextEngine('zh-CN'));
  const text = { t, format: createFormatters(t, 'zh-CN') };

  test('is hospital, examination and urgency', () => {
    expect(spokenSentence(text, readyCase(1, 'emergency'))).toBe('新病例：云岫县人民医院，头部CT，急诊');
    expect(spokenSentence(text, readyCase(1))).toBe('新病例：云岫县人民医院，头部CT');
  });

  test('without a part of the body is the modality alone: no description that might hold a name', () => {
    expect(spokenSentence(text, { ...readyCase(1), bodyPart: '' })).toBe('新病例：云岫县人民医院，CT');
  });
});

describe('the page is watched', () => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-11-22T01:00:00Z') }));

  test('so that a machine that wakes up looks at once, and one that was awake every twenty seconds', async () => {
    const listeners: Record<string, () => void> = {};
    vi.stubGlobal('document', { visibilityState: 'visible', addEventListener: (name: string, act: () => void) => void (listeners[name] = act), removeEventListener: () => undefined });
    const { watchWaking } = await import('#renderer/app/announce/page-watch.ts');
    let looks = 0;
    const stop = watchWaking(() => (looks += 1));
    vi.advanceTimersByTime(18_000);
    expect(looks).toBe(0);
    vi.advanceTimersByTime(2_000);
    expect(looks).toBe(1);
    // An hour of sleep: no timer fires, and the next beat sees the gap within its two seconds.
    vi.setSystemTime(new Date('2026-11-22T02:00:20Z'));
    vi.advanceTimersByTime(2_000);
    expect(looks).toBe(2);
    listeners['visibilitychange']?.();
    expect(looks).toBe(3);
    stop();
    vi.advanceTimersByTime(60_000);
    expect(looks).toBe(3);
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
});
