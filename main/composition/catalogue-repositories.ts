import { AuditRepository } from '../audit/audit.repository.ts';
import { AcceptanceRepository } from '../coordination/acceptance.repository.ts';
import { IdentityRepository } from '../collaboration/identity.repository.ts';
import { SharedCopyRepository } from '../collaboration/shared-copy.repository.ts';
import { EmbeddedCoordinatorRepository } from '../coordination/embedded/embedded-coordinator.repository.ts';
import { CatalogueKeyRepository } from '../database/catalogue-key.repository.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import { SettingRepository } from '../database/setting.repository.ts';
import { DeliveryRepository } from '../delivery/delivery.repository.ts';
import { LearnedProtocolRepository } from '../hanging/learned-protocol.repository.ts';
import { ImportRepository } from '../import/import.repository.ts';
import { CalibrationRepository } from '../measurements/calibration.repository.ts';
import { MeasurementRepository } from '../measurements/measurement.repository.ts';
import { ReadingMarkRepository } from '../measurements/reading-mark.repository.ts';
import { PersonRepository } from '../people/person.repository.ts';
import { ReadingProfileRepository } from '../preferences/reading-profile.repository.ts';
import { CriticalValueRepository } from '../reports/critical-value.repository.ts';
import { DeliveryTrackRepository } from '../reports/delivery-track.repository.ts';
import { EcgRepository } from '../reports/ecg.repository.ts';
import { EvidenceRepository } from '../reports/evidence.repository.ts';
import { OfflineSignatureRepository } from '../reports/offline-signature.repository.ts';
import { ReportPictureRepository } from '../reports/report-picture.repository.ts';
import { QualityRepository } from '../reports/quality.repository.ts';
import { RecognitionRepository } from '../reports/recognition.repository.ts';
import { RetentionRepository } from '../reports/retention.repository.ts';
import { ReportWordsRepository } from '../reports/report-words.repository.ts';
import { ReportRepository } from '../reports/report.repository.ts';
import { VersionRepository } from '../reports/version.repository.ts';
import { SignerRepository } from '../signing/signer.repository.ts';
import { SiteLineRepository } from '../sites/site-line.repository.ts';
import { SiteRepository } from '../sites/site.repository.ts';
import { ChangeRepository } from '../studies/change.repository.ts';
import { KeepingRepository } from '../studies/keeping.repository.ts';
import { PackKeyRepository } from '../studies/pack-key.repository.ts';
import { RequestRepository } from '../studies/request.repository.ts';
import { SearchTextRepository } from '../studies/search-text.repository.ts';
import { StudyRepository } from '../studies/study.repository.ts';
import { ViewedInstanceRepository } from '../studies/viewed-instance.repository.ts';
import { CaseCopyRepository } from '../worklist/case-copy.repository.ts';
import { ServiceTimeRepository } from '../worklist/service-time.repository.ts';
import { WorklistRepository } from '../worklist/worklist.repository.ts';

/** The pages that a morning's lists walk over, among a million studies. */
export const CATALOGUE_CACHE_KILOBYTES = 32_768;

export type CatalogueRepositories = ReturnType<typeof createCatalogueRepositories>;

/** Everything that the catalogue answers. */
export function createCatalogueRepositories(database: SqliteDatabase) {
  return {
    settings: new SettingRepository(database),
    sites: new SiteRepository(database),
    lines: new SiteLineRepository(database),
    studies: new StudyRepository(database),
    searchTexts: new SearchTextRepository(database),
    keeping: new KeepingRepository(database),
    changes: new ChangeRepository(database),
    requests: new RequestRepository(database),
    worklist: new WorklistRepository(database),
    serviceTimes: new ServiceTimeRepository(database),
    measurements: new MeasurementRepository(database),
    calibrations: new CalibrationRepository(database),
    readingMarks: new ReadingMarkRepository(database),
    readingProfiles: new ReadingProfileRepository(database),
    viewedInstances: new ViewedInstanceRepository(database),
    reports: new ReportRepository(database),
    ecg: new EcgRepository(database),
    offlineSignatures: new OfflineSignatureRepository(database),
    versions: new VersionRepository(database),
    evidence: new EvidenceRepository(database),
    reportWords: new ReportWordsRepository(database),
    criticalValues: new CriticalValueRepository(database),
    quality: new QualityRepository(database),
    recognition: new RecognitionRepository(database),
    signers: new SignerRepository(database),
    imports: new ImportRepository(database),
    learnedProtocols: new LearnedProtocolRepository(database),
    deliveries: new DeliveryRepository(database),
    people: new PersonRepository(database),
    deliveryTracks: new DeliveryTrackRepository(database),
    reportPictures: new ReportPictureRepository(database),
    audits: new AuditRepository(database),
    coordinator: new EmbeddedCoordinatorRepository(database),
    caseCopies: new CaseCopyRepository(database),
    sharedCopies: new SharedCopyRepository(database),
    identities: new IdentityRepository(database),
    acceptances: new AcceptanceRepository(database),
    catalogueKey: new CatalogueKeyRepository(database),
    packKeys: new PackKeyRepository(database),
    retention: new RetentionRepository(database),
  };
}
