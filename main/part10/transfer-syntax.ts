/** Transfer syntaxes that the file layout depends on. PS3.5 annex A, PS3.6 annex A */
export const TRANSFER_SYNTAX = {
  implicitLittleEndian: '1.2.840.10008.1.2',
  explicitLittleEndian: '1.2.840.10008.1.2.1',
  deflated: '1.2.840.10008.1.2.1.99',
  explicitBigEndian: '1.2.840.10008.1.2.2',
  rle: '1.2.840.10008.1.2.5',
} as const;

/** True where Pixel Data holds plain pixels, not codestreams. An unknown syntax is not native. */
export function isNative(transferSyntaxUid: string): boolean {
  const { implicitLittleEndian, explicitLittleEndian, deflated, explicitBigEndian } = TRANSFER_SYNTAX;
  return [implicitLittleEndian, explicitLittleEndian, deflated, explicitBigEndian].includes(transferSyntaxUid as typeof deflated);
}

/** MPEG-2, MPEG-4 and HEVC: one stream for all frames. PS3.5 8.2.5 to 8.2.11 */
export function isVideo(transferSyntaxUid: string): boolean {
  return /^1\.2\.840\.10008\.1\.2\.4\.10\d(\.1)?$/.test(transferSyntaxUid);
}
