import type { EnglishOf } from '../english-of.ts';
import type { WINDOWS_ZH_CN } from './windows.zh-CN.ts';

export const WINDOWS_EN = {
  'windows.key.open': 'Pictures to a reading window',
  'windows.key.take-back': 'Take the pictures back',
  'windows.title': 'The pictures are in another window',
  'windows.where': 'The pictures are in window {{windows}}',
  'windows.detail': 'Measurements still go into the report, studies change and reports are signed from here. Close that window and the pictures come back.',
  'windows.place': 'w{{number}}·{{viewport}}',
  'windows.name': 'Tongyue, window {{number}}',
  'windows.idle': 'Open a study in the first window; its pictures show here',
  'windows.no-images': 'This study has no pictures; read it in the first window',
  'windows.alone': 'The first window is closed: pictures can be seen, no report can be written',
  'windows.refused': 'No window was opened',
  'windows.refused.detail': 'The browser stopped it, or three reading windows are open. Allow this page to open windows and try again.',
} satisfies EnglishOf<typeof WINDOWS_ZH_CN>;
