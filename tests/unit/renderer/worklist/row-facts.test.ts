import { describe, expect, test } from 'vitest';
import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { modalityWord } from '#renderer/features/worklist/modalities.ts';
import { heldWords, readiness, sexAndAge, statusWords } from '#renderer/features/worklist/row-facts.ts';
import { createFormatters } from '#renderer/text/formatters.ts';
import { createTextEngine, translateWith } from '#renderer/text/text-engine.ts';
import { createAlliance } from '#tests/support/stand-in-alliance.ts';

const t = translateWith(createTextEngine('zh-CN'));
const text = { t, language: 'zh-CN', format: createFormatters(t, 'zh-CN', 'Asia/Shanghai') } as const;
const alliance = createAlliance(1);
const row = alliance.studies.get(1)!.study;
const site = alliance.sites[0]!;
const now = new Date('2026-11-21T02:00:00Z');
const cut: SiteSummary = { ...site, link: 'unreachable', failure: { code: 'site/unreachable', facts: {}, since: '2026-11-21T01:29:00Z' } };

describe('the ready light', () => {
  test('is green only when all is held and the hospital has finished sending', () => {
    expect(readiness({ ...row, heldInstances: 32, expectedInstances: 32, completeAt: '2026-11-21T01:00:00Z' }, 'reachable').isVerified).toBe(true);
    expect(readiness({ ...row, heldInstances: 32, expectedInstances: 32, completeAt: null }, 'reachable').isVerified).toBe(false);
    expect(readiness({ ...row, heldInstances: 0, expectedInstances: 0, completeAt: '2026-11-21T01:00:00Z' }, 'reachable').isVerified).toBe(false);
  });

  test('stands still when the line is down and something is missing', () => {
    expect(readiness({ ...row, heldInstances: 8, expectedInstances: 32, completeAt: null }, 'unreachable')).toEqual({ fraction: 0.25, isVerified: false, isStalled: true });
    expect(readiness({ ...row, heldInstances: 32, expectedInstances: 32 }, 'unreachable').isStalled).toBe(false);
  });
});

describe('the numbers beside it', () => {
  test('an ECG that is here is one record', () => {
    expect(heldWords(text, { ...row, modalities: ['ECG'], heldInstances: 1, expectedInstances: 1 })).toBe('1 份');
    expect(heldWords(text, { ...row, modalities: ['ECG'], heldInstances: 0, expectedInstances: 1 })).toBe('0/1');
  });
});

describe('the status', () => {
  test('a line that is down is said with how long', () => {
    // 02:00 - 01:29 = 31 minutes
    expect(statusWords(text, { ...row, status: 'arriving' }, cut, now)).toEqual({ text: '线路断 31 分', tone: 'critical' });
  });

  test('a complete case does not care about the line', () => {
    expect(statusWords(text, { ...row, status: 'ready' }, cut, now).text).toBe('待阅');
  });

  test('what arrives says how long it takes', () => {
    expect(statusWords(text, { ...row, status: 'arriving', secondsToReady: 180 }, site, now).text).toBe('到齐还需 3 分');
  });

  test('delivered is the only green word', () => {
    expect(statusWords(text, { ...row, status: 'delivered' }, site, now)).toEqual({ text: '已送达', tone: 'ok' });
    expect(statusWords(text, { ...row, status: 'sending' }, site, now).tone).toBe('plain');
  });
});

test('sex and age on the day of the study; what is not known is left out', () => {
  expect(sexAndAge(text, { ...row, studyDate: '2026-11-21', patient: { ...row.patient, sex: 'F', birthDate: '2026-11-09' } })).toBe('女 12天');
  expect(sexAndAge(text, { ...row, studyDate: '2026-11-21', patient: { ...row.patient, sex: '', birthDate: null, ageAsSent: '' } })).toBe('');
});

describe('the modality column', () => {
  test('what accompanies a study does not name it', () => expect(modalityWord(['SR', 'CT', 'KO'])).toBe('CT'));
  test('computed and digital radiography read as one', () => expect(modalityWord(['CR', 'DX'])).toBe('DR'));
  test('a study of reports alone is named by them', () => expect(modalityWord(['SR'])).toBe('SR'));
});
