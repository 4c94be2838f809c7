import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { classifySeries, reasonOf } from '#shared/hanging/series/classify-series.ts';
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

test('each answer says what it rests on', () => {
  expect(reasonOf(classifySeries({ modality: 'MR', seriesDescription: 'T1+C', imageOrientationPatient: [1, 0, 0, 0, 1, 0] }))).toBe(
    'plane axial by orientation; weighting T1 by description; phase enhanced by description',
  );
  expect(reasonOf(classifySeries({ modality: 'CT', seriesDescription: '重建 1' }))).toBe('neither text nor attributes say anything');
});

test('the command answers every line in its order, a broken one too', () => {
  const input = `${JSON.stringify({ id: 'a', modality: 'CT', seriesDescription: '动脉期 冠状位' })}\nno json\n\n${JSON.stringify({ id: 7, modality: 'MR', seriesDescription: null, imageType: ['ORIGINAL', 'LOCALIZER'] })}\n`;
  const { stdout, status } = spawnSync(process.execPath, ['tests/support/series-classes/print-series-classes.ts'], { input, encoding: 'utf8' });
  expect(status).toBe(0);
  const lines = stdout.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toMatchObject([
    { id: 'a', plane: 'coronal', weighting: 'unknown', phase: 'arterial', kernel: 'unknown', localizer: false, bodyPart: 'unknown' },
    { id: null, plane: 'unknown', reason: 'the line is no JSON' },
    { id: 7, localizer: true },
  ]);
});
