import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { auditDocument, auditXml } from '#main/audit/audit-xml.ts';
import { auditedStudy, auditWriter, signedMessage } from '#tests/support/audit-message.ts';

const AT = '2026-11-20T01:00:00.000Z';

describe('an audit message as XML', () => {
  test('has the elements and attributes of PS3.15 A.5.1, in their order', () => {
    expect(auditXml(auditWriter.searched(AT, 'zs'))).toBe(
      '<AuditMessage>' +
        `<EventIdentification EventActionCode="E" EventDateTime="${AT}" EventOutcomeIndicator="0"><EventID csd-code="110112" codeSystemName="DCM" originalText="Query"/></EventIdentification>` +
        '<ActiveParticipant UserID="lin" UserIsRequestor="true"/>' +
        '<ActiveParticipant UserID="tongyue@seat" UserIsRequestor="false"><RoleIDCode csd-code="110150" codeSystemName="DCM" originalText="Application"/></ActiveParticipant>' +
        '<AuditSourceIdentification AuditSourceID="tongyue@seat"/>' +
        '<ParticipantObjectIdentification ParticipantObjectID="worklist" ParticipantObjectTypeCode="2" ParticipantObjectTypeCodeRole="24">' +
        // base64 of "zs"
        '<ParticipantObjectIDTypeCode csd-code="12" codeSystemName="RFC-3881" originalText="URI"/><ParticipantObjectQuery>enM=</ParticipantObjectQuery>' +
        '</ParticipantObjectIdentification></AuditMessage>',
    );
  });

  test('names the patient, the study, the report and its objects of a signature', () => {
    const xml = auditXml(signedMessage);
    expect(xml).toContain('UserName="林知远"');
    expect(xml).toContain('<ParticipantObjectName>Zhao^Shoutian=赵^守田</ParticipantObjectName>');
    expect(xml).toContain('ParticipantObjectID="1.2.3"');
    expect(xml).toContain('<SOPClass UID="1.2" NumberOfInstances="1"/>');
  });

  test.each([['done', 0], ['cancelled', 4], ['failed', 8], ['refused', 8]] as const)('says of an export that it was %s, of whom, where to and with or without names', (outcome, indicator) => {
    const xml = auditXml(auditWriter.exported(AT, auditedStudy, { destination: '/media/usb/a.zip', instances: 3, isDeidentified: true, outcome }));
    expect(xml).toContain('csd-code="110106"');
    expect(xml).toContain(`EventOutcomeIndicator="${indicator}"`);
    expect(xml).toContain('<ActiveParticipant UserID="/media/usb/a.zip" UserIsRequestor="false"><RoleIDCode csd-code="110154"');
    expect(xml).toContain('<ParticipantObjectName>de-identified (PS3.15 annex E)</ParticipantObjectName>');
    expect(xml).toContain('<ParticipantObjectName>Zhao^Shoutian=赵^守田</ParticipantObjectName>');
  });

  test('lets nothing of a patient\'s name out of its attribute, and nothing that XML forbids in', () => {
    const xml = auditXml(auditWriter.studyOpened(AT, { ...auditedStudy, patientName: '"/><script>&\u0007\ud800', patientId: '<P>' }));
    expect(xml).toContain('<ParticipantObjectName>&quot;/&gt;&lt;script&gt;&amp;\ufffd\ufffd</ParticipantObjectName>');
    expect(xml).toContain('ParticipantObjectID="&lt;P&gt;"');
  });

  test.skipIf(spawnSync('python3', ['--version']).error !== undefined)('is well formed, as Python says', () => {
    const text = [...auditDocument([signedMessage, auditWriter.signingRefused(AT, '林知远', true), auditWriter.delivered(AT, auditedStudy, { sopClassUid: '1.2', sopInstanceUid: '2.25.2' })])].join('');
    const messages = "import sys, xml.dom.minidom as m; print(len(m.parse(sys.stdin.buffer).getElementsByTagName('AuditMessage')))";
    expect(execFileSync('python3', ['-c', messages], { input: text, encoding: 'utf8' }).trim()).toBe('3');
  });
});
