import type { KeyStateSummary } from '#shared/contract/services/keys.contract.ts';
import type { seatSummary } from '#shared/contract/services/system.contract.ts';
import type { z } from 'zod';
import type { AuditReader } from '../audit/audit-reader.ts';
import type { HangingService } from '../hanging/hanging.service.ts';
import type { Exporter } from '../export/exporter.ts';
import type { Importer } from '../import/importer.ts';
import type { DisplayCheckService } from '../measurements/display-check.service.ts';
import type { MeasurementService } from '../measurements/measurement.service.ts';
import type { PeopleService } from '../people/people.service.ts';
import type { SingleSignOnService } from '../people/single-sign-on.service.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { DeliveryService } from '../reports/delivery.service.ts';
import type { EcgService } from '../reports/ecg.service.ts';
import type { PictureService } from '../reports/picture.service.ts';
import type { PreferencesService } from '../preferences/preferences.service.ts';
import type { VerificationService } from '../reports/verification.service.ts';
import type { VersionService } from '../reports/version.service.ts';
import type { CriticalValueService } from '../reports/critical-value.service.ts';
import type { DepartmentService } from '../reports/department.service.ts';
import type { RetentionService } from '../reports/retention.service.ts';
import type { ReportTextService } from '../reports/report-text.service.ts';
import type { ReportService } from '../reports/report.service.ts';
import type { SiteService } from '../retrieval/site.service.ts';
import type { StudyService } from '../studies/study.service.ts';
import type { ClinicalService } from '../studies/clinical.service.ts';
import type { JoiningService } from '../coordination/joining.service.ts';
import type { CentreRulesService } from '../worklist/centre-rules.service.ts';
import type { ColleaguesService } from '../worklist/colleagues.service.ts';
import type { CoordinationService } from '../worklist/coordination.service.ts';
import type { ServiceTimeService } from '../worklist/service-time.service.ts';
import type { WorklistService } from '../worklist/worklist.service.ts';
import type { CollaborationServices } from './collaboration-methods.ts';
import type { Doorkeeper } from './gated-implementer.ts';

/** The keys of the seat: main/composition/key-rotation.ts. */
export interface KeyService {
  readonly state: () => Promise<KeyStateSummary>;
  readonly rotate: () => Promise<KeyStateSummary>;
  readonly stop: () => Promise<KeyStateSummary>;
  readonly renewEscrow: (pem: string) => Promise<KeyStateSummary>;
}

export interface RpcServices extends CollaborationServices, Doorkeeper {
  readonly describeSeat: () => Promise<z.infer<typeof seatSummary>>;
  readonly sites: SiteService;
  readonly worklist: WorklistService;
  readonly studies: StudyService;
  readonly measurements: MeasurementService;
  readonly reports: ReportService;
  readonly ecg: EcgService;
  readonly versions: VersionService;
  readonly verification: VerificationService;
  readonly reportTexts: ReportTextService;
  readonly criticalValues: CriticalValueService;
  readonly department: DepartmentService;
  readonly imports: Importer;
  readonly exports: Exporter;
  readonly hanging: HangingService;
  readonly preferences: PreferencesService;
  readonly displays: DisplayCheckService;
  readonly people: PeopleService;
  readonly singleSignOn: SingleSignOnService;
  readonly audit: AuditReader;
  readonly keys: KeyService;
  readonly retention: Omit<RetentionService, 'runWhenDue' | 'close'>;
  readonly coordination: CoordinationService;
  readonly colleagues: ColleaguesService;
  readonly serviceTimes: ServiceTimeService;
  readonly centre: CentreRulesService;
  readonly joining: JoiningService;
  readonly clinical: ClinicalService;
  readonly pictures: PictureService;
  readonly deliveries: DeliveryService;
  readonly events: EventHub;
  /** Tells the event streams of this run from those of an earlier one, whose numbers mean other events. */
  readonly runId: string;
}
