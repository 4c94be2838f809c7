import type { TongyueShell } from '#shared/contract/shell/shell.contract.ts';

/** What only a desktop can do; undefined in a browser. */
export function desktopShell(): TongyueShell | undefined {
  return (window as { readonly tongyueShell?: TongyueShell }).tongyueShell;
}
