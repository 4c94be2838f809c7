import { readFileSync } from 'node:fs';
import { createDemoAuthority } from '#main/signing/demo-authority.ts';
import { metadataPath } from '#shared/contract/request-paths.ts';
import type { ReportRequest } from '#shared/contract/services/reports.contract.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { greyJpeg } from '#tests/support/grey-jpeg.ts';
import { allRows, connect, until, type ProgramClient } from '#tests/support/program-client.ts';
import { newProfile, startProgram } from '#tests/support/program.ts';
import { startCountyHospital } from './county-hospital.ts';
import { median, quantile, spreadWords, type Figure } from './figure.ts';

const KEY_IMAGES = 5;
const SIGNATURES = 24;
const LIMIT_MS = 500;

/** As fast as the machine: what is measured is signing, not a line. */
const LINK = { bitsPerSecond: 1_000_000_000, roundTripMs: 1 };
const STUDIES = 4;
const SLICES = 200;

/**
 * From the call to sign to its answer, when everything is committed and waits in the outbox: five key images with their pictures, and all that leaves
 * with them. The first version of each request is signed, then corrections of it, so that there are enough signatures. Four chest CTs of 200 slices;
 * the hospital's line is cut before the first signature, so that nothing arrives or leaves meanwhile. Beside the time goes the processor's, because a
 * machine that others share tells little by the clock.
 */
export async function measureSigning(): Promise<readonly Figure[]> {
  const hospital = await startCountyHospital(LINK);
  const { profile, remove } = newProfile();
  for (let number = 1; number <= STUDIES; number += 1) hospital.receiveChestCt(number, SLICES);
  const program = await startProgram(profile, ['--no-demo', '--site', `County=${hospital.baseUrl}`, '--since', 'all']);
  try {
    const client = await connect(program);
    const file = (await createDemoAuthority(new Date())).signers[1];
    if (file?.demoPin === undefined) throw new Error('the demo has a signer');
    const pin = file.demoPin;
    const signer = await client.reports.importSigner({ pkcs12: Buffer.from(file.pkcs12).toString('base64'), pin, role: 'reviewing-physician' });
    const largest = await until(async () => {
      const all = await allRows(client);
      return all.length === STUDIES && all.every((row) => row.completeAt !== null && row.heldInstances === row.expectedInstances) && all;
    });
    hospital.relay.cut();
    const processor: number[] = [];
    const taken: number[] = [];
    for (let turn = 0; taken.length < SIGNATURES; turn += 1) {
      const row = largest[turn % largest.length];
      if (row === undefined) throw new Error('the hospital has studies');
      const [request] = await client.reports.forStudy({ studyId: row.studyId });
      if (request === undefined) throw new Error('a study has a request');
      const revision = await write(client, request, row, turn);
      // The window opens: what a physician waits for there is not signing.
      await client.reports.checkBeforeSigning({ requestId: request.requestId });
      await client.papers.leaving({ requestId: request.requestId });
      const before = processorMs(program.processId);
      const started = performance.now();
      const signed = await client.reports.sign({ requestId: request.requestId, revision, signerId: signer.signerId, pin });
      taken.push(performance.now() - started);
      processor.push(processorMs(program.processId) - before);
      if (!signed.objects.some(({ kind }) => kind === 'key-objects')) throw new Error('the package has no key images');
    }
    return [
      { key: 'signKeyImagesMedianMs', value: median(taken), what: `sign to queued, five key images, study of ${largest[0]?.heldInstances ?? 0} images (${spreadWords(taken)})` },
      { key: 'signKeyImagesP95Ms', value: quantile(taken, 0.95), limit: LIMIT_MS, what: 'the same, 95 %' },
      { key: 'signKeyImagesProcessorMs', value: median(processor), what: `of the processor, all threads, median (95 %: ${quantile(processor, 0.95).toFixed(0)})` },
      { key: 'signKeyImagesFirstMs', value: taken[0] ?? Number.NaN, what: 'the first signature after the start' },
    ];
  } finally {
    await program.stop();
    await hospital.close();
    remove();
  }
}

/** Clock ticks of Linux: a hundred a second. */
const TICK_MS = 10;

/** What a process and its threads have had of the processor; NaN where there is no /proc. */
function processorMs(processId: number): number {
  try {
    const fields = readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return Number.NaN;
  }
}

/** Key images with pictures, and a draft; a correction where a version is signed. @returns the revision to sign */
async function write(client: ProgramClient, request: ReportRequest, row: WorklistRow, turn: number): Promise<number> {
  if (request.signed !== null) await client.versions.openAmendment({ requestId: request.requestId, reason: '测速' });
  else await markKeyImages(client, row);
  const [open] = await client.reports.forStudy({ studyId: row.studyId });
  if (open === undefined) throw new Error('a study has a request');
  const text = { findings: `双肺纹理清晰，未见异常密度影。气管居中。第 ${turn + 1} 次。`, impression: '1. 平扫未见明显异常。', recommendation: '定期复查。', outcome: 'negative' as const };
  return (await client.reports.saveDraft({ requestId: request.requestId, expectedRevision: open.draft.revision, text })).revision;
}

async function markKeyImages(client: ProgramClient, row: WorklistRow): Promise<void> {
  const { series } = await client.studies.open({ studyId: row.studyId });
  const shown = series.filter(({ content }) => content === 'images').toSorted((left, right) => right.heldInstances - left.heldInstances)[0];
  if (shown === undefined) throw new Error('the study has images');
  const metadata = (await (await client.get(metadataPath(row.studyId, shown.seriesInstanceUid))).json()) as readonly Readonly<Record<string, { Value?: readonly string[] }>>[];
  for (const [index, header] of metadata.slice(0, KEY_IMAGES).entries()) {
    const sopInstanceUid = header['00080018']?.Value?.[0];
    if (sopInstanceUid === undefined) throw new Error('an instance has its UID');
    const image = { studyId: row.studyId, seriesInstanceUid: shown.seriesInstanceUid, sopInstanceUid, frameNumber: 1 };
    await client.measurements.markKeyImage({ image, isKey: true });
    // Noise of a shade a square: about 25 KB, as a CT slice has.
    const jpeg = greyJpeg(640, 640, (column, line) => (column * 31 + line * 17 + index * 7) % 256);
    await client.papers.pictureKeyImage({ image, jpeg: Buffer.from(jpeg).toString('base64') });
  }
}
