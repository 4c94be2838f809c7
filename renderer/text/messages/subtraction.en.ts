import type { EnglishOf } from '../english-of.ts';
import type { SUBTRACTION_ZH_CN } from './subtraction.zh-CN.ts';

export const SUBTRACTION_EN = {
  'subtraction.title': 'Subtraction',
  'subtraction.badge': 'Subtracted · mask: frame {{mask}} · shifted right {{right}}, down {{down}} px',
  'subtraction.presented': 'Subtracted as the chosen presentation says · mask: frame {{mask}} · shifted right {{right}}, down {{down}} px',
  'subtraction.recommended': 'As the hospital recommends: frame {{mask}}, right {{right}}, down {{down}} px',
  'subtraction.recommended.average': 'As the hospital recommends: frame {{mask}} (first of {{count}} averaged), right {{right}}, down {{down}} px',
  'subtraction.recommended.why': 'The image names a mask and its shift',
  'subtraction.drag': 'Drag to shift',
  'subtraction.drag.why': 'Hold and drag: the mask follows the hand, 0.05 px for each pixel',
  'subtraction.key.toggle': 'Subtraction',
  'subtraction.key.mask-here': 'This frame is the mask',
  'subtraction.key.left': 'Shift the mask left by 0.25 px',
  'subtraction.key.right': 'Shift the mask right by 0.25 px',
  'subtraction.key.up': 'Shift the mask up by 0.25 px',
  'subtraction.key.down': 'Shift the mask down by 0.25 px',
} satisfies EnglishOf<typeof SUBTRACTION_ZH_CN>;
