import { expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { cineTimingOf } from '#shared/dicom/image/cine-timing.ts';

const timing = (attributes: Parameters<typeof buildDataSet>[0], frameCount = 4) => cineTimingOf(buildDataSet(attributes), frameCount);

test('a frame stays until the next one comes, as the vector says; the last as long as the one before', () => {
  // Steps to frames 2, 3, 4: 20, 40, 80 ms. The first value has no meaning.
  expect(timing({ FrameIncrementPointer: '00181065', FrameTimeVector: [0, 20, 40, 80] })).toMatchObject({ source: 'frame-time-vector', durationsMs: [20, 40, 80, 80] });
});

test('a vector that the image points to goes before the nominal times', () => {
  expect(timing({ FrameIncrementPointer: '00181065', FrameTimeVector: [40, 40, 40, 40], RecommendedDisplayFrameRate: 10, FrameTime: 30 })).toMatchObject({ source: 'frame-time-vector' });
});

test('the recommended rate goes before the frame time, the frame time before the cine rate', () => {
  // 15 a second: 66.67 ms
  const { durationsMs } = timing({ RecommendedDisplayFrameRate: 15, FrameTime: 33, CineRate: 60 }) as { durationsMs: readonly number[] };
  expect(durationsMs[0]).toBeCloseTo(66.667, 3);
  expect(timing({ FrameTime: 33, CineRate: 60 })).toMatchObject({ source: 'frame-time', durationsMs: [33, 33, 33, 33] });
  expect(timing({ CineRate: 50 })).toMatchObject({ source: 'cine-rate', durationsMs: [20, 20, 20, 20] });
});

test('a gated study of nuclear medicine has its time with the gate', () => {
  const gate = buildDataSet({ DataInformationSequence: [buildDataSet({ FrameTime: 62.5 })] });
  expect(timing({ GatedInformationSequence: [gate] })).toMatchObject({ source: 'gated', durationsMs: [62.5, 62.5, 62.5, 62.5] });
});

test('the frames of an enhanced image have the time between their trigger delays', () => {
  const frames = [0, 50, 90, 150].map((delay) => buildDataSet({ CardiacSynchronizationSequence: [buildDataSet({ NominalCardiacTriggerDelayTime: delay })] }));
  expect(timing({ PerFrameFunctionalGroupsSequence: frames })).toMatchObject({ source: 'frame-content', durationsMs: [50, 40, 60, 60] });
});

test('a vector of another length, a nought and a negative time say nothing', () => {
  expect(timing({ FrameIncrementPointer: '00181065', FrameTimeVector: [0, 20] })).toEqual({ kind: 'none' });
  expect(timing({ FrameTime: 0 })).toEqual({ kind: 'none' });
  expect(timing({ FrameTimeVector: [0, 20, -20, 20], CineRate: 25 })).toMatchObject({ source: 'cine-rate' });
});

test('a clip may be trimmed and may run back and forth', () => {
  expect(timing({ CineRate: 10, StartTrim: 2, StopTrim: 3, PreferredPlaybackSequencing: 1 })).toMatchObject({ firstIndex: 1, lastIndex: 2, isSweeping: true });
  expect(timing({ CineRate: 10, StartTrim: 9, StopTrim: 1 })).toMatchObject({ firstIndex: 0, lastIndex: 3, isSweeping: false });
});

test('a single picture does not move', () => {
  expect(timing({ CineRate: 10 }, 1)).toEqual({ kind: 'none' });
});
