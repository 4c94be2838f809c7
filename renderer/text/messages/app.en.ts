import type { EnglishOf } from '../english-of.ts';
import type { APP_ZH_CN } from './app.zh-CN.ts';

export const APP_EN = {
  'app.name': 'Tongyue',
  'app.tabs': 'Pages',
  'app.tab.worklist': 'Worklist',
  'app.tab.sites': 'Hospitals',
  'app.tab.close': 'Close {{name}}',
  'app.physician': '{{name}} · {{role}}',
  'app.starting': 'Opening',
  'app.reload': 'Reload',
  'app.try-again': 'Try again',
  'app.close': 'Close',

  'app.status.held_one': '{{count}} study here',
  'app.status.held_other': '{{count}} studies here',
  'app.status.waiting_one': '{{count}} to deliver',
  'app.status.waiting_other': '{{count}} to deliver',
  'app.status.demo': 'Demo alliance',
  'app.status.line-cut': '{{siteName}} unreachable since {{since}}[; waiting: {{count}}]',
  'app.status.lines-cut': '{{count}} hospitals unreachable since {{since}}: {{names}}',
  'app.status.no-answer': 'The program does not answer since {{since}}. Unsaved text stays in this window',
  'app.status.refused': 'This window is no longer admitted since {{since}}. Open it again from the program',
  'app.status.disk-full': '{{free}} of disk left, prefetching has stopped',
  'app.status.other-version': 'The program was updated; reload this window',
  'app.status.keys': 'Keys',

  'app.next.none': 'No next case',
  'app.next.none.detail': 'All complete cases without a draft have been read.',

  'app.keys.title': 'All keys',
  'app.keys.everywhere': 'Everywhere',
  'app.keys.worklist': 'Worklist',
  'app.keys.images': 'Images',
  'app.keys.ecg': 'ECG',
  'app.keys.report': 'Report',
  'app.keys.sites': 'Hospitals',
  'app.keys.note': 'While text is typed only keys with Ctrl or Alt and function keys act; while an input method composes none does.',

  'app.key.next': 'Next case',
  'app.key.worklist': 'Back to the worklist',
  'app.key.fold-report': 'Fold or unfold the report',
  'app.key.help': 'All keys',
  'app.key.next-tab': 'Next page',
  'app.key.previous-tab': 'Previous page',
  'app.key.close-tab': 'Close this case',
} satisfies EnglishOf<typeof APP_ZH_CN>;
