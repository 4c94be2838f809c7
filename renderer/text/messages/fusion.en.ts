import type { EnglishOf } from '../english-of.ts';
import type { FUSION_ZH_CN } from './fusion.zh-CN.ts';

export const FUSION_EN = {
  'fusion.title': 'PET fusion',
  'fusion.show': 'Lay PET over it',
  'fusion.hide': 'Take PET away',
  'fusion.opacity': 'Opacity {{percent}}%',
  'fusion.opacity-label': 'Opacity of PET',
  'fusion.table.hot': 'Hot metal',
  'fusion.table.rainbow': 'Rainbow',
  'fusion.suv-limit': 'SUV 0–{{limit}}',
  'fusion.share-limit': '{{percent}}% of the largest value',
  'fusion.refused': 'The PET beside cannot be laid over: {{reason}}',
  'fusion.missing': 'No PET of this study hangs beside: go back to the slices, hang the PET in another viewport, then open the planes',
  'fusion.key.toggle': 'PET fusion on and off',
} satisfies EnglishOf<typeof FUSION_ZH_CN>;
