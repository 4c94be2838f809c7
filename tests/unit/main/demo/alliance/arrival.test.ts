import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { startDemoAlliance } from '#main/demo/alliance/demo-alliance.ts';
import type { DemoStudyPlan } from '#main/demo/studies/demo-studies.ts';
import { ctSlice } from '#tests/support/instances.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

const instance = (study: string, number: number) => {
  const uids = { StudyInstanceUID: study, SeriesInstanceUID: `${study}.1`, SOPInstanceUID: `${study}.1.${number}` };
  return { sopInstanceUid: uids.SOPInstanceUID, seriesInstanceUid: uids.SeriesInstanceUID, part10: ctSlice(number, uids) };
};

test('a study is arriving until its scanner has sent the last image, and one that the archive has whole is not', async () => {
  const scanner = Promise.withResolvers<void>();
  const plan = (studyInstanceUid: string, wait: Promise<void>): DemoStudyPlan => ({
    siteId: 'yunxiu', key: studyInstanceUid, studyInstanceUid, instanceCount: 2, arrival: 'present', technicianMark: false,
    async *generate() {
      yield instance(studyInstanceUid, 1);
      await wait;
      yield instance(studyInstanceUid, 2);
    },
  });
  const folder = temporaryFolder();
  const key = randomBytes(32);
  const clock = { now: () => new Date('2026-11-22T01:00:00Z') };
  const finished: string[] = [];
  const plans = [plan('1.2.1', Promise.resolve()), plan('1.2.2', scanner.promise)];
  const alliance = await startDemoAlliance({ folder, key, plans, clock, onArrived: (uid) => finished.push(uid) });
  await expect.poll(() => [...alliance.arriving]).toEqual(['1.2.2']);
  scanner.resolve();
  await alliance.allArrived;
  expect([[...alliance.arriving], finished]).toEqual([[], ['1.2.1', '1.2.2']]);
  await alliance.close();

  const again = await startDemoAlliance({ folder, key, plans: [plan('1.2.1', new Promise(() => {}))], clock });
  onTestFinished(() => again.close());
  await again.allArrived;
  expect([...again.arriving]).toEqual([]);
});
