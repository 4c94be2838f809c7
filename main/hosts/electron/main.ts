import { setTimeout as wait } from 'node:timers/promises';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, safeStorage, screen, session, shell } from 'electron';
import { openSeat } from '../../composition/seat.ts';
import { systemClock } from '../../platform/clock.ts';
import { startHost } from './host.ts';

const host = startHost({
  electron: {
    app,
    protocol,
    session,
    createWindow: (options) => new BrowserWindow(options),
    dialog: {
      showErrorBox: (title, content) => dialog.showErrorBox(title, content),
      showMessageBox: async (options) => dialog.showMessageBox(options),
      showOpenDialog: async (options) => dialog.showOpenDialog(options),
    },
    menu: Menu,
    safeStorage,
    ipcMain,
    screen,
    shell,
  },
  openSeat,
  argv: process.argv,
  environment: process.env,
  system: process.platform,
  entryUrl: new URL(import.meta.url),
  clock: systemClock,
  wait: (durationMs) => wait(durationMs),
  say: (text) => process.stderr.write(`${text}\n`),
});

// Electron would show the text of the fault, which can quote a patient.
process.on('uncaughtException', host.fail);
process.on('unhandledRejection', host.fail);
// `npm start` holds a channel to us: when it has gone, even by a kill, we go as well.
process.on('disconnect', () => app.quit());
