/** Families of video transfer syntaxes. PS3.5 8.2.5 to 8.2.10. */
export type VideoCodec = 'mpeg2' | 'h264' | 'hevc';

/** `.100` to `.108`, each also as a "fragmentable" variant `.1`. */
const VIDEO = /^1\.2\.840\.10008\.1\.2\.4\.10([0-8])(\.1)?$/;

/** @returns undefined for a syntax that is no video */
export function videoCodecOf(transferSyntaxUid: string): VideoCodec | undefined {
  const digit = VIDEO.exec(transferSyntaxUid)?.[1];
  if (digit === undefined) return undefined;
  if (digit <= '1') return 'mpeg2';
  return digit <= '6' ? 'h264' : 'hevc';
}

/** What a video stream came in. PS3.5 8.2.7 allows MP4 and transport stream; bare streams are sent too. */
export type VideoContainer = 'mp4' | 'transport-stream' | 'elementary-stream';

/** Tells the container by its first bytes. @returns undefined for none of them */
export function videoContainerOf(bytes: Uint8Array): VideoContainer | undefined {
  const isAscii = (offset: number, text: string) => Array.from(text).every((letter, index) => bytes[offset + index] === letter.charCodeAt(0));
  if (isAscii(4, 'ftyp') || isAscii(4, 'moov') || isAscii(4, 'mdat')) return 'mp4';
  if (bytes[0] === 0x47 && bytes[188] === 0x47 && bytes[376] === 0x47) return 'transport-stream';
  const isStartCode = bytes[0] === 0 && bytes[1] === 0 && (bytes[2] === 1 || (bytes[2] === 0 && bytes[3] === 1));
  return isStartCode ? 'elementary-stream' : undefined;
}
