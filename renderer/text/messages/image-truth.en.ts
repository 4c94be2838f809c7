import type { EnglishOf } from '../english-of.ts';
import type { IMAGE_TRUTH_ZH_CN } from './image-truth.zh-CN.ts';

export const IMAGE_TRUTH_EN = {
  'truth.windows': 'Windows of the image {{count}}',
  'truth.outlines': 'Outline segments only',
  'truth.report-graphics': 'Graphics of the structured report',
  'truth.report-graphics-count': 'All {{count}} graphics',
  'truth.suv-others': '[SUVlbm {{lean}}][ · SUVbsa {{surface}}]',
} satisfies EnglishOf<typeof IMAGE_TRUTH_ZH_CN>;
