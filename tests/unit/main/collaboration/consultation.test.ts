import { expect, test, vi } from 'vitest';
import { BYTES_PER_SECOND, createSharedViewService } from '#main/collaboration/shared-view.service.ts';
import { createEventHub } from '#main/platform/event-hub.ts';
import { quotedAnswer } from '#shared/collaboration/consultation.ts';
import type { Coordinator, SharedRecord } from '#shared/worklist/coordinator.ts';
import { testImage } from '#tests/support/marked-image.ts';
import { openCollaborationWorld } from '#tests/support/collaboration-world.ts';
import { silentLog } from '#main/platform/log.ts';

test('a question, its answer and who gave it stay with the case, are open to all until somebody closes it, and are quoted with their author', async () => {
  const world = await openCollaborationWorld();
  const studyId = world.addStudy('yunxiu', { studyInstanceUid: '1.1' });
  const [asked] = await world.consultations.ask(studyId, { toSeatId: 'seat_2', to: '神经外科', question: '是否手术？', image: testImage });
  expect((await world.consultations.colleagues()).map(({ person }) => person)).toEqual(['林知远']);
  expect(await world.consultations.open()).toHaveLength(1);
  world.advance(60_000);
  const answered = await world.consultations.answer(asked?.consultationKey ?? '', '血肿量约 30 ml，建议手术。');
  expect(answered).toMatchObject({ studyId, siteName: '云岫县人民医院', answers: [{ by: '周牧', at: '2026-11-22T01:01:00.000Z', text: '血肿量约 30 ml，建议手术。' }] });
  expect(quotedAnswer('神经外科', { by: '周牧', text: '血肿量约 30 ml，建议手术。' }, '2026-11-22 09:01')).toBe('会诊意见（神经外科 周牧，2026-11-22 09:01）：血肿量约 30 ml，建议手术。');
  await world.consultations.close(asked?.consultationKey ?? '');
  expect(await world.consultations.open()).toEqual([]);
  expect(await world.consultations.ofStudy(studyId)).toHaveLength(1);
  await expect(world.consultations.answer(asked?.consultationKey ?? '', '再看')).rejects.toMatchObject({ code: 'collaboration/closed' });
});

test('a list of cases keeps each case once, and goes when it was discussed', async () => {
  const world = await openCollaborationWorld();
  const studyId = world.addStudy('yunxiu', { studyInstanceUid: '1.1' });
  const [list] = await world.consultations.createList('肺结节讨论', '2026-11-25');
  const key = list?.listKey ?? '';
  await world.consultations.addToList(key, studyId, '良恶性？');
  expect(await world.consultations.addToList(key, studyId, '是否穿刺？')).toMatchObject([{ name: '肺结节讨论', cases: [{ studyId, note: '是否穿刺？', addedBy: '周牧' }] }]);
  expect(await world.consultations.removeFromList(key, '1.1')).toMatchObject([{ cases: [] }]);
  expect(await world.consultations.closeList(key)).toEqual([]);
});

const UID = `1.2.840.113619.2.${'417.'.repeat(11)}1`.slice(0, 64);
const viewAt = (step: number) => ({
  studyInstanceUid: UID, seriesInstanceUid: UID, sopInstanceUid: UID.slice(0, 60) + String(step % 1000).padStart(3, '0'), frameNumber: 1, windowCenter: 40, windowWidth: 400, pointer: { x: (step % 100) / 100, y: 0.123456789 },
});

test('three people who read together and never rest send and receive less than 2 KB a second each, and still see the last place', async () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T01:00:00.000Z') });
  try {
    const table = new Map<string, SharedRecord>();
    const listeners = new Map<() => void, string>();
    const bytes = new Map<string, number>();
    const count = (seatId: string, text: string) => bytes.set(seatId, (bytes.get(seatId) ?? 0) + text.length);
    const seat = (seatId: string) => {
      const coordinator: Pick<Coordinator, 'putRecord' | 'recordsSince' | 'onView' | 'seat' | 'kind'> = {
        kind: 'hub', seat: { seatId, person: seatId },
        async putRecord(kind, key, expectedRevision, content) {
          const before = table.get(key)?.revision ?? 0;
          if (before !== expectedRevision) return undefined;
          count(seatId, key + content);
          table.set(key, { kind, key, revision: before + 1, content, changedBy: seatId, changedAtMs: Date.now() });
          for (const [listener, whose] of listeners) if (whose !== seatId) listener();
          return before + 1;
        },
        async recordsSince(_kind, sinceMs) {
          const found = [...table.values()].filter(({ changedAtMs }) => changedAtMs >= sinceMs);
          for (const { key, content } of found) count(seatId, key + content);
          return found;
        },
        onView(listener) {
          listeners.set(listener, seatId);
          return () => void listeners.delete(listener);
        },
      };
      return createSharedViewService({ coordinator, person: () => seatId, events: createEventHub(), clock: { now: () => new Date() }, log: silentLog });
    };
    const seats = ['seat_1', 'seat_2', 'seat_3'].map(seat);
    for (const one of seats) await Promise.all([one.places(`yunxiu|${UID}`, 1), vi.advanceTimersByTimeAsync(300)]);
    const seconds = 30;
    for (let step = 0; step < seconds * 20; step += 1) {
      for (const [index, one] of seats.entries()) one.share(`yunxiu|${UID}`, 1, viewAt(step + index));
      await vi.advanceTimersByTimeAsync(50);
    }
    await vi.advanceTimersByTimeAsync(3_000);
    for (const [seatId, total] of bytes) expect(total / seconds, `${seatId}, bytes a second`).toBeLessThan(2_048);
    expect(BYTES_PER_SECOND).toBeLessThan(2_048);
    const [asking] = await Promise.all([seats[0]?.places(`yunxiu|${UID}`, 1), vi.advanceTimersByTimeAsync(300)]);
    expect(asking?.map(({ seatId, view }) => [seatId, view.sopInstanceUid]).toSorted()).toEqual([['seat_2', viewAt(seconds * 20).sopInstanceUid], ['seat_3', viewAt(seconds * 20 + 1).sopInstanceUid]]);
    for (const one of seats) one.close();
  } finally {
    vi.useRealTimers();
  }
});
