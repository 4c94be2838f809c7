import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeWindows, type Area, type Display, type SavedWindow } from '#shared/hanging/windows/place-windows.ts';

const area = (x: number, y: number, width: number, height: number): Area => ({ x, y, width, height });
const left: Display = { displayId: 'left', workArea: area(0, 0, 1920, 1040), isPrimary: true };
const right: Display = { displayId: 'right', workArea: area(1920, 0, 2048, 2500), isPrimary: false };
const saved = (windowName: string, bounds: Area, on: Display, isMaximized = false): SavedWindow => ({ windowName, bounds, isMaximized, display: { displayId: on.displayId, workArea: on.workArea } });

test('with the same displays every window stands where it stood', () => {
  const windows = [saved('main', area(100, 50, 1200, 900), left), saved('1', area(2000, 100, 1500, 2000), right, true)];
  expect(placeWindows(windows, [left, right])).toEqual([
    { windowName: 'main', bounds: area(100, 50, 1200, 900), isMaximized: false, displayId: 'left', outcome: 'same' },
    { windowName: '1', bounds: area(2000, 100, 1500, 2000), isMaximized: true, displayId: 'right', outcome: 'same' },
  ]);
});

test('windows of a monitor that was unplugged come to the primary one, whole, none over the other', () => {
  const windows = [saved('1', area(1920, 0, 2048, 2500), right, true), saved('2', area(1920, 0, 2048, 2500), right, true)];
  const placed = placeWindows(windows, [left]);
  expect(placed.map(({ displayId, outcome, isMaximized }) => [displayId, outcome, isMaximized])).toEqual([['left', 'moved', false], ['left', 'moved', false]]);
  // The whole of the right screen becomes the whole of the left one; the second steps 32 aside and is pushed back in.
  expect(placed[0]?.bounds).toEqual(area(0, 0, 1920, 1040));
});

test('a small window that was moved keeps its place in proportion, and the next steps aside', () => {
  // Half of the way across 2048 and down 2500; 1024 of 2048 wide becomes 960 of 1920, 1250 of 2500 high becomes 520 of 1040.
  const one = saved('1', area(1920 + 512, 625, 1024, 1250), right);
  const placed = placeWindows([one, { ...one, windowName: '2' }], [left]);
  expect(placed.map(({ bounds }) => bounds)).toEqual([area(480, 260, 960, 520), area(512, 292, 960, 520)]);
});

test('a monitor with another name but the same work area takes its windows back', () => {
  const renamed: Display = { ...right, displayId: 'DP-3' };
  expect(placeWindows([saved('1', area(2000, 100, 1500, 2000), right)], [left, renamed])[0]).toMatchObject({ displayId: 'DP-3', outcome: 'same' });
});

test('a monitor with another resolution keeps the window in proportion', () => {
  const smaller: Display = { ...right, workArea: area(1920, 0, 1024, 1250) };
  // 1500 x 0.5 = 750, at least 800; 2000 x 0.5 = 1000; x = 1920 + 80 x 0.5 = 1960, y = 100 x 0.5 = 50
  expect(placeWindows([saved('1', area(2000, 100, 1500, 2000), right)], [left, smaller])[0]).toEqual({ windowName: '1', bounds: area(1960, 50, 800, 1000), isMaximized: false, displayId: 'right', outcome: 'fitted' });
});

test('whatever was saved, every window is placed once and whole inside a display that is there', () => {
  const anyArea = fc.record({ x: fc.integer({ min: -5000, max: 5000 }), y: fc.integer({ min: -5000, max: 5000 }), width: fc.integer({ min: 1, max: 6000 }), height: fc.integer({ min: 1, max: 6000 }) });
  const anyDisplay = fc.record({ displayId: fc.constantFrom('a', 'b', 'c', 'd'), workArea: fc.record({ x: fc.integer({ min: -4000, max: 4000 }), y: fc.integer({ min: -4000, max: 4000 }), width: fc.integer({ min: 640, max: 5120 }), height: fc.integer({ min: 480, max: 2880 }) }), isPrimary: fc.boolean() });
  const anyWindow = fc.record({ windowName: fc.string(), bounds: anyArea, isMaximized: fc.boolean(), display: fc.record({ displayId: fc.constantFrom('a', 'b', 'c', 'd', 'e'), workArea: anyArea }) });
  fc.assert(
    fc.property(fc.array(anyWindow, { maxLength: 5 }), fc.uniqueArray(anyDisplay, { minLength: 1, maxLength: 3, selector: ({ displayId }) => displayId }), (windows, displays) => {
      const placed = placeWindows(windows, displays);
      expect(placed.map(({ windowName }) => windowName)).toEqual(windows.map(({ windowName }) => windowName));
      for (const { bounds, displayId } of placed) {
        const { workArea } = displays.find((one) => one.displayId === displayId)!;
        expect(bounds.x >= workArea.x && bounds.y >= workArea.y).toBe(true);
        expect(bounds.x + bounds.width <= workArea.x + workArea.width && bounds.y + bounds.height <= workArea.y + workArea.height).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});
