import type { EnglishOf } from '../english-of.ts';
import type { IMAGE_TRUTH_ZH_CN } from './image-truth.zh-CN.ts';

export const IMAGE_TRUTH_EN = {
  'truth.windows': 'Windows of the image {{count}}',
  'truth.outlines': 'Outline segments only',
  'truth.name-repaired': 'charset',
  'truth.legend-more': '{{count}} more',
  'truth.report-graphics': 'Graphics of the structured report',
  'truth.report-graphics-count': 'All {{count}} graphics',
  'truth.display.never': '▲ Display not checked',
  'truth.display.due': '▲ Display last checked {{date}}: due again',
  'truth.display.failed': '◆ Display check failed ({{date}})',
  'truth.display.good': 'Display checked {{date}}',
  'truth.display.title': 'Display check',
  'truth.display.lead': 'A page cannot measure light. Look at the picture in the light that you read in, and confirm each line; it holds for {{days}} days.',
  'truth.display.pattern': 'Test pattern',
  'truth.display.black': 'The 5 % square in the black one is seen',
  'truth.display.white': 'The 95 % square in the white one is seen',
  'truth.display.steps': 'All 16 steps of grey are told apart',
  'truth.display.lines': 'The fine lines in the corners and in the middle are sharp',
  'truth.display.who': 'Checked by',
  'truth.display.save': 'Record the result',
  'truth.display.close': 'Close',
  'truth.suv-others': '[SUVlbm {{lean}}][ · SUVbsa {{surface}}]',
} satisfies EnglishOf<typeof IMAGE_TRUTH_ZH_CN>;
