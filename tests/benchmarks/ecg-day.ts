import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { TRANSFER_SYNTAX } from '#main/part10/transfer-syntax.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { SOP_CLASS } from '#shared/dicom/values/sop-class.ts';
import { waveformBulkPaths } from '#shared/dicom/waveform/waveform-record.ts';
import { buildWaveform } from '#tests/support/build-waveform.ts';
import { newProfile, startProgram } from '#tests/support/program.ts';
import { syntheticGroup } from '#tests/support/synthetic-ecg.ts';
import { openDesk } from './desk.ts';
import { median, spreadWords, type Figure } from './figure.ts';

const MINUTES = 24 * 60;
const RATE_HZ = 250;
const LEADS: ReadonlySet<number> = new Set([2, 3, 7]);
const TIMES = 3;
const PICTURES = 250;
/** What the issue allows and wants. */
const MOST_OPEN_MS = 2000;
const LEAST_PICTURES = 50;

/** A day of three leads (130 MB) through the whole program: how long from Enter on its row to the curves, and how fast they scroll. */
export async function measureEcgDay(): Promise<readonly Figure[]> {
  const { profile, remove } = newProfile();
  const disc = newProfile();
  mkdirSync(disc.profile, { recursive: true });
  writeFileSync(join(disc.profile, 'DAY.dcm'), dayPart10());
  try {
    const program = await startProgram(profile, ['--no-demo', '--import', disc.profile]);
    const desk = await openDesk(program);
    const row = desk.page.getByTestId('worklist-row').first();
    await row.waitFor({ timeout: 120_000 });
    await desk.page.locator('[data-testid=worklist-row][data-status=ready]').waitFor({ timeout: 120_000 });
    const opened: number[] = [];
    while (opened.length < TIMES) {
      await row.click();
      await desk.page.locator('[data-testid=worklist-row][aria-selected=true]').waitFor();
      await desk.page.evaluate(watchCurves);
      await desk.page.keyboard.press('Enter');
      opened.push(await desk.page.evaluate(() => (window as unknown as { curves: Promise<number> }).curves));
      if (opened.length < TIMES) {
        // The page of the ECG goes, and the next time reads everything again.
        await desk.backToList();
      }
    }
    await desk.page.locator('[data-testid=ecg][data-whole=true]').waitFor({ timeout: 60_000 });
    const session = await desk.page.context().newCDPSession(desk.page);
    await session.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' });
    await session.send('Performance.enable');
    const busyS = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
    const busyBefore = await busyS();
    await desk.page.evaluate(scrollCurves, PICTURES);
    const busyAfter = await busyS();
    const perSecond = await shownPerSecond(desk.page);
    const busyMs = (busyAfter - busyBefore) * 1000;
    await desk.close();
    await program.stop();
    return [
      { key: 'ecgDayOpenMedianMs', value: median(opened), limit: MOST_OPEN_MS, what: `a day of three leads at ${RATE_HZ} Hz, from Enter to its curves (${spreadWords(opened)})` },
      { key: 'ecgDayPicturesPerS', value: perSecond, limit: LEAST_PICTURES, bound: 'at-least', what: `the same, scrolled through ${PICTURES} pictures of 1920 x 1080, as many as Chromium's compositor brought to the screen` },
      { key: 'ecgDayBusyMsPerPicture', value: busyMs / PICTURES, limit: 1000 / LEAST_PICTURES, what: 'processor time of the page for each of them, whatever else the machine does' },
    ];
  } finally {
    remove();
    disc.remove();
  }
}

/** Pictures that the compositor drew while the wheel turned: what the page painted but nobody saw does not count. */
async function shownPerSecond(page: Page): Promise<number> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('a page of no browser');
  await browser.startTracing(page, { categories: ['viz'] });
  await page.evaluate(scrollCurves, PICTURES);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { readonly traceEvents: readonly { readonly name: string; readonly ts: number }[] };
  const shownUs = traceEvents.flatMap(({ name, ts }) => (name === 'Display::DrawAndSwap' ? [ts] : [])).toSorted((left, right) => left - right);
  const [first = NaN, last = NaN] = [shownUs[0], shownUs.at(-1)];
  return (shownUs.length - 1) / ((last - first) / 1e6);
}

/** A minute that is written 1440 times; the generator would need gigabytes for the whole. */
function dayPart10(): Uint8Array {
  const minute = syntheticGroup({ seconds: 60, samplingFrequencyHz: RATE_HZ, rrS: 0.8, change: (channel, lead) => (LEADS.has(lead) ? channel : undefined) });
  const study = '1.2.826.0.1.3680043.10.1561.78.1';
  const { dataSet, bulk } = buildWaveform([{ ...minute, overrides: { NumberOfWaveformSamples: MINUTES * 60 * RATE_HZ } }], {
    SOPClassUID: SOP_CLASS.ambulatoryEcg, SOPInstanceUID: `${study}.1.1`, SeriesInstanceUID: `${study}.1`, StudyInstanceUID: study, Modality: 'ECG', SeriesNumber: 1, InstanceNumber: 1, StudyID: '',
    PatientName: 'Ce^Shi=测^试', PatientID: 'ECG-DAY', PatientBirthDate: '19680312', PatientSex: 'M', StudyDate: '20261122', StudyTime: '080000', AccessionNumber: 'ECG26119001',
    StudyDescription: '动态心电图', AcquisitionDateTime: '20261122080000', Manufacturer: '',
  });
  const bulkData = new Map(waveformBulkPaths(dataSet).flatMap((path) => {
    const bytes = bulk(path);
    return bytes === undefined ? [] : [[path, path.endsWith('54001010') ? new Uint8Array(Buffer.concat(Array.from({ length: MINUTES }, () => bytes))) : bytes] as const];
  }));
  return writePart10(dataSet, { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian, bulkData });
}

/** Runs in the page: from the next key to the first frame with curves. */
function watchCurves(): void {
  const nextPaint = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const pressed = new Promise<number>((resolve) => window.addEventListener('keydown', (event) => resolve(event.timeStamp), { once: true, capture: true }));
  const watch = async () => {
    const started = await pressed;
    while (document.querySelector('[data-testid=ecg][data-status=shown] canvas') === null) {
      if (performance.now() - started > 60_000) throw new Error('no curves within a minute');
      await nextPaint();
    }
    await nextPaint();
    return performance.now() - started;
  };
  (window as unknown as { curves: Promise<number> }).curves = watch();
}

/** Runs in the page: turns the wheel once a frame; a notch is never swallowed, since the next comes when the last is painted. */
async function scrollCurves(pictures: number): Promise<void> {
  const nextPaint = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const canvas = document.querySelector('[data-testid=ecg-canvas]');
  const slider = document.querySelector<HTMLInputElement>('[data-testid=ecg] input[type=range]');
  if (canvas === null || slider === null) throw new Error('nothing to scroll');
  const before = slider.value;
  for (let count = 0; count < pictures; count += 1) {
    canvas.dispatchEvent(new WheelEvent('wheel', { deltaX: 40, bubbles: true }));
    await nextPaint();
  }
  if (slider.value === before) throw new Error('it did not scroll');
}
