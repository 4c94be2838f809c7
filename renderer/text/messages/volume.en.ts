import type { EnglishOf } from '../english-of.ts';
import type { VOLUME_ZH_CN } from './volume.zh-CN.ts';

export const VOLUME_EN = {
  'volume.title': 'Volume',
  'volume.picture': 'Volume, arrow keys turn it',
  'volume.style.mip': 'Maximum intensity (MIP)',
  'volume.style.bone': 'Bone',
  'volume.style.vessel': 'Vessels',
  'volume.style.lung': 'Lung and airways',
  'volume.crop': 'Crop',
  'volume.crop.left': 'Right to left',
  'volume.crop.front': 'Front to back',
  'volume.crop.foot': 'Feet to head',
  'volume.crop.low': '{{edge}}, from',
  'volume.crop.high': '{{edge}}, to',
  'volume.crop.reset': 'Show all',
  'volume.from.front': 'From the front',
  'volume.from.left': 'From the left',
  'volume.from.back': 'From behind',
  'volume.from.head': 'From above',
  'volume.hint': 'Drag or Alt and arrows to turn, Alt+B for the next look, Shift and drag to pan, wheel to zoom; nothing is measured here',
  'volume.refused': 'Volume: {{reason}}',
  'volume.way.cpu': 'by the processor',
  'volume.mark.full': '{{way}}, every voxel',
  'volume.mark.decimated': '{{way}}, {{factors}} voxels are one',
  'volume.rotating': 'turning, coarser',
  'volume.key.open': 'Volume',
} satisfies EnglishOf<typeof VOLUME_ZH_CN>;
