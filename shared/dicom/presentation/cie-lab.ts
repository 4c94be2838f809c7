/** Red, green, blue, 0 to 255 each. */
export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * A CIELab value as DICOM writes it (PS3.3 C.10.7.1.1: L* 0 to 65535 for 0 to 100, a* and b* for -128 to 127) as sRGB.
 * The profile connection space is D50; Bradford-adapted to the D65 of sRGB (IEC 61966-2-1).
 */
export function rgbOfCieLab(values: readonly number[] | undefined): Rgb | undefined {
  const [l16, a16, b16] = values ?? [];
  if (l16 === undefined || a16 === undefined || b16 === undefined) return undefined;
  const lightness = (l16 / 65_535) * 100;
  const a = (a16 / 65_535) * 255 - 128;
  const b = (b16 / 65_535) * 255 - 128;
  const fy = (lightness + 16) / 116;
  const x = 0.9642 * unfold(fy + a / 500);
  const y = unfold(fy);
  const z = 0.8249 * unfold(fy - b / 200);
  return [
    toSrgb(3.1338561 * x - 1.6168667 * y - 0.4906146 * z),
    toSrgb(-0.9787684 * x + 1.9161415 * y + 0.033454 * z),
    toSrgb(0.0719453 * x - 0.2289914 * y + 1.4052427 * z),
  ];
}

function unfold(t: number): number {
  return t > 6 / 29 ? t ** 3 : 3 * (6 / 29) ** 2 * (t - 4 / 29);
}

function toSrgb(linear: number): number {
  const clamped = Math.min(Math.max(linear, 0), 1);
  const encoded = clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * clamped ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255);
}
