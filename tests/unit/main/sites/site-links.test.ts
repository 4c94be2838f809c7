import { expect, test } from 'vitest';
import { createSiteLinks } from '#main/sites/site-links.ts';
import { AppError } from '#shared/errors/app-error.ts';

function linksAt(startMs = 0) {
  let nowMs = startMs;
  let elapsedMs = 0;
  const changes: string[] = [];
  const links = createSiteLinks({ now: () => new Date(nowMs) }, (siteId) => changes.push(siteId), () => elapsedMs);
  const pass = (ms: number) => {
    nowMs += ms;
    elapsedMs += ms;
  };
  return { links, changes, pass, setBack: (ms: number) => (nowMs -= ms) };
}
const unreachable = new AppError('site/unreachable', 'refused', { facts: { site: '北原县人民医院' } });

test('a site that never answered is connecting, one that did is reachable', () => {
  const { links } = linksAt();
  expect(links.of('b').state).toBe('connecting');
  links.recordAnswer('b');
  expect(links.of('b').state).toBe('reachable');
});

test('an unreachable site says since when, however often it is asked again', () => {
  const { links, pass } = linksAt(Date.parse('2026-11-20T01:11:00Z'));
  links.recordFailure('b', unreachable);
  pass(600_000);
  links.recordFailure('b', unreachable);
  expect(links.of('b')).toMatchObject({ state: 'unreachable', failure: { code: 'site/unreachable', since: '2026-11-20T01:11:00.000Z' } });
});

test('the windows are told when it changes, not at every attempt', () => {
  const { links, changes } = linksAt();
  links.recordFailure('b', unreachable);
  links.recordFailure('b', unreachable);
  links.recordAnswer('b');
  links.recordAnswer('b');
  expect(changes).toEqual(['b', 'b']);
});

test('one refused instance is shown and does not make the line unreachable', () => {
  const { links } = linksAt();
  links.recordAnswer('b');
  links.recordFailure('b', new AppError('file/damaged', 'half a frame', { facts: { site: 'b' } }));
  expect(links.of('b')).toMatchObject({ state: 'reachable', failure: { code: 'file/damaged' } });
});

test('throughput counts only the time in which something was asked for', () => {
  const { links, pass } = linksAt();
  links.recordBusy('b', true);
  pass(1_000);
  links.recordBytes('b', 1_000_000);
  links.recordBusy('b', false);
  pass(60_000);
  // 1,000,000 bytes in one busy second are 8 Mbit/s; the idle minute does not count.
  expect(links.of('b').throughputBitsPerSecond).toBe(8_000_000);
});

test('a line at half its usual speed is slow', () => {
  const { links, pass } = linksAt();
  links.recordAnswer('b');
  links.recordBusy('b', true);
  const second = (bytes: number) => {
    pass(1_000);
    links.recordBytes('b', bytes);
  };
  for (let count = 0; count < 20; count += 1) second(1_000_000);
  expect(links.of('b').state).toBe('reachable');
  for (let count = 0; count < 5; count += 1) second(250_000);
  // After five seconds the smoothed speed is 8 * (0.25 + 0.75 * 0.7^5) = 3.0 Mbit/s, the usual one still above 7.
  expect(links.of('b').state).toBe('slow');
});

test('a clock that is set back by a day in the middle of a transfer leaves the speed as it is', () => {
  const { links, pass, setBack } = linksAt(Date.parse('2026-11-22T01:00:00Z'));
  links.recordBusy('b', true);
  pass(500);
  setBack(24 * 3_600_000);
  pass(500);
  // 1 MB in one second: 8 Mbit/s.
  links.recordBytes('b', 1_000_000);
  expect(links.of('b').throughputBitsPerSecond).toBe(8_000_000);
});
