import { contentStamp } from '#shared/dicom/data-set/content-stamp.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { DicomWebSite } from '../dicomweb/dicom-web-site.ts';
import { readPart10 } from '../part10/read-part10.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { WantedInstance } from './choose-next.ts';

/**
 * The centre's own archive in the local network. Every seat asks it before a county line and gives it what came over one, so that an image
 * crosses the line once for all seats. It helps and is never needed: what fails here is only left out.
 */
export interface NearArchive {
  /**
   * @returns undefined when it has not the instance, does not answer as it should, or has another than the hospital's list tells of: what was
   * made anew there comes from there
   */
  readonly find: (studyInstanceUid: string, instance: WantedInstance, signal: AbortSignal) => Promise<Uint8Array | undefined>;
  /** Stores it there when there is time. Returns at once. */
  readonly offer: (studyInstanceUid: string, part10: Uint8Array) => void;
  /** Waits for what is being stored now; what still waits is left out. */
  readonly close: () => Promise<void>;
}

export interface NearArchiveDependencies {
  readonly web: DicomWebSite;
  readonly clock: Clock;
  readonly log: Log;
}

/** An archive that failed is left alone for so long. */
const REST_MS = 60_000;
/** What waits to be stored; a further one is left out and comes over the county line once more. */
const MAXIMUM_WAITING_BYTES = 256 * 1024 * 1024;

export function createNearArchive({ web, clock, log }: NearArchiveDependencies): NearArchive {
  const closing = new AbortController();
  const waiting: { readonly studyInstanceUid: string; readonly part10: Uint8Array }[] = [];
  let waitingBytes = 0;
  let restUntil = 0;
  let storing: Promise<void> | undefined;

  const isResting = () => clock.now().getTime() < restUntil;
  const rest = (what: string, error: unknown) => {
    restUntil = clock.now().getTime() + REST_MS;
    if (isAppError(error)) log.warn(what, {}, error);
    else log.error(what, {}, error);
  };

  const storeAll = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !closing.signal.aborted; next = waiting.shift()) {
      waitingBytes -= next.part10.length;
      if (isResting()) continue;
      try {
        const [outcome] = await web.storeInstances(next.studyInstanceUid, [next.part10], closing.signal);
        if (outcome?.outcome !== 'stored') log.warn('the near archive did not take an image', { outcome: outcome?.outcome ?? 'no answer' });
      } catch (error) {
        if (!closing.signal.aborted) rest('the near archive could not be given an image', error);
      }
    }
    storing = undefined;
  };

  return {
    async find(studyInstanceUid, { seriesInstanceUid, sopInstanceUid, contentStamp: listed }, signal) {
      if (isResting()) return undefined;
      try {
        const part10 = await web.retrieveInstance(studyInstanceUid, seriesInstanceUid, sopInstanceUid, signal);
        if (!isOlder(part10, listed)) return part10;
        log.warn('the near archive holds another object under this UID than the hospital; the hospital’s is taken', { sopInstanceUid });
        return undefined;
      } catch (error) {
        if (signal.aborted) throw error;
        if (!isAppError(error, 'site/not-found')) rest('the near archive did not answer as it should', error);
        return undefined;
      }
    },
    offer(studyInstanceUid, part10) {
      if (isResting() || waitingBytes + part10.length > MAXIMUM_WAITING_BYTES) return;
      // The bytes go on to the store's thread, which takes them over.
      waiting.push({ studyInstanceUid, part10: Uint8Array.from(part10) });
      waitingBytes += part10.length;
      storing ??= storeAll();
    },
    async close() {
      closing.abort();
      await storing;
    },
  };
}

/** Where one of the two does not say when it was made, they count as the same. */
function isOlder(part10: Uint8Array, listed: string | null | undefined): boolean {
  if (listed === null || listed === undefined) return false;
  const stamp = contentStamp(readPart10(part10).metadata);
  return stamp !== null && stamp !== listed;
}
