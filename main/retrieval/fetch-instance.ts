import { gzipSync } from 'node:zlib';
import { losesPixels } from '#shared/dicom/image/codestream-loss.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { DicomWebSite } from '../dicomweb/dicom-web-site.ts';
import { readPixelForm, type PixelForm } from '../part10/read-pixel-form.ts';
import type { Capability } from '../sites/capability-profile.ts';
import { formsFor, TRANSCODED_FORMS, transferSyntaxOf, type RetrieveForm } from '../sites/retrieve-form.ts';
import type { SiteLinks } from '../sites/site-links.ts';
import type { SiteProfiles } from '../sites/site-profiles.ts';
import type { StudyToFetch, WantedInstance } from './choose-next.ts';
import type { Flight } from './flights.ts';
import type { NearArchive } from './near-archive.ts';

/** Fetches one instance as Part 10 bytes. */
export type FetchInstance = (siteId: string, study: StudyToFetch, instance: WantedInstance, signal: AbortSignal, flight: TransferWatch) => Promise<Uint8Array>;
/** Told of the first byte and of each piece, and asked before each. */
export type TransferWatch = Pick<Flight, 'answered' | 'hold' | 'received'> & {
  /** Told what is here of an object in the form that is kept, from its first byte on: what is asked for in another form may be thrown away. */
  readonly arriving?: (soFar: Uint8Array) => void;
};

export interface FetchInstanceDependencies {
  readonly webSite: (siteId: string) => DicomWebSite | undefined;
  readonly profiles: SiteProfiles;
  readonly links: SiteLinks;
  /** The centre's own archive, where there is one. */
  readonly near: NearArchive | undefined;
}

/** What a server that cannot give a form answers. */
const REFUSING_STATUS: ReadonlySet<unknown> = new Set([400, 406, 415, 422, 500, 501]);
const isRefusal = (error: unknown): boolean => isAppError(error) && REFUSING_STATUS.has(error.facts['status']);


/**
 * Asks a hospital for each object in the lossless form that moves it fastest, learns from every answer, and looks at what came: a picture
 * that lost something although a lossless form was asked for is thrown away, and asked for as the hospital keeps it.
 */
export function createInstanceFetcher({ webSite, profiles, links, near }: FetchInstanceDependencies): FetchInstance {
  const exploring = new Set<string>();

  const ask = async (web: DicomWebSite, study: StudyToFetch, instance: WantedInstance, form: RetrieveForm, signal: AbortSignal, flight: TransferWatch) => {
    let waitMs: number | null = null;
    let isGzip = false;
    const retrieve = form === 'frames' ? web.retrieveByFrames : web.retrieveInstance;
    const part10 = await retrieve(study.studyInstanceUid, instance.seriesInstanceUid, instance.sopInstanceUid, signal, {
      transferSyntax: transferSyntaxOf(form),
      acceptsGzip: form === 'kept-gzip',
      onAnswer(answer) {
        ({ waitMs, isGzip } = answer);
        flight.answered();
      },
      hold: flight.hold,
      onChunk: flight.received,
      onProgress: form === 'kept' || form === 'kept-gzip' ? flight.arriving : undefined,
    });
    if (waitMs !== null) links.recordWait(study.siteId, waitMs);
    return { part10, waitMs, isGzip };
  };

  const fetchFromSite: FetchInstance = async (siteId, study, instance, signal, flight) => {
    const web = webSite(siteId);
    if (web === undefined) throw new AppError('site/unreachable', 'the site is not configured');
    await profiles.ready;
    const sopClassUid = instance.sopClassUid ?? '';
    const kind = `${siteId} ${sopClassUid}`;
    const mayExplore = study.purpose === 'worklist' && study.urgency === 'routine' && !exploring.has(kind);
    if (mayExplore) exploring.add(kind);
    try {
      return await fetchInTurn(web, study, instance, formsInTurn(siteId, sopClassUid, mayExplore), signal, flight);
    } finally {
      if (mayExplore) exploring.delete(kind);
    }
  };

  /** The chosen form; of a site that is not known yet the other candidates; at last the one that always works. */
  const formsInTurn = (siteId: string, sopClassUid: string, mayExplore: boolean): ReadonlySet<RetrieveForm> => {
    const { throughputBitsPerSecond: bitsPerSecond } = links.of(siteId);
    const choose = (explore: boolean) => profiles.chooseForm(siteId, sopClassUid, { mayExplore: explore, bitsPerSecond });
    const known = new Set(profiles.capabilities(siteId).flatMap((one) => (one.sopClassUid === sopClassUid ? [one.form] : [])));
    const established = choose(false);
    const isLearning = !known.has(established);
    const unknown = isLearning ? TRANSCODED_FORMS.filter((form) => formsFor(sopClassUid).includes(form) && !known.has(form)) : [];
    return new Set([choose(mayExplore), established, ...unknown, 'kept', ...(formsFor(sopClassUid).includes('frames') ? (['frames'] as const) : [])]);
  };

  const fetchInTurn = async (
    web: DicomWebSite, study: StudyToFetch, instance: WantedInstance, forms: ReadonlySet<RetrieveForm>, signal: AbortSignal, flight: TransferWatch,
  ): Promise<Uint8Array> => {
    const { siteId } = study;
    const sopClassUid = instance.sopClassUid ?? '';
    const refused: RetrieveForm[] = [];
    let wholeRefusal: AppError | undefined;
    const givesWhole = profiles.capabilities(siteId).some((one) => one.form !== 'frames' && one.outcome !== 'refused');
    let hasLostPixels = false;
    for (const form of forms) {
      if (hasLostPixels && form !== 'kept') continue;
      if (wholeRefusal !== undefined && form !== 'frames') continue;
      try {
        const { part10, waitMs, isGzip } = await ask(web, study, instance, form, signal, flight);
        const verdict = judgeAnswer(form, part10, isGzip);
        // The forms before it were refused for this very object, which is there: it is they that do not work.
        for (const one of refused.splice(0)) profiles.record(siteId, sopClassUid, one, REFUSED);
        if (!verdict.isLossyAgainstWish) {
          profiles.record(siteId, sopClassUid, form, { outcome: verdict.outcome, sizeShare: verdict.sizeShare, waitMs });
          return part10;
        }
        // A server that sends its lossy picture whatever is asked would do so for every form.
        hasLostPixels = true;
        for (const one of TRANSCODED_FORMS) profiles.record(siteId, sopClassUid, one, { outcome: 'ignored', sizeShare: null, waitMs: null });
      } catch (error) {
        if (signal.aborted) throw error;
        // Neither a whole object nor its frames: what was said of the whole one tells more.
        if (form === 'frames' && wholeRefusal !== undefined) throw wholeRefusal;
        const status = isAppError(error) ? error.facts['status'] : undefined;
        const mayGiveFrames = forms.has('frames') && form !== 'frames' && !hasLostPixels;
        // What a server that has given whole objects says it has not, it has not.
        const hasNoWhole = status === 405 || (status === 404 && !givesWhole) || (form === 'kept' && isRefusal(error));
        if (isAppError(error) && mayGiveFrames && hasNoWhole) {
          wholeRefusal = error;
          refused.push(...formsFor(sopClassUid).filter((one) => one !== 'frames' && !refused.includes(one)));
        } else if (form === 'kept' || !isRefusal(error)) throw error;
        else refused.push(form);
      }
    }
    throw wholeRefusal ?? new AppError('internal', 'the form that always works was not asked for');
  };

  return async (siteId, study, instance, signal, flight) => {
    const held = await near?.find(study, instance, signal);
    if (held !== undefined) return held;
    const part10 = await fetchFromSite(siteId, study, instance, signal, flight);
    near?.offer(study.studyInstanceUid, part10);
    return part10;
  };
}

const REFUSED = { outcome: 'refused', sizeShare: null, waitMs: null } as const;

/** Whether what came is what was asked for. */
function judgeAnswer(form: RetrieveForm, part10: Uint8Array, isGzip: boolean): { readonly outcome: Capability['outcome']; readonly sizeShare: number | null; readonly isLossyAgainstWish: boolean } {
  const pixels = readPixelForm(part10);
  const isKept = form === 'kept' || form === 'kept-gzip' || form === 'frames';
  const isLossy = pixels.codestream !== undefined && losesPixels(pixels.transferSyntaxUid, pixels.codestream);
  const isAsAsked = form === 'kept' || form === 'frames' || (form === 'kept-gzip' ? isGzip : pixels.transferSyntaxUid === transferSyntaxOf(form));
  return {
    outcome: isAsAsked && (isKept || !isLossy) ? 'works' : 'ignored',
    sizeShare: sizeShareOf(part10, pixels, isGzip),
    isLossyAgainstWish: !isKept && isLossy,
  };
}

/** Of a gzipped answer the size on the line is not known; our own gzip of the same bytes is close enough to compare forms. */
function sizeShareOf(part10: Uint8Array, { uncompressedBytes }: PixelForm, isGzip: boolean): number | null {
  if (uncompressedBytes === 0) return null;
  return (isGzip ? gzipSync(part10, { level: 6 }).length : part10.length) / uncompressedBytes;
}
