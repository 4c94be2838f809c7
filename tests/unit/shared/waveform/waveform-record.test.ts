import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  channelMillivolts, channelRawValues, readWaveformRecord, waveformBulkPaths, type MultiplexGroup, type ReadableGroup,
} from '#shared/dicom/waveform/waveform-record.ts';
import { buildWaveform, mdcLead, MICROVOLT, MILLIVOLT, type GivenChannel, type GivenGroup } from '#tests/support/build-waveform.ts';

function firstGroup(group: GivenGroup): MultiplexGroup {
  const { dataSet, bulk } = buildWaveform([group]);
  return readWaveformRecord(dataSet, bulk).groups[0]!;
}

function readable(group: GivenGroup): ReadableGroup {
  const read = firstGroup(group);
  if (read.status !== 'readable') throw new Error(`refused: ${read.reason}`);
  return read;
}

const leadOne = (channel: Partial<GivenChannel> & { readonly raw: readonly number[] }): GivenChannel => ({
  source: mdcLead(1), sensitivity: 1, unit: MICROVOLT, correctionFactor: 1, baseline: 0, ...channel,
});

describe('millivolts', () => {
  test.each([
    // raw x sensitivity = 1000 uV = 1 mV
    [1.25, 800], [2.5, 400], [5, 200],
    // 4.88 x 205 = 1000.4 uV; 2.44 x 410 = 1000.4 uV
    [4.88, 205], [2.44, 410],
  ])('a step of %f uV times %i is a millivolt', (sensitivity, raw) => {
    const values = channelMillivolts(readable({ channels: [leadOne({ raw: [raw, -raw, 0], sensitivity })] }), 1)!;
    expect([...values].map((value) => Number(value.toFixed(4)))).toEqual([(raw * sensitivity) / 1000, (-raw * sensitivity) / 1000, 0].map((value) => Number(value.toFixed(4))));
    expect(values[0]).toBeCloseTo(1, 3);
  });

  test.each([
    ['SB', [-128, 127]], ['UB', [0, 255]], ['SS', [-32_768, 32_767]], ['US', [0, 65_535]], ['SL', [-2_147_483_648, 2_147_483_647]], ['UL', [0, 4_294_967_295]],
  ] as const)('%s samples are read over their whole range', (format, raw) => {
    const group = readable({ format, channels: [leadOne({ raw })] });
    expect([...channelRawValues(group, 1)]).toEqual([...raw]);
    // 1 uV a step
    expect([...channelMillivolts(group, 1)!]).toEqual(raw.map((value) => value * 0.001));
  });

  test('sensitivity is corrected first and the baseline is added after, in the unit of the channel', () => {
    const group = readable({ channels: [leadOne({ raw: [200, -40], sensitivity: 2.5, correctionFactor: 0.9, baseline: 50 })] });
    // 200 x 2.5 x 0.9 + 50 = 500 uV; -40 x 2.5 x 0.9 + 50 = -40 uV
    expect([...channelMillivolts(group, 1)!]).toEqual([0.5, -0.04]);
  });

  test.each([['nV', 1e-6], ['uV', 1e-3], ['\u00b5V', 1e-3], ['\u03bcV', 1e-3], ['mV', 1], ['V', 1000]])('a unit of %s is %f mV', (value, millivolts) => {
    const group = readable({ channels: [leadOne({ raw: [3], unit: { value, scheme: 'UCUM', meaning: '' } })] });
    expect(channelMillivolts(group, 1)![0]).toBeCloseTo(3 * millivolts, 12);
  });

  test('each channel of an interleaved group keeps its own calibration', () => {
    const group = readable({
      channels: [leadOne({ raw: [1, 2, 3] }), leadOne({ raw: [10, 20, 30], source: mdcLead(2), sensitivity: 0.005, unit: MILLIVOLT })],
    });
    expect([1, 2].map((number) => [...channelMillivolts(group, number)!])).toEqual([[0.001, 0.002, 0.003], [0.05, 0.1, 0.15]]);
  });

  test('a part of a channel is the same samples as the whole', () => {
    fc.assert(fc.property(
      fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 1, maxLength: 40 }), fc.nat(50), fc.nat(50),
      (raw, firstIndex, length) => {
        const group = readable({ channels: [leadOne({ raw }), leadOne({ raw: raw.map((value) => -1 - value), source: mdcLead(2) })] });
        const whole = channelRawValues(group, 2);
        expect(channelRawValues(group, 2, firstIndex, firstIndex + length)).toEqual(whole.slice(firstIndex, firstIndex + length));
      },
    ));
  });

  test('padding is a gap and never a voltage', () => {
    const group = readable({ padding: -32_768, channels: [leadOne({ raw: [100, -32_768, -32_767] }), leadOne({ raw: [-32_768, 5, 6], source: mdcLead(2) })] });
    expect([...channelMillivolts(group, 1)!]).toEqual([0.1, NaN, -32.767]);
    expect([...channelMillivolts(group, 2)!]).toEqual([NaN, 0.005, 0.006]);
  });

  test('without a padding value every sample counts', () => {
    expect([...channelRawValues(readable({ channels: [leadOne({ raw: [-32_768] })] }), 1)]).toEqual([-32_768]);
  });

  test('bytes are taken in the order of the transfer syntax', () => {
    const { dataSet, bulk } = buildWaveform([{ channels: [leadOne({ raw: [1, -2] })], padding: -2, isBigEndian: true }]);
    const valuesIn = (transferSyntaxUid?: string) => {
      const group = readWaveformRecord(dataSet, bulk, transferSyntaxUid).groups[0] as ReadableGroup;
      return [...channelRawValues(group, 1)];
    };
    expect(valuesIn('1.2.840.10008.1.2.2')).toEqual([1, NaN]);
    // 0001H read the other way round is 0100H = 256; FFFEH is FEFFH = -257, which is the padding as well.
    expect(valuesIn()).toEqual([256, NaN]);
  });
});

describe('what is not calibrated', () => {
  const reasonOf = (channel: GivenChannel) => {
    const { calibration } = readable({ channels: [channel] }).channels[0]!;
    return calibration.kind === 'not-calibrated' ? calibration.reason : calibration.kind;
  };

  test('a channel without sensitivity has raw values and no millivolts', () => {
    const group = readable({ channels: [{ raw: [7, 8], source: mdcLead(1) }] });
    expect(channelMillivolts(group, 1)).toBeUndefined();
    expect([...channelRawValues(group, 1)]).toEqual([7, 8]);
  });

  test.each([
    ['no unit', { raw: [1], sensitivity: 1 }, 'no-unit'],
    ['a unit of another scheme', leadOne({ raw: [1], unit: { value: 'uV', scheme: '99CART', meaning: '' } }), 'unknown-unit'],
    ['a megavolt, which nobody has', leadOne({ raw: [1], unit: { value: 'MV', scheme: 'UCUM', meaning: '' } }), 'unknown-unit'],
    ['a pressure', leadOne({ raw: [1], unit: { value: 'mm[Hg]', scheme: 'UCUM', meaning: '' } }), 'not-a-voltage'],
    ['a sensitivity of nothing', leadOne({ raw: [1], sensitivity: 0 }), 'unreadable-value'],
    ['a sensitivity that is no number', leadOne({ raw: [1], sensitivity: '1,25' }), 'unreadable-value'],
    ['no sensitivity', { raw: [1], unit: MICROVOLT }, 'no-sensitivity'],
    ['a status that says so', leadOne({ raw: [1], status: 'UNCALIBRATED' }), 'declared'],
  ] as const)('%s is a reason', (_name, channel, reason) => {
    expect(reasonOf(channel)).toBe(reason);
  });

  test('an absent correction factor and an absent baseline are taken as 1 and 0, and that is said', () => {
    const { calibration } = readable({ channels: [{ raw: [1], sensitivity: 5, unit: MICROVOLT }] }).channels[0]!;
    expect(calibration).toMatchObject({ kind: 'millivolts', correctionFactor: 1, baseline: 0, assumed: ['correction-factor', 'baseline'] });
  });

  test('a disconnected electrode is reported', () => {
    expect(readable({ channels: [leadOne({ raw: [1], status: 'DISCONNECTED' })] }).channels[0]!.statuses).toEqual(['DISCONNECTED']);
  });
});

describe('groups', () => {
  const one = [leadOne({ raw: [1, 2, 3, 4] })];

  test.each([
    ['mu-law samples', { channels: one, format: 'MB' }, 'companded'],
    ['A-law samples', { channels: one, format: 'AB' }, 'companded'],
    ['64-bit samples', { channels: one, format: 'SV' }, 'unsupported-sample-format'],
    ['an interpretation that does not fit the bits', { channels: one, overrides: { WaveformBitsAllocated: 8 } }, 'unsupported-sample-format'],
    ['no sampling frequency', { channels: one, overrides: { SamplingFrequency: undefined } }, 'no-sampling-frequency'],
    ['a sampling frequency of 0', { channels: one, overrides: { SamplingFrequency: 0 } }, 'no-sampling-frequency'],
    ['no channel', { channels: one, overrides: { ChannelDefinitionSequence: [] } }, 'no-channels'],
    ['more channels than are described', { channels: one, overrides: { NumberOfWaveformChannels: 2 } }, 'channel-count-mismatch'],
  ] as const)('%s is refused with its reason', (_name, group, reason) => {
    expect(firstGroup(group)).toMatchObject({ status: 'refused', reason, groupNumber: 1 });
  });

  test('data that are not held are a refusal, not an empty curve', () => {
    const { dataSet } = buildWaveform([{ channels: one }]);
    expect(readWaveformRecord(dataSet, () => undefined).groups[0]).toMatchObject({ status: 'refused', reason: 'no-data' });
  });

  test.each([[6, 'shorter-than-declared', 4], [2, 'longer-than-declared', 2]] as const)('%i declared samples for 4 that came: %s', (declared, problem, count) => {
    const group = readable({ channels: one, overrides: { NumberOfWaveformSamples: declared } });
    expect([group.problems, group.sampleCount]).toEqual([[problem], count]);
  });

  test('one byte more, to an even length, is no problem', () => {
    const { dataSet, bulk } = buildWaveform([{ channels: [leadOne({ raw: [1, 2, 3] })], format: 'SB' }]);
    const group = readWaveformRecord(dataSet, (path) => Uint8Array.of(...bulk(path)!, 0)).groups[0] as ReadableGroup;
    expect([group.problems, group.sampleCount]).toEqual([[], 3]);
  });

  test('every group is read, in order, with its own rate and start', () => {
    const { dataSet, bulk } = buildWaveform([
      { channels: one, label: 'RHYTHM', samplingFrequencyHz: 1000 },
      { channels: one, label: 'MEDIAN BEAT', originality: 'DERIVED', samplingFrequencyHz: 250, timeOffsetMs: 120.5 },
    ]);
    const groups = readWaveformRecord(dataSet, bulk).groups as readonly ReadableGroup[];
    expect(groups.map(({ groupNumber, label, originality, samplingFrequencyHz, timeOffsetMs }) => [groupNumber, label, originality, samplingFrequencyHz, timeOffsetMs])).toEqual([
      [1, 'RHYTHM', 'ORIGINAL', 1000, 0],
      [2, 'MEDIAN BEAT', 'DERIVED', 250, 120.5],
    ]);
  });

  test('skew in seconds and skew in samples are the same time', () => {
    const group = readable({ samplingFrequencyHz: 500, channels: [leadOne({ raw: [1], timeSkewS: 0.004 }), leadOne({ raw: [1], source: mdcLead(2), sampleSkew: 2 })] });
    // 0.004 s = 4 ms; 2 samples at 500 Hz = 4 ms
    expect(group.channels.map((channel) => channel.skewMs)).toEqual([4, 4]);
  });

  test('filters are read as they are stated', () => {
    const group = readable({ channels: [leadOne({ raw: [1], filters: { low: 0.05, high: 150, notch: 50 } }), leadOne({ raw: [1], source: mdcLead(2) })] });
    expect(group.channels.map(({ filters }) => [filters.lowFrequencyHz, filters.highFrequencyHz, filters.notchFrequencyHz])).toEqual([
      [0.05, 150, 50], [undefined, undefined, undefined],
    ]);
  });
});

describe('where the bytes come from', () => {
  const channels = [leadOne({ raw: [258, -1] })];

  test('inline binary needs no bulk request', () => {
    const { dataSet } = buildWaveform([{ channels }]);
    const item = dataSet['54000100']!.Value![0] as Record<string, unknown>;
    // 258 = 0102H and -1 = FFFFH, little endian: 02 01 FF FF, in base64 AgH//w==
    const inline = { ...dataSet, 54000100: { vr: 'SQ', Value: [{ ...item, 54001010: { vr: 'OW', InlineBinary: 'AgH//w==' } }] } };
    const group = readWaveformRecord(inline, () => { throw new Error('asked for bulk data'); }).groups[0] as ReadableGroup;
    expect([...channelRawValues(group, 1)]).toEqual([258, -1]);
    expect(waveformBulkPaths(inline)).toEqual([]);
  });

  test('bulk paths count items from one', () => {
    expect(waveformBulkPaths(buildWaveform([{ channels }, { channels }]).dataSet)).toEqual(['54000100/1/54001010', '54000100/2/54001010']);
  });

  test('metadata that leave the samples out are asked for by their place', () => {
    const { dataSet, bulk } = buildWaveform([{ channels }]);
    const { 54001010: _left, ...item } = dataSet['54000100']!.Value![0] as Record<string, unknown>;
    const bare = { ...dataSet, 54000100: { vr: 'SQ', Value: [item] } } as typeof dataSet;
    expect(waveformBulkPaths(bare)).toEqual(['54000100/1/54001010']);
    expect(readWaveformRecord(bare, bulk).groups[0]!.status).toBe('readable');
  });

  test('inline binary that is not base64 is refused', () => {
    const { dataSet } = buildWaveform([{ channels }]);
    const item = dataSet['54000100']!.Value![0] as Record<string, unknown>;
    const broken = { ...dataSet, 54000100: { vr: 'SQ', Value: [{ ...item, 54001010: { vr: 'OW', InlineBinary: 'A*==' } }] } } as typeof dataSet;
    expect(readWaveformRecord(broken, () => undefined).groups[0]).toMatchObject({ status: 'refused', reason: 'no-data' });
  });
});
