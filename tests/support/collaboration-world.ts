import type { TrackedReport } from '#shared/contract/services/deliveries.contract.ts';
import { createCountyReportService } from '#main/collaboration/county-report.service.ts';
import { createIdentityService, type IdentityDecision } from '#main/collaboration/identity.service.ts';
import { createRecordKeeper } from '#main/collaboration/record-keeper.ts';
import { createTechnicianService } from '#main/collaboration/technician.service.ts';
import { createConsultationService } from '#main/collaboration/consultation.service.ts';
import { createEmbeddedCoordinator } from '#main/coordination/embedded/embedded-coordinator.ts';
import { asRemote } from '#main/database/remote-repositories.ts';
import { createEventHub } from '#main/platform/event-hub.ts';
import type { FoundStudy } from '#main/studies/study.ts';
import { openTestCatalogue } from './catalogue.ts';
import { foundStudy, testSite } from './found-study.ts';
import { silentLog } from '#main/platform/log.ts';

const NAMES: Readonly<Record<string, string>> = { yunxiu: '云岫县人民医院', qingling: '青岭县人民医院', shiliang: '石梁县中医院' };

/** A real catalogue of three hospitals with what physicians say of patients, to hospitals and to each other. */
export async function openCollaborationWorld() {
  const catalogue = openTestCatalogue();
  let nowMs = Date.parse('2026-11-22T01:00:00.000Z');
  const clock = { now: () => new Date(nowMs) };
  for (const [id, name] of Object.entries(NAMES)) catalogue.sites.put({ ...testSite, id, name });
  catalogue.coordinator.enterSeat({ seatId: 'seat_1', person: '周牧' }, 'reader');
  catalogue.coordinator.enterSeat({ seatId: 'seat_2', person: '林知远' }, 'reader');
  const coordinator = createEmbeddedCoordinator({ repository: asRemote(catalogue.coordinator), seat: { seatId: 'seat_1', person: '周牧' }, clock });
  const records = createRecordKeeper({ coordinator, copies: asRemote(catalogue.sharedCopies), log: silentLog });
  const audited: { decision: IdentityDecision; studyIds: readonly number[]; evidence: readonly string[] }[] = [];
  const pauses: string[] = [];
  const visible: { siteIds: readonly string[] | null } = { siteIds: null };
  const common = {
    records, siteName: (siteId: string) => NAMES[siteId] ?? siteId, visibleSiteIds: () => visible.siteIds, person: () => '周牧', events: createEventHub(), clock,
    study: async (studyId: number) => catalogue.studies.find(studyId), studyIdOf: async (siteId: string, uid: string) => catalogue.studies.idOf(siteId, uid),
  };
  const identity = createIdentityService({
    ...common, identities: asRemote(catalogue.identities), headers: async () => [],
    audit: (_at, decision, studyIds, evidence) => void audited.push({ decision, studyIds, evidence }),
  });
  const technician = createTechnicianService({
    ...common, caseClock: { pause: async (studyId, reason) => void pauses.push(`pause ${studyId} ${reason}`), resume: async (studyId) => void pauses.push(`resume ${studyId}`) },
  });
  const consultations = createConsultationService({ ...common, coordinator });
  const tracks: TrackedReport[] = [];
  const acknowledged: string[] = [];
  const confirmedSteps: string[] = [];
  const countyReports = createCountyReportService({
    ...common, tracks: async () => tracks, findStudies: async (studyIds) => catalogue.studies.findMany(studyIds), log: silentLog,
    acknowledge: async ({ reportUid }, about, who, note) => {
      acknowledged.push(`${reportUid} ${about} ${who} ${note}`);
      const at = tracks.findIndex((track) => track.reportUid === reportUid);
      const track = tracks[at];
      if (track === undefined) return;
      tracks[at] = about === 'report' ? { ...track, acknowledgement: { person: who, at: clock.now().toISOString() } } : { ...track, withdrawal: track.withdrawal && { ...track.withdrawal, isAcknowledged: true } };
    },
    audit: (_at, _report, { step, by }) => void confirmedSteps.push(`${step} ${by}`),
  });
  return {
    catalogue, coordinator, records, identity, technician, consultations, countyReports, tracks, acknowledged, confirmedSteps, audited, pauses, visible, clock,
    advance: (ms: number) => (nowMs += ms),
    /** @returns its row number */
    addStudy(siteId: string, study: Partial<FoundStudy> & { readonly studyInstanceUid: string }): number {
      const [seen] = catalogue.studies.recordSearch(siteId, [foundStudy(study)], clock.now().toISOString());
      if (seen === undefined) throw new Error('nothing was recorded');
      return seen.studyId;
    },
    /** All rows of all tables but those named. */
    dump(...left: readonly string[]): Readonly<Record<string, unknown>> {
      const tables = catalogue.database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'study_text%' ORDER BY name").pluck().all() as string[];
      return Object.fromEntries(tables.filter((name) => !left.includes(name)).map((name) => [name, catalogue.database.prepare(`SELECT * FROM "${name}"`).all()]));
    },
  };
}

/** A version of a report of 云岫 that is in its archive, unless the change says otherwise. */
export function trackOf(studyId: number, { objects = [{ readBackAt: '2026-11-22T00:59:00.000Z' }], withdrawal = null }: { readonly objects?: readonly { readonly readBackAt: string | null }[]; readonly withdrawal?: TrackedReport['withdrawal'] }): TrackedReport {
  return {
    reportUid: '2.25.7', requestId: 1, studyId, siteId: 'yunxiu', siteName: '云岫县人民医院', patientName: { alphabetic: '', ideographic: '赵^守田', phonetic: '' }, accessionNumber: 'A1', procedureText: '头颅 CT <img>',
    version: 1, kind: 'original', signedAt: '2026-11-22T00:58:00.000Z', signerName: '周牧', waitsForVersion: null, stampAwaitedUntil: null, acknowledgement: null, withdrawal,
    objects: objects.map(({ readBackAt }, index) => ({
      sopInstanceUid: `2.25.7.${index}`, kind: 'structured-report', station: readBackAt === null ? 'stored' : 'read-back', attempts: 1, nextAttemptAt: null, failure: null, storedAt: '2026-11-22T00:58:30.000Z', readBackAt,
    })),
  };
}
