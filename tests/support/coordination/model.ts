import type { ReportIntent, WaitingReport } from '#main/coordination/acceptance.repository.ts';
import { createClaimDesk, type ClaimDesk } from '#main/coordination/claim-desk.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import { LEASE_MS, type ReportStanding } from '#shared/worklist/case-claim.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';

/** What a schedule runs on: real coordinators with one time, and nothing else shared. */
export interface World {
  /** One for each seat, over the same cases. */
  readonly coordinators: readonly Coordinator[];
  readonly setServerTime: (nowMs: number) => Promise<void>;
  readonly startMs: number;
  /** Told apart from the cases of other worlds. */
  readonly prefix: string;
  /** The coordinator itself dies between two answers, and comes back with what it has said. Undefined: schedules have no such act. */
  readonly crash?: () => Promise<void>;
  /** The coordinator stays up from here to the end of the schedule, which is called back. Undefined: it dies only by `crash`. */
  readonly calm?: () => Promise<() => void>;
}

/** In one of so many schedules the coordinator itself dies: it takes a PostgreSQL half a second to come back. */
const CRASH_EVERY = 100;

/** What happened in one schedule. */
export interface ScheduleResult {
  readonly steps: readonly string[];
  readonly accepted: number;
  readonly second: number;
  readonly refused: number;
  /** Sentences about what must never be; empty for a good one. */
  readonly faults: readonly string[];
}

/** The disk of a seat: what outlives a crash. */
interface Disk {
  readonly waiting: Map<string, ReportIntent & { standing: 'waiting' | ReportStanding }>;
  /** Reports whose physician has seen "signed": UID to case and version. */
  readonly recorded: Map<string, { readonly caseKey: string; readonly version: number }>;
  readonly delivered: Set<string>;
}

interface ModelSeat {
  readonly disk: Disk;
  desk: ClaimDesk;
  /** `lost-answers`: the hub hears the question, and the seat never hears the answer. */
  line: 'up' | 'down' | 'lost-answers';
  /** What this seat takes for the time, in error by up to an hour. */
  skewMs: number;
}

type CrashPoint = 'none' | 'after-intent' | 'after-acceptance' | 'after-recording';

class Crash extends Error {}

const CASES = 3;
const LONGEST_SKEW_MS = 3_600_000;

/**
 * Runs one random schedule: claims, renewals, releases, hand-overs, drafts, signatures, deliveries, crashes, partitions and skewed clocks at several
 * seats; then heals everything and looks whether anything was lost or final twice.
 * @param seed the same seed is the same schedule, over whichever coordinator
 */
export async function runSchedule(world: World, seed: number, length = 24): Promise<ScheduleResult> {
  const random = mulberry(seed);
  const pick = (count: number) => Math.floor(random() * count);
  const cases = Array.from({ length: CASES }, (_, index) => `${world.prefix}|${seed}|${index}`);
  const steps: string[] = [];
  const faults: string[] = [];
  const drafts = new Map<string, number>();
  let nowMs = world.startMs;
  let reportCount = 0;
  let refused = 0;
  const crashAt = seed % CRASH_EVERY === 0 && world.crash !== undefined ? pick(length) : -1;
  await world.setServerTime(nowMs);

  const seats = world.coordinators.map((coordinator): ModelSeat => {
    const disk: Disk = { waiting: new Map(), recorded: new Map(), delivered: new Set() };
    const seat: ModelSeat = { disk, line: 'up', skewMs: pick(2 * LONGEST_SKEW_MS) - LONGEST_SKEW_MS, desk: undefined as never };
    seat.desk = openDesk(throughLine(coordinator, () => seat.line, () => random()), disk);
    return seat;
  });
  const restart = (index: number) => {
    const [seat, coordinator] = [seats[index], world.coordinators[index]];
    if (seat === undefined || coordinator === undefined) throw new Error('no such seat');
    seat.desk = openDesk(throughLine(coordinator, () => seat.line, () => random()), seat.disk);
  };

  const sign = async (index: number, caseKey: string, crash: CrashPoint): Promise<void> => {
    const seat = seats[index];
    if (seat === undefined) return;
    reportCount += 1;
    const reportUid = `2.25.${seed}.${reportCount}.${world.prefix.length}`;
    // A physician can sign a first report here as long as this seat knows of none.
    if ([...seat.disk.recorded.values()].some((report) => report.caseKey === caseKey)) return;
    const { fence, isOffline } = await seat.desk.prepareSigning(caseKey, 'reading');
    const bundle = new TextEncoder().encode(JSON.stringify({ reportUid, caseKey, version: 1 }));
    // The physician's own time goes into the words of the report and decides nothing.
    const signer = `seat ${index} at ${nowMs + seat.skewMs}`;
    const intent: ReportIntent = { reportUid, requestId: 1, caseKey, version: 1, fence, isOffline, signer, bundle };
    if (crash === 'after-intent') {
      seat.disk.waiting.set(reportUid, { ...intent, standing: 'waiting' });
      throw new Crash();
    }
    const standing = await seat.desk.accept(intent);
    if (crash === 'after-acceptance') throw new Crash();
    seat.disk.recorded.set(reportUid, { caseKey, version: 1 });
    if (crash === 'after-recording') throw new Crash();
    await seat.desk.settle(reportUid, standing);
  };

  /** The gate of the outbox: only what is known to be final leaves. */
  const deliver = (seat: ModelSeat) => {
    for (const reportUid of seat.disk.recorded.keys()) {
      const standing = seat.disk.waiting.get(reportUid)?.standing;
      if (standing === undefined || standing === 'final') seat.disk.delivered.add(reportUid);
    }
  };

  const step = async (): Promise<string> => {
    const index = pick(seats.length);
    const seat = seats[index];
    const caseKey = cases[pick(CASES)] ?? '';
    const act = pick(100);
    if (seat === undefined) throw new Error('no such seat');
    if (act < 22) {
      const [standing] = await seat.desk.open([caseKey], 'reading');
      return `seat ${index} opens ${caseKey}: ${standing?.kind}`;
    }
    if (act < 30) {
      await seat.desk.beat();
      return `seat ${index} renews`;
    }
    if (act < 35) {
      await seat.desk.close([caseKey]);
      return `seat ${index} closes ${caseKey}`;
    }
    if (act < 40) {
      const to = world.coordinators[pick(seats.length)]?.seat.seatId ?? '';
      await seat.desk.handOver(caseKey, to);
      return `seat ${index} hands ${caseKey} to ${to}`;
    }
    if (act < 46) {
      const revision = (drafts.get(caseKey) ?? 0) + 1;
      if (await seat.desk.keepDraft(caseKey, revision, `draft ${revision}`)) drafts.set(caseKey, revision);
      return `seat ${index} keeps draft ${revision} of ${caseKey}`;
    }
    if (act < 64) {
      const crash = (['none', 'none', 'none', 'after-intent', 'after-acceptance', 'after-recording'] as const)[pick(6)] ?? 'none';
      await sign(index, caseKey, crash);
      return `seat ${index} signs ${caseKey}`;
    }
    if (act < 70) {
      deliver(seat);
      return `seat ${index} delivers`;
    }
    if (act < 76) {
      await seat.desk.flush();
      return `seat ${index} flushes`;
    }
    if (act < 81) {
      restart(index);
      return `seat ${index} crashes and starts again`;
    }
    if (act < 89) {
      seat.line = (['up', 'down', 'lost-answers'] as const)[pick(3)] ?? 'up';
      return `line of seat ${index} is ${seat.line}`;
    }
    nowMs += [1_000, LEASE_MS / 4, LEASE_MS, LEASE_MS + 1, 3_600_000][pick(5)] ?? 1_000;
    await world.setServerTime(nowMs);
    return `it is ${nowMs}`;
  };

  for (let count = 0; count < length; count += 1) {
    try {
      if (count === crashAt) {
        await world.crash?.();
        steps.push('the coordinator crashes and comes back');
      }
      steps.push(await step());
    } catch (error) {
      if (error instanceof Crash) {
        steps.push('a seat crashed while it signed');
        seats.forEach((_, index) => restart(index));
      } else if (isAppError(error)) {
        refused += 1;
        steps.push(`refused: ${error.code}`);
      } else throw error;
    }
  }

  // Everything heals: coordinator and lines are up, each seat starts anew, asks for what waits, and delivers.
  const endCalm = await world.calm?.();
  seats.forEach((seat, index) => {
    seat.line = 'up';
    restart(index);
  });
  nowMs += LEASE_MS + 1;
  await world.setServerTime(nowMs);
  for (const seat of seats) {
    await seat.desk.flush();
    deliver(seat);
    await seat.desk.flush();
  }
  let [accepted, second] = [0, 0];
  await Promise.all(world.coordinators.map(async (coordinator, index) => {
    const late = (await coordinator.undelivered()).filter((report) => report.caseKey.startsWith(`${world.prefix}|${seed}|`));
    if (late.length > 0) faults.push(`the coordinator takes ${late.length} delivered reports of seat ${index} for undelivered`);
  }));
  // Each case is asked about at another seat: all see the same.
  await Promise.all(cases.map(async (caseKey, caseIndex) => {
    const asking = world.coordinators[caseIndex % world.coordinators.length];
    if (asking === undefined) throw new Error('a world has seats');
    const [reports, state, draft] = await Promise.all([asking.reports(caseKey), asking.caseState(caseKey), asking.draft(caseKey)]);
    const finals = reports.filter((report) => report.standing === 'final');
    accepted += finals.length;
    second += reports.length - finals.length;
    if (finals.length > 1) faults.push(`${caseKey} has ${finals.length} final reports`);
    if (reports.length > 0 && finals.length === 0) faults.push(`${caseKey} was signed and has no final report`);
    if ((state.final?.reportUid ?? undefined) !== finals[0]?.reportUid) faults.push(`${caseKey} names another report as final than the one that was accepted`);
    // Of an answer that was lost the coordinator may know more than its seat.
    if ((draft?.revision ?? 0) < (drafts.get(caseKey) ?? 0)) faults.push(`the draft of ${caseKey} is lost`);
    const claim = await asking.claim(caseKey, 'reading');
    if (finals.length === 0 && claim.status === 'refused') faults.push(`${caseKey} is lost: neither final nor free`);
    if (finals.length === 1 && claim.status === 'granted') faults.push(`${caseKey} is final and was claimed again`);
    const known = new Set(reports.map((report) => report.reportUid));
    for (const seat of seats) {
      for (const [reportUid, report] of seat.disk.recorded) {
        if (report.caseKey !== caseKey) continue;
        if (!known.has(reportUid)) faults.push(`a signed report of ${caseKey} never reached the coordinator`);
        const isFinal = finals[0]?.reportUid === reportUid;
        if (seat.disk.delivered.has(reportUid) && !isFinal) faults.push(`a report of ${caseKey} that is not final was delivered`);
        if (isFinal && !seat.disk.delivered.has(reportUid)) faults.push(`the final report of ${caseKey} was not delivered`);
      }
    }
    for (const report of reports) {
      const owner = seats[world.coordinators.findIndex(({ seat }) => seat.seatId === report.seatId)];
      if (owner !== undefined && !owner.disk.recorded.has(report.reportUid)) faults.push(`a report of ${caseKey} is at the coordinator and not at its own seat`);
    }
  }));
  endCalm?.();
  return { steps, accepted, second, refused, faults };
}

function openDesk(coordinator: Coordinator, disk: Disk): ClaimDesk {
  return createClaimDesk({
    coordinator,
    acceptances: {
      intend: async (intent) => void disk.waiting.set(intent.reportUid, { ...intent, standing: 'waiting' }),
      settle: async (reportUid, standing) => {
        const row = disk.waiting.get(reportUid);
        if (row !== undefined) disk.waiting.set(reportUid, { ...row, standing });
      },
      drop: async (reportUid) => {
        if (!disk.recorded.has(reportUid)) disk.waiting.delete(reportUid);
      },
      goOffline: async (reportUid) => {
        const row = disk.waiting.get(reportUid);
        if (row !== undefined) disk.waiting.set(reportUid, { ...row, isOffline: true });
      },
      waiting: async () => [...disk.waiting.values()].filter(({ standing }) => standing === 'waiting').map((row): WaitingReport => ({ ...row, isRecorded: disk.recorded.has(row.reportUid) })),
    },
    adopt: async (bundle) => {
      // Other tests leave reports of their own at the hub.
      if (bundle[0] !== 0x7b) return false;
      const { reportUid, caseKey, version } = JSON.parse(new TextDecoder().decode(bundle)) as { reportUid: string; caseKey: string; version: number };
      disk.recorded.set(reportUid, { caseKey, version });
      return true;
    },
    deliveryOf: async (reportUid) => (disk.delivered.has(reportUid) ? 'delivered' : disk.recorded.has(reportUid) ? 'waiting' : 'absent'),
    onMoved: () => undefined,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
}

/** A coordinator behind a line that may be cut, before or after the question has arrived. */
function throughLine(coordinator: Coordinator, line: () => ModelSeat['line'], random: () => number): Coordinator {
  const away = () => new AppError('hub/unreachable', 'the line is cut');
  return new Proxy(coordinator, {
    get(target, name: keyof Coordinator) {
      const member = target[name];
      if (typeof member !== 'function' || name === 'onChange' || name === 'close') return member;
      return async (...args: never[]) => {
        const state = line();
        if (state === 'down') throw away();
        const answer: unknown = await (member as (...given: never[]) => Promise<unknown>)(...args);
        if (state === 'lost-answers' && random() < 0.5) throw away();
        return answer;
      };
    },
  });
}

/** A small seeded generator (mulberry32): the same schedule over both coordinators. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
