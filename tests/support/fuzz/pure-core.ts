import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { describeImage, type FrameDescription, type ImageDescription } from '#shared/dicom/image/image-description.ts';
import { measureShape } from '#shared/dicom/measurement/measure-shape.ts';
import { autoWindow } from '#shared/dicom/pixel/auto-window.ts';
import { greyOf } from '#shared/dicom/pixel/grey-lookup.ts';
import { overlayBitsOf, forEachOverlayPixel } from '#shared/dicom/pixel/overlay-plane.ts';
import { settingOf } from '#shared/dicom/pixel/voi.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { decodeCodestream } from '#shared/dicom/codec/decode-codestream.ts';
import type { FrameCodecs } from '#shared/dicom/codec/wasm-codecs.ts';
import { inflateFrame } from '#renderer/imaging/decoding/inflate-frame.ts';
import { codestreamLayoutOf, pixelsOf } from '#shared/dicom/image/frame-pixels.ts';
import { displayRefusalOf } from '#shared/dicom/image/display-refusal.ts';

/** What became of an object: a picture, no pixels, or a reason. Anything else is a bug and throws. */
export type Outcome = { readonly kind: 'picture' | 'no-pixels' } | { readonly kind: 'refused'; readonly reason: string };

/** Codestreams of the WebAssembly codecs are the viewport's matter. */
const NO_CODECS: FrameCodecs = {
  inflate: inflateFrame,
  decode: () => Promise.reject(new TypeError('no codec here')),
};

/** A file through the pure core. @throws Error when the outcome is neither a picture nor a reason, or a number is wrong in silence */
export async function throughPureCore(bytes: Uint8Array, mutate: (dataSet: DataSet) => DataSet = (dataSet) => dataSet): Promise<Outcome> {
  let instance: ReturnType<typeof readPart10>;
  try {
    instance = readPart10(bytes);
  } catch (error) {
    return refusalOf(error);
  }
  const image = describeImage(mutate(instance.metadata));
  for (const description of new Set(image.frames)) checkNumbers(description);
  const [first] = instance.frames;
  const [description] = image.frames;
  if (first === undefined || description === undefined) return { kind: 'no-pixels' };
  const refusal = displayRefusalOf(image, description);
  if (refusal !== undefined) return { kind: 'refused', reason: refusal };
  if (!/^1\.2\.840\.10008\.1\.2(\.[125](\.99)?|\.8\.1|\.4\.(5\d|70))?$/.test(instance.transferSyntaxUid)) return { kind: 'refused', reason: 'codec of the viewport' };
  try {
    const decoded = await decodeCodestream(first, instance.transferSyntaxUid, codestreamLayoutOf(image), NO_CODECS);
    const pixels = pixelsOf(decoded, image);
    if (pixels === undefined) return { kind: 'refused', reason: `colour space ${decoded.colourSpace}` };
    const expected = image.rows * image.columns;
    const found = pixels.kind === 'grey' ? pixels.values.length : pixels.rgb.length / 3;
    if (found !== expected) throw new Error(`the picture has ${found} of ${expected} pixels`);
    if (pixels.kind === 'grey') checkGreys(image, description, pixels.values);
    for (const overlay of overlayBitsOf(image.overlayPlanes, 0, decoded.embeddedBits)) {
      forEachOverlayPixel(overlay, image.rows, image.columns, (place) => {
        if (place < 0 || place >= expected) throw new Error('an overlay draws outside the image');
      });
    }
    return { kind: 'picture' };
  } catch (error) {
    return refusalOf(error);
  }
}

function refusalOf(error: unknown): Outcome {
  if (!isAppError(error)) throw error;
  const reason = String(error.facts['reason'] ?? error.code);
  if (reason === '') throw new Error('a refusal without a reason');
  return { kind: 'refused', reason };
}

/** No number may come out that the header does not carry: everything is finite, and millimetres need a spacing. */
function checkNumbers(description: FrameDescription): void {
  const { spacing, pixelShape, transform, voiSuggestions } = description;
  if (spacing.kind !== 'none') requireFinite('spacing', spacing.columnSpacingMm, spacing.rowSpacingMm);
  if (spacing.kind !== 'none' && !(spacing.columnSpacingMm > 0 && spacing.rowSpacingMm > 0)) throw new Error('a spacing that is not above zero');
  if (!(pixelShape.width > 0 && pixelShape.height > 0)) throw new Error('a pixel without a shape');
  if (transform?.kind === 'linear') requireFinite('rescale', transform.slope, transform.intercept);
  for (const suggestion of voiSuggestions) if (suggestion.kind === 'window') requireFinite('window', suggestion.windowCenter, suggestion.windowWidth);
  const length = measureShape('length', [[1, 1], [4, 5]], { spacing, ultrasoundRegions: description.ultrasoundRegions, pixelShape, grey: undefined });
  for (const { value, unit, quantity } of length?.quantities ?? []) {
    requireFinite(quantity, value);
    if (unit === 'mm' && length?.spacing.kind === 'none') throw new Error('millimetres without a spacing');
  }
}

function checkGreys(image: ImageDescription, description: FrameDescription, values: Parameters<typeof autoWindow>[0]): void {
  const { transform } = description;
  if (transform === undefined) throw new Error('a grey picture without a transform');
  const found = autoWindow(values, transform, image.padding);
  if (found !== undefined) requireFinite('automatic window', found.windowCenter, found.windowWidth);
  const settings = description.voiSuggestions.map((one) => settingOf(one, description.voiLutFunction));
  for (const voi of settings) {
    for (const value of [values[0] ?? 0, values.at(-1) ?? 0]) {
      const grey = greyOf({ transform, voi, isMonochrome1: image.photometricInterpretation === 'MONOCHROME1', isInverted: false, padding: image.padding }, value);
      if (!(grey >= 0 && grey <= 255)) throw new Error(`a grey of ${grey}`);
    }
  }
  const { spacing, pixelShape } = description;
  const grey = { values, columns: image.columns, rows: image.rows, transform, padding: image.padding };
  const ellipse = measureShape('ellipse', [[0, 2], [4, 2], [2, 0], [2, 4]], { spacing, ultrasoundRegions: description.ultrasoundRegions, pixelShape, grey });
  for (const { quantity, value } of ellipse?.quantities ?? []) requireFinite(quantity, value);
}

function requireFinite(name: string, ...numbers: readonly number[]): void {
  for (const number of numbers) if (!Number.isFinite(number)) throw new Error(`${name} is ${number}`);
}
