import type { KeyImage } from '#shared/contract/services/measurements.contract.ts';
import type { SiteLetterhead } from '#shared/contract/services/papers.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { SettingRepository } from '../database/setting.repository.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { DocumentMaker } from '../documents/document-maker.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Site } from '../sites/site.ts';
import { basicTextSites, setBasicText } from './structured-report-form.ts';
import type { ReportPictureRepository, StoredPicture } from './report-picture.repository.ts';

export interface PictureServiceDependencies {
  readonly pictures: Remote<ReportPictureRepository>;
  readonly documents: DocumentMaker;
  /** @throws AppError `study/unknown` */
  readonly requireStudy: (studyId: number) => Promise<unknown>;
  readonly site: (siteId: string) => Site | undefined;
  readonly setLetterhead: (siteId: string, letterhead: Site['letterhead']) => Promise<void>;
  readonly settings: Remote<SettingRepository>;
  readonly events: EventHub;
  readonly clock: Clock;
}

export type PictureService = ReturnType<typeof createPictureService>;

/** What stands on papers besides words: pictures of key images, and each hospital's letterhead. */
export function createPictureService({ pictures, documents, requireStudy, site, setLetterhead, settings, events, clock }: PictureServiceDependencies) {
  const requireSite = (siteId: string): Site => {
    const found = site(siteId);
    if (found === undefined) throw new AppError('site/not-found', 'no such site');
    return found;
  };
  const seal = async (jpeg: Uint8Array, use: 'key-image' | 'logo'): Promise<StoredPicture> => {
    const { bytes, ...picture } = await documents.sealPicture(jpeg, use);
    return { ...picture, jpeg: bytes };
  };

  return {
    async pictureKeyImage(image: KeyImage, jpeg: Uint8Array): Promise<void> {
      await requireStudy(image.studyId);
      const isMarked = await pictures.putKeyImage(image, await seal(jpeg, 'key-image'), clock.now().toISOString());
      if (!isMarked) throw new AppError('measurement/unknown', 'the frame is not marked');
      events.publish({ kind: 'measurements-changed', studyId: image.studyId });
    },

    async letterhead(siteId: string): Promise<SiteLetterhead> {
      const { letterhead } = requireSite(siteId);
      const logo = await pictures.logo(siteId);
      const isBasicText = (await basicTextSites(settings)).has(siteId);
      return { ...letterhead, structuredReport: isBasicText ? 'basic-text' : 'enhanced', logo: logo === undefined ? null : Buffer.from(logo.jpeg).toString('base64') };
    },

    async setLetterhead(siteId: string, { address, telephone, logo, structuredReport }: SiteLetterhead): Promise<void> {
      requireSite(siteId);
      const sealed = logo === null ? undefined : await seal(Buffer.from(logo, 'base64'), 'logo');
      await setLetterhead(siteId, { address, telephone });
      await setBasicText(settings, siteId, structuredReport === 'basic-text');
      if (sealed === undefined) await pictures.removeLogo(siteId);
      else await pictures.putLogo(siteId, sealed, clock.now().toISOString());
      events.publish({ kind: 'site-changed', siteId });
    },
  };
}
