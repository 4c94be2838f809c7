import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { itemsOf, numberOf, numbersOf, personNameOf, textOf, textsOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { calendarAge } from '#shared/dicom/values/date-time.ts';
import { judgeUrgency } from '#shared/worklist/urgency.ts';
import { planDemoStudies } from '#main/demo/studies/demo-studies.ts';
import { createJpegLsEncoder } from '#main/demo/studies/jpeg-ls-encoder.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { completeStudyContent } from '#main/studies/study-facts.ts';
import { DEMO_MORNING, generateSmallDemo, imagesOf, type DecodedImage, type GeneratedStudy } from '#tests/support/demo-instances.ts';
import createCodec from '@cornerstonejs/codec-charls';

let demo: ReadonlyMap<string, GeneratedStudy>;
let headers: ReadonlyMap<string, readonly DataSet[]>;

beforeAll(async () => {
  demo = await generateSmallDemo();
  headers = new Map([...demo].map(([key, { instances }]) => [key, instances.map(({ part10 }) => readPart10(part10).metadata)]));
});

const study = (key: string) => demo.get(key)!;
const headersOf = (key: string) => headers.get(key)!;
const digest = (studies: ReadonlyMap<string, GeneratedStudy>) => createHash('sha256').update(Buffer.concat([...studies.values()].flatMap(({ instances }) => instances.map(({ part10 }) => part10)))).digest('hex');

describe('the plan', () => {
  test('the same demo day gives the same UIDs, another day others', () => {
    const uids = (now: string) => planDemoStudies(new Date(now), { scale: 'small' }).map(({ studyInstanceUid }) => studyInstanceUid);
    expect(uids('2026-11-21T01:30:00Z')).toEqual(uids('2026-11-21T14:00:00Z'));
    expect(uids('2026-11-22T01:30:00Z')[0]).not.toBe(uids('2026-11-21T01:30:00Z')[0]);
  });

  test('the same demo day gives the same bytes', async () => {
    const keys = ['ecg-inferior', 'pair-head', 'lumbar'];
    const again = await generateSmallDemo(keys, new Date(DEMO_MORNING.getTime() + 5 * 3_600_000));
    const before = new Map([...demo].filter(([key]) => keys.includes(key)));
    expect(digest(again)).toBe(digest(before));
  });

  test('every study has as many instances as announced, each with a UID of its own', () => {
    const uids = [...demo.values()].flatMap(({ instances }) => instances.map(({ sopInstanceUid }) => sopInstanceUid));
    for (const { instances, instanceCount } of demo.values()) expect(instances).toHaveLength(instanceCount);
    expect(new Set(uids).size).toBe(uids.length);
  });

  test('the lumbar spine arrives while one watches, the rest is there', () => {
    const later = planDemoStudies(DEMO_MORNING).filter(({ arrival }) => arrival !== 'present');
    expect(later.map(({ key, siteId, technicianMark }) => [key, siteId, technicianMark])).toEqual([['lumbar', 'hexi', true]]);
  });
});

describe('the headers', () => {
  test('a name has its Latin and its Chinese form', () => {
    expect(personNameOf(headersOf('head-stroke')[0]!, 'PatientName')).toEqual({ alphabetic: 'Zhao^Shoutian', ideographic: '赵^守田', phonetic: '' });
  });

  test('the stroke and the chest pain are green channels', () => {
    for (const [key, reason] of [['head-stroke', '卒中'], ['ecg-inferior', '胸痛']] as const) {
      const header = headersOf(key)[0]!;
      const words = `${textOf(header, 'StudyDescription')} ${textOf(itemsOf(header, 'RequestAttributesSequence')[0]!, 'ReasonForTheRequestedProcedure')} ${textOf(header, 'AdditionalPatientHistory')}`;
      expect(judgeUrgency(textOf(header, 'RequestedProcedurePriority'), words)).toEqual({ urgency: 'green-channel', reason });
    }
  });

  test('one study answers two requests, series by series', () => {
    const requests = headersOf('two-requests').map((header) => [textOf(header, 'BodyPartExamined'), textOf(itemsOf(header, 'RequestAttributesSequence')[0]!, 'AccessionNumber')].join(' '));
    expect([...new Set(requests)]).toEqual(['CHEST QL26112100431', 'ABDOMEN QL26112100432']);
    expect(textOf(headersOf('two-requests')[0]!, 'AccessionNumber')).toBe('');
  });

  test('two studies of one patient share an accession number', () => {
    const [chest, head] = ['pair-chest', 'pair-head'].map((key) => headersOf(key)[0]!) as [DataSet, DataSet];
    expect(textOf(chest, 'AccessionNumber')).toBe(textOf(head, 'AccessionNumber'));
    expect(textOf(chest, 'PatientID')).toBe(textOf(head, 'PatientID'));
    expect(textOf(chest, 'StudyInstanceUID')).not.toBe(textOf(head, 'StudyInstanceUID'));
  });

  test('the prior is eight months older and of the same patient', () => {
    const [now, before] = ['chest-nodule', 'chest-prior'].map((key) => headersOf(key)[0]!) as [DataSet, DataSet];
    expect(textOf(now, 'StudyDate')).toBe('20261121');
    expect(textOf(before, 'StudyDate')).toBe('20260318');
    expect(textOf(before, 'PatientID')).toBe(textOf(now, 'PatientID'));
    expect(textOf(before, 'FrameOfReferenceUID')).not.toBe(textOf(now, 'FrameOfReferenceUID'));
  });

  test('the child is six years and four months old', () => {
    const birth = textOf(headersOf('child-chest')[0]!, 'PatientBirthDate').replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3');
    expect(calendarAge(birth, '2026-11-21')).toMatchObject({ years: 6, months: 4 });
  });

  test('radiographs have a spacing at the detector and none in the patient', () => {
    for (const key of ['child-chest', 'bedside-chest']) {
      const header = headersOf(key)[0]!;
      expect(numbersOf(header, 'ImagerPixelSpacing')).toHaveLength(2);
      expect(numbersOf(header, 'PixelSpacing')).toBeUndefined();
    }
    expect(textOf(headersOf('bedside-chest')[0]!, 'PhotometricInterpretation')).toBe('MONOCHROME1');
  });

  test('text is UTF-8 and says so, and clocks say their time zone', () => {
    for (const header of [...headers.values()].flat()) {
      expect(textOf(header, 'SpecificCharacterSet')).toBe('ISO_IR 192');
      expect(textOf(header, 'TimezoneOffsetFromUTC')).toBe('+0800');
    }
  });
});

describe('geometry', () => {
  test.each([
    ['head-stroke', '平扫 5.0 H30s'], ['head-stroke', '骨窗 5.0 H60s'], ['chest-nodule', '肺窗 1.25 B70f'], ['chest-nodule', '纵隔 5.0 B31f'], ['chest-prior', '肺窗 1.25 B70f'],
    ['two-requests', '上腹部 8.0 B31f'], ['lumbar', 't2_tse_sag'], ['lumbar', 't1_tse_sag'], ['lumbar', 't2_tirm_sag STIR 压脂'], ['lumbar', 't2_tse_tra 腰4/5'],
  ])('%s, %s: slices are parallel and equally far apart', async (key, description) => {
    const images = await imagesOf(study(key), description);
    expect(images.length).toBeGreaterThanOrEqual(5);
    const orientations = new Set(images.map(({ metadata }) => textsOf(metadata, 'ImageOrientationPatient').join(' ')));
    expect(orientations.size).toBe(1);
    const first = images[0]!;
    const distances = images.map(({ metadata }) => first.distanceTo(...(numbersOf(metadata, 'ImagePositionPatient') as [number, number, number])));
    const step = distances[1]!;
    distances.forEach((distance, index) => expect(distance).toBeCloseTo(step * index, 3));
    expect(Math.abs(step)).toBeGreaterThan(1);
  });

  test('all series of a study lie in one frame of reference', () => {
    for (const key of ['head-stroke', 'chest-nodule', 'lumbar', 'two-requests']) {
      const frames = new Set(headersOf(key).filter((header) => textOf(header, 'Modality') !== 'KO').map((header) => textOf(header, 'FrameOfReferenceUID')));
      expect(frames.size).toBe(1);
    }
  });

  test('five lumbar vertebrae can be counted down the middle of the spine on T1', async () => {
    const images = await imagesOf(study('lumbar'), 't1_tse_sag');
    const middle = images.reduce((best, image) => (Math.abs(image.distanceTo(0, 0, 0)) < Math.abs(best.distanceTo(0, 0, 0)) ? image : best));
    // Down the middle of the bodies from the disc T12/L1 to the disc L5/S1, y and z in mm: marrow is bright, discs are dark.
    const path = [[12.5, 86.5], [9, 70], [6.3, 53.6], [3, 36.5], [1, 18], [0, 0], [0, -18.5], [1.2, -37], [4, -54], [9, -69.5], [15, -84.5]] as const;
    const profile: number[] = [];
    for (let index = 0; index + 1 < path.length; index += 1) {
      const [from, to] = [path[index]!, path[index + 1]!];
      for (let step = 0; step < 12; step += 1) profile.push(middle.at(0, from[0] + ((to[0] - from[0]) * step) / 12, from[1] + ((to[1] - from[1]) * step) / 12));
    }
    const threshold = (Math.max(...profile) + Math.min(...profile)) / 2;
    const smooth = profile.map((value, index) => (value + (profile[index - 1] ?? value) + (profile[index + 1] ?? value)) / 3);
    const bodies = smooth.filter((value, index) => value > threshold && (smooth[index - 1] ?? 0) <= threshold);
    expect(bodies).toHaveLength(5);
  });

  test('sagittal and axial images agree in space: the fluid of the sac is bright in both at the same places', async () => {
    const nearest = (images: readonly DecodedImage[], x: number, y: number, z: number) =>
      images.reduce((best, image) => (Math.abs(image.distanceTo(x, y, z)) < Math.abs(best.distanceTo(x, y, z)) ? image : best));
    const sagittal = await imagesOf(study('lumbar'), 't2_tse_sag');
    const axial = await imagesOf(study('lumbar'), 't2_tse_tra 腰4/5');
    // Sac behind L4, and marrow of L4.
    for (const images of [sagittal, axial]) {
      const sac = nearest(images, 0, 24, -34).at(0, 24, -34);
      const body = nearest(images, 0, 1, -37).at(0, 1, -37);
      expect(sac).toBeGreaterThan(1.4 * body);
    }
  });
});

describe('sides, as a reader sees them', () => {
  test('the liver lies on the right of the patient in the abdominal series', async () => {
    const images = await imagesOf(study('two-requests'), '上腹部 8.0 B31f');
    const level = images.find(({ metadata }) => Math.abs(numbersOf(metadata, 'ImagePositionPatient')![2]! + 142) < 16)!;
    const z = numbersOf(level.metadata, 'ImagePositionPatient')![2]!;
    const mean = (x: number) => [-6, 0, 6].reduce((sum, dy) => sum + level.at(x, dy, z) / 3, 0);
    expect(mean(-85)).toBeGreaterThan(30);
    expect(mean(-85)).toBeLessThan(90);
  });

  test('sagittal slices begin on the left', async () => {
    const images = await imagesOf(study('lumbar'), 't2_tse_sag');
    expect(numbersOf(images[0]!.metadata, 'ImagePositionPatient')![0]).toBeGreaterThan(0);
  });
});

describe('pixels', () => {
  test('JPEG-LS gives back every value', async () => {
    const encode = await createJpegLsEncoder();
    const pixels = Uint16Array.from({ length: 48 * 32 }, (_, index) => (index * 2654435761) % 65536);
    const codec = await createCodec();
    const decoder = new codec.JpegLSDecoder();
    const encoded = encode(pixels, 48, 32, 16);
    decoder.getEncodedBuffer(encoded.length).set(encoded);
    decoder.decode();
    expect(new Uint16Array(decoder.getDecodedBuffer().slice().buffer)).toEqual(pixels);
  });

  test('all images but one series are JPEG-LS', () => {
    const native = new Set([...demo.values()].flatMap(({ instances }) => instances.map(({ part10 }) => readPart10(part10)).filter(({ numberOfFrames, transferSyntaxUid }) => numberOfFrames > 0 && transferSyntaxUid === '1.2.840.10008.1.2.1').map(({ metadata }) => textOf(metadata, 'SeriesDescription'))));
    expect([...native]).toEqual(['上腹部 8.0 B31f']);
  });

  test('outside the round field a chest image holds its padding value, inside never', async () => {
    const [image] = await imagesOf(study('chest-nodule'), '肺窗 1.25 B70f');
    expect(numberOf(image!.metadata, 'PixelPaddingValue')).toBe(0);
    expect(image!.values[0]).toBe(-3024);
    const inside = image!.values.filter((_, index) => Math.hypot((index % 64) - 31.5, Math.floor(index / 64) - 31.5) < 31);
    expect(Math.min(...inside)).toBeGreaterThanOrEqual(-1024);
  });
});

test("the technician's mark names every image of the study and nothing else", () => {
  const { instances } = study('lumbar');
  const mark = headersOf('lumbar').at(-1)!;
  expect(completeStudyContent(mark)).toEqual(instances.slice(0, -1).map(({ sopInstanceUid }) => sopInstanceUid));
});
