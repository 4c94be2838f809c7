import { AppError } from '#shared/errors/app-error.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { DicomWebSite } from '../dicomweb/dicom-web-site.ts';
import { readIdentity } from '../part10/read-identity.ts';
import { NO_SECURITY } from '../sites/site-security.ts';
import type { Site } from '../sites/site.ts';
import type { StudyKeeper } from '../studies/study-keeper.ts';
import type { StudyRepository } from '../studies/study.repository.ts';

/** The site of what was imported on this machine. An empty address: nobody answers for it but the store itself. */
export function importSite(now: Date): Site {
  return {
    id: 'import',
    name: '本机导入',
    baseUrl: '',
    credentials: undefined,
    security: NO_SECURITY,
    isDemo: false,
    caseRule: { sinceDate: null, modalities: [], requestMark: 'none' },
    quietSeconds: 1,
    pollSeconds: 3_600,
    letterhead: { address: '', telephone: '' },
    addedAt: now.toISOString(),
    removedAt: null,
  };
}

/** The store in the place of a hospital: a report on an imported study is delivered into the study itself and read back from there. */
export function createLocalSite(site: Site, studies: Remote<StudyRepository>, keeper: Pick<StudyKeeper, 'storeInstance' | 'readDocument'>): DicomWebSite {
  const studyIdOf = async (studyInstanceUid: string): Promise<number> => {
    const studyId = await studies.idOf(site.id, studyInstanceUid);
    if (studyId === undefined) throw notHere();
    return studyId;
  };
  return {
    searchForStudies: async () => [],
    searchForSeries: async () => [],
    searchForInstances: async () => [],
    retrieveSeriesMetadata: async () => [],
    retrieveInstanceMetadata: async () => undefined,
    async retrieveInstance(studyInstanceUid, _series, sopInstanceUid) {
      const document = await keeper.readDocument(await studyIdOf(studyInstanceUid), sopInstanceUid);
      if (document === undefined) throw notHere();
      return document;
    },
    retrieveByFrames: () => Promise.reject(notHere()),
    retrieveSeries() {
      throw notHere();
    },
    async storeInstances(studyInstanceUid, part10s) {
      const studyId = await studyIdOf(studyInstanceUid);
      const outcomes = [];
      for (const part10 of part10s) {
        const { sopInstanceUid } = readIdentity(part10);
        // The store takes the bytes over; the outbox may need them again.
        await keeper.storeInstance(studyId, Uint8Array.from(part10), sopInstanceUid);
        outcomes.push({ sopInstanceUid, outcome: 'stored' as const });
      }
      return outcomes;
    },
  };

  function notHere(): AppError {
    return new AppError('site/not-found', 'this machine does not hold it', { facts: { site: site.name } });
  }
}
