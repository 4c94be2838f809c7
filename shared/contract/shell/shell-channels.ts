/** Names of the calls from the page to the Electron shell. Apart from their schemas, so that the preload script stays one small file. */
export const SHELL_CHANNELS = {
  callAttention: 'tongyue-shell:call-attention',
  chooseImport: 'tongyue-shell:choose-import',
  openReadingWindow: 'tongyue-shell:open-reading-window',
} as const;

export type ShellMethod = keyof typeof SHELL_CHANNELS;
