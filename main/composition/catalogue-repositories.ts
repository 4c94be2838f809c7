import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import { SettingRepository } from '../database/setting.repository.ts';
import { DeliveryRepository } from '../delivery/delivery.repository.ts';
import { ImportRepository } from '../import/import.repository.ts';
import { CalibrationRepository } from '../measurements/calibration.repository.ts';
import { MeasurementRepository } from '../measurements/measurement.repository.ts';
import { CriticalValueRepository } from '../reports/critical-value.repository.ts';
import { ReportWordsRepository } from '../reports/report-words.repository.ts';
import { ReportRepository } from '../reports/report.repository.ts';
import { SignerRepository } from '../signing/signer.repository.ts';
import { SiteLineRepository } from '../sites/site-line.repository.ts';
import { SiteRepository } from '../sites/site.repository.ts';
import { ChangeRepository } from '../studies/change.repository.ts';
import { KeepingRepository } from '../studies/keeping.repository.ts';
import { RequestRepository } from '../studies/request.repository.ts';
import { StudyRepository } from '../studies/study.repository.ts';
import { ViewedInstanceRepository } from '../studies/viewed-instance.repository.ts';
import { WorklistRepository } from '../worklist/worklist.repository.ts';

export type CatalogueRepositories = ReturnType<typeof createCatalogueRepositories>;

/** Everything that the catalogue answers. */
export function createCatalogueRepositories(database: SqliteDatabase) {
  return {
    settings: new SettingRepository(database),
    sites: new SiteRepository(database),
    lines: new SiteLineRepository(database),
    studies: new StudyRepository(database),
    keeping: new KeepingRepository(database),
    changes: new ChangeRepository(database),
    requests: new RequestRepository(database),
    worklist: new WorklistRepository(database),
    measurements: new MeasurementRepository(database),
    calibrations: new CalibrationRepository(database),
    viewedInstances: new ViewedInstanceRepository(database),
    reports: new ReportRepository(database),
    reportWords: new ReportWordsRepository(database),
    criticalValues: new CriticalValueRepository(database),
    signers: new SignerRepository(database),
    imports: new ImportRepository(database),
    deliveries: new DeliveryRepository(database),
  };
}
