import { expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { describeImage, frameDescriptionOf } from '#shared/dicom/image/image-description.ts';
import { measurementLines } from '#renderer/features/viewer/measuring/measurement-words.ts';
import { createFormatters } from '#renderer/text/formatters.ts';
import { fillSentence } from '#renderer/text/fill-sentence.ts';
import { VIEWER_ZH_CN } from '#renderer/text/messages/viewer.zh-CN.ts';
import type { Translate } from '#renderer/text/text-engine.ts';

const t: Translate = (key, facts) => fillSentence(VIEWER_ZH_CN[key as keyof typeof VIEWER_ZH_CN], facts);
const text = { language: 'zh-CN', t, format: createFormatters(t, 'zh-CN') } as const;

/** Secondary Capture and its multi-frame siblings: single bit, grey byte, grey word, true colour. PS3.4 B.5. */
const CAPTURES = ['', '.1', '.2', '.3', '.4'].map((tail) => `1.2.840.10008.5.1.4.1.1.7${tail}`);

test.each(CAPTURES)('a screen capture (%s) is measured in pixels and says why, even where it names a pixel spacing', (SOPClassUID) => {
  // Correctness row 37.
  const image = describeImage(buildDataSet({ SOPClassUID, Modality: 'OT', Rows: 64, Columns: 64, PixelSpacing: [0.5, 0.5] }));
  const spacing = frameDescriptionOf(image, 1)?.spacing;
  if (spacing === undefined) throw new Error('no frame');
  expect(spacing).toEqual({ kind: 'none', reason: 'secondary-capture' });
  expect(measurementLines(text, [{ quantity: 'length', value: 200, unit: '{px}' }], spacing, 1, 1)).toEqual(['① 200.0 px', 'px/SC（截屏影像） · 层 1']);
});
