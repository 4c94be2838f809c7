import { expect, test } from 'vitest';
import { deliveryWay, type TrackedWay } from '#shared/report/delivery-way.ts';

const object = (station: TrackedWay['objects'][number]['station'], failure: object | null = null) => ({ station, failure });
const way = (change: Partial<TrackedWay>) => deliveryWay({ objects: [object('read-back'), object('read-back')], waitsForVersion: null, stampAwaitedUntil: null, acknowledgement: null, withdrawal: null, ...change });

test('a report is delivered when all of it was read back, and confirmed only when the county said so', () => {
  expect([way({}), way({ acknowledgement: {} }), way({ objects: [object('read-back'), object('stored')] })]).toEqual(['delivered', 'acknowledged', 'sending']);
});

test('one that waits says for what: its turn, its time stamp, the line', () => {
  const objects = [object('signed'), object('signed')];
  expect([way({ objects, waitsForVersion: 1 }), way({ objects, stampAwaitedUntil: '2026-11-20T02:10:00Z' }), way({ objects })]).toEqual(['behind', 'stamp', 'queued']);
});

test('what a person must look at outranks all else', () => {
  expect([
    way({ objects: [object('read-back'), object('conflict')], withdrawal: {} }),
    way({ objects: [object('failed'), object('signed', {})] }),
    way({ objects: [object('read-back'), object('sent', {})] }),
    way({ objects: [object('read-back'), object('withheld')], withdrawal: {} }),
  ]).toEqual(['conflict', 'refused', 'failing', 'withdrawn']);
});
