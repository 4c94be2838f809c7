import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import type { SecretStore } from './secret-store.ts';

/** Threads of the program, each with an entry of its own in `main/build.mjs`. */
export type WorkerName = 'catalogue' | 'packs' | 'documents' | 'pictures' | 'demo' | 'demo-scanner';

/** What a host must supply. Everything else the program brings itself. */
export interface HostPlatform {
  readonly kind: 'electron' | 'loopback';
  /** All data of this seat. Nothing is written elsewhere. */
  readonly profileFolder: string;
  /** Fonts, templates and code sets, read-only. */
  readonly resourcesFolder: string;
  /** The built page, read-only. */
  readonly pagesFolder: string;
  /** Where a thread starts: built JavaScript in a packaged program, the TypeScript source in tests. */
  readonly workerEntry: (name: WorkerName) => URL;
  /** Wraps keys with what the operating system offers. */
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly log: Log;
}
