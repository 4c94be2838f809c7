import type { EnglishOf } from '../english-of.ts';
import type { CURVE_ZH_CN } from './curve.zh-CN.ts';

export const CURVE_EN = {
  'curve.title': 'Curved, straightened',
  'curve.length': 'along the curve {{millimetres}} mm',
  'curve.turn': 'about the curve {{degrees}}°',
  'mpr.plane.curve': 'Curved',
  'curve.points': 'Curve of {{count}} points',
  'curve.key.add': 'A point of the curve at the crosshair',
  'curve.key.undo': 'Take the last point of the curve away',
} satisfies EnglishOf<typeof CURVE_ZH_CN>;
