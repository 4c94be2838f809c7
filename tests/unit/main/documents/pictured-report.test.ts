import { beforeAll, describe, expect, test } from 'vitest';
import { createDocumentMaker } from '#main/documents/create-document-maker.ts';
import { picturesIn } from '#main/documents/pictures.ts';
import { renderReportPdf } from '#main/documents/report-pdf.ts';
import { makeSigningPackage, plannedObjects, type SigningPackage } from '#main/documents/signing-package.ts';
import { verifyReportFile } from '#main/documents/verify-report-file.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { itemsOf, numberOf, textOf } from '#shared/dicom/data-set/data-set.ts';
import { presentationOfFrame, readPresentationState } from '#shared/dicom/presentation/presentation-state.ts';
import { readKeyObjectSelection } from '#shared/structured-report/read-key-object.ts';
import { picturedReport, samplePictures } from '#tests/support/pictured-report.ts';
import { makeTestKeys, SIGNING_TIME, testAssets } from '#tests/support/report-kit.ts';
import { ecgReport, radiologyReport } from '#tests/support/sample-report.ts';

const assets = testAssets();
const nobody = { anchors: [], signers: [] };
let made: SigningPackage;
beforeAll(async () => {
  const keys = await makeTestKeys();
  made = await makeSigningPackage(picturedReport, keys.verifier, assets, SIGNING_TIME, samplePictures);
}, 120_000);

const objectOf = (kind: string) => readPart10(made.objects.find((object) => object.kind === kind)!.part10).metadata;

describe('a report with key images', () => {
  test('carries the pictures of its paper byte for byte, those and no other', () => {
    const printed = [picturedReport.hospital.logo, ...picturedReport.keyImages.map(({ picture }) => picture)].flatMap((picture) => picture?.sha256 ?? []);
    const carried = picturesIn(made.pdf);
    expect(new Set(carried.keys())).toEqual(new Set(printed));
    expect([...carried].every(([sha256, bytes]) => Buffer.from(bytes).equals(samplePictures.get(sha256)!))).toBe(true);
  });

  test('is made again from what the file holds, and is the same paper', async () => {
    expect(await verifyReportFile(made.pdf, { trust: nobody, assets })).toMatchObject({ status: 'intact', paper: 'same' });
  });

  test('is refused after one byte of a picture was changed', async () => {
    const [picture] = [...picturesIn(made.pdf).values()];
    const changed = Buffer.from(made.pdf);
    const place = changed.indexOf(Buffer.from(picture!).subarray(-40)) + 20;
    changed[place] = changed[place]! ^ 1;
    expect((await verifyReportFile(changed, { trust: nobody, assets })).faults[0]).toMatchObject({ kind: 'content-changed' });
  });

  test('chooses all marked images, and those that were measured once', () => {
    const chosen = readKeyObjectSelection(objectOf('key-objects'));
    // Marked are 90, 91 and 92; the measurements are of 91 and 92.
    expect(chosen.references.map(({ sopInstanceUid }) => sopInstanceUid.split('.').at(-1))).toEqual(['90', '91', '92']);
  });

  test('tells the county how they were seen: one presentation state for the two of which that is known', () => {
    const state = objectOf('presentation-state');
    const [first, second] = picturedReport.keyImages.map(({ source }) => source.sopInstanceUid);
    const read = readPresentationState(state);
    expect([first, second].map((uid) => presentationOfFrame(read, uid!, 1)?.voi)).toEqual([expect.objectContaining({ windowCenter: -600, windowWidth: 1500 }), expect.objectContaining({ windowCenter: 40, windowWidth: 400 })]);
    expect(made.objects.filter(({ kind }) => kind === 'presentation-state')).toHaveLength(1);
    expect(textOf(state, 'StudyInstanceUID')).toBe(picturedReport.studies[0]!.studyInstanceUid);
  });

  test('binds each chosen image to its state, and the state is evidence of the selection', () => {
    const selection = objectOf('key-objects');
    const state = textOf(objectOf('presentation-state'), 'SOPInstanceUID');
    const chosen = itemsOf(selection, 'ContentSequence').filter((item) => textOf(item, 'ValueType') === 'IMAGE');
    const stateOf = (item: (typeof chosen)[number]) => itemsOf(item, 'ReferencedSOPSequence').flatMap((reference) => itemsOf(reference, 'ReferencedSOPSequence').map((one) => textOf(one, 'ReferencedSOPInstanceUID')));
    expect(chosen.map(stateOf)).toEqual([[state], [state], []]);
    const evidence = itemsOf(selection, 'CurrentRequestedProcedureEvidenceSequence').flatMap((study) => itemsOf(study, 'ReferencedSeriesSequence').flatMap((series) => itemsOf(series, 'ReferencedSOPSequence')));
    expect(evidence.map((one) => textOf(one, 'ReferencedSOPInstanceUID'))).toContain(state);
  });

  test('gives its presentation state the same identity whenever it is made, and its next version another', () => {
    const uidOf = (version: number) => plannedObjects({ ...picturedReport, version }).filter(({ kind }) => kind === 'presentation-state').map(({ dataSet }) => [textOf(dataSet, 'SOPInstanceUID'), numberOf(dataSet, 'SeriesNumber')]);
    expect(uidOf(1)).toEqual(uidOf(1));
    expect(uidOf(1)[0]![0]).toBe(textOf(objectOf('presentation-state'), 'SOPInstanceUID'));
    expect(uidOf(2)).not.toEqual(uidOf(1));
  });

  test('names them in its structured report below Key Images, last of all sections', () => {
    const section = itemsOf(objectOf('structured-report'), 'ContentSequence').at(-1)!;
    expect([textOf(itemsOf(section, 'ConceptNameCodeSequence')[0]!, 'CodeMeaning'), itemsOf(section, 'ContentSequence').length]).toEqual(['Key Images', 3]);
  });

  test('stays below 300 KB with its pictures', () => {
    expect(made.objects.find(({ kind }) => kind === 'encapsulated-pdf')!.part10.length).toBeLessThan(300_000);
  });

  test('is not printed without one of its pictures', async () => {
    await expect(renderReportPdf(picturedReport, assets, { preview: false, pictures: new Map() })).rejects.toThrow('a picture of the report is not here');
  });
});

test.each([['with measurements and key images', picturedReport], ['with measurements', radiologyReport], ['of an ECG', ecgReport]])(
  'what the signing window lists for a report %s is what its package holds', async (_name, report) => {
    // As the window sees it: nobody has signed.
    const nobody = { name: '', organisation: '', signedAtLocal: '' };
    const planned = await createDocumentMaker(assets).plan({ ...report, reportingPhysician: nobody, verifyingPhysician: nobody });
    const keys = await makeTestKeys();
    const { objects } = await makeSigningPackage(report, keys.verifier, assets, SIGNING_TIME, samplePictures);
    expect(planned.map(({ kind }) => kind).toSorted()).toEqual(objects.map(({ kind }) => kind).toSorted());
    if (report === picturedReport) expect(planned).toEqual(expect.arrayContaining([{ kind: 'key-objects', parts: 3 }, { kind: 'presentation-state', parts: 2 }]));
  }, 60_000,
);
