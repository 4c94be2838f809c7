import type { DecodeResult } from '../viewer-harness/decode.ts';

/** The columns of `pixel-hashes.tsv`, and what else this run knows of a frame. */
export const COLUMNS = [
  'file', 'frame', 'frames', 'unit', 'sha256_stored_values', 'min', 'max', 'mean', 'class', 'decoder', 'confidence', 'remarks',
  'status', 'reason', 'colour_space', 'shown', 'compared',
] as const;

export type PixelRow = { readonly [K in (typeof COLUMNS)[number]]: string };

/** What an independent decoder says of a frame; undefined where no reference has it. */
export type Reference = ReadonlyMap<string, Readonly<Record<string, string>>>;

export const keyOf = (file: string, frame: number | string) => `${file}\t${frame}`;

/** `DCT` JPEG, irreversible wavelets and the like: decoders may differ by a grey level. Near-lossless JPEG-LS decodes exactly. */
const INEXACT = /^1\.2\.840\.10008\.1\.2\.4\.(50|51|53|55|11[012])$/;
const MAY_BE_INEXACT = /^1\.2\.840\.10008\.1\.2\.4\.(9[1-3]|203)$/;

export function decodedRow(file: string, frame: number, frames: number, result: Extract<DecodeResult, { status: 'decoded' }>, hasMadeIdentity: boolean, reference: Reference): PixelRow {
  const isLossyCode = INEXACT.test(result.transferSyntaxUid) || (MAY_BE_INEXACT.test(result.transferSyntaxUid) && result.isLossy);
  const isFloat = result.unit === 'float';
  const row = {
    file, frame: String(frame), frames: String(frames), unit: result.unit, sha256_stored_values: result.sha256,
    min: isFloat && Number.isInteger(result.minimum) ? result.minimum.toFixed(1) : String(result.minimum), max: String(result.maximum), mean: result.mean.toFixed(6),
    class: isLossyCode ? 'lossy' : 'exact', decoder: 'tongyue', confidence: '', remarks: hasMadeIdentity ? 'identifiers were missing and made' : '',
    status: 'decoded', reason: '', colour_space: result.colourSpace, shown: result.shown,
  };
  return { ...row, compared: compare(row, reference.get(keyOf(file, frame))) };
}

/** A file, or one frame of it, that gives no pixels. */
export function emptyRow(file: string, frame: string, status: 'no-pixels' | 'refused', reason: string, reference: Reference): PixelRow {
  const expected = reference.get(keyOf(file, frame === '' ? '1' : frame));
  const isMissed = expected !== undefined && (expected['sha256_stored_values'] ?? '') !== '';
  return {
    file, frame, frames: '', unit: '', sha256_stored_values: '', min: '', max: '', mean: '', class: '', decoder: 'tongyue', confidence: '', remarks: '',
    status, reason, colour_space: '', shown: '', compared: isMissed ? `${expected['class']}: refused, expected pixels` : '',
  };
}

/** Exact rows by hash; lossy ones within two grey levels of minimum and maximum and half a level of the mean. */
function compare(row: Omit<PixelRow, 'compared'>, expected: Readonly<Record<string, string>> | undefined): string {
  if (expected === undefined || (expected['sha256_stored_values'] ?? '') === '') return '';
  if (row.sha256_stored_values === expected['sha256_stored_values']) return `${expected['class']}: equal`;
  const near = (column: 'min' | 'max' | 'mean', tolerance: number) => Math.abs(Number(row[column]) - Number(expected[column])) <= tolerance;
  const isNear = expected['class'] === 'lossy' && near('min', 2) && near('max', 2) && near('mean', 0.5);
  // Where all decoders but one gave up on a lossy codestream, that one proves nothing; the row is still told apart.
  const isAlone = expected['class'] === 'lossy' && expected['confidence'] === 'single decoder' && (expected['remarks'] ?? '').includes('ERR');
  return `${expected['class']}: ${isNear ? 'within tolerance' : isAlone ? 'not as the only decoder that gave anything' : 'DIFFERS'}`;
}

export function toLine(row: PixelRow): string {
  return COLUMNS.map((column) => row[column].replace(/[\t\r\n]+/g, ' ')).join('\t');
}
