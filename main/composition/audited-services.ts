import type { ColleagueCritical } from '#shared/contract/services/colleagues.contract.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { AuditedStudy, AuditWriter } from '../audit/audit-writer.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { EscalationHappening } from '../reports/critical-value.service.ts';
import type { RpcServices } from '../request-handler/rpc-services.ts';
import type { StoredStudy } from '../studies/study.ts';

/** What the seat itself answers, before the services. */
type OfTheSeat = 'describeSeat' | 'events' | 'runId' | 'people' | 'audit' | 'gate' | 'keys' | 'onRefused' | 'singleSignOn';
export type ServedByRpc = Omit<RpcServices, OfTheSeat>;

export interface AuditedServicesDependencies {
  readonly trail: AuditTrail;
  readonly writer: AuditWriter;
  readonly findStudy: (studyId: number) => Promise<StoredStudy | undefined>;
  readonly siteName: (siteId: string) => string;
  readonly clock: Clock;
  readonly log: Log;
}

/** A search that stands still for so long was meant; every keystroke before it was on the way. */
const SEARCH_STANDS_MS = 1_500;

/**
 * The services, each of whose doings that somebody may have to answer for goes into the audit trail. A signature is written into it by the
 * report repository, in the transaction that holds the report.
 */
export function auditServices(rpc: ServedByRpc, dependencies: AuditedServicesDependencies): ServedByRpc {
  const { trail, writer, clock, log } = dependencies;
  const now = () => clock.now().toISOString();
  const recordOfStudy = (studyId: number, act: (study: AuditedStudy) => void): void =>
    void dependencies.findStudy(studyId).then(
      (study) => {
        if (study !== undefined) act(auditedStudy(study, dependencies.siteName(study.siteId)));
      },
      (error: unknown) => log.error('a study could not be read for the audit trail', { studyId }, error),
    );
  const recordLine = async (siteId: string, isNew: boolean): Promise<void> => {
    const site = (await rpc.sites.list()).find((one) => one.siteId === siteId);
    const security = site?.security ?? null;
    if (site !== undefined && security !== null) trail.record(writer.lineSecured(now(), site.name, security, isNew));
  };
  let searchTimer: NodeJS.Timeout | undefined;

  return {
    ...rpc,
    sites: {
      ...rpc.sites,
      async add(site) {
        const added = await rpc.sites.add(site);
        await recordLine(added.siteId, true);
        return added;
      },
      async setSecurity(siteId, security, login) {
        await rpc.sites.setSecurity(siteId, security, login);
        await recordLine(siteId, false);
      },
    },
    studies: {
      ...rpc.studies,
      async open(studyId) {
        const open = await rpc.studies.open(studyId);
        const at = now();
        recordOfStudy(studyId, (study) => trail.record(writer.studyOpened(at, study)));
        return open;
      },
      async settleChange(studyId, changeId, decision) {
        const open = await rpc.studies.settleChange(studyId, changeId, decision);
        const at = now();
        recordOfStudy(studyId, (study) => trail.record(writer.changeSettled(at, study, decision)));
        return open;
      },
    },
    worklist: {
      ...rpc.worklist,
      async list(query) {
        clearTimeout(searchTimer);
        // A name in a column looks for a person as well as one in the search.
        const search = [query.search, query.columns?.patient, query.columns?.request].filter((text) => text !== undefined && text !== '').join(' ');
        if (search !== '') {
          searchTimer = setTimeout(() => trail.record(writer.searched(now(), search)), SEARCH_STANDS_MS);
          searchTimer.unref();
        }
        return rpc.worklist.list(query);
      },
    },
    reports: {
      ...rpc.reports,
      async sign(requestId, revision, signerId, pin, isPreliminary) {
        try {
          const signed = await rpc.reports.sign(requestId, revision, signerId, pin, isPreliminary);
          trail.follow();
          return signed;
        } catch (error) {
          const isLocked = isAppError(error, 'signing/key-locked');
          if (isLocked || isAppError(error, 'signing/wrong-pin')) {
            const signer = (await rpc.reports.signers()).find((one) => one.signerId === signerId);
            trail.record(writer.signingRefused(now(), signer?.name ?? String(signerId), isLocked));
          }
          throw error;
        }
      },
      async importSigner(pkcs12, pin, role) {
        const signer = await rpc.reports.importSigner(pkcs12, pin, role);
        trail.record(writer.keyImported(now(), signer.name));
        return signer;
      },
      async signedPdf(reportUid) {
        const pdf = await rpc.reports.signedPdf(reportUid);
        if (pdf !== undefined) trail.record(writer.paperTaken(now(), reportUid));
        return pdf;
      },
    },
    criticalValues: {
      ...rpc.criticalValues,
      async saveRules(rules) {
        await rpc.criticalValues.saveRules(rules);
        trail.record(writer.centreRulesChanged(now(), 'critical-rules', rules.length));
      },
      async raise(requestId, found, foundBy) {
        const value = await rpc.criticalValues.raise(requestId, found, foundBy);
        recordOfStudy(value.studyId, (study) => trail.record(writer.criticalValue(value.foundAt, study, 'raised', '')));
        return value;
      },
      async recordCall(id, callee, telephone, isAnswered) {
        const value = await rpc.criticalValues.recordCall(id, callee, telephone, isAnswered);
        const at = now();
        recordOfStudy(value.studyId, (study) => trail.record(writer.criticalValue(at, study, isAnswered ? 'called' : 'unanswered', callee)));
        return value;
      },
      async close(id, closure) {
        const value = await rpc.criticalValues.close(id, closure);
        const at = value.closedAt ?? now();
        recordOfStudy(value.studyId, (study) => trail.record(writer.criticalValue(at, study, 'closed', `${value.department} ${value.notifiedName}`)));
        return value;
      },
    },
    colleagues: {
      ...rpc.colleagues,
      async takeCritical(key) {
        const view = await rpc.colleagues.takeCritical(key);
        const at = now();
        const taken = view.criticals.find((critical) => critical.key === key);
        const study = typeof taken?.studyId === 'number' ? await dependencies.findStudy(taken.studyId) : undefined;
        if (taken !== undefined) trail.record(writer.criticalTaken(at, taken.siteName, study && auditedStudy(study, taken.siteName)));
        return view;
      },
    },
    department: {
      ...rpc.department,
      async setCriticalHook(url) {
        await rpc.department.setCriticalHook(url);
        trail.record(writer.centreRulesChanged(now(), 'critical-hook', url === '' ? 0 : 1));
      },
    },
    serviceTimes: {
      ...rpc.serviceTimes,
      async pauseClock(studyId, reason, note) {
        const row = await rpc.serviceTimes.pauseClock(studyId, reason, note);
        const at = now();
        recordOfStudy(studyId, (study) => trail.record(writer.clockMoved(at, study, `paused: ${reason}`)));
        return row;
      },
      async resumeClock(studyId) {
        const row = await rpc.serviceTimes.resumeClock(studyId);
        const at = now();
        recordOfStudy(studyId, (study) => trail.record(writer.clockMoved(at, study, 'resumed')));
        return row;
      },
    },
    centre: {
      ...rpc.centre,
      async saveServiceLevels(revision, lines) {
        await rpc.centre.saveServiceLevels(revision, lines);
        trail.record(writer.centreRulesChanged(now(), 'service-levels', lines.length));
      },
      async saveGreenChannel(revision, lines) {
        await rpc.centre.saveGreenChannel(revision, lines);
        trail.record(writer.centreRulesChanged(now(), 'green-channel', lines.length));
      },
      async saveRoster(revision, lines) {
        await rpc.centre.saveRoster(revision, lines);
        trail.record(writer.centreRulesChanged(now(), 'duty-roster', lines.length));
      },
      async saveAssignment(seatId, revision, rule) {
        await rpc.centre.saveAssignment(seatId, revision, rule);
        trail.record(writer.centreRulesChanged(now(), `assignment ${seatId}`, 1));
      },
    },
    joining: {
      ...rpc.joining,
      async join(kind, key, choice) {
        const view = await rpc.joining.join(kind, key, choice);
        trail.record(writer.centreRulesChanged(now(), `joining ${choice} ${kind}`, 1));
        return view;
      },
      async putBack(keptId) {
        const view = await rpc.joining.putBack(keptId);
        trail.record(writer.centreRulesChanged(now(), 'joining put back', 1));
        return view;
      },
    },
    imports: {
      ...rpc.imports,
      async start(path) {
        const job = await rpc.imports.start(path);
        trail.record(writer.imported(now(), path));
        return job;
      },
    },
  };
}

/** Whom each step tells, as it stands in the audit trail. */
const TOLD_AT_STEP = ['', 'second seat', 'head of department', 'officer on duty'] as const;

/** Each step of the escalation of a critical value is a row of its own, and what became of the hook. */
export function auditEscalations({ trail, writer, findStudy, siteName, clock, log }: AuditedServicesDependencies) {
  const record = (studyId: number | null, site: string, what: string, told: string, isFailure: boolean): void => {
    const at = clock.now().toISOString();
    const found = studyId === null ? Promise.resolve(undefined) : findStudy(studyId);
    void found.then(
      (study) => trail.record(writer.criticalEscalated(at, study === undefined ? site : siteName(study.siteId), study && auditedStudy(study, siteName(study.siteId)), what, told, isFailure)),
      (error: unknown) => log.error('a study could not be read for the audit trail', studyId === null ? {} : { studyId }, error),
    );
  };
  return {
    /** Of what this seat has raised. */
    ofOwn: ({ kind, studyId, step, minutes, tries }: EscalationHappening): void => {
      const after = `step ${step} after ${minutes} minutes`;
      if (kind === 'due') record(studyId, '', `escalated: ${after}`, TOLD_AT_STEP[step] ?? '', false);
      else record(studyId, '', `escalated: ${after}: ${HOOK_OUTCOMES[kind]}; ${tries} ${tries === 1 ? 'try' : 'tries'}`, 'web hook', kind !== 'hook-took');
    },
    /** Of what another seat has raised and this one is to take on. */
    ofOthers: ({ studyId, siteName: site, step, minutes }: Pick<ColleagueCritical, 'studyId' | 'siteName' | 'step' | 'minutes'>): void => {
      record(studyId, site, `of another seat rings here: step ${step} after ${minutes} minutes`, '', false);
    },
  };
}

const HOOK_OUTCOMES = { 'hook-took': 'the web hook took it', 'hook-failed': 'the web hook failed and is tried again', 'hook-given-up': 'closed before the web hook took it' } as const;

export function auditedStudy(study: StoredStudy, siteName: string): AuditedStudy {
  const { studyInstanceUid, patientId, issuerOfPatientId, patientName, heldInstances } = study;
  return { studyInstanceUid, patientId, issuerOfPatientId, patientName, siteName, instances: heldInstances };
}
