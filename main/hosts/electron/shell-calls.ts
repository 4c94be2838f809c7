import type { IpcMainInvokeEvent } from 'electron';
import { SHELL_CHANNELS, type ShellMethod } from '#shared/contract/shell/shell-channels.ts';
import { shellContract, type ShellInput, type ShellOutput, type ShellReply } from '#shared/contract/shell/shell.contract.ts';
import type { Log } from '../../platform/log.ts';
import { isOurAddress } from './addresses.ts';
import type { ElectronPort } from './electron-port.ts';

export interface ShellCallHandlers {
  readonly callAttention: (input: ShellInput<'callAttention'>) => ShellOutput<'callAttention'>;
  readonly openReadingWindow: (input: ShellInput<'openReadingWindow'>) => ShellOutput<'openReadingWindow'>;
  readonly chooseImport: (input: ShellInput<'chooseImport'>) => Promise<ShellOutput<'chooseImport'>>;
}

/** Answers the page's calls. Only the main frame of our own page is heard, and only what fits its schema. */
export function serveShellCalls(ipcMain: ElectronPort['ipcMain'], handlers: ShellCallHandlers, log: Log): void {
  const serve = <M extends ShellMethod>(
    method: M,
    parse: (sent: unknown) => { readonly success: true; readonly data: ShellInput<M> } | { readonly success: false },
    answer: (input: ShellInput<M>) => ShellReply<ShellOutput<M>> | Promise<ShellReply<ShellOutput<M>>>,
  ) =>
    ipcMain.handle(SHELL_CHANNELS[method], (event: IpcMainInvokeEvent, ...sent: unknown[]): ShellReply<ShellOutput<M>> | Promise<ShellReply<ShellOutput<M>>> => {
      if (!isOurMainFrame(event.senderFrame)) {
        log.warn('a call to the shell was refused', { channel: SHELL_CHANNELS[method] });
        return { ok: false, code: 'contract/not-authorised' };
      }
      const input = parse(sent[0]);
      if (!input.success || sent.length !== 1) return { ok: false, code: 'contract/invalid-message' };
      return answer(input.data);
    });

  serve('callAttention', (sent) => shellContract.callAttention.input.safeParse(sent), (input) => ({ ok: true, value: handlers.callAttention(input) }));
  serve(
    'chooseImport',
    (sent) => shellContract.chooseImport.input.safeParse(sent),
    (input) =>
      handlers.chooseImport(input).then(
        (value): ShellReply<ShellOutput<'chooseImport'>> => ({ ok: true, value }),
        (error: unknown) => {
          log.error('the dialog to choose an import failed', {}, error);
          return { ok: false, code: 'internal' };
        },
      ),
  );
  serve('openReadingWindow', (sent) => shellContract.openReadingWindow.input.safeParse(sent), (input) => ({ ok: true, value: handlers.openReadingWindow(input) }));
}

/** A frame that navigated since it called is null. */
function isOurMainFrame(frame: IpcMainInvokeEvent['senderFrame']): boolean {
  return frame !== null && frame.parent === null && isOurAddress(frame.url);
}
