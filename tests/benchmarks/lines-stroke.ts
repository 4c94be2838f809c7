import { noisyCt } from '#tests/support/noisy-ct.ts';
import { openTestLine, TEST_SITE, untilTrue } from '#tests/support/test-line.ts';
import { PROFILE_B } from './lines-first-image.ts';
import type { Figure } from './figure.ts';

/** A routine study that fills a county line, an eye that jumps in it, and the head CT of a stroke that comes meanwhile. */
export async function measureStrokeAndScroll(): Promise<readonly Figure[]> {
  const SLICES = 32;
  const side = 320;
  const routine = noisyCt({ slices: 150, side });
  const stroke = noisyCt({ slices: SLICES, side, studyInstanceUid: '1.2.826.0.1.3680043.10.3', patientId: 'P11' });
  const files = [...Array.from({ length: 150 }, (_, index) => routine.slice(index + 1)), ...Array.from({ length: SLICES }, (_, index) => stroke.slice(index + 1))];
  const line = await openTestLine(files, PROFILE_B);
  const imageMs = ((files[0]?.length ?? 0) * 8_000) / PROFILE_B.bitsPerSecond;
  const wanted = (ct: typeof routine, count: number) =>
    Array.from({ length: count }, (_, index) => ({ sopInstanceUid: ct.sopInstanceUid(index + 1), seriesInstanceUid: ct.seriesInstanceUid, instanceNumber: index + 1 }));
  const common = { siteId: TEST_SITE, arrivedAt: '2026-11-20T01:00:00Z' } as const;
  line.retrieval.want({ ...common, studyId: 1, studyInstanceUid: routine.studyInstanceUid, purpose: 'reading', urgency: 'routine' }, wanted(routine, 150));
  await untilTrue(() => line.stored.length >= 6);

  const scrolledAt = performance.now();
  line.retrieval.look(1, [{ seriesInstanceUid: routine.seriesInstanceUid, instanceNumber: 120, direction: 'forward', isActive: true }]);
  await untilTrue(() => line.stored.includes(routine.sopInstanceUid(120)));
  const eyeMs = performance.now() - scrolledAt;
  await untilTrue(() => line.stored.length >= 14);

  const cameAt = performance.now();
  line.retrieval.want({ ...common, studyId: 2, studyInstanceUid: stroke.studyInstanceUid, purpose: 'worklist', urgency: 'green-channel' }, wanted(stroke, SLICES));
  await untilTrue(() => line.retrieval.missingCount(2) === 0);
  const readyMs = performance.now() - cameAt;
  const firstByteMs = Math.min(...wanted(stroke, SLICES).map(({ sopInstanceUid }) => line.answeredAt.get(sopInstanceUid) ?? Number.POSITIVE_INFINITY)) - cameAt;
  await line.close();
  return [
    // The line itself needs a round trip, the image, and what its router held of the image before: 64 KB.
    { key: 'eyeAfterJumpMs', what: 'image under the eye after a jump, on a full line of 8 Mbit/s', value: Math.round(eyeMs), limit: Math.round(1.5 * (60 + imageMs + 3 * 66)) },
    { key: 'strokeFirstByteMs', what: 'first byte of a stroke on that full line', value: Math.round(firstByteMs), limit: 2_000 },
    { key: 'strokeReadyRatio', what: 'the stroke of 32 slices is here, over the time that the line needs for it alone', value: Math.round((readyMs / (SLICES * imageMs)) * 1000) / 1000, limit: 1.2 },
  ];
}
