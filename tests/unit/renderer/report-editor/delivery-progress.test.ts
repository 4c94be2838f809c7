import { expect, test } from 'vitest';
import type { SignedReport } from '#shared/contract/services/reports.contract.ts';
import { deliveryProgress } from '#renderer/features/report-editor/delivery-progress.ts';

type DeliveredObject = SignedReport['objects'][number];
const object = (station: DeliveredObject['station'], change: Partial<DeliveredObject> = {}): DeliveredObject => ({
  kind: 'encapsulated-pdf', sopInstanceUid: '2.25.1', station, attempts: 1, nextAttemptAt: null, failure: null, ...change,
});
const failure = { code: 'site/unreachable', facts: {}, since: '2026-11-21T01:11:00Z' };

test('the report stands where its last object stands', () => {
  expect(deliveryProgress([object('read-back'), object('sent')])).toMatchObject({ reached: 1, ahead: 1, total: 2, isDelivered: false });
});

test('it is delivered when every object was read back, not before', () => {
  expect(deliveryProgress([object('read-back'), object('stored')]).isDelivered).toBe(false);
  expect(deliveryProgress([object('read-back'), object('read-back')]).isDelivered).toBe(true);
});

test('a report without objects is not delivered', () => {
  expect(deliveryProgress([])).toMatchObject({ reached: 0, isDelivered: false });
});

test('a failure stops it at the station that was not reached', () => {
  expect(deliveryProgress([object('signed', { failure })]).stop?.at).toBe(1);
  expect(deliveryProgress([object('sent', { failure })]).stop?.at).toBe(2);
  expect(deliveryProgress([object('failed', { failure })]).stop?.at).toBe(1);
});

test('a conflict stops it where the hospital stores, and outranks a failure', () => {
  expect(deliveryProgress([object('failed', { failure }), object('conflict')]).stop).toMatchObject({ at: 2, object: { station: 'conflict' } });
});

test('a failure that lies behind a station already reached back is over', () => {
  expect(deliveryProgress([object('read-back', { failure })]).stop).toBeUndefined();
});
