import { expect, test } from 'vitest';
import { cinePlaceAt, cinePlanOf, cineRateOf, type CinePlan } from '#shared/imaging-passport/stack-cine.ts';
import { splitIntoStacks } from '#shared/imaging-passport/split-stacks.ts';
import { createCinePlayer, hasGrown, nextFactor } from '#renderer/features/viewer/cine/cine-player.ts';
import { fellowPlace } from '#renderer/features/viewer/cine/fellow-place.ts';
import { madeSlice, madeSlices, type Attributes } from '#tests/support/passports/made-series.ts';

const clip = (frames: number, more: Attributes) => cinePlanOf(splitIntoStacks([madeSlice('c', 1, undefined, { NumberOfFrames: frames, ...more })])[0]!)!;

test('a clip runs by its vector of times', () => {
  const plan = clip(4, { FrameIncrementPointer: '00181065', FrameTimeVector: [0, 20, 40, 80] });
  expect(plan).toEqual({ source: 'frame-time-vector', order: [0, 1, 2, 3], durationsMs: [20, 40, 80, 80] });
  // 0 to 20, 20 to 60, 60 to 140, 140 to 220, and again from 220 on.
  expect([0, 19, 20, 59, 60, 139, 140, 219, 220, 245].map((at) => cinePlaceAt(plan, at))).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 0, 1]);
  // 4 images in 220 ms
  expect(cineRateOf(plan)).toBeCloseTo(18.1818, 4);
});

test('a clip that sweeps runs there and back, its ends once', () => {
  expect(clip(4, { FrameTime: 50, PreferredPlaybackSequencing: 1 }).order).toEqual([0, 1, 2, 3, 2, 1]);
});

test('a trimmed clip shows its middle only', () => {
  expect(clip(5, { FrameTime: 50, StartTrim: 2, StopTrim: 4 })).toMatchObject({ order: [1, 2, 3], durationsMs: [50, 50, 50] });
});

test('images at one place run by the times between their triggers', () => {
  const images = [0, 40, 100].map((time, index) => madeSlice(`t${index}`, index + 1, 5, { TriggerTime: time }));
  expect(cinePlanOf(splitIntoStacks(images)[0]!)).toEqual({ source: 'image-times', order: [0, 1, 2], durationsMs: [40, 60, 60] });
});

test('a stack of slices has no speed of its own and runs at ten a second; a single image does not run', () => {
  expect(cinePlanOf(splitIntoStacks(madeSlices(3, 5))[0]!)).toEqual({ source: 'none', order: [0, 1, 2], durationsMs: [100, 100, 100] });
  expect(cinePlanOf(splitIntoStacks(madeSlices(1, 5))[0]!)).toBeUndefined();
});

/** Looks at the clock 60 times a second; a picture takes `paintMs` to be painted. @returns what was shown when */
function play(plan: CinePlan, forMs: number, { paintMs = 0, factor = 1, slowPlace = -1 }: { paintMs?: number; factor?: number; slowPlace?: number } = {}) {
  let wanted = 0;
  let readyAt = 0;
  let now = 0;
  const shown: { readonly place: number; readonly atMs: number }[] = [];
  const player = createCinePlayer(plan, {
    place: () => wanted,
    handScrolls: () => 0,
    isHere: () => true, isWaiting: () => now < readyAt,
    goTo: (place) => {
      wanted = place;
      readyAt = now + (place === slowPlace ? 1000 : paintMs);
      shown.push({ place, atMs: now });
    },
  }, 0, factor);
  for (; now <= forMs; now += 1000 / 60) expect(player.tick(now)).toBe(true);
  return shown;
}

test('over ten seconds the speed is that of the times, within 5 %, on a screen of 60 Hz', () => {
  const plan = clip(4, { FrameIncrementPointer: '00181065', FrameTimeVector: [0, 20, 40, 80] });
  const rounds = play(plan, 10_000).filter(({ place }) => place === 0).length;
  // A round takes 220 ms: 45.45 rounds in ten seconds.
  expect(Math.abs(rounds - 10_000 / 220) / (10_000 / 220)).toBeLessThan(0.05);
  // Each place once a round
  expect(play(plan, 2000).filter(({ place }) => place === 2)).toHaveLength(9);
});

test.each([
  ['Frame Time', { FrameTime: 40 }, 25],
  ['Frame Time of NTSC', { FrameTime: 33.3667 }, 29.97],
  ['Cine Rate', { CineRate: 15 }, 15],
  ['Recommended Display Frame Rate', { RecommendedDisplayFrameRate: 7.5 }, 7.5],
  ['a vector', { FrameIncrementPointer: '00181065', FrameTimeVector: Array.from({ length: 30 }, (_, index) => (index === 0 ? 0 : index % 2 === 0 ? 60 : 20)) }, 25.862],
] as const)('by %s the counted images of ten seconds are within 5 %% of what the object asks for, and each is shown', (_name, attributes, rate) => {
  // The vector: 15 steps of 20 ms and 14 of 60, and the last image as long as the one before it: 16 * 20 + 14 * 60 = 1160 ms for 30 images.
  const shown = play(clip(30, attributes), 10_000, { paintMs: 12 });
  expect(Math.abs(shown.length / 10 - rate) / rate).toBeLessThan(0.05);
  for (const [index, { place }] of shown.slice(1).entries()) expect(place).toBe(((shown[index]?.place ?? 0) + 1) % 30);
});

test('pictures that paint slower than they are due are left out, and the speed holds', () => {
  // 30 a second, 50 ms to paint: about 15 of 30 are shown, and a round of 60 frames still takes 2 s.
  const shown = play(clip(60, { FrameTime: 1000 / 30 }), 8000, { paintMs: 50 });
  const first = shown.findIndex(({ place }, index) => index > 0 && place < (shown[index - 1]?.place ?? 0));
  expect(Math.abs((shown[first]?.atMs ?? 0) - 2000)).toBeLessThan(100);
});

test('a picture that must be fetched is waited for, and none after it is skipped', () => {
  const shown = play(clip(10, { FrameTime: 100 }), 2500, { slowPlace: 3 });
  const after = shown.slice(shown.findIndex(({ place }) => place === 3), -1).map(({ place }) => place);
  expect(after.slice(0, 3)).toEqual([3, 4, 5]);
});

test('twice the speed is twice as many, and the factor has ends', () => {
  // One every 50 ms: the last at 2950 ms.
  expect(play(clip(10, { FrameTime: 100 }), 2975, { factor: 2 }).length).toBe(59);
  expect([nextFactor(1, 1), nextFactor(1, -1), nextFactor(4, 1), nextFactor(0.25, -1)]).toEqual([1.5, 0.75, 4, 0.25]);
});

test('a hand that moves the stack ends it', () => {
  let place = 0;
  const player = createCinePlayer(clip(10, { FrameTime: 100 }), { place: () => place, handScrolls: () => 0, isHere: () => true, isWaiting: () => false, goTo: (next) => (place = next) }, 0, 1);
  expect(player.tick(150)).toBe(true);
  expect(place).toBe(1);
  place = 7;
  expect(player.tick(160)).toBe(false);
});

test('a hand that scrolls beyond the last image moves nothing and ends it all the same', () => {
  let scrolls = 2;
  const player = createCinePlayer(clip(10, { FrameTime: 100 }), { place: () => 0, handScrolls: () => scrolls, isHere: () => true, isWaiting: () => false, goTo: () => undefined }, 0, 1);
  expect(player.tick(20)).toBe(true);
  scrolls = 3;
  expect(player.tick(40)).toBe(false);
});

test('images that come too late are counted, those of the next round included', () => {
  const plan = clip(4, { FrameTime: 50 });
  let wanted = 0;
  const player = createCinePlayer(plan, { place: () => wanted, handScrolls: () => 0, isHere: () => true, isWaiting: () => false, goTo: (place) => void (wanted = place) }, 0, 1);
  // 0 is shown at the start; at 60 ms the second is due; at 170 ms the fourth (the third, due from 100 to 150, was never shown);
  // at 310 ms the third of the next round (300 to 350): the first and the second of it were dropped.
  player.tick(60);
  player.tick(170);
  expect([wanted, player.dropped()]).toEqual([3, 1]);
  player.tick(310);
  expect([wanted, player.dropped()]).toEqual([2, 3]);
});

test('a stack of another length begins and ends with the one it runs beside', () => {
  // 21 images beside 11: every second one.
  expect([0, 5, 10].map((place) => fellowPlace(place, 11, 21))).toEqual([0, 10, 20]);
  expect(fellowPlace(0, 1, 5)).toBe(0);
});

test('a run that still arrives goes on with what has come, from the image that it is at, and shows all of it', () => {
  const images = (count: number) => splitIntoStacks(madeSlices(count, 0, (index) => ({ ImagePositionPatient: [0, 0, 5], TriggerTime: index * 100 })))[0]!;
  const [few, many] = [images(3), images(6)];
  expect([hasGrown(few, many), hasGrown(many, few), hasGrown(few, few), hasGrown(few, splitIntoStacks([1, 2, 3, 4].map((number) => madeSlice(`other${number}`, number, 5, { TriggerTime: number })))[0]!)]).toEqual([true, false, false, false]);
  let wanted = 0;
  const shown: number[] = [];
  const player = createCinePlayer(cinePlanOf(few)!, {
    place: () => wanted, handScrolls: () => 0, isHere: () => true, isWaiting: () => false,
    goTo: (place) => {
      wanted = place;
      shown.push(place);
    },
  }, 0, 1);
  // One image every 100 ms; while the second is on the screen three more come.
  for (let now = 0; now <= 900; now += 10) {
    if (now === 150) player.replan(cinePlanOf(many)!);
    expect(player.tick(now)).toBe(true);
  }
  expect(shown).toEqual([1, 2, 3, 4, 5, 0, 1, 2]);
  expect(player.dropped()).toBe(0);
});

test('a film that still comes plays what is here at its own speed, waits without leaving anything out, and goes on by itself', () => {
  const plan = clip(6, { FrameTime: 100 });
  let wanted = 0;
  let framesHere = 3;
  const shown: (readonly [place: number, atMs: number])[] = [];
  let now = 0;
  const player = createCinePlayer(plan, {
    place: () => wanted, handScrolls: () => 0, isWaiting: () => false, isHere: (place) => place < framesHere,
    goTo: (place) => {
      wanted = place;
      shown.push([place, now]);
    },
  }, 0, 1);
  const runTo = (end: number) => {
    for (; now <= end; now += 10) expect(player.tick(now)).toBe(true);
  };
  runTo(1000);
  // Frames 0, 1, 2 are here: the second is due at 100 ms, the third at 200, the fourth at 300 and does not come.
  expect([shown, player.isHeldUp(), player.dropped()]).toEqual([[[1, 100], [2, 200]], true, 0]);
  framesHere = 5;
  runTo(1990);
  // Its clock stood at 300 when it was 1000: the fourth at once, the fifth at 400, which is 1100; the sixth is not here.
  expect([shown.slice(2), player.isHeldUp(), player.dropped()]).toEqual([[[3, 1010], [4, 1100]], true, 0]);
  framesHere = 6;
  runTo(2200);
  // It stood at 500 when it was 1990: the last at once, the first again at 600, which is 2090.
  expect([shown.slice(4), player.isHeldUp(), player.dropped()]).toEqual([[[5, 2000], [0, 2090], [1, 2190]], false, 0]);
});

test('what is here and paints too slowly is dropped all the same, up to the end of what is here', () => {
  let wanted = 0;
  const player = createCinePlayer(clip(10, { FrameTime: 50 }), { place: () => wanted, handScrolls: () => 0, isWaiting: () => false, isHere: (place) => place < 4, goTo: (place) => void (wanted = place) }, 0, 1);
  // At 1000 ms the twentieth would be due; the fourth is the last that is here, and the two before it were never shown.
  player.tick(1000);
  expect([wanted, player.dropped(), player.isHeldUp()]).toEqual([3, 2, true]);
});
