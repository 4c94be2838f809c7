import { describe, expect, test } from 'vitest';
import { applyVoi, isUsableWindow, settingOf, voiSuggestionAt, type VoiSuggestion } from '#shared/dicom/pixel/voi.ts';
import { autoWindow } from '#shared/dicom/pixel/auto-window.ts';
import { CT_WINDOW_PRESETS, windowPresetFor } from '#shared/dicom/pixel/window-presets.ts';

const window = (kind: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID', windowCenter: number, windowWidth: number) =>
  ({ kind: 'window', function: kind, windowCenter, windowWidth }) as const;

describe('LINEAR with centre 2048 and width 4096 over 0 to 4095', () => {
  // c - 0.5 = 2047.5, w - 1 = 4095: grey = ((x - 2047.5) / 4095 + 0.5) * 255 = x / 4095 * 255
  test.each([[0, 0], [1, 255 / 4095], [1000, (1000 / 4095) * 255], [2048, (2048 / 4095) * 255], [4095, 255], [5000, 255], [-1, 0]])(
    '%d becomes %d', (value, grey) => {
      expect(applyVoi(window('LINEAR', 2048, 4096), value)).toBeCloseTo(grey, 10);
    },
  );
});

test('LINEAR with width 1 is a threshold at centre - 0.5', () => {
  const threshold = window('LINEAR', 10, 1);
  expect([9, 9.5, 10].map((value) => applyVoi(threshold, value))).toEqual([0, 0, 255]);
});

test('LINEAR_EXACT uses centre and width as they are', () => {
  // c 100, w 200: 0 is black, 200 white, 150 is (50/200 + 0.5) * 255 = 191.25
  expect([0, 150, 200, 201].map((value) => applyVoi(window('LINEAR_EXACT', 100, 200), value))).toEqual([0, 191.25, 255, 255]);
});

test('SIGMOID is half grey at the centre and never quite black', () => {
  // c 50, w 100: at 0: 255 / (1 + e^2) = 255 / 8.389056 = 30.397
  const sigmoid = window('SIGMOID', 50, 100);
  expect(applyVoi(sigmoid, 50)).toBe(127.5);
  expect(applyVoi(sigmoid, 0)).toBeCloseTo(30.397, 3);
});

test('a table gives its entry on the scale of its bits', () => {
  // 12 bits: 2048 / 4095 * 255 = 127.53
  const table = { firstInput: 10, entries: [0, 2048, 4095], bits: 12, explanation: '' };
  expect([10, 11, 12].map((value) => applyVoi({ kind: 'table', table }, value))).toEqual([0, (2048 / 4095) * 255, 255]);
});

test.each([
  ['LINEAR with width 0', 'LINEAR', 0, false],
  ['LINEAR with width 1', 'LINEAR', 1, true],
  ['LINEAR_EXACT with width 0.5', 'LINEAR_EXACT', 0.5, true],
  ['SIGMOID with width 0', 'SIGMOID', 0, false],
] as const)('%s', (_, kind, windowWidth, expected) => {
  expect(isUsableWindow({ windowCenter: 40, windowWidth }, kind)).toBe(expected);
});

describe('auto window', () => {
  const identity = { kind: 'linear', slope: 1, intercept: 0, unit: '1' } as const;
  // 0 to 199 once each: rank 2 of 200 is 1, rank 198 is 197
  const ramp = Int16Array.from({ length: 200 }, (_, index) => index);

  test('spans from the 1 % to the 99 % percentile', () => {
    // black at 1, white at 197: width 197, centre 99 + 0.5
    const auto = autoWindow(ramp, identity, undefined)!;
    expect(auto).toEqual({ windowCenter: 99.5, windowWidth: 197 });
    expect([1, 197].map((value) => applyVoi(window('LINEAR', auto.windowCenter, auto.windowWidth), value))).toEqual([0, 255]);
  });

  test('is not moved by padding', () => {
    const padded = Int16Array.from([...ramp, ...Array.from({ length: 300 }, () => -2000)]);
    expect(autoWindow(padded, identity, { low: -2000, high: -2000 })).toEqual(autoWindow(ramp, identity, undefined));
  });

  test('works in modality values', () => {
    // Slope 2, intercept -1000: 1 becomes -998, 197 becomes -606: width 393, centre -802 + 0.5
    expect(autoWindow(ramp, { ...identity, slope: 2, intercept: -1000 }, undefined)).toEqual({ windowCenter: -801.5, windowWidth: 393 });
  });

  test('of an image with one value is as narrow as a window can be', () => {
    expect(autoWindow(Uint8Array.of(7, 7, 7), identity, undefined)).toEqual({ windowCenter: 7.5, windowWidth: 1 });
  });

  test('of an image with nothing but padding is none', () => {
    expect(autoWindow(Uint8Array.of(7, 7), identity, { low: 7, high: 7 })).toBeUndefined();
  });
});

test('the digit keys count windows first, then tables', () => {
  const table = { firstInput: 0, entries: [0, 255], bits: 8, explanation: 'BONE' };
  const suggestions: VoiSuggestion[] = [
    { kind: 'table', table, explanation: 'BONE' }, { kind: 'window', windowCenter: 40, windowWidth: 400, explanation: 'SOFT' },
  ];
  expect([0, 1, 2].map((place) => voiSuggestionAt(suggestions, place)?.explanation)).toEqual(['SOFT', 'BONE', undefined]);
  expect(settingOf(suggestions[1]!, 'SIGMOID')).toEqual(window('SIGMOID', 40, 400));
});

test('no two presets share a key', () => {
  expect(new Set(CT_WINDOW_PRESETS.map((preset) => `${preset.modifier} ${preset.digit}`)).size).toBe(CT_WINDOW_PRESETS.length);
});

test('7 is the lung window, Shift 8 the liver window', () => {
  expect(windowPresetFor(7, 'none')).toMatchObject({ name: 'lung', windowWidth: 1500, windowCenter: -600 });
  expect(windowPresetFor(8, 'shift')).toMatchObject({ name: 'liver', windowWidth: 150, windowCenter: 90 });
});
