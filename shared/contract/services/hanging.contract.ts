import { z } from 'zod';
import { hangingProtocol } from '../../hanging/protocol/hanging-protocol.ts';
import { method } from '../base-contract.ts';

export const hangingContract = {
  /** Protocols that physicians of this seat made from their screen, newest first. They come before ours. */
  learned: method().output(z.array(hangingProtocol)),
  /** Adds one, or replaces the one with the same id. */
  learn: method().input(hangingProtocol).output(z.object({})),
  /** Gives one of this seat to all seats of the centre, beside those that each has learned. */
  share: method('hub/unreachable', 'hub/not-allowed', 'hub/changed-elsewhere').input(z.object({ protocolId: z.string().min(1).max(64) })).output(z.object({})),
  forget: method('hub/unreachable', 'hub/not-allowed', 'hub/changed-elsewhere').input(z.object({ protocolId: z.string().min(1).max(64) })).output(z.object({})),
};
