import { describe, expect, test } from 'vitest';
import { escalationOf, isToldOf, pausedBetween, serviceClock, serviceMinutes, type ClockPause, type ServiceLevel } from '#shared/worklist/service-level.ts';

const at = (time: string) => Date.parse(`2026-11-22T${time}:00Z`);
const pause = (from: string, until: string | null): ClockPause => ({ reason: 'technician', note: '', pausedBy: '林知远', pausedAtMs: at(from), resumedAtMs: until === null ? null : at(until) });

describe('what is promised', () => {
  const levels: readonly ServiceLevel[] = [
    { siteId: '', modality: 'CT', urgency: '', minutes: 100 },
    { siteId: 'yunxiu', modality: '', urgency: 'routine', minutes: 240 },
    { siteId: 'yunxiu', modality: 'CT', urgency: 'routine', minutes: 180 },
    { siteId: '', modality: '', urgency: 'green-channel', minutes: 20 },
  ];

  test.each([
    ['the outer limit where no line fits', { siteId: 'hexi', modalities: ['MR'], urgency: 'routine' }, 120],
    ['the line of the modality', { siteId: 'hexi', modalities: ['CT'], urgency: 'routine' }, 100],
    ['the line of hospital and urgency before that of the modality', { siteId: 'yunxiu', modalities: ['MR'], urgency: 'routine' }, 240],
    ['the line that names all three', { siteId: 'yunxiu', modalities: ['CT', 'SR'], urgency: 'routine' }, 180],
    ['the line of the urgency before one of the modality: a slow CT promise slows no stroke', { siteId: 'yunxiu', modalities: ['CT'], urgency: 'green-channel' }, 20],
    ['the limit of an emergency, which no line names but that of its modality', { siteId: 'hexi', modalities: ['CT'], urgency: 'emergency' }, 100],
  ] as const)('is %s', (_, one, minutes) => {
    expect(serviceMinutes(levels, one)).toBe(minutes);
  });

  test('of two lines alike is the upper one', () => {
    expect(serviceMinutes([{ siteId: '', modality: '', urgency: 'routine', minutes: 90 }, { siteId: '', modality: '', urgency: 'routine', minutes: 60 }], { siteId: 'a', modalities: [], urgency: 'routine' })).toBe(90);
  });
});

describe('the clock of a case', () => {
  test('does not run while images arrive', () => {
    expect(serviceClock(null, 120, [], at('10:00'))).toEqual({ kind: 'not-started' });
  });

  test('counts from complete arrival', () => {
    // 09:00 + 120 min = 11:00; 90 of 120 minutes at 10:30
    expect(serviceClock(at('09:00'), 120, [], at('10:30'))).toEqual({ kind: 'running', dueAtMs: at('11:00'), elapsedMs: 90 * 60_000, fraction: 0.75 });
  });

  test('is moved by the length of its pauses', () => {
    // paused 09:20 to 09:50: 30 min; due 11:00 + 30; at 10:30 elapsed 90 - 30 = 60
    expect(serviceClock(at('09:00'), 120, [pause('09:20', '09:50')], at('10:30'))).toEqual({ kind: 'running', dueAtMs: at('11:30'), elapsedMs: 60 * 60_000, fraction: 0.5 });
  });

  test('stands still while a pause stands', () => {
    // paused at 10:00 after 60 minutes; at 10:40 still 60 elapsed, due 11:00 + 40
    expect(serviceClock(at('09:00'), 120, [pause('10:00', null)], at('10:40'))).toEqual({ kind: 'paused', dueAtMs: at('11:40'), elapsedMs: 60 * 60_000, fraction: 0.5 });
  });

  test('takes of a pause that began before the images were complete only what lies behind', () => {
    // 08:30 to 09:15: fifteen minutes are behind 09:00
    expect(pausedBetween([pause('08:30', '09:15')], at('09:00'), at('10:00'))).toBe(15 * 60_000);
  });

  test('does not run backwards on a clock that was set back', () => {
    expect(serviceClock(at('09:00'), 120, [], at('08:00'))).toMatchObject({ elapsedMs: 0, fraction: 0 });
  });
});

test.each([[0.49, 0], [0.5, 50], [0.74, 50], [0.75, 75], [0.89, 75], [27 / 30, 90], [0.99, 90], [1, 100], [3, 100]] as const)('of %s of the time step %s is reached', (fraction, step) => {
  expect(escalationOf(fraction)).toBe(step);
});

test('half of the time concerns who has the case, three quarters who is on duty too, nine tenths everybody', () => {
  const told = (percent: 50 | 75 | 90) =>
    [{ hasCase: true, isOnDuty: false }, { hasCase: false, isOnDuty: true }, { hasCase: false, isOnDuty: false }].map((seat) => isToldOf(percent, seat));
  expect([told(50), told(75), told(90)]).toEqual([[true, false, false], [true, true, false], [true, true, true]]);
});
