import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { openPart10 } from '#main/part10/open-part10.ts';
import { readContent } from '#main/part10/read-content.ts';
import { part10, pixelDescription, raw, SYNTAX, text, unsignedShort, withIdentity, write } from '../build-part10.ts';

/**
 * Encodes the ramp of the self-test in every transfer syntax that the program reads, by dcmtk and the encoders of the WebAssembly codecs, and writes
 * `renderer/imaging/self-test/codestreams.ts`. Run it when a syntax is added: node tests/support/self-test/make-codestreams.ts
 */
const SIZE = 16;
const ramp8 = Uint8Array.from({ length: SIZE * SIZE }, (_, index) => index);
const ramp12 = Uint16Array.from({ length: SIZE * SIZE }, (_, index) => index * 16);
const folder = mkdtempSync(join(tmpdir(), 'tongyue-codestreams-'));
const require = createRequire(import.meta.url);

interface Made {
  readonly name: string;
  readonly transferSyntaxUid: string;
  readonly bits: 8 | 12;
  readonly bytes: Uint8Array;
  /** `ramp`: exactly the ramp; a hash: what dcmtk decodes; a number: at most so far from the ramp. */
  readonly expected: string | number;
}

function source(bits: 8 | 12): string {
  const file = join(folder, `source-${bits}.dcm`);
  const description = pixelDescription(SIZE, SIZE, { bits: bits === 8 ? 8 : 16 }).map((element) => (bits === 8 ? element : element.tag === 0x00280101 ? unsignedShort(0x00280101, 12) : element.tag === 0x00280102 ? unsignedShort(0x00280102, 11) : element));
  const pixels = bits === 8 ? raw(0x7fe00010, 'OB', ramp8) : raw(0x7fe00010, 'OW', new Uint8Array(ramp12.buffer));
  writeFileSync(file, part10(SYNTAX.explicit, write(withIdentity(text(0x00080060, 'CS', 'OT'), ...description, pixels), 'explicit')));
  return file;
}

function frameOf(file: string): { readonly bytes: Uint8Array; readonly transferSyntaxUid: string } {
  const bytes = new Uint8Array(readFileSync(file));
  const opened = openPart10(bytes);
  return { bytes: readContent(bytes, opened).frames[0] ?? new Uint8Array(), transferSyntaxUid: opened.transferSyntaxUid };
}

function byDcmtk(name: string, bits: 8 | 12, tool: string, args: readonly string[], isLossy = false): Made {
  const file = join(folder, `${name}.dcm`);
  execFileSync(tool, [...args, source(bits), file]);
  const decoded = join(folder, `${name}.decoded.dcm`);
  let expected: string | number = 'ramp';
  if (isLossy) {
    execFileSync(tool.startsWith('dcmcjpls') ? 'dcmdjpls' : 'dcmdjpeg', [file, decoded]);
    expected = createHash('sha256').update(frameOf(decoded).bytes).digest('hex');
  }
  return { name, bits, ...frameOf(file), expected };
}

interface WasmEncoder {
  getDecodedBuffer(frame: object): Uint8Array;
  setQuality?(isReversible: boolean, quality: number): void;
  setDecompositions?(levels: number): void;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
}

async function byWasm(name: string, transferSyntaxUid: string, codecPackage: string, encoderName: string, isReversible: boolean): Promise<Made> {
  const create = require(codecPackage) as () => Promise<Record<string, new () => WasmEncoder>>;
  const Encoder = (await create())[encoderName];
  if (Encoder === undefined) throw new Error(`${codecPackage} has no ${encoderName}`);
  const encoder = new Encoder();
  encoder.getDecodedBuffer({ width: SIZE, height: SIZE, bitsPerSample: 12, componentCount: 1, isSigned: false, isUsingColorTransform: false }).set(new Uint8Array(ramp12.buffer));
  encoder.setDecompositions?.(2);
  encoder.setQuality?.(isReversible, isReversible ? 0 : 0.002);
  encoder.encode();
  return { name, transferSyntaxUid, bits: 12, bytes: encoder.getEncodedBuffer().slice(), expected: isReversible ? 'ramp' : 8 };
}

const made: readonly Made[] = [
  byDcmtk('RLE', 12, 'dcmcrle', []),
  byDcmtk('JPEG baseline', 8, 'dcmcjpeg', ['+eb', '+q', '95'], true),
  byDcmtk('JPEG extended', 12, 'dcmcjpeg', ['+ee', '+q', '95'], true),
  byDcmtk('JPEG spectral selection', 12, 'dcmcjpeg', ['+es', '+q', '95'], true),
  byDcmtk('JPEG full progression', 12, 'dcmcjpeg', ['+ep', '+q', '95'], true),
  byDcmtk('JPEG lossless', 12, 'dcmcjpeg', ['+el', '+sv', '6']),
  byDcmtk('JPEG lossless SV1', 12, 'dcmcjpeg', ['+e1']),
  byDcmtk('JPEG-LS lossless', 12, 'dcmcjpls', ['+el']),
  byDcmtk('JPEG-LS near-lossless', 12, 'dcmcjpls', ['+en', '+md', '2'], true),
  await byWasm('JPEG 2000 lossless', '1.2.840.10008.1.2.4.90', '@cornerstonejs/codec-openjpeg', 'J2KEncoder', true),
  await byWasm('JPEG 2000', '1.2.840.10008.1.2.4.91', '@cornerstonejs/codec-openjpeg', 'J2KEncoder', false),
  await byWasm('HTJ2K lossless', '1.2.840.10008.1.2.4.201', '@cornerstonejs/codec-openjph', 'HTJ2KEncoder', true),
  await byWasm('HTJ2K', '1.2.840.10008.1.2.4.203', '@cornerstonejs/codec-openjph', 'HTJ2KEncoder', false),
  { name: 'deflated frame', transferSyntaxUid: '1.2.840.10008.1.2.8.1', bits: 12, bytes: deflateRawSync(new Uint8Array(ramp12.buffer)), expected: 'ramp' },
];
rmSync(folder, { recursive: true });

const rows = made.map(({ name, transferSyntaxUid, bits, bytes, expected }) => {
  const value = typeof expected === 'number' ? expected : `'${expected}'`;
  return `  {\n    name: '${name}', transferSyntaxUid: '${transferSyntaxUid}', bitsStored: ${bits}, expected: ${value},\n    base64:\n      '${Buffer.from(bytes).toString('base64').replace(/(.{130})(?=.)/g, "$1' +\n      '")}',\n  },`;
});
writeFileSync(
  fileURLToPath(new URL('../../../renderer/imaging/self-test/codestreams.ts', import.meta.url)),
  `/** One encoded ramp of the self-test. */
export interface TestCodestream {
  readonly name: string;
  readonly transferSyntaxUid: string;
  readonly bitsStored: 8 | 12;
  /** \`ramp\`: exactly the ramp; a hash: the stored values that dcmtk decodes; a number: at most so far from the ramp. */
  readonly expected: string | number;
  readonly base64: string;
}

/** A ramp of 16 x 16 pixels: the value of pixel n is n (8 bits) or 16 n (12 bits). Written by tests/support/self-test/make-codestreams.ts. */
export const TEST_CODESTREAMS: readonly TestCodestream[] = [
${rows.join('\n')}
];
`,
);
