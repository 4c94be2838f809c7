import type { EnglishOf } from '../english-of.ts';
import type { REGISTRATION_ZH_CN } from './registration.zh-CN.ts';

export const REGISTRATION_EN = {
  'viewer.key.register': 'Register the prior',
  'viewer.link.register': 'Register',
  'viewer.link.cancel': 'Cancel',
  'viewer.link.accept': 'Use it anyway',
  'viewer.link.registering': 'Registering {{percent}}%',
  'viewer.link.registered': 'Linked: registered, confidence {{percent}}%, ±{{spread}} mm',
  'viewer.link.weak': 'Registration is weak ({{percent}}%, ±{{spread}} mm), not linked',
  'viewer.link.failed': 'Not registered: {{reason}}',
} satisfies EnglishOf<typeof REGISTRATION_ZH_CN>;
