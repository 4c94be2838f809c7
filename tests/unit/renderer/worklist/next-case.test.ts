import { expect, test } from 'vitest';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { nextCase } from '#renderer/features/worklist/next-case.ts';
import { createAlliance } from '#tests/support/stand-in-alliance.ts';

const template = createAlliance(1).studies.get(1)!.study;
const row = (studyId: number, change: Partial<WorklistRow>): WorklistRow => ({ ...template, studyId, urgency: 'routine', status: 'ready', dueAt: '2026-11-21T11:00:00Z', ...change });

test('a green channel goes before an emergency that is due earlier', () => {
  const rows = [row(1, { urgency: 'emergency', dueAt: '2026-11-21T09:00:00Z' }), row(2, { urgency: 'green-channel' })];
  expect(nextCase(rows)?.studyId).toBe(2);
});

test('of the same urgency the one due first', () => {
  expect(nextCase([row(1, { dueAt: '2026-11-21T11:00:00Z' }), row(2, { dueAt: '2026-11-21T10:00:00Z' })])?.studyId).toBe(2);
});

test('cases that still arrive and drafts are passed over', () => {
  expect(nextCase([row(1, { status: 'arriving', urgency: 'green-channel' }), row(2, { status: 'drafting' }), row(3, {})])?.studyId).toBe(3);
});

test('the one on the screen is not next', () => {
  expect(nextCase([row(1, {}), row(2, { dueAt: '2026-11-21T12:00:00Z' })], [1])?.studyId).toBe(2);
});

test('nothing is next when nothing is ready', () => {
  expect(nextCase([row(1, { status: 'queued' })])).toBeUndefined();
});
