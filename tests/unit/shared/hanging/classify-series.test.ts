import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { classifySeries } from '#shared/hanging/series/classify-series.ts';
import { reasonOf } from '#shared/hanging/series/series-reason.ts';
import type { DescribedSeries } from '#shared/dicom/image/described-series.ts';
import { readLabelledSeries, type LabelledSeries } from '../../../support/series-classes/labelled-series.ts';

const labelled = readLabelledSeries();

const answers = new Map(labelled.map((one) => [one, answersTo(one)]));

function answersTo({ series }: LabelledSeries): LabelledSeries['label'] {
  const { plane, weighting, phase, kernel, isLocalizer, bodyPart } = classifySeries(series);
  return { plane: plane.value, weighting: weighting.value, phase: phase.value, kernel: kernel.value, localizer: String(isLocalizer.value), bodyPart: bodyPart.value };
}

describe.each(['open', 'held-back'] as const)('the %s share of the labelled list', (share) => {
  const list = labelled.filter((one) => one.share === share);
  const wrong = (answer: keyof LabelledSeries['label']) => list.filter((one) => answers.get(one)?.[answer] !== one.label[answer]).map(({ series }) => series.seriesDescription);

  test('its planes are right in 97 of 100', () => {
    expect(wrong('plane').length / list.length, wrong('plane').join(' | ')).toBeLessThanOrEqual(0.03);
  });

  test.each(['weighting', 'phase', 'kernel'] as const)('its %s is right in 92 of 100', (answer) => {
    expect(wrong(answer).length / list.length, wrong(answer).join(' | ')).toBeLessThanOrEqual(0.08);
  });

  test.each(['plane', 'weighting', 'phase', 'kernel'] as const)('what is unknown is claimed to be a %s in at most 5 of 100', (answer) => {
    const unknown = list.filter(({ label }) => label[answer] === 'unknown');
    const claimed = unknown.filter((one) => answers.get(one)?.[answer] !== 'unknown').map(({ series }) => series.seriesDescription);
    expect(claimed.length / unknown.length, claimed.join(' | ')).toBeLessThanOrEqual(0.05);
  });

  test('localizers are told from pictures that are read', () => {
    expect(wrong('localizer')).toEqual([]);
  });
});

test('the list holds at least 1,000 descriptions, 200 of them held back', () => {
  expect(labelled.length).toBeGreaterThanOrEqual(1000);
  expect(labelled.filter(({ share }) => share === 'held-back').length).toBeGreaterThanOrEqual(200);
});

test.each([
  // A normal tilted by 25 degrees: cos 25 = 0.9063, sin 25 = 0.4226. Below 35: the disc is axial.
  [[1, 0, 0, 0, 0.9063, 0.4226], 'axial'],
  // By 44 degrees: cos 44 = 0.7193, sin 44 = 0.6947. From 40 on: oblique, whatever the text says.
  [[1, 0, 0, 0, 0.7193, 0.6947], 'oblique'],
  [[1, 0, 0, 0, 0, -1], 'coronal'],
  [[0, 1, 0, 0, 0, -1], 'sagittal'],
])('the orientation %j beats a text that says otherwise', (imageOrientationPatient, plane) => {
  expect(classifySeries({ modality: 'MR', seriesDescription: 'T2 OBL COR FS', imageOrientationPatient }).plane).toEqual({ value: plane, source: 'orientation' });
});

test.each(['THORAX', 'CORONARY', 'HEART', 'SATURATION', 'TRACHEA', 'T12'])('a fragment of %s claims nothing', (seriesDescription) => {
  const { plane, phase, weighting } = classifySeries({ modality: 'MR', seriesDescription });
  expect([plane.value, phase.value, weighting.value]).toEqual(['unknown', 'unknown', 'unknown']);
});

test('a description that says the phase beats the protocol and the agent', () => {
  const series = { modality: 'CT', seriesDescription: '平扫', protocolName: '上腹部增强', contrastBolusAgent: 'Iohexol' };
  expect(classifySeries(series).phase).toEqual({ value: 'plain', source: 'description' });
  expect(classifySeries({ ...series, seriesDescription: '5mm' }).phase).toEqual({ value: 'enhanced', source: 'protocol' });
  expect(classifySeries({ ...series, seriesDescription: '5mm', protocolName: '' }).phase).toEqual({ value: 'enhanced', source: 'agent' });
});

test.each<[DescribedSeries, string]>([
  [{ modality: 'MR', seriesDescription: 'T1+C', imageOrientationPatient: [1, 0, 0, 0, 1, 0] }, 'plane axial: orientation of the slices 1\\0\\0\\0\\1\\0; weighting T1: the description says “t1”; phase enhanced: the description says “+c”'],
  [{ modality: 'CT', seriesDescription: '重建 1' }, 'neither text nor attributes say anything'],
  [{ modality: 'CT', seriesDescription: '上腹部平扫+增强', contrastBolusAgent: '碘海醇' }, 'phase unknown: the whole examination is named, or several phases, or a perfusion (the description); body part ABDOMEN: the description'],
  [{ modality: 'CT', seriesDescription: '5mm', contrastBolusAgent: '碘海醇', convolutionKernel: ['B70f'], bodyPartExamined: 'CHEST' }, 'phase enhanced: a contrast agent is given and no phase is named; kernel lung: reconstruction kernel B70f, body part CHEST; body part CHEST: Body Part Examined'],
  [{ modality: 'MR', seriesDescription: '', scanningSequence: ['SE'], repetitionTime: 4200, echoTime: 98 }, 'weighting T2: SE, repetition 4200 ms, echo 98 ms'],
  [{ modality: 'CT', seriesDescription: '肺穿刺定位' }, 'no localizer: a place is found for a needle, a wire or a beam; body part LUNG: the description'],
])('the reason of %j names the evidence', (series, reason) => {
  expect(reasonOf(series, classifySeries(series))).toBe(reason);
});

test('what fills a whole page is no description, and takes no longer to read', () => {
  // Patterns that look ahead from every `t2` take four times as long for twice as many: measured without the limit, 8,000 of them 0.36 s, so these a quarter of an hour.
  const page = 't2 '.repeat(400_000);
  const { weighting } = classifySeries({ modality: 'MR', seriesDescription: page, protocolName: page, bodyPartExamined: page });
  expect(weighting.value).toBe('T2');
});

describe('the command', () => {
  const described = (fields: Record<string, unknown>) => JSON.stringify({ modality: 'CT', ...fields });
  const print = (input: string) => {
    const { stdout, status } = spawnSync(process.execPath, ['tests/support/series-classes/print-series-classes.ts'], { input, encoding: 'utf8' });
    expect(status).toBe(0);
    return stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  };

  test('answers every line in its order: empty, broken, no object, another type, the mark of byte order', () => {
    const lines = [
      `\uFEFF${described({ id: 'a', seriesDescription: '动脉期 冠状位' })}\r`, '\r', 'no json', '{"id":"cut","modality":"CT","series', '[1,2]',
      described({ id: 7, seriesDescription: null, imageType: 'ORIGINAL\\PRIMARY\\LOCALIZER' }),
      described({ id: 'text', seriesDescription: { a: 1 }, imageOrientationPatient: '[1, 0, 0, 0, 1, 0]', unknownKey: [] }),
      described({ seriesDescription: '平扫' }),
    ];
    expect(print(lines.join('\n'))).toMatchObject([
      { id: 'a', plane: 'coronal', weighting: 'unknown', phase: 'arterial', kernel: 'unknown', localizer: false, bodyPart: 'unknown' },
      { id: null, plane: 'unknown', reason: 'the line is empty' },
      { id: null, plane: 'unknown', reason: 'the line is no JSON' },
      { id: 'cut', plane: 'unknown', phase: 'unknown', reason: 'the line is no JSON' },
      { id: null, reason: 'the line is no JSON object' },
      { id: 7, localizer: true },
      { id: 'text', plane: 'axial', phase: 'unknown' },
      { id: null, phase: 'plain' },
    ]);
  });
});
