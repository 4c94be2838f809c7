import { z } from 'zod';
import type { ErrorCode } from '../../errors/error-code.ts';
import type { ShellMethod } from './shell-channels.ts';

/**
 * What the page may ask of the Electron shell: only what neither the contract nor a browser can do. The shell parses every input; the preload
 * script ships with it, so there is no version. A page in the loopback host finds no `tongyueShell`.
 */
export const shellContract = {
  /** Flashes the window in the task bar until it is looked at. New cases do so by themselves. */
  callAttention: {
    input: z.strictObject({ reason: z.enum(['critical-value', 'delivery-conflict']) }),
    output: z.object({ isCalling: z.boolean().describe('false when the window is being looked at') }),
  },
  /** Asks by the desktop's dialog for a folder, or for an archive or file, to import. */
  chooseImport: {
    input: z.strictObject({ kind: z.enum(['folder', 'file']) }),
    output: z.object({ path: z.string().nullable().describe('null when nothing was chosen') }),
  },
  /** Opens a reading window where it stood last, or brings it to the front. */
  openReadingWindow: {
    input: z.strictObject({ number: z.int().min(2).max(4) }),
    output: z.object({ isOpen: z.boolean() }),
  },
} as const satisfies Record<ShellMethod, { readonly input: z.ZodType; readonly output: z.ZodType }>;

type ShellContract = typeof shellContract;

/** An answer is a value or a code: of an error Electron would carry only the message across. */
export type ShellReply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: Extract<ErrorCode, 'contract/invalid-message' | 'contract/not-authorised' | 'internal'> };

export type ShellInput<M extends ShellMethod> = z.input<ShellContract[M]['input']>;
export type ShellOutput<M extends ShellMethod> = z.output<ShellContract[M]['output']>;

/** `window.tongyueShell`, frozen. */
export type TongyueShell = {
  readonly [M in ShellMethod]: (input: ShellInput<M>) => Promise<ShellReply<ShellOutput<M>>>;
};
