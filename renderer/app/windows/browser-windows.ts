import { desktopShell } from '#renderer/bridge/desktop-shell.ts';
import { readingWindowPath } from './window-role.ts';
import { windowEnvelope, type WindowLocks, type WindowWire } from './window-messages.ts';

const CHANNEL = 'tongyue-windows';
const ID_KEY = 'tongyue.window-id';
const PLACE_KEY = 'tongyue.window-place.';

/** What a window of this origin says to the others. What does not fit the schema, or is of another first window, is not heard. */
export function openWire(firstId: string): WindowWire {
  const channel = new BroadcastChannel(CHANNEL);
  return {
    post: (body) => channel.postMessage({ firstId, body }),
    listen: (listener) => {
      const hear = ({ data }: MessageEvent<unknown>) => {
        const read = windowEnvelope.safeParse(data);
        if (read.success && read.data.firstId === firstId) listener(read.data.body);
      };
      channel.addEventListener('message', hear);
      return () => channel.removeEventListener('message', hear);
    },
  };
}

export const browserLocks: WindowLocks = {
  hold: (name) =>
    new Promise((resolve) => {
      // Held until the page ends: this promise never does.
      void navigator.locks.request(name, () => {
        resolve();
        return new Promise<never>(() => undefined);
      });
    }),
  whenFree: (name, signal) => navigator.locks.request(name, { mode: 'shared', signal }, () => undefined),
};

/** The name of this first window, the same when its page is loaded again. The desktop has one first window. */
export function ownWindowId(): string {
  if (desktopShell() !== undefined) return 'first';
  const known = sessionStorage.getItem(ID_KEY);
  if (known !== null) return known;
  const id = crypto.randomUUID();
  sessionStorage.setItem(ID_KEY, id);
  return id;
}

/** Opens a reading window: the desktop's own where there is one, else one of the browser, where it stood last. */
export function openReadingWindow(firstId: string, number: number): boolean {
  const shell = desktopShell();
  if (shell !== undefined) {
    void shell.openReadingWindow({ number });
    return true;
  }
  const kept = localStorage.getItem(`${PLACE_KEY}${number}`) ?? '';
  const [, left = '80', top = '80', width = '1280', height = '900'] = /^(-?\d+),(-?\d+),(\d+),(\d+)$/.exec(kept) ?? [];
  return window.open(readingWindowPath(firstId, number), `tongyue-${firstId}-${number}`, `popup,left=${left},top=${top},width=${width},height=${height}`) !== null;
}

/** Remembers where this browser window stands, for the next time. */
export function keepPlace(number: number): () => void {
  const keep = () => localStorage.setItem(`${PLACE_KEY}${number}`, [window.screenX, window.screenY, window.innerWidth, window.innerHeight].join(','));
  window.addEventListener('pagehide', keep);
  return () => window.removeEventListener('pagehide', keep);
}
