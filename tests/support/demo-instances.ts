import createCodec from '@cornerstonejs/codec-charls';
import { numberOf, numbersOf, textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { planDemoStudies } from '#main/demo/studies/demo-studies.ts';
import type { DemoInstance } from '#main/demo/studies/image-instance.ts';
import { readPart10 } from '#main/part10/read-part10.ts';

/** A morning in the demo's hospitals: 21 November 2026, 09:30 in China. */
export const DEMO_MORNING = new Date('2026-11-21T01:30:00Z');

export interface GeneratedStudy {
  readonly key: string;
  readonly siteId: string;
  readonly studyInstanceUid: string;
  readonly instanceCount: number;
  readonly instances: readonly DemoInstance[];
}

/** Everything that the demo generates, few and coarse. @param keys studies to make; all when left out */
export async function generateSmallDemo(keys?: readonly string[], now = DEMO_MORNING): Promise<ReadonlyMap<string, GeneratedStudy>> {
  const studies = new Map<string, GeneratedStudy>();
  for (const plan of planDemoStudies(now, { scale: 'small' })) {
    if (keys !== undefined && !keys.includes(plan.key)) continue;
    const instances: DemoInstance[] = [];
    for await (const instance of plan.generate()) instances.push(instance);
    studies.set(plan.key, { ...plan, instances });
  }
  return studies;
}

export interface DecodedImage {
  readonly metadata: DataSet;
  readonly columns: number;
  readonly rows: number;
  /** After rescale. */
  readonly values: Float64Array;
  /** Value of the pixel whose centre is nearest to a point of the patient, mm. The point must lie in the image. */
  readonly at: (x: number, y: number, z: number) => number;
  /** Distance of a point from the image plane, mm. */
  readonly distanceTo: (x: number, y: number, z: number) => number;
}

/** Reads a generated object as any reader would: header by our reader, pixels by the JPEG-LS decoder. */
export async function decodeImage({ part10 }: DemoInstance): Promise<DecodedImage> {
  const { metadata, frames, transferSyntaxUid } = readPart10(part10);
  const frame = frames[0]!;
  const bytes = transferSyntaxUid === '1.2.840.10008.1.2.4.80' ? await decodeJpegLs(frame) : frame;
  const stored = new Uint16Array(bytes.slice().buffer);
  const slope = numberOf(metadata, 'RescaleSlope') ?? 1;
  const intercept = numberOf(metadata, 'RescaleIntercept') ?? 0;
  const values = Float64Array.from(stored, (value) => value * slope + intercept);
  const columns = numberOf(metadata, 'Columns')!;
  const rows = numberOf(metadata, 'Rows')!;
  const position = numbersOf(metadata, 'ImagePositionPatient') ?? [0, 0, 0];
  const [rx, ry, rz, cx, cy, cz] = (numbersOf(metadata, 'ImageOrientationPatient') ?? [1, 0, 0, 0, 1, 0]) as [number, number, number, number, number, number];
  const spacing = numbersOf(metadata, 'PixelSpacing')?.[0] ?? 1;
  const from = (x: number, y: number, z: number) => [x - position[0]!, y - position[1]!, z - position[2]!] as const;
  return {
    metadata,
    columns,
    rows,
    values,
    at(x, y, z) {
      const [dx, dy, dz] = from(x, y, z);
      const column = Math.round((dx * rx + dy * ry + dz * rz) / spacing);
      const row = Math.round((dx * cx + dy * cy + dz * cz) / spacing);
      if (column < 0 || row < 0 || column >= columns || row >= rows) throw new Error('the point lies outside the image');
      return values[row * columns + column]!;
    },
    distanceTo(x, y, z) {
      const [dx, dy, dz] = from(x, y, z);
      return dx * (ry * cz - rz * cy) + dy * (rz * cx - rx * cz) + dz * (rx * cy - ry * cx);
    },
  };
}

/** The images of one series by its description, in the order of Instance Number. */
export async function imagesOf(study: GeneratedStudy, seriesDescription: string): Promise<DecodedImage[]> {
  const images: DecodedImage[] = [];
  for (const instance of study.instances) {
    if (textOf(readPart10(instance.part10).metadata, 'SeriesDescription') === seriesDescription) images.push(await decodeImage(instance));
  }
  return images.sort((left, right) => numberOf(left.metadata, 'InstanceNumber')! - numberOf(right.metadata, 'InstanceNumber')!);
}

/** The stored pixels of a JPEG-LS frame, little endian. */
export async function decodeJpegLs(frame: Uint8Array): Promise<Uint8Array> {
  const codec = await createCodec();
  const decoder = new codec.JpegLSDecoder();
  decoder.getEncodedBuffer(frame.length).set(frame);
  decoder.decode();
  const bytes = decoder.getDecodedBuffer().slice();
  decoder.delete();
  return bytes;
}
