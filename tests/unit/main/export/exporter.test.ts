import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ExportJob, ExportOrder } from '#shared/contract/services/exports.contract.ts';
import { textOf } from '#shared/dicom/data-set/data-set.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { openImportSource } from '#main/import/import-source.ts';
import { createExporter, type ExportEvent, type Exporter } from '#main/export/exporter.ts';
import { newIdentityOf } from '#main/export/new-identity.ts';
import { silentLog } from '#main/platform/log.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { exportSourceOf } from '#tests/support/export-source.ts';
import { ctSlice } from '#tests/support/instances.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

const BASIC = { retainUids: false, dates: 'remove', retainCharacteristics: false, cleanDescriptors: false } as const;
const CAPTURE = ctSlice(9, { SeriesInstanceUID: '1.2.3.2', SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', Modality: 'OT', ConversionType: 'WSD' }, 9);
const STATED = ctSlice(8, { SeriesInstanceUID: '1.2.3.3', BurnedInAnnotation: 'YES' }, 8);
const REPORT = ctSlice(7, { SeriesInstanceUID: '1.2.3.4', SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.33', Modality: 'SR' }, 7);

function exporterOf(files: readonly Uint8Array[], mayExport = async () => {}): { readonly exporter: Exporter; readonly events: ExportEvent[]; readonly source: ReturnType<typeof exportSourceOf> } {
  const source = exportSourceOf(files);
  const events: ExportEvent[] = [];
  const exporter = createExporter({
    source, mayExport, person: () => 'zhou', record: (_studyId, event) => events.push(event), clock: { now: () => new Date('2026-11-22T08:00:00.000Z') }, log: silentLog,
    study: async () => ({ seriesInstanceUids: [...new Set(source.instances.map(({ seriesInstanceUid }) => seriesInstanceUid))], patient: 'a|b|P1' }),
  });
  return { exporter, events, source };
}

const order = (change: Partial<ExportOrder> = {}): ExportOrder => ({
  studyId: 1, seriesInstanceUids: ['1.2.3.1'], folder: temporaryFolder(), form: 'zip', confidentiality: BASIC, seenSeries: [], ...change,
});

async function ended(exporter: Exporter, exportId: number): Promise<ExportJob> {
  for (;;) {
    const job = exporter.list().find((one) => one.exportId === exportId);
    if (job !== undefined && job.state !== 'running' && job.finishedAt !== null) return job;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The files of an archive, by the reader of the import. */
async function unzipped(path: string): Promise<readonly { readonly name: string; readonly bytes: Uint8Array }[]> {
  const source = await openImportSource(path);
  try {
    const files = [];
    for (const file of source.files) files.push({ name: file.name, bytes: await file.read() });
    return files;
  } finally {
    await source.close();
  }
}

test('a series leaves as an archive without names, with its pixels, its UIDs changed together, and stands in the audit trail', async () => {
  const { exporter, events } = exporterOf([ctSlice(1), ctSlice(2)]);
  const wanted = order();
  const job = await ended(exporter, (await exporter.start(wanted)).exportId);
  expect(job).toMatchObject({ state: 'done', total: 2, written: 2, leftOut: 0, isDeidentified: true, name: 'tongyue-20261122-080000-1.zip' });
  const files = await unzipped(join(wanted.folder, job.name));
  expect(files.map(({ name }) => name)).toEqual(['DICOM/SE0001/IM000001.dcm', 'DICOM/SE0001/IM000002.dcm']);
  const [first, second] = files.map(({ bytes }) => readPart10(bytes));
  expect(new Uint16Array(first!.frames[0]!.slice().buffer)[0]).toBe(1);
  expect([first!.studyInstanceUid, first!.seriesInstanceUid]).toEqual([second!.studyInstanceUid, second!.seriesInstanceUid]);
  expect([first!.sopInstanceUid === second!.sopInstanceUid, first!.studyInstanceUid.startsWith('2.25.')]).toEqual([false, true]);
  expect(textOf(first!.metadata, 'PatientID')).toMatch(/^TY[0-9A-F]{12}$/);
  expect(readFileSync(join(wanted.folder, job.name)).includes('Shoutian')).toBe(false);
  expect(events).toEqual([{ at: '2026-11-22T08:00:00.000Z', instances: 2, isDeidentified: true, destination: join(wanted.folder, job.name), outcome: 'done' }]);
});

test('with its names a study leaves as it is, into a folder', async () => {
  const { exporter } = exporterOf([ctSlice(1)]);
  const wanted = order({ form: 'folder', confidentiality: null });
  const job = await ended(exporter, (await exporter.start(wanted)).exportId);
  const written = readPart10(readFileSync(join(wanted.folder, job.name, 'DICOM/SE0001/IM000001.dcm')));
  expect([written.sopInstanceUid, JSON.stringify(written.metadata).includes('赵^守田')]).toEqual(['1.2.3.1.1', true]);
});

test('what may name the patient stays here until somebody has looked, what does so and what is text stays for good', async () => {
  const { exporter } = exporterOf([ctSlice(1), CAPTURE, STATED, REPORT]);
  expect((await exporter.survey(1)).series).toEqual([
    { seriesInstanceUid: '1.2.3.1', instances: 1, verdict: 'clear', reasons: [], refused: 0 },
    { seriesInstanceUid: '1.2.3.2', instances: 1, verdict: 'look', reasons: [{ reason: 'capture', count: 1 }, { reason: 'modality', count: 1 }], refused: 0 },
    { seriesInstanceUid: '1.2.3.3', instances: 1, verdict: 'refuse', reasons: [{ reason: 'stated', count: 1 }], refused: 1 },
    { seriesInstanceUid: '1.2.3.4', instances: 1, verdict: 'look', reasons: [{ reason: 'document', count: 1 }], refused: 1 },
  ]);
  const all = ['1.2.3.1', '1.2.3.2', '1.2.3.3', '1.2.3.4'];
  expect(await ended(exporter, (await exporter.start(order({ seriesInstanceUids: all }))).exportId)).toMatchObject({ written: 1, leftOut: 3 });
  expect(await ended(exporter, (await exporter.start(order({ seriesInstanceUids: all, seenSeries: all }))).exportId)).toMatchObject({ written: 2, leftOut: 2 });
});

test('what was cancelled or failed leaves nothing behind, and both are told', async () => {
  const { exporter, events, source } = exporterOf([ctSlice(1), ctSlice(2)]);
  const cancelled = order();
  const { exportId } = await exporter.start(cancelled);
  exporter.cancel(exportId);
  expect(await ended(exporter, exportId)).toMatchObject({ state: 'cancelled' });
  expect(readdirSync(cancelled.folder)).toEqual([]);
  Object.assign(source, { readFrame: async () => ({ kind: 'missing' }) });
  const failed = order();
  expect(await ended(exporter, (await exporter.start(failed)).exportId)).toMatchObject({ state: 'failed', failure: { code: 'store/not-held' } });
  expect(readdirSync(failed.folder)).toEqual([]);
  expect(events.map(({ outcome, instances }) => [outcome, instances])).toEqual([['cancelled', 0], ['failed', 0]]);
  expect(() => exporter.cancel(exportId)).toThrow(expect.objectContaining({ code: 'export/unknown' }));
});

test('a folder that is not there is no place to write to', async () => {
  const { exporter } = exporterOf([ctSlice(1)]);
  await expect(exporter.start(order({ folder: join(temporaryFolder(), 'nothing') }))).rejects.toMatchObject({ code: 'export/no-folder' });
});

test('who may not export is refused, for files and for a picture, and that is recorded', async () => {
  const { exporter, events } = exporterOf([ctSlice(1)], async () => {
    throw new AppError('export/not-allowed', 'no');
  });
  const wanted = order();
  await expect(exporter.start(wanted)).rejects.toMatchObject({ code: 'export/not-allowed' });
  await expect(exporter.picture(1)).rejects.toMatchObject({ code: 'export/not-allowed' });
  expect(events.map(({ outcome, destination }) => [outcome, destination])).toEqual([['refused', wanted.folder], ['refused', 'picture']]);
  expect(existsSync(join(wanted.folder, 'tongyue-20261122-080000-1.zip'))).toBe(false);
});

test('a picture says who takes it and when', async () => {
  const { exporter, events } = exporterOf([ctSlice(1)]);
  expect(await exporter.picture(1)).toEqual({ person: 'zhou', at: '2026-11-22T08:00:00.000Z' });
  expect(events).toMatchObject([{ outcome: 'done', destination: 'picture', instances: 1 }]);
});

test('under one key a UID is always the same, under another one it is another', () => {
  const [one, other] = [newIdentityOf(new Uint8Array(32), 'a'), newIdentityOf(new Uint8Array(32).fill(1), 'a')];
  expect(one.uid('1.2.3')).toBe(one.uid('1.2.3'));
  expect(one.uid('1.2.3')).not.toBe(other.uid('1.2.3'));
  expect(one.uid('1.2.3')).toMatch(/^2\.25\.[1-9]\d{1,38}$/);
  expect(one.shiftDays).toBeLessThan(0);
});
