import type { EnglishOf } from '../english-of.ts';
import type { LESION_ZH_CN } from './lesion.zh-CN.ts';

export const LESION_EN = {
  'viewer.key.lesions': 'Table of lesions',
  'lesion.title': 'Follow-up of lesions',
  'lesion.empty': 'No length and no pair of diameters has been measured in the priors that are open',
  'lesion.measure': 'Measure today',
  'lesion.measure-again': 'Measure again',
  'lesion.drawing': 'Draw it on the images of today',
  'lesion.to-report': 'Into the report',
  'lesion.place': 'about image {{number}} of today',
  'lesion.place-unknown': 'place not known, register first',
  'lesion.change': '{{change}} mm ({{percent}}%)',
  'lesion.change-mm': '{{change}} mm',
  'lesion.sum': 'Sum of longest diameters {{before}} → {{now}} mm, {{change}}',
  'lesion.sentence': '{{sentence}}, before[ ({{date}})] {{before}}, {{change}}',
} satisfies EnglishOf<typeof LESION_ZH_CN>;
