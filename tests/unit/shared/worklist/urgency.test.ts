import { describe, expect, test } from 'vitest';
import { dueAt, judgeUrgency } from '#shared/worklist/urgency.ts';

describe('urgency', () => {
  test('a STAT request that names a stroke goes into the green channel', () => {
    expect(judgeUrgency('STAT', '头颅平扫 突发右侧肢体无力，疑卒中')).toEqual({ urgency: 'green-channel', reason: '卒中' });
  });

  test('a STAT request with chest pain goes into the green channel', () => {
    expect(judgeUrgency('stat ', '12 导联静息 胸痛 40 分钟')).toEqual({ urgency: 'green-channel', reason: '胸痛' });
  });

  test('the word stroke in a routine request does not pre-empt anybody', () => {
    expect(judgeUrgency('ROUTINE', '卒中后遗症复查').urgency).toBe('routine');
  });

  test('a STAT request without such a word is an emergency', () => {
    expect(judgeUrgency('STAT', '左肘正侧位').urgency).toBe('emergency');
  });

  test('the word emergency is enough for one where the hospital sends no priority', () => {
    expect(judgeUrgency('', '急诊 胸部平扫').urgency).toBe('emergency');
  });
});

describe('the time by which a report is due', () => {
  const completeAt = new Date('2026-11-20T01:00:00Z');

  test('is never counted while images still arrive', () => {
    expect(dueAt(null, 'green-channel')).toBeNull();
  });

  test.each([
    ['green-channel', '2026-11-20T01:30:00.000Z'],
    ['emergency', '2026-11-20T02:00:00.000Z'],
    ['routine', '2026-11-20T03:00:00.000Z'],
  ] as const)('of a %s case is %s after images complete at 01:00', (urgency, expected) => {
    expect(dueAt(completeAt, urgency)?.toISOString()).toBe(expected);
  });
});
