import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { allAuditRecords } from '#main/audit/audit.repository.ts';
import { auditDigest, FIRST_PREVIOUS_DIGEST, newAuditKey, publicAuditKey, signAnchor, signHead, verifyAuditChain, type AuditRecord } from '#main/audit/audit-chain.ts';
import { auditedStudy, auditWriter } from '#tests/support/audit-message.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';

const AT = '2026-11-20T01:00:00.000Z';
const KEY = newAuditKey();

/** Five rows: a start, three studies, a search. */
function openTrail() {
  const catalogue = openTestCatalogue();
  const { audits } = catalogue;
  audits.append(auditWriter.started(AT));
  for (const uid of ['1.2.1', '1.2.2', '1.2.3']) audits.append(auditWriter.studyOpened(AT, { ...auditedStudy, studyInstanceUid: uid }));
  const last = audits.append(auditWriter.searched(AT, 'zs'));
  const records = [...allAuditRecords(audits, 2)];
  return { ...catalogue, records, head: signHead(last, AT, KEY) };
}

describe('the chain', () => {
  test('is SHA-256 over the digest before, the number in eight bytes and the message', () => {
    const expected = createHash('sha256').update(Buffer.alloc(32)).update(Buffer.from([0, 0, 0, 0, 0, 0, 0, 1])).update('{}').digest();
    expect(Buffer.from(auditDigest(FIRST_PREVIOUS_DIGEST, 1, '{}'))).toEqual(expected);
  });

  test('of untouched rows holds, and rows after the head are no fault: the head follows within a second', () => {
    const { records, head } = openTrail();
    expect(verifyAuditChain(records, head, KEY)).toMatchObject({ status: 'holds', records: 5 });
    const earlier = signHead(records[2]!, AT, KEY);
    expect(verifyAuditChain(records, earlier, KEY)).toMatchObject({ status: 'holds', records: 5 });
  });

  const change = (records: readonly AuditRecord[], sequence: number, make: (record: AuditRecord) => AuditRecord) => records.map((record) => (record.sequence === sequence ? make(record) : record));

  test.each([1, 2, 3, 4, 5])('names row %i when its message was changed', (sequence) => {
    const { records, head } = openTrail();
    const touched = change(records, sequence, (record) => ({ ...record, message: record.message.replace('tongyue@seat', 'tongyue@other') }));
    expect(verifyAuditChain(touched, head, KEY)).toEqual({ status: 'broken', sequence, fault: 'row-changed' });
  });

  test('names the row after one that was changed together with its digest', () => {
    const { records, head } = openTrail();
    const touched = change(records, 3, (record) => ({ ...record, message: '{}', digest: auditDigest(records[1]!.digest, 3, '{}') }));
    expect(verifyAuditChain(touched, head, KEY)).toEqual({ status: 'broken', sequence: 4, fault: 'row-changed' });
  });

  test('names a row that was taken out, and the first of those that were cut off', () => {
    const { records, head } = openTrail();
    expect(verifyAuditChain(records.filter(({ sequence }) => sequence !== 2), head, KEY)).toEqual({ status: 'broken', sequence: 2, fault: 'row-missing' });
    expect(verifyAuditChain(records.slice(0, 3), head, KEY)).toEqual({ status: 'broken', sequence: 4, fault: 'cut-off' });
    expect(verifyAuditChain([], head, KEY)).toEqual({ status: 'broken', sequence: 1, fault: 'cut-off' });
  });

  test('that was written anew from the third row on is not the one that the head has seen', () => {
    const { records, head } = openTrail();
    let previous = records[1]!.digest;
    const anew = records.map((record): AuditRecord => {
      if (record.sequence < 3) return record;
      previous = auditDigest(previous, record.sequence, '{}');
      return { sequence: record.sequence, message: '{}', digest: previous };
    });
    expect(verifyAuditChain(anew, head, KEY)).toEqual({ status: 'broken', sequence: 5, fault: 'other-history' });
  });

  test('without its head, or with a head that another key signed, does not hold', () => {
    const { records, head } = openTrail();
    expect(verifyAuditChain(records, undefined, KEY)).toEqual({ status: 'broken', sequence: 5, fault: 'head-missing' });
    expect(verifyAuditChain(records, head, newAuditKey())).toEqual({ status: 'broken', sequence: 5, fault: 'head-changed' });
    expect(verifyAuditChain(records, { ...head, sequence: 4 }, KEY)).toEqual({ status: 'broken', sequence: 4, fault: 'head-changed' });
    expect(verifyAuditChain([], undefined, KEY)).toEqual({ status: 'empty' });
  });
});

describe('the table', () => {
  test.each([
    ['changed', "UPDATE audit_record SET message = '{}' WHERE sequence = 2", 'an audit record is never changed'],
    ['removed', 'DELETE FROM audit_record WHERE sequence = 5', 'an audit record is never removed'],
    ['put between others', "INSERT INTO audit_record VALUES (9, '{}', zeroblob(32))", 'an audit record is added at the end'],
  ])('lets no row be %s', (_, sql, reason) => {
    const { database } = openTrail();
    expect(() => database.exec(sql)).toThrow(reason);
  });

  test('that somebody changed behind its triggers is found out', () => {
    const { database, audits, head } = openTrail();
    database.exec("DROP TRIGGER audit_record_is_not_changed; UPDATE audit_record SET message = replace(message, '1.2.2', '1.2.9') WHERE sequence = 3");
    expect(verifyAuditChain(allAuditRecords(audits), head, KEY)).toEqual({ status: 'broken', sequence: 3, fault: 'row-changed' });
  });
});

describe('after the key was changed at the third row', () => {
  const NEXT = newAuditKey();
  const earlier = [{ publicKey: publicAuditKey(KEY), lastSequence: 3, mayHaveSignedHead: false }];
  const pending = earlier.map((one) => ({ ...one, mayHaveSignedHead: true }));

  test('the head of the new key holds, and one of the old key only until the new one has signed and only up to that row', () => {
    const { records } = openTrail();
    const [at3, at5] = [records[2]!, records[4]!];
    expect(verifyAuditChain(records, signHead(at5, AT, NEXT), NEXT, undefined, earlier)).toMatchObject({ status: 'holds', records: 5 });
    expect(verifyAuditChain(records, signHead(at3, AT, KEY), NEXT, undefined, pending)).toMatchObject({ status: 'holds', records: 5 });
    expect(verifyAuditChain(records, signHead(at3, AT, KEY), NEXT, undefined, earlier)).toEqual({ status: 'broken', sequence: 3, fault: 'head-changed' });
    // Who stole the old key signs rows that it has never seen.
    expect(verifyAuditChain(records, signHead(at5, AT, KEY), NEXT, undefined, pending)).toEqual({ status: 'broken', sequence: 5, fault: 'head-changed' });
    expect(verifyAuditChain(records, signHead(at5, AT, NEXT), NEXT)).toMatchObject({ status: 'holds' });
    expect(verifyAuditChain(records, signHead(at5, AT, newAuditKey()), NEXT, undefined, pending)).toMatchObject({ fault: 'head-changed' });
  });

  test('rows up to that one cannot be cut off with a head of the old key, nor all of them with no head', () => {
    const { records } = openTrail();
    expect(verifyAuditChain(records.slice(0, 2), signHead(records[1]!, AT, KEY), NEXT, undefined, pending)).toEqual({ status: 'broken', sequence: 3, fault: 'cut-off' });
    expect(verifyAuditChain([], undefined, NEXT, undefined, earlier)).toMatchObject({ status: 'broken', fault: 'head-missing' });
  });

  test('an anchor that the old key signed before holds still, one that it signs of later rows does not', () => {
    const { records } = openTrail();
    const head = signHead(records[4]!, AT, NEXT);
    expect(verifyAuditChain(records.slice(2), head, NEXT, signAnchor(records[1]!, AT, KEY), earlier)).toMatchObject({ status: 'holds' });
    expect(verifyAuditChain(records.slice(4), head, NEXT, signAnchor(records[3]!, AT, KEY), earlier)).toEqual({ status: 'broken', sequence: 4, fault: 'anchor-changed' });
    expect(verifyAuditChain(records.slice(4), head, NEXT, signAnchor(records[3]!, AT, NEXT), earlier)).toMatchObject({ status: 'holds' });
  });
});
