import { startRepositoryThread } from '../database/remote-repositories.ts';
import type { DocumentMaker } from '../documents/document-maker.ts';
import type { HostPlatform } from '../platform/host-platform.ts';
import type { DocumentsWorkerData } from './documents.worker.ts';

/** The document maker on its thread. It starts at once and is ready when the first paper is asked for: fonts take a moment to read. */
export function createDocumentThread(platform: HostPlatform): { readonly maker: DocumentMaker; readonly close: () => Promise<void> } {
  const workerData: DocumentsWorkerData = { resourcesFolder: platform.resourcesFolder };
  const thread = startRepositoryThread<{ documents: DocumentMaker }>(platform.workerEntry('documents'), workerData);
  // Whoever asks for a paper gets the failure; until then it is only noted.
  thread.catch((error: unknown) => platform.log.error('the document thread did not start', {}, error));
  const documents = async () => (await thread).repositories.documents;
  return {
    maker: {
      preview: async (report, pictures) => (await documents()).preview(report, pictures),
      plan: async (report) => (await documents()).plan(report),
      sealPicture: async (jpeg, use) => (await documents()).sealPicture(jpeg, use),
      picturesIn: async (pdf) => (await documents()).picturesIn(pdf),
      missingGlyphs: async (report) => (await documents()).missingGlyphs(report),
      sign: async (report, source, pin, now, pictures) => (await documents()).sign(report, source, pin, now, pictures),
      signContent: async (content, source, pin, now) => (await documents()).signContent(content, source, pin, now),
      signWithdrawal: async (report, withdrawal, source, pin) => (await documents()).signWithdrawal(report, withdrawal, source, pin),
      stampDigest: async (pdf) => (await documents()).stampDigest(pdf),
      stamp: async (report, pdf, token) => (await documents()).stamp(report, pdf, token),
      prove: async (pdf, now) => (await documents()).prove(pdf, now),
      verify: async (pdf, knownCertificates, code) => (await documents()).verify(pdf, knownCertificates, code),
      readSigner: async (source, pin, role, now) => (await documents()).readSigner(source, pin, role, now),
    },
    close: async () => thread.then((running) => running.close(), () => undefined),
  };
}
