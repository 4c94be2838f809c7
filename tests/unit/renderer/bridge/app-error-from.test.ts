import { ORPCError } from '@orpc/client';
import { expect, test } from 'vitest';
import { AppError } from '#shared/errors/app-error.ts';
import { appErrorFrom } from '#renderer/bridge/app-error-from.ts';

test('a declared error keeps its code and facts', () => {
  const error = appErrorFrom(new ORPCError('signing/wrong-pin', { status: 422, data: { facts: { triesLeft: 4 } } }));
  expect(error).toMatchObject({ code: 'signing/wrong-pin', facts: { triesLeft: 4 } });
});

test('a declared error with other data keeps its code', () => {
  expect(appErrorFrom(new ORPCError('study/unknown', { data: 'nonsense' }))).toMatchObject({ code: 'study/unknown', facts: {} });
});

test('an answer that refuses the window is its own failure', () => {
  expect(appErrorFrom(new ORPCError('UNAUTHORIZED'))).toMatchObject({ code: 'contract/not-authorised' });
});

test('an input that main refuses means another version', () => {
  expect(appErrorFrom(new ORPCError('BAD_REQUEST'))).toMatchObject({ code: 'contract/invalid-message' });
});

test('any other answer is a bug in main', () => {
  expect(appErrorFrom(new ORPCError('INTERNAL_SERVER_ERROR'))).toMatchObject({ code: 'internal' });
});

test('no answer at all is its own failure', () => {
  expect(appErrorFrom(new TypeError('fetch failed'))).toMatchObject({ code: 'contract/no-answer' });
});

test('an abort stays an abort', () => {
  const abort = new DOMException('gone', 'AbortError');
  expect(appErrorFrom(abort)).toBe(abort);
});

test('an expected failure is passed on', () => {
  const error = new AppError('study/unknown', 'x');
  expect(appErrorFrom(error)).toBe(error);
});
