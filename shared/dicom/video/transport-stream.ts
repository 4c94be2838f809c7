import { nalUnitsOf, type TimedPicture } from './h264-stream.ts';

const PACKET_BYTES = 188;
const H264_STREAM = 0x1b;

/**
 * The H.264 pictures of an MPEG-2 transport stream, in decoding order. ISO/IEC 13818-1 2.4.3. Other streams in it (sound, subtitles) are
 * passed over. @returns [] when there is none
 */
export function readTransportStream(bytes: Uint8Array): readonly TimedPicture[] {
  const videoId = videoPacketId(bytes);
  if (videoId === undefined) return [];
  const chunks: Uint8Array[][] = [];
  for (const { packetId, startsUnit, payload } of packetsOf(bytes)) {
    if (packetId !== videoId) continue;
    if (startsUnit) chunks.push([]);
    chunks.at(-1)?.push(payload);
  }
  return chunks.flatMap((parts) => {
    const picture = readPicture(joined(parts));
    return picture === undefined ? [] : [picture];
  });
}

interface Packet {
  readonly packetId: number;
  readonly startsUnit: boolean;
  readonly payload: Uint8Array;
}

function* packetsOf(bytes: Uint8Array): Generator<Packet> {
  for (let at = 0; at + PACKET_BYTES <= bytes.length; at += PACKET_BYTES) {
    // A packet that does not begin with the sync byte is damaged; the next one may not be.
    if (bytes[at] !== 0x47) continue;
    const flags = bytes[at + 1] ?? 0;
    const control = bytes[at + 3] ?? 0;
    if ((control & 0x10) === 0) continue;
    const begin = at + 4 + ((control & 0x20) === 0 ? 0 : 1 + (bytes[at + 4] ?? 0));
    if (begin >= at + PACKET_BYTES) continue;
    yield { packetId: ((flags & 0x1f) << 8) | (bytes[at + 2] ?? 0), startsUnit: (flags & 0x40) !== 0, payload: bytes.subarray(begin, at + PACKET_BYTES) };
  }
}

/** Program association table, then program map table. ISO/IEC 13818-1 2.4.4. */
function videoPacketId(bytes: Uint8Array): number | undefined {
  let mapId: number | undefined;
  for (const { packetId, startsUnit, payload } of packetsOf(bytes)) {
    if (!startsUnit) continue;
    // A pointer field says how far the section begins behind it.
    const section = payload.subarray(1 + (payload[0] ?? 0));
    if (packetId === 0 && mapId === undefined) {
      const end = 3 + sectionLength(section) - 4;
      for (let at = 8; at + 4 <= end; at += 4) {
        if (((section[at] ?? 0) << 8 | (section[at + 1] ?? 0)) !== 0) mapId ??= ((section[at + 2] ?? 0) & 0x1f) << 8 | (section[at + 3] ?? 0);
      }
    } else if (packetId === mapId && section[0] === 2) {
      const end = 3 + sectionLength(section) - 4;
      let at = 12 + (((section[10] ?? 0) & 0x0f) << 8 | (section[11] ?? 0));
      for (; at + 5 <= end; at += 5 + (((section[at + 3] ?? 0) & 0x0f) << 8 | (section[at + 4] ?? 0))) {
        if (section[at] === H264_STREAM) return ((section[at + 1] ?? 0) & 0x1f) << 8 | (section[at + 2] ?? 0);
      }
      return undefined;
    }
  }
  return undefined;
}

function sectionLength(section: Uint8Array): number {
  return ((section[1] ?? 0) & 0x0f) << 8 | (section[2] ?? 0);
}

/** One packetized unit: its time stamps and the picture in it. ISO/IEC 13818-1 2.4.3.6. */
function readPicture(unit: Uint8Array): TimedPicture | undefined {
  if (unit[0] !== 0 || unit[1] !== 0 || unit[2] !== 1) return undefined;
  const flags = (unit[7] ?? 0) >> 6;
  const displayTicks = (flags & 2) === 0 ? undefined : readTicks(unit, 9);
  if (displayTicks === undefined) return undefined;
  const decodeTicks = flags === 3 ? readTicks(unit, 14) : displayTicks;
  return { nalUnits: nalUnitsOf(unit.subarray(9 + (unit[8] ?? 0))), decodeTicks, displayTicks };
}

/** 33 bits in five bytes, with a marker bit after each part. */
function readTicks(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = bytes.subarray(at, at + 5);
  return ((a >> 1) & 7) * 2 ** 30 + (((b << 8) | c) >> 1) * 2 ** 15 + (((d << 8) | e) >> 1);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
