import type { LETTERHEAD_ZH_CN } from './letterhead.zh-CN.ts';

export const LETTERHEAD_EN: Readonly<Record<keyof typeof LETTERHEAD_ZH_CN, string>> = {
  'letterhead.title': 'Letterhead',
  'letterhead.note': 'printed on every report for this hospital',
  'letterhead.address': 'Address',
  'letterhead.telephone': 'Telephone',
  'letterhead.logo': 'Logo',
  'letterhead.logo.none': 'none, the general mark is printed',
  'letterhead.logo.choose': 'Choose a picture…',
  'letterhead.logo.remove': 'Remove',
  'letterhead.logo.unreadable': 'This file is no picture; try another one',
  'letterhead.basicText': 'Its archive takes Basic Text SR only: measurements become words, and no measurement object is sent',
  'letterhead.save': 'Save the letterhead',
  'letterhead.saved': 'The letterhead of {{siteName}} is saved and used from the next report on',
};
