/**
 * The sRGB colour space (IEC 61966-2-1) as an ICC profile of version 2, for the output intent that PDF/A asks for. Computed, so that no data
 * file has to be found at run time.
 */
export function srgbProfile(): Uint8Array {
  const curve = toneCurve();
  const tags: readonly (readonly [signature: string, data: Uint8Array])[] = [
    ['desc', description('sRGB IEC61966-2.1')],
    ['cprt', textTag('No copyright, use freely')],
    ['wtpt', xyz(0.9642, 1, 0.8249)],
    // Primaries, adapted from D65 to the D50 of the connection space by the Bradford transform.
    ['rXYZ', xyz(0.43607, 0.22249, 0.01392)],
    ['gXYZ', xyz(0.38515, 0.71687, 0.09708)],
    ['bXYZ', xyz(0.14307, 0.06061, 0.7141)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const tableBytes = 4 + tags.length * 12;
  const places = new Map<Uint8Array, number>();
  let end = HEADER_BYTES + tableBytes;
  for (const [, data] of tags) {
    if (places.has(data)) continue;
    places.set(data, end);
    end += data.length + ((4 - (data.length % 4)) % 4);
  }
  const profile = new Uint8Array(end);
  const view = new DataView(profile.buffer);
  writeHeader(profile, view);
  view.setUint32(HEADER_BYTES, tags.length);
  tags.forEach(([signature, data], index) => {
    const at = HEADER_BYTES + 4 + index * 12;
    const place = places.get(data) ?? 0;
    writeAscii(profile, at, signature);
    view.setUint32(at + 4, place);
    view.setUint32(at + 8, data.length);
    profile.set(data, place);
  });
  return profile;
}

const HEADER_BYTES = 128;

/** ICC.1:2001-04 6.1. */
function writeHeader(profile: Uint8Array, view: DataView): void {
  view.setUint32(0, profile.length);
  view.setUint32(8, 0x02100000);
  writeAscii(profile, 12, 'mntrRGB XYZ ');
  [2026, 1, 1, 0, 0, 0].forEach((part, index) => view.setUint16(24 + index * 2, part));
  writeAscii(profile, 36, 'acsp');
  profile.set(xyz(0.9642, 1, 0.8249).subarray(8), 68);
}

const CURVE_POINTS = 1024;

function toneCurve(): Uint8Array {
  const data = new Uint8Array(12 + CURVE_POINTS * 2);
  const view = new DataView(data.buffer);
  writeAscii(data, 0, 'curv');
  view.setUint32(8, CURVE_POINTS);
  for (let point = 0; point < CURVE_POINTS; point += 1) {
    const encoded = point / (CURVE_POINTS - 1);
    const linear = encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
    view.setUint16(12 + point * 2, Math.round(linear * 65_535));
  }
  return data;
}

function xyz(...values: readonly [x: number, y: number, z: number]): Uint8Array {
  const data = new Uint8Array(20);
  const view = new DataView(data.buffer);
  writeAscii(data, 0, 'XYZ ');
  values.forEach((value, index) => view.setInt32(8 + index * 4, Math.round(value * 65_536)));
  return data;
}

function textTag(text: string): Uint8Array {
  const data = new Uint8Array(8 + text.length + 1);
  writeAscii(data, 0, 'text');
  writeAscii(data, 8, text);
  return data;
}

/** Text Description: ASCII, then an empty Unicode and an empty Macintosh name. */
function description(text: string): Uint8Array {
  const data = new Uint8Array(12 + text.length + 1 + 4 + 4 + 2 + 1 + 67);
  writeAscii(data, 0, 'desc');
  new DataView(data.buffer).setUint32(8, text.length + 1);
  writeAscii(data, 12, text);
  return data;
}

function writeAscii(target: Uint8Array, at: number, text: string): void {
  for (let index = 0; index < text.length; index += 1) target[at + index] = text.charCodeAt(index);
}
