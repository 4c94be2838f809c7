import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEncryptedDatabase } from '#main/database/open-encrypted-database.ts';
import { OriginArchiveRepository } from '#main/demo/alliance/origin-archive.repository.ts';
import { ORIGIN_ROOT, startOriginServer } from '#main/demo/alliance/origin-server.ts';
import { startSlowLinkRelay, type LinkProfile, type SlowLinkRelay } from '#main/demo/alliance/slow-link-relay.ts';
import { createJpegLsEncoder, JPEG_LS_LOSSLESS } from '#main/demo/studies/jpeg-ls-encoder.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';

/** A county's archive behind its slow line, with chest CTs whose noise compresses as a scanner's does. */
export interface CountyHospital {
  readonly baseUrl: string;
  readonly relay: SlowLinkRelay;
  readonly link: LinkProfile;
  /** Lets a study of 512 x 512 slices arrive at once. @returns its UID and the bytes of its objects */
  readonly receiveChestCt: (studyNumber: number, slices: number) => { readonly studyInstanceUid: string; readonly bytes: number; readonly bytesOfOne: number };
  readonly close: () => Promise<void>;
}

const SIZE = 512;
/** Standard deviation of the noise, in stored values: about 6.3 bits a pixel as JPEG-LS, 207 KB a slice. */
const NOISE = 16;
/** So many pictures differ; a study repeats them, because what is measured is their bytes. */
const DISTINCT_PICTURES = 10;

export async function startCountyHospital(link: LinkProfile): Promise<CountyHospital> {
  const folder = mkdtempSync(join(tmpdir(), 'tongyue-bench-'));
  const database = openEncryptedDatabase({ file: join(folder, 'origin.sqlite'), key: randomBytes(32), durability: 'normal' });
  const origin = await startOriginServer(new OriginArchiveRepository(database));
  const relay = await startSlowLinkRelay(origin.port, link);
  const encode = await createJpegLsEncoder();
  const pictures = Array.from({ length: DISTINCT_PICTURES }, (_, index) => encode(thorax(index + 1), SIZE, SIZE, 12));

  return {
    baseUrl: `http://127.0.0.1:${relay.port}${ORIGIN_ROOT}`,
    relay,
    link,
    receiveChestCt(studyNumber, slices) {
      const studyInstanceUid = `1.2.826.0.1.3680043.10.999.${studyNumber}`;
      let bytes = 0;
      let bytesOfOne = 0;
      for (let slice = 1; slice <= slices; slice += 1) {
        const picture = pictures[slice % DISTINCT_PICTURES];
        if (picture === undefined) throw new Error('every slice has a picture');
        const part10 = toSlice(studyInstanceUid, studyNumber, slice, picture);
        bytes += part10.byteLength;
        bytesOfOne = Math.max(bytesOfOne, part10.byteLength);
        origin.receive(part10);
      }
      return { studyInstanceUid, bytes, bytesOfOne };
    },
    async close() {
      await relay.close();
      await origin.close();
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Soft tissue with two lungs in air, and noise. Stored value 1024 is 0 HU. */
function thorax(seed: number): Uint16Array {
  const pixels = new Uint16Array(SIZE * SIZE);
  const random = randomNumbers(seed);
  for (let row = 0; row < SIZE; row += 1) {
    for (let column = 0; column < SIZE; column += 1) {
      const isBody = ((column - 256) / 230) ** 2 + ((row - 256) / 180) ** 2 < 1;
      const isLung = ((Math.abs(column - 256) - 100) / 75) ** 2 + ((row - 250) / 120) ** 2 < 1;
      const level = isBody ? (isLung ? 180 : 1064) : 24;
      const noise = (random() + random() + random() - 1.5) * 2 * NOISE;
      pixels[row * SIZE + column] = Math.min(4095, Math.max(0, Math.round(level + noise)));
    }
  }
  return pixels;
}

/** Numerical Recipes' linear congruential generator: the same pictures in each run. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function toSlice(studyInstanceUid: string, studyNumber: number, slice: number, picture: Uint8Array): Uint8Array {
  const today = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const dataSet = buildDataSet({
    SpecificCharacterSet: 'ISO_IR 192', SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: `${studyInstanceUid}.1.${slice}`,
    StudyInstanceUID: studyInstanceUid, SeriesInstanceUID: `${studyInstanceUid}.1`, StudyDate: today, StudyTime: '080000', Modality: 'CT',
    AccessionNumber: `BENCH${studyNumber}`, StudyDescription: 'CT chest', SeriesDescription: '1 mm', BodyPartExamined: 'CHEST',
    PatientName: { alphabetic: `Bench^${studyNumber}`, ideographic: '', phonetic: '' }, PatientID: `B${studyNumber}`, PatientSex: 'M', PatientBirthDate: '19600101',
    SeriesNumber: 1, InstanceNumber: slice, FrameOfReferenceUID: `${studyInstanceUid}.9`, ImagePositionPatient: [-180, -180, slice], ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    PixelSpacing: [0.7, 0.7], SliceThickness: 1, Rows: SIZE, Columns: SIZE, BitsAllocated: 16, BitsStored: 12, HighBit: 11, PixelRepresentation: 0, SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2', RescaleIntercept: -1024, RescaleSlope: 1, RescaleType: 'HU', WindowCenter: 40, WindowWidth: 400, LossyImageCompression: '00',
  });
  return writePart10(dataSet, { transferSyntaxUid: JPEG_LS_LOSSLESS, frames: [picture] });
}

/** Milliseconds that the line needs for so many bytes, and for so many round trips before them. */
export function lineMs({ bitsPerSecond, roundTripMs }: LinkProfile, bytes: number, roundTrips: number): number {
  return (bytes * 8_000) / bitsPerSecond + roundTrips * roundTripMs;
}
