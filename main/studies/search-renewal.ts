import type { Remote } from '../database/remote-repositories.ts';
import type { SettingRepository } from '../database/setting.repository.ts';
import type { Log } from '../platform/log.ts';
import { SEARCH_RULE, type SearchTextRepository } from './search-text.repository.ts';

/** Some milliseconds of the catalogue's thread at a time: a list that is asked for meanwhile waits no longer than that. */
const STUDIES_AT_ONCE = 25;
const REST_MS = 40;

export interface SearchRenewalDependencies {
  readonly searchTexts: Pick<Remote<SearchTextRepository>, 'renewAfter'>;
  readonly settings: Pick<Remote<SettingRepository>, 'read' | 'write'>;
  readonly log: Log;
  /** Waits between two portions. */
  readonly rest?: () => Promise<void>;
  readonly rule?: number;
}

export interface SearchRenewal {
  readonly done: Promise<void>;
  /** Ends after the portion under way; the next start goes on behind it. */
  readonly close: () => Promise<void>;
}

/** After an update that changed what studies are found by, makes the words of the older rows anew: in the background, once for each rule. */
export function startSearchRenewal({ searchTexts, settings, log, rest = restAWhile, rule = SEARCH_RULE }: SearchRenewalDependencies): SearchRenewal {
  const closing = new AbortController();
  const done = renew().catch((error: unknown) => log.error('what older studies are found by could not be made anew', {}, error));
  return {
    done,
    async close() {
      closing.abort();
      await done;
    },
  };

  async function renew(): Promise<void> {
    let last = placeIn((await settings.read()).searchRule, rule);
    if (last === undefined) return;
    for (let portions = 1; !closing.signal.aborted; portions += 1) {
      const next = await searchTexts.renewAfter(last, STUDIES_AT_ONCE);
      if (next === null) {
        await settings.write('searchRule', String(rule));
        return;
      }
      last = next;
      // A machine that is switched off repeats some hundred studies at most.
      if (portions % 20 === 0) await settings.write('searchRule', `${rule}@${last}`);
      await rest();
    }
    await settings.write('searchRule', `${rule}@${last}`);
  }
}

/** The study to go on behind; undefined when all are in step. */
function placeIn(written: string, rule: number): number | undefined {
  const [known = '', place] = written.split('@');
  if (known !== String(rule)) return 0;
  return place === undefined ? undefined : Number(place) || 0;
}

function restAWhile(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, REST_MS).unref();
  });
}
