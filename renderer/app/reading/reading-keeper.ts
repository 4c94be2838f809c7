import type { EcgReadingSettings } from '#shared/ecg/ecg-reading-settings.ts';

export interface KeptReading {
  readonly sopInstanceUid: string;
  readonly settings: EcgReadingSettings;
}

export interface ReadingKeeper {
  readonly keep: (reading: KeptReading) => void;
  /** Saves what waits, now. */
  readonly flush: () => void;
}

/** A mark that is dragged changes many times a second; what is saved is where it comes to rest. */
const PAUSE_MS = 150;
const RETRY_MS = 1500;

/** Saves the newest reading after a pause; one that could not be saved is tried again until a newer one takes its place. */
export function createReadingKeeper(save: (reading: KeptReading) => Promise<void>): ReadingKeeper {
  let waiting: KeptReading | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    clearTimeout(timer);
    const reading = waiting;
    waiting = undefined;
    if (reading === undefined) return;
    save(reading).catch(() => {
      waiting ??= reading;
      timer = setTimeout(flush, RETRY_MS);
    });
  }

  return {
    keep(reading) {
      waiting = reading;
      clearTimeout(timer);
      timer = setTimeout(flush, PAUSE_MS);
    },
    flush,
  };
}
