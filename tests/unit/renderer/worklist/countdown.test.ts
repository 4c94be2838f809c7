import { expect, test } from 'vitest';
import { countdown, type CountdownInput } from '#renderer/features/worklist/countdown.ts';

/** Complete at 09:00, due at 11:00: two hours. */
const routine: CountdownInput = { dueAt: '2026-11-21T11:00:00Z', status: 'ready', urgency: 'routine' };
const at = (time: string) => new Date(`2026-11-21T${time}Z`);

test('nothing is counted while images arrive', () => {
  expect(countdown({ ...routine, dueAt: null, status: 'arriving' }, at('10:00:00'))).toEqual({ kind: 'not-started' });
});

test('signing stops it', () => {
  expect(countdown({ ...routine, status: 'signed' }, at('10:00:00'))).toEqual({ kind: 'stopped' });
});

test('a draft does not', () => {
  expect(countdown({ ...routine, status: 'drafting' }, at('10:00:00'))).toMatchObject({ kind: 'running', text: '01:00' });
});

test.each([
  // elapsed of 120 minutes: 59 -> 0.4917, 60 -> 0.5, 89 -> 0.7417, 90 -> 0.75, 107 -> 0.8917, 108 -> 0.9
  ['09:59:00', 'calm'],
  ['10:00:00', 'half'],
  ['10:29:00', 'half'],
  ['10:30:00', 'warn'],
  ['10:47:00', 'warn'],
  ['10:48:00', 'critical'],
])('at %s the bar is %s', (time, level) => {
  expect(countdown(routine, at(time))).toMatchObject({ kind: 'running', level });
});

test('minutes that have begun count as left', () => {
  // 11:00:00 - 10:47:30 = 12 min 30 s
  expect(countdown(routine, at('10:47:30'))).toMatchObject({ text: '00:13' });
});

test('at the very moment it is due nothing is left', () => {
  expect(countdown(routine, at('11:00:00'))).toMatchObject({ kind: 'running', text: '00:00', fraction: 1 });
});

test('past it the whole minutes over are told', () => {
  // 6 min 59 s over
  expect(countdown(routine, at('11:06:59'))).toEqual({ kind: 'overdue', text: '00:06' });
});

test('without the moment of completeness the limit of the urgency is the whole', () => {
  // green channel: 30 minutes; 15 before it is due is the half
  const green: CountdownInput = { ...routine, urgency: 'green-channel' };
  expect(countdown(green, at('10:45:00'))).toMatchObject({ fraction: 0.5, level: 'half' });
});

test('a clock that stands still shows what was left when it was stopped, however late it is', () => {
  // 120 minutes promised, 45 elapsed at the pause: 75 left, 45/120 = 0.375 used
  const service: NonNullable<CountdownInput['service']> = {
    minutes: 120, elapsedMs: 45 * 60_000, pausedMs: 3_600_000, pause: { reason: 'technician', note: '', by: '林知远', at: '2026-11-21T09:45:00Z' },
  };
  expect(countdown({ ...routine, service }, at('10:45:00'))).toEqual({ kind: 'paused', text: '01:15', fraction: 0.375 });
  expect(countdown({ ...routine, service }, at('13:00:00'))).toEqual({ kind: 'paused', text: '01:15', fraction: 0.375 });
});

test('a promise of its own colours by its own minutes', () => {
  // 40 minutes promised and due at 11:00: at 10:50 thirty are used, 30/40 = 0.75
  const service = { minutes: 40, elapsedMs: 0, pausedMs: 0, pause: null };
  expect(countdown({ ...routine, service }, at('10:50:00'))).toMatchObject({ level: 'warn', text: '00:10', fraction: 0.75 });
});
