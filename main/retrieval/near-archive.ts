import { textOf } from '#shared/dicom/data-set/data-set.ts';
import { contentStamp } from '#shared/dicom/data-set/content-stamp.ts';
import { losesPixels } from '#shared/dicom/image/codestream-loss.ts';
import { parseDicomDate } from '#shared/dicom/values/date-time.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { DicomWebSite } from '../dicomweb/dicom-web-site.ts';
import { readPart10, type ReceivedInstance } from '../part10/read-part10.ts';
import type { Log } from '../platform/log.ts';
import type { StudyToFetch, WantedInstance } from './choose-next.ts';

/**
 * The centre's own archive in the local network. Every seat asks it before a county line and gives it what came over one, so that an image
 * crosses the line once for all seats. It helps and is never needed: what fails here is only left out.
 */
export interface NearArchive {
  /**
   * @returns undefined when it has not the instance, does not answer as it should or soon, or has another than the hospital's list tells of: one that was made anew
   * there, of another patient, cut off, or with a loss that it does not own up to
   */
  readonly find: (study: SoughtStudy, instance: WantedInstance, signal: AbortSignal) => Promise<Uint8Array | undefined>;
  /** Stores it there when there is time. Returns at once. */
  readonly offer: (studyInstanceUid: string, part10: Uint8Array) => void;
  /** Waits for what is being stored now; what still waits is left out. */
  readonly close: () => Promise<void>;
}

export interface NearArchiveDependencies {
  readonly web: DicomWebSite;
  readonly log: Log;
  /** A clock that nobody sets back; absent: that of this process. */
  readonly nowMs?: () => number;
  /** How long it may keep somebody waiting before its first byte; absent: `PATIENCE_MS`. */
  readonly patienceMs?: number;
}

type SoughtStudy = Pick<StudyToFetch, 'studyInstanceUid' | 'patientId' | 'patientBirthDate'>;

/** An archive that failed is left alone for so long. */
const REST_MS = 60_000;
/** It stands in the local network: what begins no sooner is no help to somebody who waits for a picture. */
const PATIENCE_MS = 1_500;
/** What waits to be stored; a further one is left out and comes over the county line once more. */
const MAXIMUM_WAITING_BYTES = 256 * 1024 * 1024;

export function createNearArchive({ web, log, nowMs = () => performance.now(), patienceMs = PATIENCE_MS }: NearArchiveDependencies): NearArchive {
  const closing = new AbortController();
  const waiting: { readonly studyInstanceUid: string; readonly part10: Uint8Array }[] = [];
  let waitingBytes = 0;
  let restUntil = Number.NEGATIVE_INFINITY;
  let storing: Promise<void> | undefined;

  const isResting = () => nowMs() < restUntil;
  const rest = (what: string, error: unknown) => {
    restUntil = nowMs() + REST_MS;
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
    async find(study, { seriesInstanceUid, sopInstanceUid, contentStamp: listed }, signal) {
      if (isResting()) return undefined;
      const slow = new AbortController();
      const timer = setTimeout(() => slow.abort(new AppError('site/stalled', 'the near archive keeps us waiting')), patienceMs);
      try {
        const part10 = await web.retrieveInstance(study.studyInstanceUid, seriesInstanceUid, sopInstanceUid, AbortSignal.any([signal, slow.signal]), { onAnswer: () => clearTimeout(timer) });
        const fault = faultOf(part10, study, listed);
        if (fault === undefined) return part10;
        log.warn('the near archive holds another object under this UID than the hospital; the hospital’s is taken', { sopInstanceUid, fault });
        return undefined;
      } catch (error) {
        if (signal.aborted) throw error;
        if (!isAppError(error, 'site/not-found')) rest('the near archive did not answer as it should', error);
        return undefined;
      } finally {
        clearTimeout(timer);
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

/** Why a copy may not stand for what the hospital has; undefined when nothing speaks against it. */
function faultOf(part10: Uint8Array, study: SoughtStudy, listed: string | null | undefined): string | undefined {
  let copy: ReceivedInstance;
  try {
    copy = readPart10(part10);
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
  if (isOlder(copy, listed)) return 'made at another time';
  if (isOfAnother(copy, study)) return 'of another patient';
  const ownsUp = textOf(copy.metadata, 'LossyImageCompression') === '01';
  return !ownsUp && copy.frames.some((frame) => losesPixels(copy.transferSyntaxUid, frame)) ? 'lossy without saying so' : undefined;
}

/** Where one of the two does not say when it was made, they count as the same. */
function isOlder({ metadata }: ReceivedInstance, listed: string | null | undefined): boolean {
  if (listed === null || listed === undefined) return false;
  const stamp = contentStamp(metadata);
  return stamp !== null && stamp !== listed;
}

/** Two hospitals may give one UID to two people. A number that was corrected alone is no other person: the day of birth is the same. */
function isOfAnother({ metadata }: ReceivedInstance, { patientId = '', patientBirthDate }: SoughtStudy): boolean {
  const held = textOf(metadata, 'PatientID');
  if (held === '' || patientId === '' || held === patientId) return false;
  const birthDate = parseDicomDate(textOf(metadata, 'PatientBirthDate'));
  return birthDate === undefined || birthDate !== patientBirthDate;
}
