import { describe, expect, test } from 'vitest';
import { attentionTexts, caliperText, cellWords, filterTexts, signedMillivolts } from '#renderer/features/ecg/ecg-words.ts';
import { ECG_EN } from '#renderer/text/messages/ecg.en.ts';
import { ECG_ZH_CN } from '#renderer/text/messages/ecg.zh-CN.ts';
import { fillSentence } from '#renderer/text/fill-sentence.ts';
import type { Translate } from '#renderer/text/text-engine.ts';
import { readWaveformRecord } from '#shared/dicom/waveform/waveform-record.ts';
import { cellContents } from '#shared/ecg/cell-content.ts';
import { readEcgRecording } from '#shared/ecg/ecg-recording.ts';
import { layoutEcg } from '#shared/ecg/layout.ts';
import { buildWaveform, type GivenChannel } from '#tests/support/build-waveform.ts';
import { syntheticGroup } from '#tests/support/synthetic-ecg.ts';

const t: Translate = (key, facts) => fillSentence(ECG_ZH_CN[key as keyof typeof ECG_ZH_CN], facts);

function recordingWith(change: (channel: GivenChannel, lead: number) => GivenChannel | undefined) {
  const { dataSet, bulk } = buildWaveform([syntheticGroup({ seconds: 10, change })]);
  return readEcgRecording(readWaveformRecord(dataSet, bulk));
}

describe('readings in words', () => {
  test.each([[0.318, '+0.32'], [-1.049, '−1.05'], [0.004, '0.00'], [-0.004, '0.00']])('%f mV reads %s', (value, text) => {
    expect(signedMillivolts(value)).toBe(text);
  });

  test('an interval is read with its rate, an interval of nothing without', () => {
    expect(caliperText(t, { kind: 'time', intervalMs: 1034.4, ratePerMin: 58.0046 })).toBe('1034 ms · 58 次/分');
    expect(caliperText(t, { kind: 'time', intervalMs: 0, ratePerMin: undefined })).toBe('0 ms');
  });
});

describe('what a reader has to know', () => {
  test('a missing lead, a derived sign, an uncalibrated channel, a label and an electrode that is off are named at their places', () => {
    const recording = recordingWith((channel, lead) => {
      const { unit: _unit, source: _source, ...bare } = channel;
      if (lead === 5) return undefined;
      if (lead === 6) return { ...channel, status: 'DISCONNECTED' };
      if (lead === 7) return { ...bare, source: channel.source! };
      if (lead === 8) return { ...bare, unit: channel.unit!, label: 'V6' };
      return channel;
    });
    const layout = layoutEcg({ kind: 'cabrera', paperSpeedMmPerS: 25, gainMmPerMv: 10, paperWidthMm: 280, paperHeightMm: 140, durationMs: 10_000 });
    const words = cellContents(layout, recording).map((content) => cellWords(t, content)).map(({ name, remark }) => `${name} ${remark}`.trim());
    expect(words).toEqual(['aVL', 'V1', 'I', 'V2', '−aVR', 'V3 未记录', 'II', 'V4 ▲ 电极脱落', 'aVF', 'V5 未定标：没有单位', 'III', 'V6 按标签']);
    expect(attentionTexts(t, recording)).toEqual(['V5 不画：未定标：没有单位', 'V6 没有编码，按标签认定', 'V4：电极脱落']);
  });

  test('filters are written as the object states them, and that we add none', () => {
    expect(filterTexts(t, recordingWith((channel) => channel))).toEqual({ texts: ['0.05–150 Hz', '工频陷波 50 Hz', '本机不加滤波'], isDiagnostic: true });
    expect(filterTexts(t, recordingWith(({ filters: _filters, ...channel }) => channel))).toEqual({ texts: ['滤波未注明', '陷波未注明', '本机不加滤波'], isDiagnostic: true });
    expect(filterTexts(t, recordingWith((channel) => ({ ...channel, filters: { low: 0.05, high: 40, notch: 0 } })))).toEqual({
      texts: ['0.05–40 Hz', '工频陷波 关', '本机不加滤波'], isDiagnostic: false,
    });
  });

  test('both languages have the same keys', () => {
    expect(Object.keys(ECG_EN)).toEqual(Object.keys(ECG_ZH_CN));
  });
});
