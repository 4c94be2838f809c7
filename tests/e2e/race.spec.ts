import { expect, test, type Page } from 'playwright/test';
import { REQUEST_PATHS } from '#shared/contract/request-paths.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { displayPersonName } from '#shared/dicom/values/person-name.ts';
import { buildPage } from '#tests/support/build-page.ts';
import { startStandIn, type StandIn } from '#tests/support/stand-in-server.ts';

/**
 * The whole page with three patients open: tabs, thumbnails, wheel and keys in a random order, while frames arrive after random delays. In each
 * frame of the screen, banner, overlay and pixels are of one patient. 200 acts here; `npm run race` does 2,000.
 */

const ACTS = Number(process.env['RACE_ACTS'] ?? 200);
const SEED = Number(process.env['RACE_SEED'] ?? 20261121);
/** `RACE_MUTANT=pixels npm run race`: the store answers some frames with another patient's. The race must be lost then; a watcher that sees nothing is blind. */
const MUTANT = process.env['RACE_MUTANT'] ?? '';

/** Numbers from 0 to 1, the same for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

interface Patient {
  readonly studyId: number;
  readonly studyInstanceUid: string;
  readonly name: string;
}

let built: string;
let main: StandIn;
let patients: readonly Patient[];

test.beforeAll(async () => {
  test.setTimeout(180_000);
  built = await buildPage();
});
test.beforeEach(async () => {
  const random = createRandom(SEED);
  patients = [];
  main = await startStandIn({ rendererDirectory: built, pictures: (pathname) => codedPicture(pathname, random) });
});
test.afterEach(() => main.close());

/** Three CT studies, all of whose images are here. */
function threePatients(): readonly Patient[] {
  return [...main.alliance.studies.values()]
    .filter(({ study }) => study.modalities[0] === 'CT' && study.heldInstances === study.expectedInstances)
    .slice(0, 3)
    .map(({ study }) => ({ studyId: study.studyId, studyInstanceUid: study.studyInstanceUid, name: displayPersonName(study.patient.name) }));
}

/** The value of every pixel of an image says whose it is, of which series and which image: from 20 to 235, by two. */
function codeOf(known: readonly Patient[], sopInstanceUid: string): number {
  const patient = known.findIndex(({ studyInstanceUid }) => sopInstanceUid.startsWith(`${studyInstanceUid}.`));
  const [series = 0, image = 0] = sopInstanceUid.split('.').slice(-2).map(Number);
  return 20 + 2 * ((patient * 3 + series - 1) * 12 + (image % 12));
}

/** Small pictures of one value each, answered after a random delay. */
async function codedPicture(pathname: string, random: () => number): Promise<Response | undefined> {
  const [, kind = '', studyId = '', uid = ''] = pathname.split('/');
  const open = main.alliance.studies.get(Number(studyId));
  if (open === undefined || !patients.some((one) => one.studyId === open.study.studyId)) return undefined;
  if (`/${kind}` === REQUEST_PATHS.metadata) {
    const held = open.series.find(({ seriesInstanceUid }) => seriesInstanceUid === uid)?.heldInstances ?? 0;
    return Response.json(Array.from({ length: held }, (_, index) => headerOf(open.study.studyInstanceUid, uid, index)));
  }
  await new Promise((resolve) => void setTimeout(resolve, random() ** 2 * 120));
  const isSwapped = MUTANT === 'pixels' && Number(uid.split('.').at(-1)) % 2 === 1;
  const other = patients.find(({ studyInstanceUid }) => !uid.startsWith(`${studyInstanceUid}.`));
  const pixels = new Uint16Array(32 * 32).fill(codeOf(patients, isSwapped && other !== undefined ? uid.replace(/^.*(\.\d+\.\d+)$/, `${other.studyInstanceUid}$1`) : uid));
  return new Response(pixels, { headers: { 'content-type': 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1' } });
}

/**
 * LINEAR_EXACT at window 256 / 128 with values below 256: the grey is the value. PS3.3 C.11.2.1.3.2: round(value / 256 * 255). MR, because a
 * hanging protocol opens CT in windows of its own.
 */
function headerOf(studyInstanceUid: string, seriesInstanceUid: string, index: number): DataSet {
  return buildDataSet({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.4', SOPInstanceUID: `${seriesInstanceUid}.${index + 1}`, SeriesInstanceUID: seriesInstanceUid, StudyInstanceUID: studyInstanceUid,
    Modality: 'MR', InstanceNumber: index + 1, Rows: 32, Columns: 32, SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', BitsAllocated: 16, BitsStored: 16,
    HighBit: 15, PixelRepresentation: 0, PixelSpacing: [1, 1], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [0, 0, 100 - index],
    FrameOfReferenceUID: `${studyInstanceUid}.9`, RescaleSlope: 1, RescaleIntercept: 0, WindowCenter: 128, WindowWidth: 256, VOILUTFunction: 'LINEAR_EXACT',
  });
}

/** Looks at every frame of the screen; what does not belong together is written down. */
async function watch(page: Page): Promise<void> {
  await page.evaluate((known) => {
    const seen = { frames: 0, pictures: 0, mixed: [] as string[], patients: new Set<string>() };
    Object.assign(window, { seen });
    const copy = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
    const look = () => {
      requestAnimationFrame(look);
      const banner = document.querySelector<HTMLElement>('[data-testid=patient-banner]');
      const section = document.querySelector<HTMLElement>('[data-testid=viewport]');
      seen.frames += 1;
      if (banner === null || section === null) return;
      const patient = known.find(({ studyInstanceUid }) => studyInstanceUid === banner.dataset['studyInstanceUid']);
      const who = section.querySelector('[data-testid=viewport-identity]')?.textContent ?? '';
      const words = `${banner.querySelector('h1')?.textContent} | ${who} | ${section.dataset['sopInstanceUid']}`;
      if (patient === undefined || banner.querySelector('h1')?.textContent !== patient.name) seen.mixed.push(`banner: ${words}`);
      if (who !== '' && !who.includes(patient?.name ?? '?')) seen.mixed.push(`overlay: ${words}`);
      const canvas = section.querySelector<HTMLCanvasElement>('[data-testid=viewport-picture] > canvas');
      const isPicture = canvas !== null && canvas.width > 0 && getComputedStyle(canvas).visibility === 'visible';
      const { sopInstanceUid = '', studyInstanceUid = '' } = section.dataset;
      if (!isPicture) return;
      if (sopInstanceUid === '') {
        // Pixels without a name: nothing may be painted there yet.
        copy.drawImage(canvas, canvas.width / 2, canvas.height / 2, 1, 1, 0, 0, 1, 1);
        if (copy.getImageData(0, 0, 1, 1).data[0] !== 0) seen.mixed.push(`a picture without a name: ${words}`);
        return;
      }
      const place = known.findIndex((one) => one.studyInstanceUid === studyInstanceUid);
      const [series = 0, image = 0] = sopInstanceUid.split('.').slice(-2).map(Number);
      // As `codeOf` and `headerOf` have it: neighbours are two greys apart.
      const expected = Math.round(((20 + 2 * ((place * 3 + series - 1) * 12 + (image % 12))) / 256) * 255);
      copy.drawImage(canvas, canvas.width / 2, canvas.height / 2, 1, 1, 0, 0, 1, 1);
      const grey = copy.getImageData(0, 0, 1, 1).data[0]!;
      seen.pictures += 1;
      seen.patients.add(studyInstanceUid);
      if (studyInstanceUid !== patient?.studyInstanceUid || grey !== expected) seen.mixed.push(`pixels: ${words} | ${grey} for ${expected}`);
    };
    requestAnimationFrame(look);
  }, patients);
}

/** Presses, rolls and types as a hurried hand does; all of it in the page, so that nothing waits for the test. */
async function hurry(page: Page, acts: number, seed: number): Promise<void> {
  await page.evaluate(
    async ({ count, first }) => {
      let state = first;
      const random = () => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
        return state / 0x7fffffff;
      };
      const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
      const tabs = () => [...document.querySelectorAll<HTMLElement>('header nav button[aria-current], header nav button:not([aria-label])')].slice(1);
      const thumbnails = () => [...document.querySelectorAll<HTMLElement>('[data-testid=series-thumbnail]')];
      const frameOfScreen = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const hasPicture = () => document.querySelector<HTMLElement>('[data-testid=viewport]')?.dataset['sopInstanceUid'] !== '';
      for (let act = 0; act < count; act += 1) {
        const choice = random();
        const picture = document.querySelector('[data-testid=viewport-picture]');
        if (choice < 0.35) pick(tabs())?.click();
        else if (choice < 0.6) pick(thumbnails())?.click();
        else if (choice < 0.8) (picture?.querySelector('canvas') ?? picture)?.dispatchEvent(new WheelEvent('wheel', { deltaY: random() < 0.3 ? -100 : 100, bubbles: true, cancelable: true }));
        else document.querySelector('[data-testid=viewport]')?.dispatchEvent(new KeyboardEvent('keydown', { key: pick(['ArrowDown', 'ArrowUp', 'End', 'Home'])!, bubbles: true }));
        // A hand that does not wait at all, one that waits a frame or two of the screen, and one that waits for the picture.
        const patience = random();
        if (patience < 0.5) for (let frames = Math.floor(patience * 6); frames > 0; frames -= 1) await frameOfScreen();
        else if (patience > 0.75) for (let frames = 0; frames < 60 && !hasPicture(); frames += 1) await frameOfScreen();
        else await Promise.resolve();
      }
    },
    { count: acts, first: seed },
  );
}

/** Shows a wrong name, a wrong corner and wrong pixels for three frames each: the look must find them. @returns what it found */
async function plantMixtures(page: Page): Promise<readonly string[]> {
  return await page.evaluate(async () => {
    const { seen } = window as unknown as { seen: { mixed: string[] } };
    const threeFrames = async () => {
      for (let frame = 0; frame < 3; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    };
    const withText = async (selector: string) => {
      const text = document.createTreeWalker(document.querySelector(selector)!, NodeFilter.SHOW_TEXT).nextNode()!;
      const was = text.nodeValue;
      text.nodeValue = 'somebody else';
      await threeFrames();
      text.nodeValue = was;
      await threeFrames();
    };
    await withText('[data-testid=patient-banner] h1');
    await withText('[data-testid=viewport-identity]');
    const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=viewport-picture] > canvas')!;
    const context = canvas.getContext('2d')!;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    await threeFrames();
    return [...new Set(seen.mixed.map((words) => words.split(':')[0]!))].sort();
  });
}

test(`${ACTS} random acts among three patients never show one patient's pixels under another's name`, async ({ page }) => {
  test.setTimeout(60_000 + ACTS * 500);
  patients = threePatients();
  expect(new Set(patients.map(({ name }) => name)).size).toBe(3);
  // A small page, so that a machine without a graphics card shows many frames.
  await page.setViewportSize({ width: 1000, height: 600 });
  await page.goto(main.url);
  for (const { studyId } of patients) {
    await page.locator(`[data-testid="worklist-row"][data-study-id="${studyId}"]`).dblclick();
    await expect(page.getByTestId('reading-page')).toHaveAttribute('data-study-id', String(studyId));
    await expect(page.getByTestId('viewport').first()).not.toHaveAttribute('data-sop-instance-uid', '');
    if (studyId !== patients[2]?.studyId) await page.locator('header nav button').first().click();
  }
  await watch(page);
  await hurry(page, ACTS, SEED);
  await expect(page.getByTestId('viewport').first()).not.toHaveAttribute('data-sop-instance-uid', '');
  const seen = await page.evaluate(() => {
    const { seen: all } = window as unknown as { seen: { frames: number; pictures: number; mixed: string[]; patients: Set<string> } };
    return { frames: all.frames, pictures: all.pictures, mixed: all.mixed.slice(0, 20), patients: all.patients.size };
  });
  console.log(`${ACTS} acts (seed ${SEED}): ${seen.frames} frames of the screen, ${seen.pictures} with a picture, ${seen.patients} patients, ${seen.mixed.length} mixed`);
  if (MUTANT === 'pixels') {
    expect(seen.mixed.join('\n')).toContain('pixels:');
    return;
  }
  expect(seen.mixed).toEqual([]);
  expect(await plantMixtures(page)).toEqual(['banner', 'overlay', 'pixels']);
  // The look was real: pictures of all three were on the screen.
  expect(seen.patients).toBe(3);
  expect(seen.pictures).toBeGreaterThan(ACTS / 10);
});

test('a prior that is not of this patient turns the banner red in the frame in which it appears', async ({ page }) => {
  const open = [...main.alliance.studies.values()].find(({ study, priors }) => study.modalities[0] === 'CT' && study.heldInstances === study.expectedInstances && priors.length > 0);
  expect(open).toBeDefined();
  const prior = main.alliance.priors.get(open!.priors[0]!.studyId)!;
  // The hospital has given one number to two people.
  const stranger = { ...prior.study.patient, name: { alphabetic: '', ideographic: '顾^长风', phonetic: '' } };
  main.alliance.priors.set(prior.study.studyId, { ...prior, study: { ...prior.study, patient: stranger } });
  await page.goto(main.url);
  await page.locator(`[data-testid="worklist-row"][data-study-id="${open!.study.studyId}"]`).dblclick();
  await expect(page.getByTestId('viewport').first()).not.toHaveAttribute('data-sop-instance-uid', '');
  await expect(page.getByTestId('other-patient')).toBeHidden();
  await page.locator('[data-testid=series-rail] section:has(> button[class*=open]) > button').first().click();
  await page.evaluate(() => {
    const wrong: string[] = [];
    Object.assign(window, { wrong });
    const look = () => {
      requestAnimationFrame(look);
      const isOther = document.querySelector('[data-other-patient=true]') !== null;
      const isRed = getComputedStyle(document.querySelector('[data-testid=other-patient]')!).display !== 'none';
      if (isOther !== isRed) wrong.push(`${isOther} ${isRed}`);
    };
    requestAnimationFrame(look);
  });
  await page.locator(`[data-testid=series-thumbnail][data-series-instance-uid^="${prior.study.studyInstanceUid}."]`).first().click();
  await expect(page.getByTestId('viewport').first()).toHaveAttribute('data-other-patient', 'true');
  await expect(page.getByTestId('viewport-identity').first()).toContainText('姓名与当前患者不符');
  await expect(page.getByTestId('other-patient')).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { wrong: string[] }).wrong)).toEqual([]);
});
