import { readMultipart } from '#main/dicomweb/multipart-reader.ts';
import { readDicomJson } from '#main/dicomweb/read-dicom-json.ts';
import { convertEcgFile } from '#main/import/ecg-files/open-ecg-file.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { buildScp } from '../build-scp.ts';
import { phantomObjects } from '../fuzz/phantom-objects.ts';
import { createRandom, type Random } from './random.ts';

/** Something that reads what strangers send. `read` ends with an answer or with an AppError; anything else is a bug. */
export interface Reader {
  readonly name: string;
  readonly runs: number;
  /** Whole inputs, from which the broken ones are made. */
  readonly seeds: readonly Uint8Array[];
  readonly read: (bytes: Uint8Array, random: Random) => Promise<void>;
}

const text = (words: string) => new TextEncoder().encode(words);

const AECG = `<?xml version="1.0" encoding="UTF-8"?><AnnotatedECG xmlns="urn:hl7-org:v3"><effectiveTime><low value="20261120080000"/></effectiveTime>
<component><series><component><sequenceSet><component><sequence><code code="TIME_ABSOLUTE"/><value xsi:type="GLIST_TS" xmlns:xsi="x"><head value="20261120080000"/><increment value="0.002" unit="s"/></value></sequence></component>
<component><sequence><code code="MDC_ECG_LEAD_I" codeSystem="2.16.840.1.113883.6.24"/><value xsi:type="SLIST_PQ" xmlns:xsi="x"><origin value="0" unit="uV"/><scale value="2.5" unit="uV"/><digits>1 2 3 400 3 2 1 0 -1</digits></value></sequence></component>
</sequenceSet></component></series></component></AnnotatedECG>`;

const STUDY_JSON = JSON.stringify([{
  '0020000D': { vr: 'UI', Value: ['1.2.3'] }, '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Zhao^Shoutian', Ideographic: '赵^守田' }] }, '00201208': { vr: 'IS', Value: [66] },
  '00081140': { vr: 'SQ', Value: [{ '00081155': { vr: 'UI', Value: ['1.2.4'] } }, {}] }, '00280030': { vr: 'DS', Value: ['0.5', 0.5] }, '7FE00010': { vr: 'OW', BulkDataURI: 'bulk/1' },
}]);

const MULTIPART_TYPE = 'multipart/related; type="application/dicom"; boundary=line';

export function readers(scale: number): readonly Reader[] {
  const objects = phantomObjects().map(({ part10 }) => part10);
  const parts = objects.slice(0, 3).map((part10) => Buffer.concat([text(`--line\r\nContent-Type: application/dicom\r\nContent-Length: ${part10.length}\r\n\r\n`), part10, text('\r\n')]));
  const beat = Array.from({ length: 400 }, (_, sample) => Math.round(100 * Math.sin(sample / 9)));
  const scp = { leads: [{ id: 1, samples: beat }, { id: 2, samples: beat.toReversed() }] };
  return [
    {
      name: 'multipart reader', runs: 15_000 * scale, seeds: [Buffer.concat([...parts, text('--line--\r\n')])],
      async read(bytes, random) {
        // A server may announce another type or boundary than it sends, and a line cuts where it likes.
        const type = random.chance(0.1) ? random.of(['multipart/related', 'text/html', 'multipart/related; boundary=""', 'application/dicom', 'multipart/related; boundary=другой']) : MULTIPART_TYPE;
        for await (const _part of readMultipart(inPieces(bytes, random), type, { maximumPartBytes: 1_000_000 }));
      },
    },
    { name: 'DICOM part 10 reader', runs: 15_000 * scale, seeds: objects, read: async (bytes) => void readPart10(bytes) },
    { name: 'DICOM JSON reader', runs: 10_000 * scale, seeds: [text(STUDY_JSON)], read: async (body) => void readDicomJson({ status: 200, warning: null, mediaType: 'application/dicom+json', body }) },
    { name: 'aECG reader', runs: 10_000 * scale, seeds: [text(AECG)], read: async (bytes) => void convertEcgFile(bytes) },
    {
      name: 'SCP-ECG reader', runs: 10_000 * scale,
      seeds: [buildScp(scp), buildScp({ ...scp, huffman: 'own' }), buildScp({ ...scp, huffman: 'none', difference: 0 })],
      read: async (bytes) => void convertEcgFile(bytes),
    },
  ];
}

async function* inPieces(bytes: Uint8Array, random: Random): AsyncGenerator<Uint8Array> {
  const piece = random.of([bytes.length, 7, 1_024, 65_536].map((size) => Math.max(1, size)));
  // Single bytes of a long answer would only make the run long.
  const step = Math.max(piece, Math.ceil(bytes.length / 200));
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}

/** Changes one to eight places: bytes, runs of bytes, numbers of lengths, pieces doubled, cut or put elsewhere. */
export function breakBytes(seed: Uint8Array, random: Random): Uint8Array {
  let bytes = Uint8Array.from(seed);
  for (let times = 1 + random.below(8); times > 0; times -= 1) {
    const at = random.below(Math.max(1, bytes.length));
    const length = 1 + random.below(random.chance(0.2) ? 4_000 : 8);
    switch (random.below(6)) {
      case 0:
        bytes[at] = random.below(256);
        break;
      case 1:
        bytes.fill(random.of([0, 0xff, 0x20, 0x2d, 0x0a]), at, at + length);
        break;
      case 2:
        bytes = bytes.slice(0, at);
        break;
      case 3:
        bytes = Uint8Array.from(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]));
        break;
      case 4:
        bytes = Uint8Array.from(Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]));
        break;
      default:
        if (at + 4 <= bytes.length) new DataView(bytes.buffer).setUint32(at, random.of([0, 1, 0xff_ff_ff_ff, 0xff_ff_ff_fe, 0x7f_ff_ff_ff, 0x80_00_00_00, bytes.length, random.below(2 ** 31)]), random.chance(0.8));
    }
  }
  return bytes;
}

/** @returns what is wrong, or undefined */
export async function readBroken({ name, seeds, read }: Reader, seedNumber: number): Promise<string | undefined> {
  const random = createRandom(seedNumber);
  const bytes = breakBytes(random.of(seeds), random);
  const started = performance.now();
  try {
    await read(bytes, random);
  } catch (error) {
    if (!isAppError(error)) return `${name}, seed ${seedNumber}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
  const took = performance.now() - started;
  return took > LONGEST_MS ? `${name}, seed ${seedNumber}: took ${took.toFixed(0)} ms` : undefined;
}

/** The one time that a test may assert: longer is a hang. */
export const LONGEST_MS = 2_000;
