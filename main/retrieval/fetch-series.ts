import { losesPixels } from '#shared/dicom/image/codestream-loss.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { DicomWebSite } from '../dicomweb/dicom-web-site.ts';
import { readIdentity } from '../part10/read-identity.ts';
import { readPixelForm } from '../part10/read-pixel-form.ts';
import { transferSyntaxOf } from '../sites/retrieve-form.ts';
import type { SiteLinks } from '../sites/site-links.ts';
import type { SiteProfiles } from '../sites/site-profiles.ts';
import type { StudyToFetch, WantedInstance } from './choose-next.ts';
import type { TransferWatch } from './fetch-instance.ts';

export interface ArrivedInstance {
  readonly sopInstanceUid: string;
  readonly part10: Uint8Array;
}

/** Fetches a whole series in one answer; each instance as it is complete. @param sample one of its instances */
export type FetchSeries = (siteId: string, study: StudyToFetch, sample: WantedInstance, signal: AbortSignal, flight: TransferWatch) => AsyncIterable<ArrivedInstance>;

export interface FetchSeriesDependencies {
  readonly webSite: (siteId: string) => DicomWebSite | undefined;
  readonly profiles: SiteProfiles;
  readonly links: SiteLinks;
}

/** Asks in the form that moves its images fastest one by one, so that both ways can be compared. What lost something against that wish is left out: it is asked for by itself. */
export function createSeriesFetcher({ webSite, profiles, links }: FetchSeriesDependencies): FetchSeries {
  return async function* fetchSeries(siteId, study, sample, signal, flight) {
    const web = webSite(siteId);
    if (web === undefined) throw new AppError('site/unreachable', 'the site is not configured');
    const { throughputBitsPerSecond: bitsPerSecond } = links.of(siteId);
    const form = profiles.chooseForm(siteId, sample.sopClassUid ?? '', { mayExplore: false, bitsPerSecond });
    const isAsKept = form === 'kept' || form === 'kept-gzip' || form === 'frames';
    const parts = web.retrieveSeries(study.studyInstanceUid, sample.seriesInstanceUid, signal, {
      transferSyntax: transferSyntaxOf(form), acceptsGzip: form === 'kept-gzip', onAnswer: flight.answered, hold: flight.hold,
    });
    for await (const part10 of parts) {
      const { transferSyntaxUid, codestream } = readPixelForm(part10);
      if (!isAsKept && codestream !== undefined && losesPixels(transferSyntaxUid, codestream)) continue;
      yield { sopInstanceUid: readIdentity(part10).sopInstanceUid, part10 };
    }
  };
}
