import { AppError } from '#shared/errors/app-error.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import type { Remote, RemoteRepositories } from '../database/remote-repositories.ts';
import type { ReportedStudyFacts } from '../reports/assemble-report.ts';
import type { PackShelf } from '../store/pack-shelf.ts';
import type { createStudyKeeper } from '../studies/study-keeper.ts';
import type { CatalogueRepositories } from './catalogue-repositories.ts';

export interface StudyFactsDependencies {
  readonly catalogue: Pick<RemoteRepositories<CatalogueRepositories>, 'studies' | 'measurements' | 'calibrations' | 'viewedInstances' | 'reportPictures'>;
  readonly keeper: Pick<ReturnType<typeof createStudyKeeper>, 'reference' | 'readSeriesMetadata'>;
  readonly packs: Pick<Remote<PackShelf>, 'heldInstances'>;
}

/** What a report must know of a study: what is held of it, what was seen, measured and marked. @throws AppError `study/unknown` */
export function studyFactsOf({ catalogue, keeper, packs }: StudyFactsDependencies): (studyId: number) => Promise<ReportedStudyFacts> {
  const { studies, measurements, calibrations, viewedInstances, reportPictures } = catalogue;
  return async (studyId) => {
    const study = await studies.find(studyId);
    if (study === undefined) throw new AppError('study/unknown', 'no such study', { facts: { studyId } });
    const [series, held, measured, calibrated, viewed, keyImages] = await Promise.all([
      studies.series(studyId),
      keeper.reference(studyId).then((reference) => packs.heldInstances(reference)),
      measurements.list(studyId),
      calibrations.list(studyId),
      viewedInstances.list(studyId),
      reportPictures.keyImages(studyId),
    ]);
    const texts = await Promise.all(series.map(async (one) => [one.seriesInstanceUid, await keeper.readSeriesMetadata(studyId, one.seriesInstanceUid)] as const));
    const headers = new Map(texts.map(([uid, text]) => [uid, JSON.parse(text) as DataSet[]]));
    return { study, series, held, headers, measurements: measured, calibrations: calibrated, viewed, keyImages };
  };
}
