import type { IpcMainInvokeEvent } from 'electron';
import { SHELL_CHANNELS } from '#shared/contract/shell/shell-channels.ts';
import { shellContract, type ShellInput, type ShellOutput, type ShellReply } from '#shared/contract/shell/shell.contract.ts';
import type { Log } from '../../platform/log.ts';
import { isOurAddress } from './addresses.ts';
import type { ElectronPort } from './electron-port.ts';

export interface ShellCallHandlers {
  readonly callAttention: (input: ShellInput<'callAttention'>) => ShellOutput<'callAttention'>;
}

/** Answers the page's calls. Only the main frame of our own page is heard, and only what fits its schema. */
export function serveShellCalls(ipcMain: ElectronPort['ipcMain'], handlers: ShellCallHandlers, log: Log): void {
  ipcMain.handle(SHELL_CHANNELS.callAttention, (event: IpcMainInvokeEvent, ...sent: unknown[]): ShellReply<ShellOutput<'callAttention'>> => {
    if (!isOurMainFrame(event.senderFrame)) {
      log.warn('a call to the shell was refused', { channel: SHELL_CHANNELS.callAttention });
      return { ok: false, code: 'contract/not-authorised' };
    }
    const input = shellContract.callAttention.input.safeParse(sent[0]);
    if (!input.success || sent.length !== 1) return { ok: false, code: 'contract/invalid-message' };
    return { ok: true, value: handlers.callAttention(input.data) };
  });
}

/** A frame that navigated since it called is null. */
function isOurMainFrame(frame: IpcMainInvokeEvent['senderFrame']): boolean {
  return frame !== null && frame.parent === null && isOurAddress(frame.url);
}
