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
} satisfies EnglishOf<typeof POINTING_ZH_CN>;
