import { allRows, until } from '#tests/support/program-client.ts';
import { newProfile, startProgram } from '#tests/support/program.ts';
import { lineMs, startCountyHospital } from './county-hospital.ts';
import { openDesk } from './desk.ts';
import { median, quantile, spreadWords, type Figure } from './figure.ts';

/** The demo's middle line. */
const LINK = { bitsPerSecond: 8_000_000, roundTripMs: 60 };
const SLICES = 200;
const UNHELD_STUDIES = 5;
const HELD_OPENINGS = 20;
const NOTCHES = 100;
/** Requests before the first byte of a picture can come: one for what the series has, one for the picture. */
const ROUND_TRIPS = 2;

/** Retrieval over a county line and opening, on the real program and in the real page. */
export async function measureCountyLine(): Promise<readonly Figure[]> {
  const hospital = await startCountyHospital(LINK);
  const { profile, remove } = newProfile();
  const study = hospital.receiveChestCt(1, SLICES);
  const firstByteAt = until(async () => hospital.relay.bytesDown() > 0 && performance.now());
  const program = await startProgram(profile, ['--no-demo', '--site', `County=${hospital.baseUrl}`, '--since', 'all']);
  const desk = await openDesk(program);
  try {
    const { client } = desk;
    const rowOf = async (uid: string) => (await allRows(client)).find((row) => row.studyInstanceUid === uid);
    const [site] = await client.sites.list();
    if (site === undefined) throw new Error('the hospital was not added');

    const step = (words: string) => process.stderr.write(`  ${words}\n`);
    step('retrieving');
    await until(async () => (await rowOf(study.studyInstanceUid))?.heldInstances === SLICES);
    const retrievalMs = performance.now() - (await firstByteAt);
    const bytesDown = hospital.relay.bytesDown();
    const retrievalLimitMs = lineMs(LINK, study.bytes, ROUND_TRIPS);

    step('opening what is held');
    const held: number[] = [];
    for (let count = 0; count < HELD_OPENINGS; count += 1) {
      held.push(await desk.openStudy(study.studyInstanceUid));
      if (count < HELD_OPENINGS - 1) await desk.backToList();
    }
    const notches = await desk.scroll(NOTCHES);
    await desk.backToList();

    step('opening what is not held');
    // While the line is busy with the first of them, the others are opened; each is known by its row alone.
    const studies = Array.from({ length: UNHELD_STUDIES + 1 }, (_, index) => hospital.receiveChestCt(2 + index, SLICES));
    await client.sites.pollNow({ siteId: site.siteId });
    const unheld: number[] = [];
    await until(async () => (await allRows(client)).length === studies.length + 1);
    for (const { studyInstanceUid } of studies) {
      const row = await rowOf(studyInstanceUid);
      if (row === undefined || row.heldInstances > 0 || unheld.length === UNHELD_STUDIES) continue;
      unheld.push(await desk.openStudy(studyInstanceUid));
      await desk.backToList();
    }
    const unheldLimitMs = lineMs(LINK, study.bytesOfOne, ROUND_TRIPS);

    return [
      { key: 'openHeldMedianMs', value: median(held), limit: 300, what: `open a held study of ${SLICES} slices, to its first picture (${spreadWords(held)})` },
      { key: 'openHeldP95Ms', value: quantile(held, 0.95), limit: 800, what: 'the same, 95 %' },
      { key: 'openUnheldMedianMs', value: median(unheld), limit: unheldLimitMs, what: `open an unheld study over 8 Mbit/s while the line is busy with another, to its first picture (${spreadWords(unheld)})` },
      { key: 'openUnheldP95Ms', value: quantile(unheld, 0.95), limit: unheldLimitMs, what: 'the same, 95 %' },
      { key: 'retrieveSeriesMs', value: retrievalMs, limit: retrievalLimitMs, what: `all ${SLICES} slices over 8 Mbit/s, ${(study.bytes / 1e6).toFixed(1)} MB as JPEG-LS` },
      { key: 'retrieveSeriesBytes', value: bytesDown, limit: study.bytes, what: 'bytes that crossed the line for it' },
      { key: 'scrollMedianMs', value: median(notches), what: `one notch of the wheel, to the next picture (${spreadWords(notches)})` },
      { key: 'scrollP95Ms', value: quantile(notches, 0.95), what: 'the same, 95 %' },
    ];
  } finally {
    await desk.close();
    await program.stop();
    await hospital.close();
    remove();
  }
}
