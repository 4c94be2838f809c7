import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import { textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { isFilm } from '#shared/dicom/values/sop-class.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { createArrivingPart10, type ArrivingHeader, type ArrivingPart10 } from '../part10/arriving-part10.ts';
import type { FrameAnswer } from '../store/pack.repository.ts';
import type { WantedInstance } from './choose-next.ts';
import type { FetchInstance } from './fetch-instance.ts';

/** What is held, as the store gives it. */
export interface HeldReader {
  readonly readFrame: (studyId: number, sopInstanceUid: string, frameNumber: number) => Promise<FrameAnswer>;
  readonly readBulkData: (studyId: number, sopInstanceUid: string, elementPath: string) => Promise<Uint8Array | undefined>;
  readonly readSeriesMetadata: (studyId: number, seriesInstanceUid: string) => Promise<string>;
}

/** `arriving`: its object is on the line now, and the frame is not here yet. */
export type ReadableFrame = FrameAnswer | { readonly kind: 'arriving' };

export interface ReadableSeries {
  /** A JSON array of DICOM JSON data sets: of what is held, and of films that arrive. */
  readonly text: string;
  /** SOP Instance UID of each film that arrives to its first so many frames that are here. */
  readonly arriving: ReadonlyMap<string, number>;
}

/** The store, and films on their way to it. */
export interface ArrivingReader extends Pick<HeldReader, 'readBulkData'> {
  readonly readFrame: (studyId: number, sopInstanceUid: string, frameNumber: number) => Promise<ReadableFrame>;
  readonly readSeriesMetadata: (studyId: number, seriesInstanceUid: string) => Promise<ReadableSeries>;
}

type StoreInstance = (studyId: number, part10: Uint8Array, instance: WantedInstance) => Promise<void>;

/**
 * Films (ultrasound clips, angiographies) while they come: their frames can be read out of the very bytes that will be stored, as soon as each is
 * whole. Nothing is held before all of it is here and verified; what fails on its way, or then, is told as given up.
 */
export interface ArrivingObjects {
  /** The fetch, looked over the shoulder. */
  readonly watching: (fetch: FetchInstance) => FetchInstance;
  /** The store, likewise. */
  readonly storing: (store: StoreInstance) => StoreInstance;
  readonly reader: ArrivingReader;
}

export interface ArrivingObjectsDependencies {
  readonly held: HeldReader;
  readonly publish: (event: ApplicationEvent) => void;
  /** Of all films together so much can be read at most; frames beyond it wait for the store. */
  readonly maximumBytes?: number;
}

interface Arrival {
  readonly studyId: number;
  readonly studyInstanceUid: string;
  readonly instance: WantedInstance;
  part10: ArrivingPart10;
  /** What can be read of it now; its memory is the transfer's own. */
  readableBytes: number;
  /**
   * `asking`: whether the store has it already, as what is fetched to be compared. `shown`: windows know of it, or will at once. `landed`: the
   * store has its bytes, and windows still show what they have. `hidden`: it is waited for.
   */
  state: 'coming' | 'asking' | 'shown' | 'landed' | 'hidden';
  /** Since it is shown. */
  header: ArrivingHeader | undefined;
  /** So many frames windows have heard of. */
  toldFrames: number;
  toldAtMs: number;
  timer: NodeJS.Timeout | undefined;
}

const MAXIMUM_BYTES = 256 * 1024 * 1024;
/** Windows hear of new frames of a film so often. */
const PAUSE_MS = 250;
/** What came was not what was asked for, or not whole. All else is the line's fault, which also looks like an answer that ends early, or the disk's. */
const REFUSED: ReadonlySet<string> = new Set(['file/damaged', 'file/not-dicom', 'site/unexpected-instance', 'site/invalid-answer', 'site/too-large']);

export function createArrivingObjects({ held, publish, maximumBytes = MAXIMUM_BYTES }: ArrivingObjectsDependencies): ArrivingObjects {
  const arrivals = new Map<string, Arrival>();
  /** What was shown and then refused is fetched again, but not shown again before it is held. */
  const distrusted = new Set<string>();
  const find = (studyId: number, sopInstanceUid: string) => arrivals.get(`${studyId}/${sopInstanceUid}`);

  const begin = (studyId: number, studyInstanceUid: string, instance: WantedInstance): Arrival => {
    const arrival: Arrival = {
      studyId, studyInstanceUid, instance, part10: createArrivingPart10(), readableBytes: 0, header: undefined,
      state: distrusted.has(`${studyId}/${instance.sopInstanceUid}`) ? 'hidden' : 'coming',
      toldFrames: 0, toldAtMs: Number.NEGATIVE_INFINITY, timer: undefined,
    };
    arrivals.set(`${studyId}/${instance.sopInstanceUid}`, arrival);
    return arrival;
  };

  const end = (arrival: Arrival): void => {
    clearTimeout(arrival.timer);
    if (find(arrival.studyId, arrival.instance.sopInstanceUid) === arrival) arrivals.delete(`${arrival.studyId}/${arrival.instance.sopInstanceUid}`);
  };

  const tell = (arrival: Arrival, framesHere: number, givenUp: 'broken-off' | 'refused' | null): void => {
    const { studyId, instance: { seriesInstanceUid, sopInstanceUid } } = arrival;
    arrival.toldFrames = framesHere;
    publish({ kind: 'frames-arriving', studyId, seriesInstanceUid, sopInstanceUid, framesHere, givenUp });
  };

  const tellFrames = (arrival: Arrival): void => {
    const framesHere = arrival.part10.framesHere();
    if (arrival.state !== 'shown' || framesHere === arrival.toldFrames || arrival.timer !== undefined) return;
    const restMs = arrival.toldAtMs + PAUSE_MS - performance.now();
    if (restMs <= 0) {
      arrival.toldAtMs = performance.now();
      tell(arrival, framesHere, null);
      return;
    }
    arrival.timer = setTimeout(() => {
      arrival.timer = undefined;
      tellFrames(arrival);
    }, restMs);
  };

  /** Its bytes belong to somebody else now, or are of no more use. */
  const letGo = (arrival: Arrival): void => {
    arrival.part10 = createArrivingPart10();
    arrival.readableBytes = 0;
  };

  const giveUp = (arrival: Arrival, reason: 'broken-off' | 'refused'): void => {
    if (arrival.toldFrames > 0 && reason === 'refused') distrusted.add(`${arrival.studyId}/${arrival.instance.sopInstanceUid}`);
    if (arrival.toldFrames > 0) tell(arrival, 0, reason);
    arrival.state = 'hidden';
    arrival.header = undefined;
    letGo(arrival);
  };

  /** The first frame is here: it is shown unless the store has it already. */
  const show = async (arrival: Arrival): Promise<void> => {
    arrival.state = 'asking';
    const answer = await held.readFrame(arrival.studyId, arrival.instance.sopInstanceUid, 1).catch(() => undefined);
    if (arrival.state !== 'asking') return;
    if (answer?.kind !== 'missing' && answer?.kind !== 'unknown') return giveUp(arrival, 'refused');
    arrival.state = 'shown';
    arrival.header = arrival.part10.header();
    tellFrames(arrival);
  };

  const isAsAskedFor = ({ instance, studyInstanceUid }: Arrival, header: ArrivingHeader): boolean =>
    header.studyInstanceUid === studyInstanceUid && header.seriesInstanceUid === instance.seriesInstanceUid &&
    header.sopInstanceUid === instance.sopInstanceUid && isFilm(header.sopClassUid);

  const take = (arrival: Arrival, soFar: Uint8Array): void => {
    if (soFar.length < arrival.readableBytes) {
      // It is asked for in another form.
      giveUp(arrival, 'broken-off');
      arrival.state = 'coming';
    }
    if (arrival.state === 'hidden') return;
    const others = [...arrivals.values()].reduce((sum, one) => (one === arrival ? sum : sum + one.readableBytes), 0);
    if (others + soFar.length > maximumBytes) return;
    arrival.part10.take(soFar);
    arrival.readableBytes = soFar.length;
    const header = arrival.part10.header();
    // Its frames cannot be told apart, at once or after all; or it is another object.
    if (arrival.part10.isOdd() || (header !== undefined && !isAsAskedFor(arrival, header))) giveUp(arrival, 'refused');
    else if (arrival.state === 'coming' && arrival.part10.framesHere() > 0) void show(arrival);
    else tellFrames(arrival);
  };

  /** All is here. What windows show stays as it is until the store has it; it is given up where the way it was cut was wrong in the end. */
  const land = (arrival: Arrival, part10: Uint8Array): void => {
    clearTimeout(arrival.timer);
    if (arrival.state !== 'shown') return giveUp(arrival, 'refused');
    arrival.part10.take(part10);
    if (!arrival.part10.isWhole()) return giveUp(arrival, 'refused');
    arrival.state = 'landed';
    letGo(arrival);
  };

  const reasonOf = (error: unknown): 'broken-off' | 'refused' => (isAppError(error) && REFUSED.has(error.code) ? 'refused' : 'broken-off');

  return {
    watching: (fetch) => async (siteId, study, instance, signal, flight) => {
      if (instance.sopClassUid !== undefined && instance.sopClassUid !== '' && !isFilm(instance.sopClassUid)) return fetch(siteId, study, instance, signal, flight);
      const arrival = begin(study.studyId, study.studyInstanceUid, instance);
      try {
        const part10 = await fetch(siteId, study, instance, signal, { ...flight, arriving: (soFar) => take(arrival, soFar) });
        land(arrival, part10);
        return part10;
      } catch (error) {
        giveUp(arrival, reasonOf(error));
        end(arrival);
        throw error;
      }
    },
    storing: (store) => async (studyId, part10, instance) => {
      const arrival = find(studyId, instance.sopInstanceUid);
      try {
        await store(studyId, part10, instance);
        distrusted.delete(`${studyId}/${instance.sopInstanceUid}`);
      } catch (error) {
        if (arrival !== undefined) giveUp(arrival, reasonOf(error));
        throw error;
      } finally {
        if (arrival !== undefined) end(arrival);
      }
    },
    reader: {
      async readFrame(studyId, sopInstanceUid, frameNumber) {
        const answer = await held.readFrame(studyId, sopInstanceUid, frameNumber);
        const arrival = answer.kind === 'missing' || answer.kind === 'unknown' ? find(studyId, sopInstanceUid) : undefined;
        if (arrival?.header === undefined || frameNumber > arrival.header.numberOfFrames) return answer;
        const bytes = arrival.part10.frame(frameNumber - 1);
        // Copied: the bytes go to the store as soon as they are whole.
        return bytes === undefined ? { kind: 'arriving' } : { kind: 'held', frame: { bytes: Uint8Array.from(bytes), transferSyntaxUid: arrival.header.transferSyntaxUid } };
      },
      async readBulkData(studyId, sopInstanceUid, elementPath) {
        const found = await held.readBulkData(studyId, sopInstanceUid, elementPath);
        return found ?? find(studyId, sopInstanceUid)?.header?.bulkData.find((one) => one.elementPath === elementPath)?.bytes;
      },
      async readSeriesMetadata(studyId, seriesInstanceUid) {
        // Those of now: one that is stored while the store is asked must be in one of the two.
        const coming = [...arrivals.values()].filter((one) => one.studyId === studyId && one.instance.seriesInstanceUid === seriesInstanceUid && one.header !== undefined);
        const text = await held.readSeriesMetadata(studyId, seriesInstanceUid);
        if (coming.length === 0) return { text, arriving: new Map() };
        const dataSets = JSON.parse(text) as DataSet[];
        const uids = new Set(dataSets.map((dataSet) => textOf(dataSet, 'SOPInstanceUID')));
        const shown = coming.flatMap(({ header, state, part10 }) =>
          header === undefined || uids.has(header.sopInstanceUid) ? [] : [{ header, framesHere: state === 'landed' ? header.numberOfFrames : part10.framesHere() }]);
        return {
          text: JSON.stringify([...dataSets, ...shown.map(({ header }) => header.metadata)]),
          arriving: new Map(shown.map(({ header, framesHere }) => [header.sopInstanceUid, framesHere])),
        };
      },
    },
  };
}
