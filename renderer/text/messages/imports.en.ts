import type { EnglishOf } from '../english-of.ts';
import type { IMPORTS_ZH_CN } from './imports.zh-CN.ts';

export const IMPORTS_EN = {
  'imports.key': 'Import a disc or folder',
  'imports.button': 'Import',
  'imports.title': 'Import from this machine',
  'imports.path': 'Place of a folder, a ZIP archive or a DICOMDIR',
  'imports.path.example': 'such as D:\\ or /media/cdrom',
  'imports.start': 'Import',
  'imports.note': 'Every file is checked and stored under "本机导入", to be read and reported like a study of a hospital. What is no DICOM or damaged is listed and stops nothing.',
  'imports.none': 'Nothing was imported yet',
  'imports.state.running': 'Importing',
  'imports.state.done': 'Imported',
  'imports.state.cancelled': 'Cancelled; what was imported stays',
  'imports.state.failed': 'Interrupted; what was imported stays',
  'imports.progress': '{{done}} / {{total}} files',
  'imports.left': '{{time}} left',
  'imports.cancel': 'Cancel',
  'imports.counts': '{{stored}} stored, {{held}} held already, {{refused}} not taken',
  'imports.other-content_one': '{{count}} has the number of a held image and other content; both are kept',
  'imports.other-content_other': '{{count}} have the numbers of held images and other content; both are kept',
  'imports.refused': 'Files that were not taken',
  'imports.refused.more_one': '{{count}} more is not listed',
  'imports.refused.more_other': '{{count}} more are not listed',
  'imports.show': 'Open the study',
} satisfies EnglishOf<typeof IMPORTS_ZH_CN>;
