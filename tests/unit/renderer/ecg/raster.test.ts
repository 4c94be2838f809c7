import { describe, expect, test } from 'vitest';
import { drawPaper } from '#renderer/features/ecg/paint-paper.ts';
import { createRaster, drawGrid, drawLine, inkLines, markStale, takeStale, type PaperInks, type Raster } from '#renderer/features/ecg/raster.ts';
import { cellContents } from '#shared/ecg/cell-content.ts';
import { readEcgRecording } from '#shared/ecg/ecg-recording.ts';
import { layoutEcg, type Gain } from '#shared/ecg/layout.ts';
import { readWaveformRecord } from '#shared/dicom/waveform/waveform-record.ts';
import { buildWaveform } from '#tests/support/build-waveform.ts';
import { syntheticGroup } from '#tests/support/synthetic-ecg.ts';

const inks: PaperInks = { ground: [0, 0, 0], minor: [10, 0, 0], major: [20, 0, 0], trace: [200, 200, 200] };
/** Green is only in the trace. */
const green = (raster: Raster, x: number, y: number) => raster.bytes[(y * raster.width + x) * 4 + 1]!;
const red = (raster: Raster, x: number, y: number) => raster.bytes[(y * raster.width + x) * 4]!;

/** Centres of the curves that a column of pixels crosses, weighted by their ink. */
function linesInColumn(raster: Raster, x: number, toY: number): readonly number[] {
  const lines: number[] = [];
  let weight = 0;
  let moment = 0;
  for (let y = 0; y <= toY; y += 1) {
    const ink = y === toY ? 0 : green(raster, x, y);
    weight += ink;
    moment += ink * (y + 0.5);
    if (ink === 0 && weight > 0) {
      lines.push(moment / weight);
      weight = 0;
      moment = 0;
    }
  }
  return lines;
}

describe('grid paper', () => {
  test('every line is whole pixels wide at the pixel nearest to its millimetre', () => {
    const raster = createRaster(60, 40);
    drawGrid(raster, inks, 3.78, 1);
    // 1 to 15 mm x 3.78 = 3.78, 7.56, 11.34, 15.12, 18.9 (major), 22.68, 26.46, 30.24, 34.02, 37.8 (major), 41.58, 45.36, 49.14, 52.92, 56.7 (major)
    const along = Array.from({ length: 60 }, (_, x) => red(raster, x, 1));
    const linesOf = (ink: number) => along.flatMap((value, x) => (value === ink ? [x] : []));
    expect(linesOf(20)).toEqual([19, 38, 57]);
    expect(linesOf(10)).toEqual([4, 8, 11, 15, 23, 26, 30, 34, 42, 45, 49, 53]);
  });

  test('paper that is drawn again is the same paper: no curve of the last picture stays, and another ink makes another', () => {
    const raster = createRaster(40, 40);
    drawGrid(raster, inks, 4, 1);
    const clean = raster.pixels.slice();
    drawLine(raster, Float64Array.of(1, 1, 8, 8), 4, 2);
    inkLines(raster, inks.trace);
    expect(raster.pixels).not.toEqual(clean);
    drawGrid(raster, inks, 4, 1);
    expect(raster.pixels).toEqual(clean);
    drawGrid(raster, { ...inks, ground: [1, 2, 3] }, 4, 1);
    expect(raster.pixels).not.toEqual(clean);
  });

  test('only the rows whose picture changed are brought to the canvas: where ink comes and where it goes', () => {
    const raster = createRaster(40, 80);
    drawGrid(raster, inks, 4, 1);
    inkLines(raster, inks.trace);
    expect(takeStale(raster)).toEqual([{ topPx: 0, endPx: 80 }]);
    expect(takeStale(raster)).toEqual([]);
    // 2 mm x 4 = row 8, bands of 16 rows: the first.
    const draw = (yMm: number) => {
      drawGrid(raster, inks, 4, 1);
      drawLine(raster, Float64Array.of(1, yMm, 8, yMm), 4, 2);
      inkLines(raster, inks.trace);
      return takeStale(raster);
    };
    expect(draw(2)).toEqual([{ topPx: 0, endPx: 16 }]);
    // Row 40 is in the third band (32 to 48); the line at row 8 goes.
    expect(draw(10)).toEqual([{ topPx: 0, endPx: 16 }, { topPx: 32, endPx: 48 }]);
    markStale(raster, -5, 17);
    expect(takeStale(raster)).toEqual([{ topPx: 0, endPx: 32 }]);
  });

  test('a picture over another one is the same as on fresh paper', () => {
    const line = (raster: Raster, from: number) => {
      drawGrid(raster, inks, 4, 1);
      drawLine(raster, Float64Array.of(1, from, 8, 5, 3, 9), 4, 1.35);
      inkLines(raster, inks.trace);
    };
    const used = createRaster(40, 40);
    for (const from of [1, 7, 3]) line(used, from);
    const fresh = createRaster(40, 40);
    line(fresh, 3);
    expect(used.bytes).toEqual(fresh.bytes);
  });

  test('a major line goes over the minor lines it crosses, both ways', () => {
    const raster = createRaster(40, 40);
    drawGrid(raster, inks, 4, 1);
    // Major at 20, minor at 4.
    expect([red(raster, 20, 4), red(raster, 4, 20), red(raster, 4, 4), red(raster, 5, 5)]).toEqual([20, 20, 10, 0]);
  });

  test('on a dense screen lines are two pixels wide', () => {
    const raster = createRaster(20, 20);
    drawGrid(raster, inks, 8, 2);
    // 8 px: pixels 7 and 8
    expect([6, 7, 8, 9].map((x) => red(raster, x, 1))).toEqual([0, 10, 10, 0]);
  });
});

describe('lines', () => {
  test('a line on a whole millimetre fills its pixels and shades the neighbours evenly', () => {
    const raster = createRaster(20, 20);
    drawLine(raster, Float64Array.of(0, 10, 20, 10), 1, 1.35);
    inkLines(raster, inks.trace);
    // Centre of pixel row 10 is 10.5, where the line runs. Half the width is 0.675: a centre 1 px away is covered by 0.675 + 0.5 - 1 = 0.175; x 200 = 35.
    expect([8, 9, 10, 11, 12].map((y) => green(raster, 10, y))).toEqual([0, 35, 200, 35, 0]);
  });

  test('joints are not inked twice', () => {
    const whole = createRaster(30, 30);
    drawLine(whole, Float64Array.of(2, 12.3, 28, 12.3), 1, 1.35);
    const parts = createRaster(30, 30);
    drawLine(parts, Float64Array.of(2, 12.3, 9, 12.3, 9.1, 12.3, 15, 12.3, 28, 12.3), 1, 1.35);
    for (const raster of [whole, parts]) inkLines(raster, inks.trace);
    expect(parts.bytes).toEqual(whole.bytes);
  });

  test('a single sample between two gaps is a dot', () => {
    const raster = createRaster(11, 11);
    drawLine(raster, Float64Array.of(5, 5), 1, 2);
    inkLines(raster, inks.trace);
    expect([green(raster, 5, 5), green(raster, 5, 8)]).toEqual([200, 0]);
  });

  test('what lies outside the picture is cut, not wrapped', () => {
    const raster = createRaster(10, 10);
    drawLine(raster, Float64Array.of(-50, 5, 4, 5, 4, -80), 1, 1);
    inkLines(raster, inks.trace);
    expect(green(raster, 9, 4)).toBe(0);
    expect([green(raster, 0, 5), green(raster, 4, 0)]).toEqual([200, 200]);
  });
});

describe('the paper in pixels', () => {
  const { dataSet, bulk } = buildWaveform([syntheticGroup({ seconds: 10 })]);
  const recording = readEcgRecording(readWaveformRecord(dataSet, bulk));

  test.each<readonly [number, Gain]>([[96 / 25.4, 10], [96 / 25.4, 5], [96 / 25.4, 20], [3.61, 10], [(96 / 25.4) * 1.25, 10], [(96 / 25.4) * 2, 10]])(
    'at %f device pixels a mm the pulse of %i mm/mV is as high in the picture',
    (scale, gainMmPerMv) => {
      const raster = createRaster(Math.round(280 * scale), Math.round(140 * scale));
      const layout = layoutEcg({ kind: '3x4+1', paperSpeedMmPerS: 25, gainMmPerMv, paperWidthMm: 280, paperHeightMm: 140, durationMs: 10_000 });
      drawPaper(raster, { layout, contents: cellContents(layout, recording), devicePixelsPerMm: scale, devicePixelRatio: 1 }, inks);
      // The pulse stands from 3.5 to 8.5 mm, its left shoulder from 2 to 3.5 mm.
      const [top] = linesInColumn(raster, Math.round(6 * scale), Math.round(33 * scale));
      const [baseline] = linesInColumn(raster, Math.round(2.75 * scale), Math.round(33 * scale));
      expect(Math.abs((baseline! - top!) / scale - gainMmPerMv)).toBeLessThan(0.1);
    },
  );

  test('beats a second apart are 25 mm apart in the picture', () => {
    const scale = 96 / 25.4;
    const raster = createRaster(Math.round(280 * scale), Math.round(140 * scale));
    const layout = layoutEcg({ kind: '3x4+1', paperSpeedMmPerS: 25, gainMmPerMv: 10, paperWidthMm: 280, paperHeightMm: 140, durationMs: 10_000 });
    drawPaper(raster, { layout, contents: cellContents(layout, recording), devicePixelsPerMm: scale, devicePixelRatio: 1 }, inks);
    // Lead II is 1.1 mV high; cut at 0.7 mV above the baseline of the rhythm strip: only R waves reach it, each as two edges.
    const y = Math.round((layout.rows[3]!.baselineYMm - 7) * scale);
    let weight = 0;
    let moment = 0;
    const beats: number[] = [];
    for (let x = Math.round(11 * scale); x < raster.width; x += 1) {
      weight += green(raster, x, y);
      moment += green(raster, x, y) * (x + 0.5);
      // Edges of one R wave lie within 2 mm, beats 25 mm apart.
      const isClear = Array.from({ length: 12 }, (_, ahead) => green(raster, Math.min(raster.width - 1, x + ahead), y)).every((ink) => ink === 0);
      if (isClear && weight > 0) {
        beats.push(moment / weight);
        weight = 0;
        moment = 0;
      }
    }
    expect(beats).toHaveLength(10);
    const intervalMs = ((beats[9]! - beats[0]!) / 9 / scale / 25) * 1000;
    expect(Math.abs(intervalMs - 1000)).toBeLessThan(2);
  });
});
