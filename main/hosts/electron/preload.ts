import { contextBridge, ipcRenderer } from 'electron';
import { SHELL_CHANNELS } from '#shared/contract/shell/shell-channels.ts';
import type { TongyueShell } from '#shared/contract/shell/shell.contract.ts';

/** All that a page sees of Electron. The bridge freezes it; the shell checks who calls and with what. */
const tongyueShell: TongyueShell = {
  callAttention: (input) => ipcRenderer.invoke(SHELL_CHANNELS.callAttention, input),
  chooseImport: (input) => ipcRenderer.invoke(SHELL_CHANNELS.chooseImport, input),
  openReadingWindow: (input) => ipcRenderer.invoke(SHELL_CHANNELS.openReadingWindow, input),
};

contextBridge.exposeInMainWorld('tongyueShell', tongyueShell);
