import { describe, expect, test } from 'vitest';
import { layOutPaper } from '#main/documents/paper/lay-out-paper.ts';
import { A4_ACROSS, type Paper } from '#main/documents/paper/shapes.ts';
import { createTypesetter } from '#main/documents/paper/typesetter.ts';
import { renderReportPdf } from '#main/documents/report-pdf.ts';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import { mdcLead, MILLIVOLT, STANDARD_LEAD_NUMBERS, type GivenChannel, type GivenGroup } from '#tests/support/build-waveform.ts';
import { strokedPaths } from '#tests/support/pdf-vectors.ts';
import { testAssets } from '#tests/support/report-kit.ts';
import { infarctionReport, recordingOf } from '#tests/support/sample-ecg-report.ts';
import { syntheticGroup } from '#tests/support/synthetic-ecg.ts';

const assets = testAssets();
const fonts = { regular: assets.regular.open(), bold: assets.bold.open() };
const widthEm = (face: 'regular' | 'bold') => {
  const known = new Map<string, number>();
  return (text: string) => {
    const width = known.get(text) ?? fonts[face].layout(text).advanceWidth / fonts[face].unitsPerEm;
    known.set(text, width);
    return width;
  };
};
const typesetter = createTypesetter({ regular: widthEm('regular'), bold: widthEm('bold') });
const proof = { verificationCode: '7K4M-92QX', qr: { size: 37, isDark: (row: number, column: number) => (row + column) % 2 === 0 } };
const textsOf = (paper: Paper, page: number) => paper.pages[page]!.flatMap(({ shapes }) => shapes.flatMap((shape) => (shape.kind === 'text' ? [shape] : [])));
const wordsOf = (paper: Paper) => paper.pages.flatMap((_, page) => textsOf(paper, page).map(({ text }) => text)).join(' ');

const MM_PER_PT = 25.4 / 72;
/** The traces, in mm: they are the only black lines of 0.28 mm with many points; the pulses are those of six points. */
async function tracesOf(report: CanonicalReport): Promise<readonly (readonly (readonly [x: number, y: number])[])[]> {
  const paths = strokedPaths(await renderReportPdf(report, assets, { preview: true }));
  return paths.filter(({ colour, widthPt }) => colour === '15181a' && Math.abs(widthPt * MM_PER_PT - 0.28) < 0.001)
    .flatMap(({ lines }) => lines)
    .map((line) => line.map(([x, y]) => [x * MM_PER_PT, y * MM_PER_PT] as const));
}
const isPulse = (line: readonly unknown[]) => line.length === 6;

/** Twelve leads in which a square of 1 mV stands for 200 ms at the start of each second: a pulse and a rhythm in one. */
function squares(samplingFrequencyHz: number, sensitivityMv: number, format: GivenGroup['format'], baselineMv: number, isShuffled: boolean): GivenGroup {
  const channel = (lead: number): GivenChannel => ({
    raw: Array.from({ length: samplingFrequencyHz * 10 }, (_, index) => {
      const isHigh = (index % samplingFrequencyHz) / samplingFrequencyHz < 0.2;
      return Math.round(((isHigh ? 1 : 0) - baselineMv) / sensitivityMv);
    }),
    source: mdcLead(lead), sensitivity: sensitivityMv, unit: MILLIVOLT, correctionFactor: 1, baseline: baselineMv,
  });
  const channels = STANDARD_LEAD_NUMBERS.map(channel);
  return { channels: isShuffled ? channels.toReversed() : channels, samplingFrequencyHz, ...(format === undefined ? {} : { format }), label: 'RHYTHM' };
}

describe('true scale, measured from the vectors of the PDF', () => {
  test.each([
    // sensitivity in mV; 8 bits hold 1 mV only in coarse steps
    [500, 0.00125, 'SS', 0, false],
    [1000, 0.00244, 'SS', 0.3, true],
    [250, 0.00488, 'SL', -0.2, false],
    [500, 0.005, 'SL', 0, true],
    [500, 0.01, 'SB', 0, false],
    [250, 0.005, 'US', 0, false],
  ] as const)('%i Hz, %f mV a step, %s, baseline %f mV, shuffled %s', async (hertz, sensitivityMv, format, baselineMv, isShuffled) => {
    const report = infarctionReport(recordingOf(squares(hertz, sensitivityMv, format, baselineMv, isShuffled)));
    const lines = await tracesOf(report);
    const pulses = lines.filter(isPulse);
    expect(pulses).toHaveLength(4);
    for (const pulse of pulses) {
      // Shoulder, up, 1 mV, down: 10 mm high, 200 ms = 5 mm wide.
      expect(Math.abs(pulse[2]![1] - pulse[1]![1] - 10)).toBeLessThan(0.01);
      expect(Math.abs(pulse[3]![0] - pulse[2]![0] - 5)).toBeLessThan(0.01);
    }
    const traces = lines.filter((line) => line.length > 100);
    expect(traces).toHaveLength(13);
    for (const trace of traces) {
      const heights = trace.map(([, y]) => y);
      expect(Math.abs(Math.max(...heights) - Math.min(...heights) - 10)).toBeLessThan(0.1);
    }
    // The rhythm strip: rises every 1000 ms, 25 mm; 2 ms are 0.05 mm.
    const strip = traces.toSorted((left, right) => right.length - left.length)[0]!;
    const middle = (Math.max(...strip.map(([, y]) => y)) + Math.min(...strip.map(([, y]) => y))) / 2;
    const rises = strip.flatMap(([x, y], index) => (index > 0 && strip[index - 1]![1] < middle && y >= middle ? [x] : []));
    expect(rises.length).toBeGreaterThanOrEqual(9);
    const intervals = rises.slice(1).map((x, index) => ((x - rises[index]!) / 25) * 1000);
    for (const interval of intervals) expect(Math.abs(interval - 1000)).toBeLessThan(2);
  });

  test('at 50 mm/s and 20 mm/mV everything is twice as large', async () => {
    const pulses = (await tracesOf(infarctionReport(recordingOf(squares(500, 0.005, 'SS', 0, false)), { paperSpeedMmPerS: 50, gainMmPerMv: 20, layout: '6x2' }))).filter(isPulse);
    expect(pulses).toHaveLength(6);
    expect(pulses[0]![2]![1] - pulses[0]![1]![1]).toBeCloseTo(20, 2);
    expect(pulses[0]![3]![0] - pulses[0]![2]![0]).toBeCloseTo(10, 2);
  });

  test('a missing lead stays blank and the others keep their places', async () => {
    const without = recordingOf(syntheticGroup({ seconds: 10, change: (channel, lead) => (lead === 5 ? undefined : channel) }));
    const report = infarctionReport(without);
    expect((await tracesOf(report)).filter((line) => line.length > 100)).toHaveLength(12);
    expect(wordsOf(layOutPaper(report, typesetter, proof))).toContain('V3　未记录');
  });
});

describe('the sheet', () => {
  const recording = recordingOf(syntheticGroup({ seconds: 10 }));
  const report = infarctionReport(recording);

  test('lies across, on one page, with every number, sentence and name', () => {
    const paper = layOutPaper(report, typesetter, proof);
    const words = wordsOf(paper);
    const expected = [
      '云岫县人民医院　心电图报告单', '澜州市第一医院远程影像诊断中心出具', '◆ 危急值　红', '陈桂兰', '25 mm/s　10 mm/mV　0.05–150 Hz', '500 Hz 采样', '测量（医师调整）', '58 次/分', '212 ms',
      '400 ms Fridericia', '−44°', '不能测量（T 波不清）', '1.20 mV', 'III 0.32', 'aVL −0.21', '急性下壁心肌梗死', '立即启动胸痛流程', '危急值通报', '09:43 通知', '急诊科 孟庆（工号 0317）', '2026-05-12 10:21', 'PR　164 → 212（＋48）', '心率　68 → 58（−10）',
      '周牧', '林知远', '第 1 页　共 1 页', '验真码 7K4M-92QX', '阳性',
    ];
    expect([paper.isAcross, paper.pages.length, expected.filter((part) => !words.replaceAll(' ', '').includes(part.replaceAll(' ', '')))]).toEqual([true, 1, []]);
  });

  test('says when its filter is not for diagnosis, and only then', () => {
    const muscle = infarctionReport(recording, { filters: { highPassHz: 0.5, lowPassHz: 40, notchHz: 50 }, isDiagnostic: false });
    expect(wordsOf(layOutPaper(muscle, typesetter, proof))).toContain('0.5–40 Hz　50 Hz 陷波');
    expect(wordsOf(layOutPaper(muscle, typesetter, proof))).toContain('▲ 非诊断滤波，不用于判读 ST 段');
    expect(wordsOf(layOutPaper(report, typesetter, proof))).not.toContain('非诊断滤波');
  });

  test('says when its leads were recorded one after another, and only then', () => {
    const inTurns = infarctionReport(recording, { leadTurns: 4, isDiagnostic: false });
    expect(wordsOf(layOutPaper(inTurns, typesetter, proof))).toContain('▲ 非诊断滤波，不用于判读 ST 段　▲ 导联分 4 组先后记录，各组分别测量');
    expect(wordsOf(layOutPaper(report, typesetter, proof))).not.toContain('先后记录');
  });

  test('lets no text run over its margins, and long words go to further sheets that are signed at the end', () => {
    const long = { ...report, impression: Array.from({ length: 40 }, (_, index) => `${report.impression[index % 4]}，${report.recommendation}`), findings: report.recommendation.repeat(12) };
    const noted = infarctionReport(recording, { leadTurns: 4, isDiagnostic: false, filters: { highPassHz: 0.5, lowPassHz: 100, notchHz: 50 }, deviceFilters: '设备 0.05–150 Hz' });
    for (const paper of [layOutPaper(report, typesetter, proof), layOutPaper(noted, typesetter, proof), layOutPaper(long, typesetter, undefined)]) {
      const over = paper.pages.flatMap((_, page) => textsOf(paper, page)).filter((shape) => {
        const end = shape.x + typesetter.width(shape.text, { ...shape, leading: 1 });
        return shape.rotation === 0 && (shape.x < 28 || end > A4_ACROSS.widthPt - 27 || shape.baseline > A4_ACROSS.heightPt - 12);
      });
      expect(over.map((shape) => shape.text)).toEqual([]);
    }
    const paper = layOutPaper(long, typesetter, proof);
    expect(paper.pages.length).toBeGreaterThan(1);
    expect(textsOf(paper, 0).some(({ text }) => text === '审核医师')).toBe(false);
    expect(textsOf(paper, paper.pages.length - 1).some(({ text }) => text === '审核医师')).toBe(true);
    expect(wordsOf(paper)).toContain('40. ');
  });

  test('is the same to the last byte when made again', async () => {
    const [one, again] = await Promise.all([renderReportPdf(report, assets, { preview: false }), renderReportPdf(report, assets, { preview: false })]);
    expect(Buffer.compare(one, again)).toBe(0);
  });
});
