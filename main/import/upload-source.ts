import { basename } from 'node:path';
import { AppError } from '#shared/errors/app-error.ts';
import { isDirectoryFile, missingFiles, openArchive, type ImportFile, type ImportSource } from './import-source.ts';
import { sealFile } from './sealed-file.ts';

/** What the page says it will send. */
export interface AnnouncedUpload {
  readonly filesTotal: number;
  readonly bytesTotal: number;
}

/** Files that a page sends one by one, as they were chosen in it. */
export interface UploadSource extends ImportSource {
  /**
   * Takes one file; fulfilled when it was taken in, or all that is in an archive.
   * @param name path from the top of what was chosen, with `/`
   * @throws AppError `import/unreadable` for an archive that is none, `import/upload-lost` when the import has ended
   */
  readonly offer: (name: string, bytes: AsyncIterable<Uint8Array>) => Promise<void>;
  /** The page has sent all. */
  readonly end: () => void;
}

/** A page that is gone sends nothing more. */
const SILENCE_MS = 60_000;
/** As the importer reads a file: into memory. */
const LARGEST_FILE = 2 ** 31 - 1;

interface Waiting {
  readonly file: ImportFile;
  readonly taken: () => void;
  readonly lost: (error: AppError) => void;
}

/** @param folder for archives, which are put aside sealed: they can only be read from their end */
export function createUploadSource(folder: string, announced: AnnouncedUpload, silenceMs = SILENCE_MS): UploadSource {
  const queue: Waiting[] = [];
  const names = new Set<string>();
  const directories: { readonly name: string; readonly content: Uint8Array }[] = [];
  const stopping = new AbortController();
  let totals = { files: announced.filesTotal, bytes: announced.bytesTotal };
  let offers = 0;
  let isEnded = false;
  let isLost = false;
  let wake: () => void = () => {};
  let silence: NodeJS.Timeout | undefined;

  const listen = () => {
    clearTimeout(silence);
    if (offers > 0 || isEnded) return;
    silence = setTimeout(() => {
      isLost = true;
      wake();
    }, silenceMs);
    silence.unref();
  };
  const enqueue = (file: ImportFile) =>
    new Promise<void>((taken, lost) => {
      if (stopping.signal.aborted) return lost(uploadLost());
      queue.push({ file, taken, lost });
      wake();
    });
  const takeArchive = async (bytes: AsyncIterable<Uint8Array>) => {
    let size = 0;
    const file = await sealFile(folder, bytes, stopping.signal, (count) => (size += count));
    const archive = await openArchive(file);
    try {
      totals = { files: totals.files - 1 + archive.totals().files, bytes: totals.bytes - size + archive.totals().bytes };
      for (const one of archive.files) await enqueue(one);
    } finally {
      await archive.close();
    }
  };
  const takeFile = async (name: string, bytes: AsyncIterable<Uint8Array>) => {
    const content = await readWhole(bytes);
    if (isDirectoryFile(name)) {
      directories.push({ name, content });
      totals = { files: totals.files - 1, bytes: totals.bytes - content.length };
      return;
    }
    names.add(name);
    await enqueue({ name, bytes: content.length, read: async () => content });
  };

  async function* files(): AsyncGenerator<ImportFile> {
    listen();
    for (;;) {
      const next = queue.shift();
      if (next !== undefined) {
        try {
          yield next.file;
        } finally {
          next.taken();
        }
      } else if (stopping.signal.aborted || (isEnded && offers === 0)) return;
      else if (isLost) throw uploadLost();
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  return {
    files: files(),
    totals: () => totals,
    missing: () => Promise.resolve(missingFiles(directories, names)),
    async offer(name, bytes) {
      if (stopping.signal.aborted || isLost) throw uploadLost();
      offers += 1;
      listen();
      try {
        await (/\.zip$/i.test(basename(name)) ? takeArchive(bytes) : takeFile(name, bytes));
      } finally {
        offers -= 1;
        listen();
        wake();
      }
    },
    end() {
      isEnded = true;
      clearTimeout(silence);
      wake();
    },
    stop() {
      stopping.abort(uploadLost());
      clearTimeout(silence);
      for (const { lost } of queue.splice(0)) lost(uploadLost());
      wake();
    },
    async close() {
      this.stop();
    },
  };
}

async function readWhole(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > LARGEST_FILE) throw new AppError('import/unreadable', 'the file is too large', { facts: { reason: 'too large' } });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function uploadLost(): AppError {
  return new AppError('import/upload-lost', 'the page that sent the files is gone, or the import has ended');
}
