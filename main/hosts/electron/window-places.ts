import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { placeWindows, type Display, type PlacedWindow, type SavedWindow } from '#shared/hanging/windows/place-windows.ts';
import { writeFileAtomically } from '../../platform/write-file-atomically.ts';
import type { Log } from '../../platform/log.ts';
import type { ElectronScreen, ElectronWindow } from './electron-port.ts';

/** Where windows stand, from one start to the next and when a monitor goes. */
export interface WindowPlaces {
  /** Where a window opens; undefined: it was never seen here. */
  readonly placeOf: (windowName: string) => PlacedWindow | undefined;
  /** Remembers from now on where the window is put, and brings it back when its monitor goes. */
  readonly follow: (windowName: string, window: ElectronWindow) => void;
}

const area = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });
const savedWindows = z.array(z.object({ windowName: z.string().max(64), bounds: area, isMaximized: z.boolean(), display: z.object({ displayId: z.string(), workArea: area }) })).max(16);

/** @param file where it is kept; what is broken there is forgotten */
export function createWindowPlaces(screen: ElectronScreen, file: string, log: Log): WindowPlaces {
  const remembered = new Map(readSaved(file, log).map((saved) => [saved.windowName, saved]));
  const followed = new Map<string, ElectronWindow>();

  const displays = (): readonly Display[] => {
    const primary = screen.getPrimaryDisplay().id;
    return screen.getAllDisplays().map(({ id, workArea }) => ({ displayId: String(id), workArea, isPrimary: id === primary }));
  };
  const look = (windowName: string, window: ElectronWindow) => {
    if (window.isDestroyed() || window.isMinimized()) return;
    const bounds = window.getNormalBounds();
    const { id, workArea } = screen.getDisplayMatching(bounds);
    remembered.set(windowName, { windowName, bounds, isMaximized: window.isMaximized(), display: { displayId: String(id), workArea } });
  };
  const save = () => {
    try {
      writeFileAtomically(file, JSON.stringify([...remembered.values()]));
    } catch (error) {
      log.error('the places of windows were not kept', {}, error);
    }
  };
  const bringBack = () => {
    const open = [...followed].filter(([, window]) => !window.isDestroyed());
    const before = open.flatMap(([windowName]) => remembered.get(windowName) ?? []);
    for (const { windowName, bounds, outcome } of placeWindows(before, displays())) {
      const window = followed.get(windowName);
      if (window === undefined || outcome === 'same') continue;
      if (outcome === 'moved' && window.isMaximized()) window.unmaximize();
      window.setBounds(bounds);
    }
  };
  screen.on('display-removed', bringBack);
  screen.on('display-metrics-changed', bringBack);

  return {
    placeOf: (windowName) => {
      const saved = remembered.get(windowName);
      return saved === undefined ? undefined : placeWindows([saved], displays())[0];
    },
    follow: (windowName, window) => {
      followed.set(windowName, window);
      const onChange = () => look(windowName, window);
      window.on('resize', onChange);
      window.on('move', onChange);
      window.on('maximize', onChange);
      window.on('unmaximize', onChange);
      window.on('close', () => {
        onChange();
        save();
      });
      window.on('closed', () => void followed.delete(windowName));
    },
  };
}

function readSaved(file: string, log: Log): readonly SavedWindow[] {
  if (!existsSync(file)) return [];
  try {
    return savedWindows.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    log.warn('the places of windows cannot be read', { reason: error instanceof Error ? error.name : 'unknown' });
    return [];
  }
}
