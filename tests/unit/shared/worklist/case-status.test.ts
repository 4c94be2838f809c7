import { describe, expect, test } from 'vitest';
import { caseStatus, leastDone, requestState } from '#shared/worklist/case-status.ts';

describe('the status of an unread case', () => {
  test('is queued while nothing is held', () => {
    expect(caseStatus('unread', { expected: 32, held: 0, isComplete: false })).toBe('queued');
  });

  test('is arriving while the hospital may still be sending, although all that is known is held', () => {
    expect(caseStatus('unread', { expected: 32, held: 32, isComplete: false })).toBe('arriving');
  });

  test('is arriving while one image is missing of a complete study', () => {
    expect(caseStatus('unread', { expected: 32, held: 31, isComplete: true })).toBe('arriving');
  });

  test('is ready when the study is complete and all of it held', () => {
    expect(caseStatus('unread', { expected: 32, held: 32, isComplete: true })).toBe('ready');
  });

  test('is never ready with an expected count of zero', () => {
    expect(caseStatus('unread', { expected: 0, held: 0, isComplete: true })).toBe('queued');
  });
});

describe('the state of a request', () => {
  test('is delivered only when every object was read back', () => {
    expect(requestState(true, ['read-back', 'read-back'])).toBe('delivered');
    expect(requestState(true, ['read-back', 'stored'])).toBe('sending');
  });

  test('is signed while nothing has left', () => {
    expect(requestState(true, ['signed', 'signed'])).toBe('signed');
  });

  test('is a conflict as soon as one object is', () => {
    expect(requestState(true, ['read-back', 'conflict'])).toBe('conflict');
  });
});

describe('a study with several requests', () => {
  test('is as unread as its least done request', () => {
    expect(leastDone(['delivered', 'unread'])).toBe('unread');
    expect(leastDone(['delivered', 'drafting', 'signed'])).toBe('drafting');
  });

  test('shows a conflict before all else', () => {
    expect(leastDone(['unread', 'conflict'])).toBe('conflict');
  });

  test('without any request is unread', () => {
    expect(leastDone([])).toBe('unread');
  });
});
