import type { EnglishOf } from '../english-of.ts';
import type { POINTING_ZH_CN } from './pointing.zh-CN.ts';

export const POINTING_EN = {
  'app.keys.desk': 'Viewports, layout and hanging',
  'viewer.key.crosshair': '3D cursor: one point in all viewports',
  'viewer.key.quadrant': 'Walk through the quarters',
  'viewer.key.menu': 'Menu of the picture',
  'viewer.key.tab-forward': 'Next viewport (leaves at the end)',
  'viewer.key.tab-back': 'Viewport before (leaves at the start)',
  'viewer.menu.title': 'Menu of the picture',
  'viewer.grip': 'Drag onto another viewport to change places',
  'hanging.key.previous-study': 'Newer study of the patient',
  'hanging.key.next-study': 'Older study of the patient',
  'viewer.key.print': 'Print pictures (letterhead, patient, scale)',
  'viewer.print.title': 'Print pictures',
  'viewer.print.print': 'Print',
  'viewer.print.true-size': 'True size (1:1)',
  'viewer.print.is-true': 'True size: 1 mm on paper is 1 mm in the patient. Print at a scale of 100%.',
  'viewer.print.reduced': 'Not true size: {{percent}}% of it',
  'viewer.print.too-large': 'Not true size: {{width}} × {{height}} mm are seen, more than the paper holds; {{percent}}% of true size. Enlarge to the part that matters for true size.',
  'viewer.print.unknown': 'Not true size: millimetres of the image are not those of the patient',
  'viewer.print.foot': 'A print of pictures, not a diagnostic report',
} satisfies EnglishOf<typeof POINTING_ZH_CN>;
