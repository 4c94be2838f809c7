import { createAuditWriter, type AuditedStudy } from '#main/audit/audit-writer.ts';

export const auditWriter = createAuditWriter({ seatId: 'tongyue@seat', person: () => ({ userId: 'lin' }) });

export const auditedStudy: AuditedStudy = {
  studyInstanceUid: '1.2.3', patientId: 'P1', issuerOfPatientId: '', patientName: 'Zhao^Shoutian=赵^守田', siteName: '云岫县人民医院', instances: 3,
};

export const signedMessage = auditWriter.signed('2026-11-20T01:00:00.000Z', '林知远', '2.25.1', [auditedStudy], [{ sopClassUid: '1.2', sopInstanceUid: '2.25.2' }]);
