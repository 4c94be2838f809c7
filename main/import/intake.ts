import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { numberOf, textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { contentOf } from '#shared/dicom/values/sop-class.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Remote } from '../database/remote-repositories.ts';
import { readIdentity } from '../part10/read-identity.ts';
import { readPart10, type ReceivedInstance } from '../part10/read-part10.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Site } from '../sites/site.ts';
import type { StoreOutcome } from '../store/pack.repository.ts';
import { toFoundStudy } from '../studies/study-facts.ts';
import type { StudyKeeper } from '../studies/study-keeper.ts';
import type { StudyRepository } from '../studies/study.repository.ts';
import type { FoundStudy, IndexedSeries } from '../studies/study.ts';
import { convertEcgFile } from './ecg-files/open-ecg-file.ts';

export interface IntakeDependencies {
  readonly site: Site;
  readonly studies: Remote<StudyRepository>;
  readonly keeper: StudyKeeper;
  readonly events: EventHub;
  readonly clock: Clock;
}

/** Takes files into the studies of a site that has no hospital behind it: what is held is all there is. */
export interface Intake {
  /**
   * @param file DICOM, or an ECG that is kept as DICOM with the file inside (HL7 aECG, SCP-ECG)
   * @throws AppError `file/not-dicom`, `file/damaged`, `file/unsupported-ecg`, `store/disk-full`
   */
  readonly take: (file: Uint8Array) => Promise<{ readonly studyId: number; readonly outcome: StoreOutcome }>;
  /** Sets all counts right and says that the studies are complete. */
  readonly finish: () => Promise<void>;
}

interface StudyUnderWay {
  readonly studyId: number;
  found: FoundStudy;
  readonly series: Map<string, IndexedSeries>;
  takenSince: number;
}

/** The list shows how far a study is after so many instances. */
const COUNT_EVERY = 50;

export function createIntake({ site, studies, keeper, events, clock }: IntakeDependencies): Intake {
  const underWay = new Map<string, StudyUnderWay>();

  const beginStudy = async (instance: ReceivedInstance): Promise<StudyUnderWay> => {
    const { metadata } = instance;
    const found = toFoundStudy({ ...metadata, ...buildDataSet({ ModalitiesInStudy: textOf(metadata, 'Modality') }) }, site.caseRule);
    if (found === undefined) throw new AppError('file/damaged', 'the file names no study', { facts: { reason: 'StudyInstanceUID' } });
    const [seen] = await studies.recordSearch(site.id, [found], clock.now().toISOString());
    if (seen === undefined) throw new Error('a study was not recorded');
    const known = (await studies.series(seen.studyId)).map((one): [string, IndexedSeries] => [one.seriesInstanceUid, { ...one, hasLostText: false }]);
    if (seen.isFirstSight && found.isCase) events.publish({ kind: 'case-announced', studyId: seen.studyId, urgency: found.urgency });
    const begun: StudyUnderWay = { studyId: seen.studyId, found, series: new Map(known), takenSince: 0 };
    underWay.set(instance.studyInstanceUid, begun);
    return begun;
  };

  /** A series must be listed before its first instance is stored: its header is read then. */
  const beginSeries = async (study: StudyUnderWay, instance: ReceivedInstance): Promise<void> => {
    study.series.set(instance.seriesInstanceUid, describeSeries(instance.metadata, instance));
    const modalities = [...new Set([...study.series.values()].map(({ modality }) => modality))].filter((modality) => modality !== '');
    study.found = { ...study.found, modalities };
    await studies.recordSearch(site.id, [study.found], clock.now().toISOString());
    await keeper.adoptHeld(study.studyId, [...study.series.values()]);
  };

  const count = async (study: StudyUnderWay): Promise<void> => {
    study.takenSince = 0;
    await keeper.adoptHeld(study.studyId, [...study.series.values()].map((one) => ({ ...one, expectedInstances: 0 })));
  };

  return {
    async take(file) {
      const part10 = convertEcgFile(file) ?? file;
      const identity = readIdentity(part10);
      const known = underWay.get(identity.studyInstanceUid);
      const isKnownSeries = known?.series.has(identity.seriesInstanceUid) === true;
      // Everything is checked before a study or series that may turn out empty is made for it.
      const instance = isKnownSeries ? undefined : readPart10(part10);
      const study = known ?? (instance === undefined ? undefined : await beginStudy(instance));
      if (study === undefined) throw new AppError('file/damaged', 'the file names no study', { facts: { reason: 'StudyInstanceUID' } });
      if (instance !== undefined && !study.series.has(instance.seriesInstanceUid)) await beginSeries(study, instance);
      const outcome = await keeper.storeInstance(study.studyId, part10, instance?.sopInstanceUid ?? identity.sopInstanceUid);
      study.takenSince += 1;
      if (study.takenSince >= COUNT_EVERY) await count(study);
      return { studyId: study.studyId, outcome };
    },
    async finish() {
      for (const study of underWay.values()) {
        await count(study);
        await studies.markComplete(study.studyId, clock.now().toISOString());
        events.publish({ kind: 'worklist-changed', studyIds: [study.studyId] });
      }
    },
  };
}

function describeSeries(metadata: DataSet, { seriesInstanceUid, sopClassUid }: ReceivedInstance): IndexedSeries {
  const seriesNumber = numberOf(metadata, 'SeriesNumber');
  return {
    seriesInstanceUid,
    modality: textOf(metadata, 'Modality'),
    seriesNumber: seriesNumber !== undefined && Number.isSafeInteger(seriesNumber) ? seriesNumber : null,
    seriesDescription: textOf(metadata, 'SeriesDescription'),
    bodyPart: textOf(metadata, 'BodyPartExamined'),
    content: contentOf(sopClassUid),
    expectedInstances: 1,
    hasLostText: false,
  };
}
