import { chooseNext, type WantedStudy } from '#main/retrieval/choose-next.ts';
import { isBackground, restAfterMs } from '#main/retrieval/line-share.ts';
import { READING_MINUTES, type Urgency } from '#shared/worklist/urgency.ts';

/** A day of county lines in simulated time: no clock, no socket, no chance but the seed. */

export interface DayCase {
  readonly studyId: number;
  readonly siteId: string;
  readonly urgency: Urgency;
  readonly images: number;
  readonly bytesPerImage: number;
  /** Minutes since the morning. */
  readonly arrivesAt: number;
  readonly claimedAt: number;
}

export interface DaySite {
  readonly siteId: string;
  /** What the hospital's whole line carries. */
  readonly lineBitsPerSecond: number;
  readonly roundTripMs: number;
  /** Of the line, what the hospital leaves us for routine cases. */
  readonly share: number;
  /** What is left to us. */
  readonly bitsPerSecond: number;
}

export interface Day {
  readonly sites: readonly DaySite[];
  readonly cases: readonly DayCase[];
  readonly minutes: number;
}

export interface DayResult {
  readonly readyAtClaim: readonly number[];
  /** The longest that a case stood still while its line carried one that was due later. */
  readonly longestUnfairWaitMinutes: number;
  readonly firstByteMsOfStroke: number | undefined;
}

const MINUTES = 600;
const OFFERED = 0.7;
/** The two county profiles. */
const LINES = [
  { lineBitsPerSecond: 8_000_000, roundTripMs: 60 },
  { lineBitsPerSecond: 2_000_000, roundTripMs: 150 },
] as const;
/** What a router holds of the transfer before it. */
const ROUTER_BYTES = 64 * 1024;
const SERVER_MS = 45;

/** Images, bytes an image as JPEG-LS, and how many of a hundred studies are of the kind. */
const KINDS = [
  { images: 2, bytesPerImage: 7_000_000, weight: 40 }, // radiograph in two views
  { images: 32, bytesPerImage: 207_000, weight: 20 }, // head CT
  { images: 300, bytesPerImage: 207_000, weight: 25 }, // chest or abdomen, thin slices
  { images: 400, bytesPerImage: 60_000, weight: 10 }, // MR
  { images: 1_200, bytesPerImage: 207_000, weight: 5 }, // CT angiography
] as const;
/** Cases an hour, from eight in the morning to six in the evening: two humps, as out-patient departments have them. */
const HOURS = [8, 14, 15, 12, 7, 7, 12, 12, 8, 5] as const;
/** Minutes from arrival to the physician's hand. */
const CLAIM: Readonly<Record<Urgency, readonly [number, number]>> = { 'green-channel': [5, 10], emergency: [20, 60], routine: [180, 420] };

export function makeDay(seed: number): Day {
  const random = mulberry(seed);
  const pick = <T extends { readonly weight: number }>(choices: readonly T[]): T => {
    let rest = random() * choices.reduce((sum, one) => sum + one.weight, 0);
    return choices.find((one) => (rest -= one.weight) < 0) ?? choices[0]!;
  };
  const hours = HOURS.map((weight, hour) => ({ weight, hour }));
  const cases = Array.from({ length: 200 }, (_, index): DayCase => {
    const urgency = pick([
      { weight: 3, urgency: 'green-channel' as const },
      { weight: 17, urgency: 'emergency' as const },
      { weight: 80, urgency: 'routine' as const },
    ]).urgency;
    const kind = urgency === 'green-channel' ? KINDS[1] : pick(KINDS);
    const arrivesAt = (pick(hours).hour + random()) * 60;
    const [soonest, latest] = CLAIM[urgency];
    return {
      studyId: index + 1, siteId: `site-${(index % 20) + 1}`, urgency, images: kind.images, bytesPerImage: kind.bytesPerImage, arrivesAt,
      claimedAt: arrivesAt + soonest + random() * (latest - soonest),
    };
  });
  const sites = Array.from({ length: 20 }, (_, index): DaySite => {
    const siteId = `site-${index + 1}`;
    const line = LINES[index % LINES.length] ?? LINES[0];
    const bytes = cases.reduce((sum, one) => sum + (one.siteId === siteId ? one.images * one.bytesPerImage : 0), 0);
    const bitsPerSecond = (bytes * 8) / (OFFERED * MINUTES * 60);
    return { siteId, ...line, bitsPerSecond, share: bitsPerSecond / line.lineBitsPerSecond };
  });
  return { sites, cases, minutes: MINUTES };
}

type Choose = (open: readonly OpenCase[], nowMs: number) => { readonly open: OpenCase; readonly isPressing: boolean } | undefined;

interface OpenCase {
  readonly one: DayCase;
  wanted: WantedStudy;
  /** When it last stood still, ms; the line worked for others since. */
  stoodSinceMs: number | undefined;
}

/** The program's own order. @param stroke a head CT of a stroke that is put into the day */
export function simulateDay(day: Day, stroke?: { readonly siteId: string; readonly atMinute: number }): DayResult {
  const injected: DayCase | undefined =
    stroke === undefined ? undefined : { studyId: 1_000, siteId: stroke.siteId, urgency: 'green-channel', images: 32, bytesPerImage: 207_000, arrivesAt: stroke.atMinute, claimedAt: stroke.atMinute + 10 };
  // Lines do not touch each other: for a stroke only its own is looked at.
  const cases = injected === undefined ? day.cases : [...day.cases, injected];
  const sites = injected === undefined ? day.sites : day.sites.filter((site) => site.siteId === injected.siteId);
  return run({ ...day, cases, sites }, (open) => {
    const choice = chooseNext(open.map(({ wanted }) => wanted), open[0]?.one.siteId ?? '', () => false);
    const found = open.find(({ one }) => one.studyId === choice?.studyId);
    return choice === undefined || found === undefined ? undefined : { open: found, isPressing: choice.isPressing };
  }, injected);
}

/** How many are ready when somebody knows when each will be claimed: the earliest claim first, and nothing for what comes too late anyway. */
export function clairvoyantReady(day: Day): number {
  const speed = new Map(day.sites.map((site) => [site.siteId, site]));
  return run(day, (open, nowMs) => {
    const still = open.filter(({ one, wanted }) => {
      const bitsPerSecond = isBackground(wanted, false) ? speed.get(one.siteId)!.bitsPerSecond : speed.get(one.siteId)!.lineBitsPerSecond;
      return nowMs + (wanted.missing.length * one.bytesPerImage * 8_000) / bitsPerSecond <= one.claimedAt * 60_000;
    });
    const first = (still.length > 0 ? still : open).toSorted((left, right) => left.one.claimedAt - right.one.claimedAt)[0];
    return first === undefined ? undefined : { open: first, isPressing: first.one.urgency === 'green-channel' };
  }).readyAtClaim.length;
}

function run(day: Day, choose: Choose, injected?: DayCase): DayResult {
  const ready: number[] = [];
  let longestUnfairMs = 0;
  let firstByteMs: number | undefined;
  for (const site of day.sites) {
    const coming = day.cases.filter((one) => one.siteId === site.siteId).sort((left, right) => left.arrivesAt - right.arrivesAt);
    const open: OpenCase[] = [];
    let nowMs = 0;
    let restUntilMs = 0;
    /** An image that stands still for something pressing. */
    let held: { readonly open: OpenCase; leftMs: number } | undefined;
    const nextArrivalMs = () => (coming[0]?.arrivesAt ?? Number.POSITIVE_INFINITY) * 60_000;
    const admit = () => {
      while (nextArrivalMs() <= nowMs) {
        const one = coming.shift();
        if (one !== undefined) open.push({ one, wanted: toWanted(one), stoodSinceMs: undefined });
      }
    };
    for (admit(); open.length > 0 || coming.length > 0; admit()) {
      const mayGo = open.filter(({ wanted }) => restUntilMs <= nowMs || !isBackground(wanted, false));
      const choice = choose(mayGo, nowMs);
      if (choice === undefined) {
        nowMs = Math.min(nextArrivalMs(), open.length > 0 ? Math.max(restUntilMs, nowMs + 1) : Number.POSITIVE_INFINITY);
        continue;
      }
      const isResumed = held !== undefined && !choice.isPressing;
      const current: { readonly open: OpenCase; leftMs: number } = isResumed && held !== undefined ? held : { open: choice.open, leftMs: (choice.open.one.bytesPerImage * 8_000) / site.lineBitsPerSecond };
      if (isResumed) held = undefined;
      if (current.open.one === injected) firstByteMs ??= nowMs - injected.arrivesAt * 60_000 + site.roundTripMs + SERVER_MS + (held === undefined ? 0 : (ROUTER_BYTES * 8_000) / site.lineBitsPerSecond);
      longestUnfairMs = Math.max(longestUnfairMs, noteWaits(open, current.open, nowMs));
      const pressingAtMs = choice.isPressing ? Number.POSITIVE_INFINITY : nextPressingMs(coming);
      if (pressingAtMs < nowMs + current.leftMs) {
        current.leftMs -= pressingAtMs - nowMs;
        nowMs = pressingAtMs;
        held = current;
        continue;
      }
      nowMs += current.leftMs;
      const wanted = { ...current.open.wanted, missing: current.open.wanted.missing.slice(1) };
      current.open.wanted = wanted;
      if (isBackground(wanted, false)) {
        restUntilMs = Math.max(restUntilMs, nowMs) + restAfterMs(site.share, (current.open.one.bytesPerImage * 8_000) / site.lineBitsPerSecond);
      }
      if (wanted.missing.length > 0) continue;
      open.splice(open.indexOf(current.open), 1);
      if (nowMs <= current.open.one.claimedAt * 60_000 && current.open.one !== injected) ready.push(current.open.one.studyId);
    }
  }
  return { readyAtClaim: ready, longestUnfairWaitMinutes: longestUnfairMs / 60_000, firstByteMsOfStroke: firstByteMs };
}

/** Cases that are due earlier than the one that is carried stand still unfairly. @returns the longest of their waits, ms */
function noteWaits(open: readonly OpenCase[], carried: OpenCase, nowMs: number): number {
  let longest = 0;
  for (const other of open) {
    const isUnfair = other !== carried && dueMs(other.one) < dueMs(carried.one);
    if (!isUnfair) other.stoodSinceMs = undefined;
    else longest = Math.max(longest, nowMs - (other.stoodSinceMs ??= nowMs));
  }
  return longest;
}

function dueMs({ arrivesAt, urgency }: DayCase): number {
  return (arrivesAt + READING_MINUTES[urgency]) * 60_000;
}

function nextPressingMs(coming: readonly DayCase[]): number {
  return (coming.find((one) => one.urgency === 'green-channel')?.arrivesAt ?? Number.POSITIVE_INFINITY) * 60_000;
}

function toWanted(one: DayCase): WantedStudy {
  return {
    studyId: one.studyId, siteId: one.siteId, purpose: 'worklist', urgency: one.urgency, arrivedAt: new Date(one.arrivesAt * 60_000).toISOString(), gazes: [],
    missing: Array.from({ length: one.images }, (_, index) => ({ sopInstanceUid: `${one.studyId}.${index}`, seriesInstanceUid: String(one.studyId), instanceNumber: index + 1 })),
  };
}

/** Mulberry32: the same day for the same seed on every machine. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
