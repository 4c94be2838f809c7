import { createHubCoordinator } from '#main/coordination/hub/hub-coordinator.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import { hasPostgres, startTestHub } from '../support/postgres.ts';
import { quantile, type Figure } from './figure.ts';

const SEATS = 20;
const SITES = 133;
const DAY = { hours: 10, studiesAnHour: 2_000 };
/** One study arrives every 11 ms, 160 times as fast as in the day it stands for: nobody waits ten hours. A seat is never faster than its own answers. */
const ARRIVAL_MS = 11;
/** Claims of one seat alone, of which the time of the server's processors is counted. */
const COUNTED_CLAIMS = 1_000;
/** As large as the bundle of a report of one page: its paper, its structured report, its signature. */
const BUNDLE = new Uint8Array(200_000).fill(7);
/** A real bundle for each of so many reports; the others carry a word, so that the disk of the machine is not what is measured. */
const WHOLE_BUNDLE_EVERY = 20;

/**
 * 20 seats read what 133 hospitals send in ten hours, over a hub that keeps every commit on disk. One hour in the middle the hub is away: seats
 * sign offline, and bring it afterwards.
 */
export async function measureHub({ hours, studiesAnHour }: typeof DAY = DAY): Promise<readonly Figure[]> {
  if (!hasPostgres()) return [];
  const hub = await startTestHub({ durability: 'machine' });
  const seats: Coordinator[] = [];
  try {
    for (let seat = 1; seat <= SEATS; seat += 1) {
      await hub.admit({ seatId: `seat_${seat}`, person: `医师 ${seat}`, duty: 'reader' });
      seats.push(createHubCoordinator(hub.seatAddress(`seat_${seat}`), `医师 ${seat}`, { connections: 2, answerWithinMs: 30_000 }));
    }
    const claimMs: number[] = [];
    const refreshMs: number[] = [];
    const acceptMs: number[] = [];
    const waiting: (() => Promise<void>)[] = [];
    const signed = new Set<string>();
    let [afterwards, broughtLater] = [0, 0];
    const numbers = new Map<Coordinator, number>();
    const cpuBefore = hub.processorMs();
    const started = performance.now();

    for (let hour = 0; hour < hours; hour += 1) {
      const isAway = hour === Math.floor(hours / 2) - 1;
      if (isAway) await hub.halt();
      let next = 0;
      const hourStarted = performance.now();
      await Promise.all(seats.map(async (seat, index) => {
        for (let count = 0; next < studiesAnHour; count += 1) {
          next += 1;
          const study = hour * studiesAnHour + next;
          await arrival(hourStarted + next * ARRIVAL_MS);
          await read(seat, study, index);
          // A worklist asks what has moved; here after every fifth case, which is thirty times as often as a physician's screen.
          if (!isAway && count % 5 === 0) await refresh(seat);
        }
      }));
      process.stderr.write(`hour ${hour + 1} of ${hours}${isAway ? ' without the hub' : ''}: ${((performance.now() - started) / 1_000).toFixed(0)} s\n`);
      if (isAway) {
        await hub.startAgain();
        const bringingMs: number[] = [];
        for (const bring of waiting.splice(0)) await timed(bringingMs, bring);
        afterwards = bringingMs.reduce((sum, each) => sum + each, 0) / 1_000;
        broughtLater = bringingMs.length;
      }
    }
    const seconds = (performance.now() - started) / 1_000;
    const dayCpuMs = hub.processorMs() - cpuBefore;
    let [finals, since] = [0, 0];
    for (let page = await seats[0]?.changes(since); page !== undefined && page.cases.length > 0; page = await seats[0]?.changes(since)) {
      since = page.number;
      finals += page.cases.filter(({ final }) => final !== null && signed.has(final.reportUid)).length;
    }
    const lost = signed.size - finals;
    const claimCpuMs = await countClaims();

    return [
      { key: 'hubClaimP95Ms', value: quantile(claimMs, 0.95), limit: 50, what: `claim of one of ${hours * studiesAnHour} cases, ${SEATS} seats at once` },
      { key: 'hubRefreshP95Ms', value: quantile(refreshMs, 0.95), limit: 200, what: 'what has moved and who holds what, for the list of a seat' },
      { key: 'hubAcceptP95Ms', value: quantile(acceptMs, 0.95), what: 'a signed report on the disk of the hub' },
      { key: 'hubClaimServerCpuMs', value: claimCpuMs, what: `of the hub's processors for a claim, ${COUNTED_CLAIMS} counted` },
      { key: 'hubCaseServerCpuMs', value: dayCpuMs / (hours * studiesAnHour), what: 'of the hub’s processors for a case: claim, draft, signature, lists' },
      { key: 'hubBringSeconds', value: afterwards, what: `${broughtLater} reports of an hour without the hub, brought afterwards one after another` },
      { key: 'hubLostReports', value: lost, limit: 0.001, what: `of ${signed.size} signed reports, an hour of them while the hub was away` },
      { key: 'hubCasesPerSecond', value: (hours * studiesAnHour) / seconds, limit: studiesAnHour / 3_600, bound: 'at-least', what: 'claimed, drafted, signed; the limit is what 133 hospitals send' },
    ];

    async function read(seat: Coordinator, study: number, index: number): Promise<void> {
      const key = `site-${study % SITES}|accession||A${study}||P${study}`;
      const report = (fence: number, isOffline: boolean) => ({ reportUid: `2.25.${study}`, version: 1, fence, isOffline });
      const bundle = study % WHOLE_BUNDLE_EVERY === 0 ? BUNDLE : BUNDLE.subarray(0, 100);
      try {
        const claim = await timed(claimMs, () => seat.claim(key, 'reading'));
        await seat.saveDraft(key, claim.state.fence, 1, '{"findings":"双肺未见异常"}');
        await timed(acceptMs, () => seat.accept(key, report(claim.state.fence, false), `医师 ${index + 1}`, bundle));
      } catch (error) {
        if (!isAppError(error, 'hub/unreachable')) throw error;
        waiting.push(async () => void (await seat.accept(key, report(0, true), `医师 ${index + 1}`, bundle)));
      }
      signed.add(`2.25.${study}`);
    }

    async function countClaims(): Promise<number> {
      const [seat] = seats;
      const before = hub.processorMs();
      for (let count = 0; count < COUNTED_CLAIMS; count += 1) await seat?.claim(`counted|${count}`, 'reading');
      return (hub.processorMs() - before) / COUNTED_CLAIMS;
    }

    async function refresh(seat: Coordinator): Promise<void> {
      const { number } = await timed(refreshMs, () => seat.news(numbers.get(seat) ?? 0));
      numbers.set(seat, number);
    }
  } finally {
    await Promise.all(seats.map((seat) => seat.close()));
    await hub.stop();
  }
}

function arrival(atMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, atMs - performance.now())));
}

async function timed<T>(into: number[], work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const done = await work();
  into.push(performance.now() - started);
  return done;
}
