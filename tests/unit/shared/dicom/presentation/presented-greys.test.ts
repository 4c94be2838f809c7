import { describe, expect, test } from 'vitest';
import { greyLookup, type GreyPresentation } from '#shared/dicom/pixel/grey-lookup.ts';
import { presentedGreys } from '#shared/dicom/presentation/presented-greys.ts';
import type { PresentationLut } from '#shared/dicom/presentation/presentation-state.ts';

const IDENTITY = { kind: 'linear', slope: 1, intercept: 0, unit: '1' } as const;
// LINEAR with centre 128 and width 256: y = ((v - 127.5) / 255 + 0.5) * 255 = v.
const plain = (isMonochrome1: boolean, isInverted: boolean): GreyPresentation => ({
  transform: IDENTITY, voi: { kind: 'window', function: 'LINEAR', windowCenter: 128, windowWidth: 256 }, isMonochrome1, isInverted, padding: undefined,
});
/** The grey of the stored value 55: itself, or 255 - 55 = 200 when it was inverted once. */
const greyOf = (lut: PresentationLut, isMonochrome1: boolean, isInverted: boolean) => presentedGreys(plain(isMonochrome1, isInverted), { transform: IDENTITY, lut }, 55, 55)[0];

describe('polarity under a presentation state', () => {
  test.each([
    ['identity', false, false, 55], ['identity', false, true, 200], ['inverse', false, false, 200], ['inverse', false, true, 55],
    ['identity', true, false, 55], ['identity', true, true, 200], ['inverse', true, false, 200], ['inverse', true, true, 55],
  ] as const)('%s, MONOCHROME1 %s, inverted by hand %s: the value 55 is grey %i', (kind, isMonochrome1, isInverted, grey) => {
    expect(greyOf({ kind }, isMonochrome1, isInverted)).toBe(grey);
  });

  test('MONOCHROME1 without a presentation state is inverted by itself', () => expect(greyLookup(plain(true, false), 55, 55)[0]).toBe(200));
});

test('the transform of the presentation state takes the place of that of the image', () => {
  // 2 * 55 + 10 = 120.
  const transform = { ...IDENTITY, slope: 2, intercept: 10 };
  expect(presentedGreys(plain(false, false), { transform, lut: { kind: 'identity' } }, 55, 55)[0]).toBe(120);
});

test('a presentation table is looked up over the whole range of greys', () => {
  // Three entries for greys 0, 127.5 and 255: 55 is nearest to the first (55 / 255 * 2 = 0.43), 100 to the second, 250 to the third.
  const lut: PresentationLut = { kind: 'table', table: { firstInput: 0, entries: [10, 20, 30], bits: 8, explanation: '' } };
  const greys = presentedGreys(plain(true, false), { transform: IDENTITY, lut }, 0, 255);
  expect([greys[55], greys[100], greys[250]]).toEqual([10, 20, 30]);
});

test('padding stays black however it is inverted, and whatever the table says', () => {
  const padded = (isInverted: boolean): GreyPresentation => ({ ...plain(false, isInverted), padding: { low: 55, high: 55 } });
  const table: PresentationLut = { kind: 'table', table: { firstInput: 0, entries: [10, 20, 30], bits: 8, explanation: '' } };
  const greys = [{ kind: 'identity' }, { kind: 'inverse' }, table] as const satisfies readonly PresentationLut[];
  expect(greys.flatMap((lut) => [false, true].map((isInverted) => presentedGreys(padded(isInverted), { transform: IDENTITY, lut }, 55, 55)[0]))).toEqual([0, 0, 0, 0, 0, 0]);
});
