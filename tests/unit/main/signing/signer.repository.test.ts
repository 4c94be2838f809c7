import { describe, expect, test } from 'vitest';
import { SignerRepository, type NewSigner } from '#main/signing/signer.repository.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';

const signer = (name: string, certificatePem: string): NewSigner => ({
  name, role: 'reviewing-physician', pkcs12: Uint8Array.of(1, 2, 3), certificatePem, issuerName: '通阅演示 CA', validUntil: '2028-11-20T00:00:00.000Z', demoPin: undefined,
});
const open = () => new SignerRepository(openTestCatalogue().database);
const NOON = '2026-11-20T12:00:00.000Z';

describe('the keys of the seat', () => {
  test('are kept as they were imported', () => {
    const signers = open();
    const id = signers.put({ ...signer('林知远', 'A'), demoPin: '123456' });
    const { pkcs12 } = signer('林知远', 'A');
    expect(signers.find(id)).toEqual({ ...signer('林知远', 'A'), demoPin: '123456', id, failedTries: 0, lockedUntil: null, gateway: undefined, source: { kind: 'pkcs12', file: pkcs12 } });
  });

  test('are listed by role and name', () => {
    const signers = open();
    signers.put(signer('B', '1'));
    signers.put(signer('A', '2'));
    signers.put({ ...signer('C', '3'), role: 'reporting-physician' });
    expect(signers.list().map(({ name }) => name)).toEqual(['C', 'A', 'B']);
  });

  test('are replaced by another file with the same certificate, and keep their count', () => {
    const signers = open();
    const id = signers.put(signer('林知远', 'A'));
    signers.recordFailedTry(id, NOON);
    expect(signers.put({ ...signer('林知远', 'A'), pkcs12: Uint8Array.of(9) })).toBe(id);
    expect(signers.list()).toMatchObject([{ pkcs12: Uint8Array.of(9), failedTries: 1 }]);
  });

  test('are unknown under another number', () => {
    expect(open().find(7)).toBeUndefined();
  });
});

describe('wrong PINs', () => {
  test('are counted over restarts, and the fifth locks the key', () => {
    const { database } = openTestCatalogue();
    const id = new SignerRepository(database).put(signer('林知远', 'A'));
    const states = Array.from({ length: 5 }, () => new SignerRepository(database).recordFailedTry(id, NOON));
    expect(states.map(({ failedTries, lockedUntil }) => [failedTries, lockedUntil])).toEqual([[1, null], [2, null], [3, null], [4, null], [5, '2026-11-20T12:10:00.000Z']]);
    expect(new SignerRepository(database).find(id)).toMatchObject({ failedTries: 5, lockedUntil: '2026-11-20T12:10:00.000Z' });
  });

  test('of one key leave the others alone', () => {
    const signers = open();
    const [one, other] = [signers.put(signer('A', '1')), signers.put(signer('B', '2'))];
    signers.recordFailedTry(one, NOON);
    expect(signers.find(other)).toMatchObject({ failedTries: 0 });
  });

  test('are forgotten after the right one', () => {
    const signers = open();
    const id = signers.put(signer('A', '1'));
    signers.recordFailedTry(id, NOON);
    expect([signers.recordSuccess(id).failedTries, signers.find(id)?.failedTries]).toEqual([0, 0]);
  });
});
