import type { ActiveParticipant, AuditCode, AuditMessage, ParticipantObject } from './audit-message.ts';

/** One message as the XML of PS3.15 A.5.1, on one line. */
export function auditXml({ event, participants, sourceId, objects }: AuditMessage): string {
  const identification = element(
    'EventIdentification',
    { EventActionCode: event.action, EventDateTime: event.at, EventOutcomeIndicator: String(event.outcome) },
    code('EventID', event.id),
    ...event.types.map((type) => code('EventTypeCode', type)),
    ...(event.outcomeDescription === undefined ? [] : [element('EventOutcomeDescription', {}, text(event.outcomeDescription))]),
  );
  return element('AuditMessage', {}, identification, ...participants.map(participant), element('AuditSourceIdentification', { AuditSourceID: sourceId }), ...objects.map(object));
}

/** All messages in one document for an archive that reads files. */
export function* auditDocument(messages: Iterable<AuditMessage>): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<AuditMessages>\n';
  for (const message of messages) yield `${auditXml(message)}\n`;
  yield '</AuditMessages>\n';
}

function participant({ userId, userName, isRequestor, roles }: ActiveParticipant): string {
  return element(
    'ActiveParticipant',
    { UserID: userId, ...(userName === undefined ? {} : { UserName: userName }), UserIsRequestor: String(isRequestor) },
    ...roles.map((role) => code('RoleIDCode', role)),
  );
}

function object({ type, role, idType, id, name, query, details = [], sopClasses = [] }: ParticipantObject): string {
  return element(
    'ParticipantObjectIdentification',
    { ParticipantObjectID: id, ParticipantObjectTypeCode: String(type), ParticipantObjectTypeCodeRole: String(role) },
    code('ParticipantObjectIDTypeCode', idType),
    query === undefined ? element('ParticipantObjectName', {}, text(name ?? '')) : element('ParticipantObjectQuery', {}, base64(query)),
    ...details.map((detail) => element('ParticipantObjectDetail', { type: detail.type, value: base64(detail.value) })),
    ...sopClasses.map(({ uid, instances }) => element('SOPClass', { UID: uid, NumberOfInstances: String(instances) })),
  );
}

function code(name: string, { code: value, scheme, meaning }: AuditCode): string {
  return element(name, { 'csd-code': value, codeSystemName: scheme, originalText: meaning });
}

function element(name: string, attributes: Readonly<Record<string, string>>, ...content: readonly string[]): string {
  const head = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${text(value)}"`)].join(' ');
  return content.length === 0 ? `<${head}/>` : `<${head}>${content.join('')}</${name}>`;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML 1.0 has no place for become U+FFFD. */
function text(value: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the characters that XML 1.0 forbids
  return value.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd').replaceAll(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

function base64(value: string): string {
  return Buffer.from(value, 'utf8').toString('base64');
}
