import { REQUEST_PATHS } from '#shared/contract/request-paths.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { buildWaveform } from './build-waveform.ts';
import { syntheticGroup } from './synthetic-ecg.ts';
import type { Alliance } from './stand-in-alliance.ts';

const SIZE = 256;
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
const CT_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.2';

/** Answers `metadata` and `frames` for the stand-in's studies: computed heads, uncompressed, as many as are held. */
export function standInPictures(alliance: Alliance, pathname: string): Response | undefined {
  const [, kind = '', studyId = '', uid = ''] = pathname.split('/');
  const study = alliance.studies.get(Number(studyId)) ?? alliance.priors.get(Number(studyId));
  if (study === undefined) return undefined;
  if (`/${kind}` === REQUEST_PATHS.bulk) return trace(uid).bulk(pathname.split('/').slice(4).join('/'));
  if (`/${kind}` === REQUEST_PATHS.metadata) {
    const series = study.series.find(({ seriesInstanceUid }) => seriesInstanceUid === uid);
    if (series === undefined) return undefined;
    if (series.content === 'ecg') return Response.json(series.heldInstances > 0 ? [trace(`${uid}.1`).dataSet] : []);
    const dataSets = Array.from({ length: series.heldInstances }, (_, index) => metadataOf(study.study.studyInstanceUid, series.seriesInstanceUid, series.modality, index));
    return Response.json(dataSets);
  }
  if (`/${kind}` !== REQUEST_PATHS.frames) return undefined;
  const instanceNumber = Number(uid.split('.').at(-1));
  return new Response(headPhantom(instanceNumber), { headers: { 'content-type': `application/octet-stream; transfer-syntax=${EXPLICIT_LITTLE_ENDIAN}` } });
}

/** Ten seconds of twelve leads, 75 beats a minute. */
function trace(sopInstanceUid: string) {
  const { dataSet, bulk } = buildWaveform([syntheticGroup({ seconds: 10, rrS: 0.8 })], { SOPInstanceUID: sopInstanceUid });
  return {
    dataSet,
    bulk: (elementPath: string) => {
      const bytes = bulk(elementPath);
      return bytes === undefined ? undefined : new Response(new Uint8Array(bytes));
    },
  };
}

function metadataOf(studyInstanceUid: string, seriesInstanceUid: string, modality: string, index: number): DataSet {
  return {
    '00020010': { vr: 'UI', Value: [EXPLICIT_LITTLE_ENDIAN] },
    '00080016': { vr: 'UI', Value: [CT_IMAGE_STORAGE] },
    '00080018': { vr: 'UI', Value: [`${seriesInstanceUid}.${index + 1}`] },
    '00080060': { vr: 'CS', Value: [modality] },
    '0020000D': { vr: 'UI', Value: [studyInstanceUid] },
    '0020000E': { vr: 'UI', Value: [seriesInstanceUid] },
    '00200013': { vr: 'IS', Value: [index + 1] },
    '00200032': { vr: 'DS', Value: [-128, -128, index * 5] },
    '00200037': { vr: 'DS', Value: [1, 0, 0, 0, 1, 0] },
    '00200052': { vr: 'UI', Value: [`${studyInstanceUid}.9`] },
    '00280002': { vr: 'US', Value: [1] },
    '00280004': { vr: 'CS', Value: ['MONOCHROME2'] },
    '00280010': { vr: 'US', Value: [SIZE] },
    '00280011': { vr: 'US', Value: [SIZE] },
    '00280030': { vr: 'DS', Value: [1, 1] },
    '00280100': { vr: 'US', Value: [16] },
    '00280101': { vr: 'US', Value: [16] },
    '00280102': { vr: 'US', Value: [15] },
    '00280103': { vr: 'US', Value: [1] },
    '00281050': { vr: 'DS', Value: [40] },
    '00281051': { vr: 'DS', Value: [120] },
    '00281052': { vr: 'DS', Value: [0] },
    '00281053': { vr: 'DS', Value: [1] },
    '00281054': { vr: 'LO', Value: ['HU'] },
  };
}

/** A skull of 900 HU, brain of 35 HU with a little noise, ventricles, and a bleeding of 65 HU that moves with the slice. */
function headPhantom(instanceNumber: number): Uint8Array<ArrayBuffer> {
  const pixels = new Int16Array(SIZE * SIZE);
  const within = (x: number, y: number, centreX: number, centreY: number, radiusX: number, radiusY: number) =>
    ((x - centreX) / radiusX) ** 2 + ((y - centreY) / radiusY) ** 2 < 1;
  let noise = instanceNumber * 7919;
  for (let y = 0; y < SIZE; y += 1) {
    for (let x = 0; x < SIZE; x += 1) {
      noise = (noise * 1_103_515_245 + 12_345) % 2_147_483_648;
      let value = -1000;
      if (within(x, y, 128, 128, 92, 112)) value = 900;
      if (within(x, y, 128, 128, 84, 104)) value = 30 + (noise % 11);
      if (within(x, y, 112, 108, 9, 26) || within(x, y, 144, 108, 9, 26)) value = 6 + (noise % 5);
      if (within(x, y, 166, 120 + (instanceNumber % 12), 16, 12)) value = 62 + (noise % 7);
      pixels[y * SIZE + x] = value;
    }
  }
  return new Uint8Array(pixels.buffer);
}
