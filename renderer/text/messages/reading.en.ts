import type { EnglishOf } from '../english-of.ts';
import type { READING_ZH_CN } from './reading.zh-CN.ts';

export const READING_EN = {
  'reading.patient': 'Patient',
  'reading.left': '{{time}} left',
  'reading.overdue': '{{time}} over',
  'reading.not-started': 'not yet counted',
  'reading.verified': '{{held}} / {{expected}} verified',
  'reading.held': '{{held}} / {{expected}}',
  'reading.cut': 'line down since {{since}}',
  'reading.cut.detail': '{{siteName}} is unreachable. What is here can be read; the rest follows by itself.',
  'reading.content': 'What to see',
  'reading.content.images': 'Images',
  'reading.content.documents': 'Documents',
  'reading.content.ecg': 'ECG',
  'reading.report.resize': 'Width of the report',
  'reading.sentence.refused': 'Not written: this report can no longer be changed',
  'reading.sentence.refused.detail': 'The measurement is kept on the image.',
  'reading.back': 'Back to the worklist',
  'reading.opening': 'Opening',
  'reading.waiting.title': 'No image is here yet',
  'reading.waiting.detail': 'It shows by itself when the hospital names its series. The report can be begun.',
} satisfies EnglishOf<typeof READING_ZH_CN>;
