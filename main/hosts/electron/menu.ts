import type { MenuItemConstructorOptions } from 'electron';
import type { ElectronPort } from './electron-port.ts';

/**
 * Windows and Linux: no menu, and so none of Electron's keys for reload, zoom and developer tools. macOS takes copy, paste and quit from the
 * menu: it gets those and no more.
 */
const MAC_MENU: MenuItemConstructorOptions[] = [
  { role: 'appMenu', submenu: [{ role: 'about' }, { type: 'separator' }, { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, { type: 'separator' }, { role: 'quit' }] },
  { role: 'editMenu', submenu: [{ role: 'undo' }, { role: 'redo' }, { type: 'separator' }, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }] },
  { role: 'windowMenu', submenu: [{ role: 'minimize' }, { role: 'togglefullscreen' }, { role: 'close' }] },
];

export function setMenu(menu: ElectronPort['menu'], system: NodeJS.Platform): void {
  menu.setApplicationMenu(system === 'darwin' ? menu.buildFromTemplate(MAC_MENU) : null);
}
