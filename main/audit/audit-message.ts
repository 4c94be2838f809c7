/** The audit message of DICOM, in its own words (PS3.15 A.5). */

export interface AuditCode {
  readonly code: string;
  /** `DCM`, or a designator of our own for what the standard leaves open. */
  readonly scheme: string;
  readonly meaning: string;
}

/** PS3.15 A.5.2: what happened. */
export interface AuditEvent {
  readonly id: AuditCode;
  readonly types: readonly AuditCode[];
  /** Create, Read, Update, Delete, Execute. */
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E';
  /** ISO 8601, UTC. */
  readonly at: string;
  /** 0 success, 4 minor failure, 8 serious failure, 12 major failure. */
  readonly outcome: 0 | 4 | 8 | 12;
  readonly outcomeDescription?: string;
}

/** PS3.15 A.5.2.2: a person or a process that took part. */
export interface ActiveParticipant {
  readonly userId: string;
  readonly userName?: string;
  readonly isRequestor: boolean;
  readonly roles: readonly AuditCode[];
}

/** PS3.15 A.5.2.4: what it was done to. */
export interface ParticipantObject {
  /** 1 person, 2 system object. */
  readonly type: 1 | 2;
  /** 1 patient, 3 report, 13 security resource, 24 query, 26 processing element. */
  readonly role: 1 | 3 | 13 | 24 | 26;
  readonly idType: AuditCode;
  readonly id: string;
  readonly name?: string;
  /** What was searched for; instead of a name. */
  readonly query?: string;
  readonly details?: readonly { readonly type: string; readonly value: string }[];
  readonly sopClasses?: readonly { readonly uid: string; readonly instances: number }[];
}

export interface AuditMessage {
  readonly event: AuditEvent;
  readonly participants: readonly ActiveParticipant[];
  /** The seat that writes this. */
  readonly sourceId: string;
  readonly objects: readonly ParticipantObject[];
}

const dcm = (code: string, meaning: string): AuditCode => ({ code, scheme: 'DCM', meaning });

/** Event identifiers and types, PS3.16 CID 400 and 401. */
export const AUDIT_EVENTS = {
  applicationActivity: dcm('110100', 'Application Activity'),
  instancesAccessed: dcm('110103', 'DICOM Instances Accessed'),
  instancesTransferred: dcm('110104', 'DICOM Instances Transferred'),
  studyDeleted: dcm('110105', 'DICOM Study Deleted'),
  export: dcm('110106', 'Export'),
  import: dcm('110107', 'Import'),
  patientRecord: dcm('110110', 'Patient Record'),
  query: dcm('110112', 'Query'),
  securityAlert: dcm('110113', 'Security Alert'),
  userAuthentication: dcm('110114', 'User Authentication'),
} as const;

export const AUDIT_EVENT_TYPES = {
  securityConfiguration: dcm('110129', 'Security Configuration'),
  applicationStart: dcm('110120', 'Application Start'),
  applicationStop: dcm('110121', 'Application Stop'),
  login: dcm('110122', 'Login'),
  logout: dcm('110123', 'Logout'),
  emergencyOverride: dcm('110127', 'Emergency Override Started'),
  objectSecurityAttributesChanged: dcm('110135', 'Object Security Attributes Changed'),
  restrictedFunction: dcm('110132', 'Use of Restricted Function'),
  nodeAuthentication: dcm('110126', 'Node Authentication'),
  userLocked: dcm('110137', 'User security Attributes Changed'),
} as const;

/** Roles of participants, PS3.16 CID 402. */
export const AUDIT_ROLES = {
  application: dcm('110150', 'Application'),
  destination: dcm('110152', 'Destination Role ID'),
  source: dcm('110153', 'Source Role ID'),
  sourceMedia: dcm('110155', 'Source Media'),
  destinationMedia: dcm('110154', 'Destination Media'),
} as const;

/** What the id of an object is, PS3.16 CID 404 and RFC 3881. */
export const AUDIT_ID_TYPES = {
  studyInstanceUid: dcm('110180', 'Study Instance UID'),
  sopClassUid: dcm('110181', 'SOP Class UID'),
  patientNumber: { code: '2', scheme: 'RFC-3881', meaning: 'Patient Number' },
  reportNumber: { code: '9', scheme: 'RFC-3881', meaning: 'Report Number' },
  uri: { code: '12', scheme: 'RFC-3881', meaning: 'URI' },
  userIdentifier: { code: '11', scheme: 'RFC-3881', meaning: 'User Identifier' },
} as const satisfies Record<string, AuditCode>;
