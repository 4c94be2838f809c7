import type { AuditKeyChange } from './audit-key.ts';
import { AUDIT_EVENTS, AUDIT_EVENT_TYPES, AUDIT_ID_TYPES, AUDIT_ROLES, type ActiveParticipant, type AuditEvent, type AuditMessage, type ParticipantObject } from './audit-message.ts';

/** Who sits at this seat, and which seat it is. */
export interface AuditSource {
  readonly seatId: string;
  /** Who acts now: the person who signed in, or the account of the operating system at a seat where nobody does. */
  readonly person: () => AuditedPerson;
}

export interface AuditedPerson {
  readonly userId: string;
  readonly userName?: string;
}

/** The study and its patient, as the audit names them. */
export interface AuditedStudy {
  readonly studyInstanceUid: string;
  readonly patientId: string;
  readonly issuerOfPatientId: string;
  /** As it was sent, PS3.5 6.2 PN. */
  readonly patientName: string;
  readonly siteName: string;
  readonly instances: number;
}

export interface AuditedObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

export interface ExportedStudy {
  /** Folder or archive, or `picture`. */
  readonly destination: string;
  readonly instances: number;
  readonly isDeidentified: boolean;
  readonly outcome: 'done' | 'cancelled' | 'failed' | 'refused';
}

const EXPORT_OUTCOMES: Readonly<Record<ExportedStudy['outcome'], Pick<AuditEvent, 'outcome' | 'outcomeDescription'>>> = {
  done: { outcome: 0 },
  cancelled: { outcome: 4, outcomeDescription: 'cancelled: what was written was removed' },
  failed: { outcome: 8, outcomeDescription: 'failed: what was written was removed' },
  refused: { outcome: 8, outcomeDescription: 'not allowed at this seat' },
};

const PERSON_DECISIONS = { same: 'confirmed as one person', different: 'said to be two people', undone: 'what was said of two numbers was taken back' } as const;

export type AuditWriter = ReturnType<typeof createAuditWriter>;

/** Makes the messages of what this program does. Times come from the caller; nothing is stored here. */
export function createAuditWriter({ seatId, person: personNow }: AuditSource) {
  const person = (who: AuditedPerson = personNow()): ActiveParticipant => ({ ...who, isRequestor: true, roles: [] });
  const program: ActiveParticipant = { userId: seatId, isRequestor: false, roles: [AUDIT_ROLES.application] };

  const message = (
    event: Pick<AuditEvent, 'id' | 'action' | 'at'> & Partial<AuditEvent>, participants: readonly ActiveParticipant[], objects: readonly ParticipantObject[],
  ): AuditMessage => ({ event: { types: [], outcome: 0, ...event }, participants, sourceId: seatId, objects });
  const seat: ParticipantObject = { type: 2, role: 26, idType: AUDIT_ID_TYPES.uri, id: seatId, name: seatId };

  return {
    /** Who sits here, by the name that is shown. */
    person: () => personNow().userName ?? personNow().userId,
    started: (at: string) => message({ id: AUDIT_EVENTS.applicationActivity, types: [AUDIT_EVENT_TYPES.applicationStart], action: 'E', at }, [program, person()], [seat]),
    stopped: (at: string) => message({ id: AUDIT_EVENTS.applicationActivity, types: [AUDIT_EVENT_TYPES.applicationStop], action: 'E', at }, [program, person()], [seat]),
    studyOpened: (at: string, study: AuditedStudy) => message({ id: AUDIT_EVENTS.instancesAccessed, action: 'R', at }, [person(), program], studyObjects(study)),
    searched: (at: string, text: string) =>
      message({ id: AUDIT_EVENTS.query, action: 'E', at }, [person(), program], [{ type: 2, role: 24, idType: AUDIT_ID_TYPES.uri, id: 'worklist', query: text }]),
    signed: (at: string, signerName: string, reportUid: string, studies: readonly AuditedStudy[], objects: readonly AuditedObject[]) =>
      message({ id: AUDIT_EVENTS.instancesAccessed, action: 'C', at }, [{ ...person(), userName: signerName }, program], [
        ...studies.flatMap(studyObjects),
        {
          type: 2, role: 3, idType: AUDIT_ID_TYPES.reportNumber, id: reportUid, name: 'signed report',
          details: objects.map(({ sopInstanceUid }) => ({ type: 'SOPInstanceUID', value: sopInstanceUid })),
          sopClasses: objects.map(({ sopClassUid }) => ({ uid: sopClassUid, instances: 1 })),
        },
      ]),
    /** The PIN or the key was refused. */
    signingRefused: (at: string, signerName: string, isLocked: boolean) =>
      message(
        isLocked
          ? { id: AUDIT_EVENTS.securityAlert, types: [AUDIT_EVENT_TYPES.userLocked], action: 'E', at, outcome: 8, outcomeDescription: 'the key is locked after wrong PINs' }
          : { id: AUDIT_EVENTS.userAuthentication, types: [AUDIT_EVENT_TYPES.login], action: 'E', at, outcome: 4, outcomeDescription: 'wrong PIN' },
        [{ ...person(), userName: signerName }, program],
        [{ type: 2, role: 13, idType: AUDIT_ID_TYPES.userIdentifier, id: signerName, name: signerName }],
      ),
    keyImported: (at: string, signerName: string) =>
      message({ id: AUDIT_EVENTS.securityAlert, types: [AUDIT_EVENT_TYPES.objectSecurityAttributesChanged], action: 'C', at }, [{ ...person(), userName: signerName }, program], [
        { type: 2, role: 13, idType: AUDIT_ID_TYPES.userIdentifier, id: signerName, name: signerName },
      ]),
    /** Somebody has looked at or saved the paper of a signed report. */
    paperTaken: (at: string, reportUid: string) =>
      message({ id: AUDIT_EVENTS.export, action: 'R', at }, [person(), { userId: 'paper', isRequestor: false, roles: [AUDIT_ROLES.destination] }], [
        { type: 2, role: 3, idType: AUDIT_ID_TYPES.reportNumber, id: reportUid, name: 'signed report' },
      ]),
    /** Files or a picture of a study have left, or were to leave. */
    exported: (at: string, study: AuditedStudy, { destination, instances, isDeidentified, outcome }: ExportedStudy) =>
      message({ id: AUDIT_EVENTS.export, action: 'R', at, ...EXPORT_OUTCOMES[outcome] }, [person(), { userId: destination, isRequestor: false, roles: [AUDIT_ROLES.destinationMedia] }], [
        ...studyObjects({ ...study, instances }),
        { type: 2, role: 26, idType: AUDIT_ID_TYPES.uri, id: destination, name: isDeidentified ? 'de-identified (PS3.15 annex E)' : 'identified' },
      ]),
    delivered: (at: string, study: AuditedStudy, object: AuditedObject) =>
      message({ id: AUDIT_EVENTS.instancesTransferred, action: 'C', at }, [
        { ...program, isRequestor: true, roles: [AUDIT_ROLES.source] },
        { userId: study.siteName, isRequestor: false, roles: [AUDIT_ROLES.destination] },
      ], [
        ...studyObjects({ ...study, instances: 1 }),
        { type: 2, role: 3, idType: AUDIT_ID_TYPES.sopClassUid, id: object.sopClassUid, name: 'report object', details: [{ type: 'SOPInstanceUID', value: object.sopInstanceUid }] },
      ]),
    imported: (at: string, path: string) =>
      message({ id: AUDIT_EVENTS.import, action: 'C', at }, [person(), { userId: path, isRequestor: false, roles: [AUDIT_ROLES.sourceMedia] }], [seat]),
    signedIn: (at: string, who: AuditedPerson) => message({ id: AUDIT_EVENTS.userAuthentication, types: [AUDIT_EVENT_TYPES.login], action: 'E', at }, [person(who), program], []),
    /** The person locked the seat, somebody else took it over, or no hand moved for too long. */
    signedOut: (at: string, who: AuditedPerson) => message({ id: AUDIT_EVENTS.userAuthentication, types: [AUDIT_EVENT_TYPES.logout], action: 'E', at }, [person(who), program], []),
    signInRefused: (at: string, loginName: string, isShutOut: boolean) =>
      message(
        isShutOut
          ? { id: AUDIT_EVENTS.securityAlert, types: [AUDIT_EVENT_TYPES.userLocked], action: 'E', at, outcome: 8, outcomeDescription: 'the person is shut out after wrong passwords' }
          : { id: AUDIT_EVENTS.userAuthentication, types: [AUDIT_EVENT_TYPES.login], action: 'E', at, outcome: 4, outcomeDescription: 'wrong name or password' },
        [person({ userId: loginName }), program], [],
      ),
    /** Somebody was added, got other roles or hospitals, left, or got a new password. */
    personChanged: (at: string, who: AuditedPerson, what: string) =>
      message({ id: AUDIT_EVENTS.securityAlert, types: [AUDIT_EVENT_TYPES.objectSecurityAttributesChanged], action: what === 'person-added' ? 'C' : 'U', at, outcomeDescription: what }, [person(), program], [
        { type: 2, role: 13, idType: AUDIT_ID_TYPES.userIdentifier, id: who.userId, name: who.userName ?? who.userId },
      ]),
    /** The keys of the seat were changed, or what lies in escrow. */
    keysChanged: (at: string, what: string) =>
      message({ id: AUDIT_EVENTS.securityAlert, types: [AUDIT_EVENT_TYPES.objectSecurityAttributesChanged], action: 'U', at, outcomeDescription: what }, [person(), program], [seat]),
    /** Another key signs the head of this trail. The endorsement lets somebody who has the trail alone follow from the one key to the other. */
    auditKeyChanged: (at: string, { previousKey, newKey, endorsement }: AuditKeyChange) =>
      message({ id: AUDIT_EVENTS.securityAlert, types: [AUDIT_EVENT_TYPES.objectSecurityAttributesChanged], action: 'U', at, outcomeDescription: 'audit-key-changed' }, [person(), program], [
        { ...seat, details: [{ type: 'previousKey', value: previousKey }, { type: 'newKey', value: newKey }, { type: 'endorsement', value: endorsement }] },
      ]),
    /** A rule of retention has taken a study off this machine: its key is destroyed, its files are removed. */
    studyRemoved: (at: string, study: AuditedStudy, days: number | null) =>
      message({ id: AUDIT_EVENTS.studyDeleted, action: 'D', at, outcomeDescription: `retention: unused for ${days} days; key destroyed, files removed` }, [{ ...program, isRequestor: true }], studyObjects(study)),
    /** A rule of retention has removed rows of the catalogue. */
    rowsRemoved: (at: string, what: string, count: number, oldest: string | null, before: string) =>
      message({ id: AUDIT_EVENTS.securityAlert, types: [AUDIT_EVENT_TYPES.objectSecurityAttributesChanged], action: 'D', at, outcomeDescription: `retention: ${count} ${what} removed, from ${oldest ?? '?'} to before ${before}` }, [{ ...program, isRequestor: true }], [seat]),
    retentionChanged: (at: string, rules: string) =>
      message({ id: AUDIT_EVENTS.securityAlert, types: [AUDIT_EVENT_TYPES.securityConfiguration], action: 'U', at, outcomeDescription: `retention: ${rules}` }, [person(), program], [seat]),
    /** Nothing of a study is removed any more, or it may be again. */
    holdChanged: (at: string, study: AuditedStudy, isPlaced: boolean, reason: string) =>
      message({ id: AUDIT_EVENTS.securityAlert, types: [AUDIT_EVENT_TYPES.objectSecurityAttributesChanged], action: isPlaced ? 'C' : 'D', at, outcomeDescription: isPlaced ? `legal hold: ${reason}` : 'legal hold released' }, [person(), program], studyObjects(study)),
    /** The gate refused somebody: `times` of the same kind since the row before. */
    refused: (at: string, what: string, why: string, times: number) =>
      message({ id: AUDIT_EVENTS.securityAlert, types: [AUDIT_EVENT_TYPES.restrictedFunction], action: 'E', at, outcome: 4, outcomeDescription: times === 1 ? why : `${why}; ${times} times` }, [person(), program], [
        { type: 2, role: 13, idType: AUDIT_ID_TYPES.uri, id: what, name: what },
      ]),
    /** Somebody without the right to this seat's address knocked. */
    strangerRefused: (at: string, why: string, times: number) =>
      message({ id: AUDIT_EVENTS.securityAlert, types: [AUDIT_EVENT_TYPES.nodeAuthentication], action: 'E', at, outcome: 4, outcomeDescription: times === 1 ? why : `${why}; ${times} times` }, [{ userId: 'unknown', isRequestor: true, roles: [] }, program], [seat]),
    /** A study of a hospital that the person does not read for was opened all the same. */
    glassBroken: (at: string, study: AuditedStudy, reason: string) =>
      message({ id: AUDIT_EVENTS.securityAlert, types: [AUDIT_EVENT_TYPES.emergencyOverride], action: 'E', at, outcomeDescription: reason }, [person(), program], studyObjects(study)),
    /** A hospital was connected, or the protection of its line was changed: whoever allows plain HTTP answers for it. */
    lineSecured: (at: string, siteName: string, { protection, login }: { readonly protection: string; readonly login: string }, isNew: boolean) =>
      message({ id: AUDIT_EVENTS.securityAlert, types: [AUDIT_EVENT_TYPES.securityConfiguration], action: isNew ? 'C' : 'U', at }, [person(), program], [
        { type: 2, role: 13, idType: AUDIT_ID_TYPES.uri, id: siteName, name: siteName, details: [{ type: 'protection', value: protection }, { type: 'login', value: login }] },
      ]),
    /** A critical value was raised, somebody was called about it, it was read back and closed. What was found is not said, who was told is. */
    criticalValue: (at: string, study: AuditedStudy, step: 'raised' | 'called' | 'unanswered' | 'closed', told: string) =>
      message({ id: AUDIT_EVENTS.patientRecord, action: step === 'raised' ? 'C' : 'U', at, outcomeDescription: `critical value ${step}` }, [
        person(), program, ...(told === '' ? [] : [{ userId: told, isRequestor: false, roles: [AUDIT_ROLES.destination] }]),
      ], studyObjects(study)),
    /** Nobody has closed a critical value in time: who is told next, by the program, and whether the hook outside took it. @param study undefined where this seat does not hold it */
    criticalEscalated: (at: string, siteName: string, study: AuditedStudy | undefined, what: string, told: string, isFailure: boolean) =>
      message({ id: AUDIT_EVENTS.patientRecord, action: 'U', at, outcome: isFailure ? 4 : 0, outcomeDescription: `critical value ${what}` }, [
        { ...program, isRequestor: true }, ...(told === '' ? [] : [{ userId: told, isRequestor: false, roles: [AUDIT_ROLES.destination] }]),
      ], study === undefined ? [{ type: 2, role: 13, idType: AUDIT_ID_TYPES.uri, id: siteName, name: siteName }] : studyObjects(study)),
    /** A person at another seat has taken on what the seat that raised it did not close. */
    criticalTaken: (at: string, siteName: string, study: AuditedStudy | undefined) =>
      message({ id: AUDIT_EVENTS.patientRecord, action: 'U', at, outcomeDescription: 'critical value taken over' }, [person(), program],
        study === undefined ? [{ type: 2, role: 13, idType: AUDIT_ID_TYPES.uri, id: siteName, name: siteName }] : studyObjects(study)),
    /** The clock of a case was stopped with a reason, or goes on. */
    clockMoved: (at: string, study: AuditedStudy, what: string) =>
      message({ id: AUDIT_EVENTS.patientRecord, action: 'U', at, outcomeDescription: `service clock ${what}` }, [person(), program], studyObjects(study)),
    /** A list that decides who reads what and by when. */
    centreRulesChanged: (at: string, list: string, lines: number) =>
      message({ id: AUDIT_EVENTS.securityAlert, types: [AUDIT_EVENT_TYPES.securityConfiguration], action: 'U', at }, [person(), program], [
        { type: 2, role: 13, idType: AUDIT_ID_TYPES.uri, id: list, name: list, details: [{ type: 'lines', value: String(lines) }] },
      ]),
    /** Somebody at a hospital said on its page what was done with a report. */
    countyConfirmed: (at: string, study: AuditedStudy, step: string, by: string) =>
      message({ id: AUDIT_EVENTS.patientRecord, action: 'U', at, outcomeDescription: `county confirmed: ${step}` }, [{ userId: `${study.siteName}: ${by}`, isRequestor: true, roles: [] }, { ...program, isRequestor: false }], studyObjects(study)),
    /** Two patients' numbers were said to be one person or two, or that was taken back. */
    personsJoined: (at: string, studies: readonly AuditedStudy[], decision: 'same' | 'different' | 'undone', evidence: readonly string[]) =>
      message({ id: AUDIT_EVENTS.patientRecord, action: decision === 'undone' ? 'D' : 'U', at, outcomeDescription: `${PERSON_DECISIONS[decision]}: ${evidence.join(', ')}` }, [person(), program], studies.flatMap(studyObjects)),
    /** What the hospital changed was taken over or set aside: a corrected name, a merged patient, an instance that went. */
    changeSettled: (at: string, study: AuditedStudy, decision: 'acknowledge' | 'take-over') =>
      message({ id: AUDIT_EVENTS.patientRecord, action: decision === 'take-over' ? 'U' : 'R', at }, [person(), program], studyObjects(study)),
  };
}

function studyObjects({ studyInstanceUid, patientId, issuerOfPatientId, patientName, siteName, instances }: AuditedStudy): readonly ParticipantObject[] {
  return [
    {
      type: 1, role: 1, idType: AUDIT_ID_TYPES.patientNumber, id: patientId, name: patientName,
      details: [{ type: 'issuer', value: issuerOfPatientId === '' ? siteName : issuerOfPatientId }],
    },
    {
      type: 2, role: 3, idType: AUDIT_ID_TYPES.studyInstanceUid, id: studyInstanceUid, name: siteName,
      details: [{ type: 'instances', value: String(instances) }],
    },
  ];
}
