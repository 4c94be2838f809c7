import type { EnglishOf } from '../english-of.ts';
import type { MPR_ZH_CN } from './mpr.zh-CN.ts';

export const MPR_EN = {
  'mpr.title': 'Other planes',
  'mpr.close': 'Back to slices',
  'mpr.cancel': 'Cancel',
  'mpr.building': 'Building {{done}} of {{total}} slices[, about {{seconds}} s]',
  'mpr.viewport': '{{plane}}, reformatted',
  'mpr.plane.axial': 'Axial',
  'mpr.plane.coronal': 'Coronal',
  'mpr.plane.sagittal': 'Sagittal',
  'mpr.thin': 'Single plane',
  'mpr.slab': '{{mode}} {{millimetres}} mm',
  'mpr.mode.maximum': 'MIP',
  'mpr.mode.minimum': 'MinIP',
  'mpr.mode.mean': 'Mean',

  'mpr.mark.computed': 'Reformatted',
  'mpr.mark.tilt-corrected': 'Tilt of {{degrees}}° corrected',
  'mpr.mark.resampled': 'Uneven slices ({{smallest}} to {{largest}} mm), interpolated',
  'mpr.mark.gaps': 'Slices missing at {{count}} places, left empty',
  'mpr.mark.decimated': 'Too little memory: {{factor}}×{{factor}} pixels are one',
  'mpr.mark.lossy': 'Lossy',

  'mpr.row.voxels': 'Voxels',
  'mpr.row.size': 'Size',
  'mpr.row.marks': 'To note',
  'mpr.row.slab': 'Slab',
  'mpr.row.thickness': 'Thickness of the slab (mm)',
  'mpr.value.voxels': '{{columns}} × {{rows}} × {{slices}}',
  'mpr.value.size': '{{column}} × {{row}} × {{slice}} mm',
  'mpr.hint': 'Drag the middle to move, a dot to turn; Ctrl+click goes to a place',
  'mpr.not-stored': 'Measurements on reformatted planes are not stored; M writes one into the report',
  'mpr.remove': 'Remove',
  'mpr.sentence': '{{sentence}} ({{plane}} reformation)',
  'mpr.refused': 'Other planes: {{reason}}',

  'mpr.key.planes': 'Other planes',
  'mpr.key.slab': 'Slab: MIP, MinIP, mean',
  'mpr.key.thicker': 'Thicker slab',
  'mpr.key.thinner': 'Thinner slab',
  'mpr.key.straighten': 'Straighten the crosshair',
} satisfies EnglishOf<typeof MPR_ZH_CN>;
