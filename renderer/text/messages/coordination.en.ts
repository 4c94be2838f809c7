import type { EnglishOf } from '../english-of.ts';
import type { COORDINATION_ZH_CN } from './coordination.zh-CN.ts';

export const COORDINATION_EN = {
  'error.claim/held': '[{{person}} ]is reading this case\nWhat you wrote is kept as a draft. Ask for a hand-over, or sign when it is free',
  'error.claim/lost': 'Not signed: this seat no longer holds the case[, {{person}} does]\nThe draft is saved and nothing was sent. If you still read it, sign once more',
  'error.claim/final': 'Not signed: [{{person}} ]has signed this case already\nYour draft stays on this machine and is not sent. Compare it with the signed report; ask its signer for a correction if needed',
  'error.hub/unreachable': 'The hub gives no answer\nReading and signing go on here; what is signed is marked “signed offline” and confirmed when the hub is back',
  'error.hub/not-allowed': 'The hub does not admit this seat\nNothing here was changed. Ask the administrator about the account and duty of the seat',
  'error.hub/unknown-seat': 'The hub knows no such seat\nNothing was handed over. Choose somebody else',
  'error.hub/bad-address': 'The address of the hub is wrong[: {{file}}]\nNothing was changed. Ask the administrator to check --hub',
} as const satisfies EnglishOf<typeof COORDINATION_ZH_CN>;
