import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeFileAtomically } from '../../platform/write-file-atomically.ts';
import type { Log } from '../../platform/log.ts';
import { START_ADDRESS } from './addresses.ts';
import { openWindow, type ShellWindow, type WindowDependencies } from './window.ts';

/** The windows that show pictures beside the first one. */
export interface ReadingWindows {
  /** Opens one, or brings it to the front. @param number 2 to 4 */
  readonly open: (number: number) => void;
  /** Those that were open when the program ended. */
  readonly openAgain: () => void;
  readonly reload: () => void;
}

const numbers = z.array(z.int().min(2).max(4)).max(3);

/**
 * @param file where it is kept which are open; what is broken there is forgotten
 * @param isEnding the first window is gone, or the program quits: windows that close now open again with it
 */
export function createReadingWindows(dependencies: WindowDependencies, file: string, isEnding: () => boolean): ReadingWindows {
  const { log } = dependencies;
  const opened = new Map<number, ShellWindow>();
  const keep = () => {
    try {
      writeFileAtomically(file, JSON.stringify([...opened.keys()].toSorted((left, right) => left - right)));
    } catch (error) {
      log.error('which windows are open was not kept', {}, error);
    }
  };
  const open = (number: number) => {
    const known = opened.get(number);
    if (known !== undefined) {
      known.bringToFront();
      return;
    }
    const onClosed = () => {
      if (isEnding()) return;
      opened.delete(number);
      keep();
    };
    opened.set(number, openWindow(dependencies, { windowName: `reading-${number}`, address: `${START_ADDRESS}?window=${number}&of=first`, onClosed }));
    keep();
  };
  return {
    open,
    openAgain: () => {
      for (const number of readNumbers(file, log)) open(number);
    },
    reload: () => {
      for (const window of opened.values()) window.reload();
    },
  };
}

function readNumbers(file: string, log: Log): readonly number[] {
  if (!existsSync(file)) return [];
  try {
    return numbers.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    log.warn('which windows were open cannot be read', { reason: error instanceof Error ? error.name : 'unknown' });
    return [];
  }
}
