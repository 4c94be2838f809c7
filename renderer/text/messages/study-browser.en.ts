import type { EnglishOf } from '../english-of.ts';
import type { STUDY_BROWSER_ZH_CN } from './study-browser.zh-CN.ts';

export const STUDY_BROWSER_EN = {
  'study-browser.label': 'Series',
  'study-browser.current': 'Current',
  'study-browser.series': '{{name}}, {{held}} / {{expected}} images[, {{seen}}]',
  'study-browser.unnamed': 'Series {{number}}',
  'study-browser.seen': 'seen',
  'study-browser.unseen': 'unseen',
  'study-browser.prior.open': 'Open the study of {{date}}',
  'study-browser.object': '{{kind}}: {{name}}, {{held}} / {{expected}}',
  'study-browser.key-images': 'Key images: {{count}}',
  'study-browser.kind.structured-report': 'Structured report',
  'study-browser.kind.key-object': 'Key image notes',
  'study-browser.kind.pdf': 'PDF document',
  'study-browser.kind.presentation-state': 'Presentation state',
  'study-browser.kind.segmentation': 'Segmentation',
  'study-browser.kind.structure-set': 'Contours',
  'study-browser.kind.radiotherapy-plan': 'Treatment plan',
  'study-browser.kind.registration': 'Registration',
  'study-browser.kind.waveform': 'Waveform',
  'study-browser.kind.other': 'Other object',
} satisfies EnglishOf<typeof STUDY_BROWSER_ZH_CN>;
