import type { EnglishOf } from '../english-of.ts';
import type { SHARED_CENTRE_ZH_CN } from './shared-centre.zh-CN.ts';

export const SHARED_CENTRE_EN = {
  'hanging.share': 'Give to the centre',
  'hanging.shared': 'Given to the whole centre: {{name}}',
  'hanging.unshare': 'Delete for the centre',
  'hanging.unshared': 'Deleted for the whole centre: {{name}}',
  'hanging.of-centre': '{{name}} (centre)',
  'sites.security.account-note': 'The account name is the same at all seats of the centre. Passwords, tokens and private keys stay at this seat: they are entered once at each',
} satisfies EnglishOf<typeof SHARED_CENTRE_ZH_CN>;
