import { createCatalogueRepositories } from '#main/composition/catalogue-repositories.ts';
import { openEncryptedDatabase } from '#main/database/open-encrypted-database.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { signedMessage } from '../audit-message.ts';

/** One of two physicians, each a process of its own on one catalogue: signs the request that it is told, as soon as it is told. */
const [file = '', key = '', name = ''] = process.argv.slice(2);
const database = openEncryptedDatabase({ file, key: Buffer.from(key, 'hex'), durability: 'normal' });
const { reports } = createCatalogueRepositories(database);

process.on('message', (requestId: number) => {
  const signedAt = '2026-11-20T02:00:00.000Z';
  const object = (kind: 'encapsulated-pdf' | 'structured-report', place: number) => ({
    kind, sopClassUid: '1.2', sopInstanceUid: `2.25.${requestId}${name}${place}`, studyInstanceUid: '1.2.3', seriesInstanceUid: `2.25.${requestId}${name}${place}.1`, part10: new Uint8Array(3),
  });
  try {
    reports.recordSignature({
      requestId, revision: 1, reportUid: `2.25.${requestId}${name}`, version: 1, kind: 'original', predecessorId: null, siteId: 'yunxiu', content: new Uint8Array(2),
      contentSha256: new Uint8Array(32), contentSignature: new Uint8Array(1), pdf: new Uint8Array(1), signerName: name, signedAt, firstAttemptAt: signedAt,
      audit: signedMessage,
  objects: [object('encapsulated-pdf', 1), object('structured-report', 2)],
    });
    process.send?.('signed');
  } catch (error) {
    process.send?.(isAppError(error) ? error.code : String(error));
  }
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
