import { expect, test } from 'vitest';
import { DEFAULT_GREEN_CHANNEL_RULES, isPattern, judgeCase, minutesToStation, type CaseWords } from '#shared/worklist/green-channel.ts';

const judge = (words: Partial<CaseWords>) => judgeCase({ priority: '', request: '', protocol: '', mark: '', ...words }, DEFAULT_GREEN_CHANNEL_RULES);

test.each([
  ['a stroke in Chinese', { priority: 'STAT', request: '头颅平扫 突发右侧肢体无力，疑卒中' }, '卒中'],
  ['a stroke in English', { priority: 'STAT', request: 'acute stroke, NIHSS 14' }, '卒中'],
  ['a stroke in pinyin', { priority: 'STAT', request: 'yi si nao cuzhong' }, '卒中'],
  ['a protocol of perfusion', { priority: 'STAT', protocol: 'Head CTP 40 mL' }, '卒中'],
  ['chest pain in an ECG request', { priority: 'stat ', request: '12 导联静息 胸痛 40 分钟' }, '胸痛'],
  ['an aortic dissection', { priority: 'STAT', request: '排除主动脉夹层' }, '胸痛'],
  ['the mark of the county without any priority', { mark: '卒中绿色通道 2026-11' }, '卒中'],
  ['the mark in the words of the request', { priority: 'ROUTINE', request: '胸痛绿色通道' }, '胸痛'],
] as const)('%s goes into the green channel', (_, words, reason) => {
  expect(judge(words)).toMatchObject({ urgency: 'green-channel', reason });
});

test.each([
  ['the word in a routine request', { priority: 'ROUTINE', request: '脑梗死复查' }, 'routine'],
  ['what is left of an old one, though it is urgent', { priority: 'STAT', request: '卒中后遗症 跌倒' }, 'emergency'],
  ['a letter sequence inside another word', { priority: 'STAT', protocol: 'CTPA' }, 'emergency'],
  ['HIGH alone', { priority: 'HIGH', request: '胸痛待查' }, 'emergency'],
  ['an emergency word without a priority', { request: '急诊 胸部平扫' }, 'emergency'],
] as const)('%s does not', (_, words, urgency) => {
  expect(judge(words).urgency).toBe(urgency);
});

test('a rule that was switched off holds for nothing, and one of the department holds before those below it', () => {
  const rules = DEFAULT_GREEN_CHANNEL_RULES.map((rule) => ({ ...rule, isActive: false }));
  const words = { priority: 'STAT', request: '疑卒中，多发伤', protocol: '', mark: '' };
  expect(judgeCase(words, rules).urgency).toBe('emergency');
  const own = { channel: 'trauma', name: '创伤', places: ['request'], words: '多发伤', unless: '', needsUrgent: true, isActive: true } as const;
  expect(judgeCase(words, [own, ...DEFAULT_GREEN_CHANNEL_RULES])).toEqual({ urgency: 'green-channel', reason: '创伤', channel: 'trauma' });
});

test('a rule whose words are no pattern lifts nobody', () => {
  expect(isPattern('(')).toBe(false);
  expect(judgeCase({ priority: 'STAT', request: '(', protocol: '', mark: '' }, [{ channel: 'other', name: 'x', places: ['request'], words: '(', unless: '', needsUrgent: false, isActive: true }]).urgency).toBe('emergency');
});

test('minutes to a station are counted from the arrival, with one decimal', () => {
  // 08:00:00 to 08:12:30 are 12.5 minutes
  expect(minutesToStation({ arrived: '2026-11-22T08:00:00Z', signed: '2026-11-22T08:12:30Z' }, 'signed')).toBe(12.5);
  expect(minutesToStation({ arrived: '2026-11-22T08:00:00Z', signed: null }, 'signed')).toBeNull();
});
