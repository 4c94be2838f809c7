import { startRepositoryThread, type RepositoryThread } from '../database/remote-repositories.ts';
import type { DocumentMaker } from '../documents/document-maker.ts';
import type { HostPlatform } from '../platform/host-platform.ts';
import type { DocumentsWorkerData } from './documents.worker.ts';

/** After a study was opened: its first picture has the processor to itself, and nobody has written a report yet. */
const AFTER_OPENING_MS = 2_000;

export interface DocumentThread extends DocumentMaker {
  /** A study was opened: a paper will be asked for. */
  readonly expect: () => void;
  readonly close: () => Promise<void>;
}

/**
 * The document maker on its thread, which takes some 45 MB: it starts when somebody begins to read, and not on a seat that only fetches. Fonts take a
 * moment to read; until the first paper is asked for it is ready.
 */
export function createDocumentThread(platform: Pick<HostPlatform, 'workerEntry' | 'resourcesFolder' | 'log'>): DocumentThread {
  const workerData: DocumentsWorkerData = { resourcesFolder: platform.resourcesFolder };
  let thread: Promise<RepositoryThread<{ documents: DocumentMaker }>> | undefined;
  let isClosed = false;
  let expecting: NodeJS.Timeout | undefined;
  const start = () => {
    clearTimeout(expecting);
    if (thread !== undefined) return thread;
    if (isClosed) throw new Error('the document thread is closed');
    thread = startRepositoryThread<{ documents: DocumentMaker }>(platform.workerEntry('documents'), workerData);
    // Whoever asks for a paper gets the failure; until then it is only noted.
    thread.catch((error: unknown) => platform.log.error('the document thread did not start', {}, error));
    return thread;
  };
  const documents = async () => (await start()).repositories.documents;
  return {
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
    expect() {
      if (thread !== undefined || expecting !== undefined || isClosed) return;
      expecting = setTimeout(() => void start(), AFTER_OPENING_MS);
      expecting.unref();
    },
    async close() {
      isClosed = true;
      clearTimeout(expecting);
      await thread?.then((running) => running.close(), () => undefined);
    },
  };
}
