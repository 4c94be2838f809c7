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
  'study-browser.document': 'Document',
} satisfies EnglishOf<typeof STUDY_BROWSER_ZH_CN>;
