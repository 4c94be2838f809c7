import { expect, test } from 'vitest';
import { emptyPdf } from '#main/documents/report-pdf.ts';
import { signDetached, verifyDetached } from '#main/signing/detached-cms.ts';
import { signPdf } from '#main/signing/sign-pdf.ts';
import { makeThrowawayKey } from '#main/signing/throwaway-key.ts';

const NOW = new Date('2026-11-20T02:03:40Z');
const content = new TextEncoder().encode('一份报告');

test('a key of nobody signs as any other does, over this content and no other, and each is another one', async () => {
  const [one, other] = [makeThrowawayKey(NOW), makeThrowawayKey(NOW)];
  const signature = await signDetached(content, one, NOW);
  expect(verifyDetached(content, signature)?.certificate.subject).toBe('CN=nobody');
  expect(verifyDetached(new TextEncoder().encode('一份报告 '), signature)).toBeUndefined();
  expect(one.certificate.serialNumber).not.toBe(other.certificate.serialNumber);
  expect(one.certificate.publicKey.equals(other.certificate.publicKey)).toBe(false);
});

test('an empty page can be signed with it, so that the way of a signature is walked before a physician waits', async () => {
  const page = await emptyPdf();
  const signed = await signPdf(page, makeThrowawayKey(NOW), { reason: '', location: '', signedAt: NOW, fieldName: 'Verifier' });
  expect(signed.length).toBeGreaterThan(page.length);
});
