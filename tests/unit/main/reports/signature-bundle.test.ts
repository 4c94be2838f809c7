import { expect, test } from 'vitest';
import { bundleOf, readBundle } from '#main/reports/signature-bundle.ts';

test('a signature comes back from its bundle byte for byte, without the rows of the catalogue it came from', () => {
  const bytes = (...values: number[]) => Uint8Array.from(values);
  const signature = {
    requestId: 7, predecessorId: 3, revision: 2, reportUid: '2.25.1', version: 2, kind: 'amended' as const, siteId: 'yunxiu', content: bytes(1, 2), contentSha256: bytes(3), contentSignature: bytes(),
    // A thread hands out Buffers where it did not copy.
    pdf: Buffer.from([255, 0, 128]), signerName: '周牧', signedAt: '2026-11-20T02:00:00.000Z', firstAttemptAt: '2026-11-20T02:00:00.000Z',
    objects: [{ kind: 'encapsulated-pdf' as const, sopClassUid: '1.2', sopInstanceUid: '2.25.2', studyInstanceUid: '1.2.3', seriesInstanceUid: '2.25.3', part10: bytes(9, 8) }],
  };
  const { requestId: _requestId, predecessorId: _predecessorId, ...kept } = signature;
  expect(readBundle(bundleOf('yunxiu|k', signature))).toEqual({ caseKey: 'yunxiu|k', signature: { ...kept, pdf: bytes(255, 0, 128) } });
});
