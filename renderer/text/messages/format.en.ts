import type { EnglishOf } from '../english-of.ts';
import type { FORMAT_ZH_CN } from './format.zh-CN.ts';

export const FORMAT_EN = {
  'format.seconds': '{{count}} s',
  'format.minutes': '{{count}} min',
  'format.hours': '{{count}} h',
  'format.hours-minutes': '{{hours}} h {{minutes}} min',
  'format.days_one': '{{count}} day',
  'format.days_other': '{{count}} days',
  'format.list-separator': ', ',
  'format.just-now': 'just now',
  'format.minutes-ago': '{{count}} min ago',
  'format.sex.male': 'M',
  'format.sex.female': 'F',
  'format.sex.other': 'other',
  'format.sex.unknown': 'sex unknown',
} satisfies EnglishOf<typeof FORMAT_ZH_CN>;
