import { expect, test } from 'vitest';
import { asRemote } from '#main/database/remote-repositories.ts';
import { createDisplayCheckService } from '#main/measurements/display-check.service.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';

const SEEN = { monitor: '2560x1440@1', checkedBy: '周砚秋', seesNearBlack: true, seesNearWhite: true, seesSteps: true, seesLines: true };

function service(times: string[]) {
  const { settings } = openTestCatalogue();
  return { settings, checks: createDisplayCheckService(asRemote(settings), { now: () => new Date(times.shift() ?? '2026-11-22T00:00:00.000Z') }) };
}

test('what a person saw is kept with the moment of this machine, oldest first', async () => {
  const { checks } = service(['2026-08-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z']);
  expect(await checks.list()).toEqual([]);
  await checks.record(SEEN);
  await checks.record({ ...SEEN, seesLines: false });
  expect((await checks.list()).map(({ checkedAt, seesLines }) => [checkedAt, seesLines])).toEqual([['2026-08-01T00:00:00.000Z', true], ['2026-11-01T00:00:00.000Z', false]]);
});

test('the last sixty are kept', async () => {
  const { checks } = service([]);
  for (let count = 0; count < 61; count += 1) await checks.record({ ...SEEN, monitor: `${count}` });
  expect((await checks.list()).map(({ monitor }) => monitor)).toEqual(Array.from({ length: 60 }, (_, index) => String(index + 1)));
});

test('what another program wrote and this one cannot read is no check', async () => {
  const { settings, checks } = service([]);
  settings.write('displayChecks', '[{"monitor":1}]');
  expect(await checks.list()).toEqual([]);
});

test('what a photometer said is kept beside it', async () => {
  const { checks } = service([]);
  const light = { monitor: '2560x1440@1', measuredBy: '许工', measuredOn: '2026-11-20', instrument: 'LXplus', ambient: 0.2, luminances: Array.from({ length: 18 }, (_, index) => index + 1) };
  expect(await checks.lights()).toEqual([]);
  await checks.recordLight(light);
  expect(await checks.lights()).toEqual([light]);
  expect(await checks.list()).toEqual([]);
});
