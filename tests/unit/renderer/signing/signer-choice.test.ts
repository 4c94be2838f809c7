import { expect, test } from 'vitest';
import type { SignerSummary } from '#shared/contract/services/reports.contract.ts';
import { canSign, preferredSigner, rememberedSigner, rememberSigner } from '#renderer/features/signing/signer-choice.ts';

const now = new Date('2026-11-21T01:00:00Z');
const signer = (signerId: number, change: Partial<SignerSummary> = {}): SignerSummary => ({
  signerId, name: '林知远', role: 'reviewing-physician', certificateIssuer: '澜州市第一医院', validUntil: '2027-06-30T00:00:00Z',
  isDemo: false, demoPin: null, triesLeft: 5, lockedUntil: null, ...change,
});

test('the one that signed last is chosen, even when locked: the physician must see why', () => {
  const locked = signer(2, { lockedUntil: '2026-11-21T01:10:00Z', triesLeft: 0 });
  expect(preferredSigner([signer(1), locked], 2, now)).toBe(locked);
});

test('without a memory the first that can sign is chosen', () => {
  expect(preferredSigner([signer(1, { validUntil: '2026-01-01T00:00:00Z' }), signer(2)], undefined, now)?.signerId).toBe(2);
});

test('a memory of somebody who is gone counts for nothing', () => {
  expect(preferredSigner([signer(1)], 9, now)?.signerId).toBe(1);
});

test('a lock ends with its time', () => {
  const locked = signer(1, { lockedUntil: '2026-11-21T01:10:00Z', triesLeft: 0 });
  expect(canSign(locked, now)).toBe(false);
  expect(canSign(locked, new Date('2026-11-21T01:10:01Z'))).toBe(true);
});

test('only a number is remembered', () => {
  const stored = new Map<string, string>();
  rememberSigner({ setItem: (key, value) => void stored.set(key, value) }, 2);
  expect([...stored.values()]).toEqual(['2']);
  expect(rememberedSigner({ getItem: (key) => stored.get(key) ?? null })).toBe(2);
  expect(rememberedSigner({ getItem: () => 'nonsense' })).toBeUndefined();
});
