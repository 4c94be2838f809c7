import { uploadPath } from '#shared/contract/request-paths.ts';
import type { ImportJob } from '#shared/contract/services/imports.contract.ts';
import type { ApiClient } from './api-client.ts';

/** A file that a person chose in the page. A `File` is one. */
export interface ChosenFile {
  readonly name: string;
  /** Path from the chosen folder on, its name included; '' for a file that was chosen by itself. */
  readonly webkitRelativePath: string;
  readonly size: number;
}

/** A browser allows six connections to a host; frames and calls need the others. */
const AT_ONCE = 2;
const GONE = 410;

/**
 * Sends chosen files to an import. The import says how far it is and can be cancelled like any other; then nothing more is sent.
 * @param send sends one file and gives the status of the answer
 */
export async function uploadFiles<File extends ChosenFile>(
  api: ApiClient, files: readonly File[], onBegun: (job: ImportJob) => void, send: (path: string, file: File) => Promise<number> = sendFile,
): Promise<void> {
  const bytesTotal = files.reduce((sum, { size }) => sum + size, 0);
  const job = await api.imports.beginUpload({ name: nameOf(files), filesTotal: files.length, bytesTotal });
  onBegun(job);
  const waiting = [...files];
  const sendAll = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const status = await send(uploadPath(job.importId, withoutTop(file)), file);
      if (status === GONE) waiting.length = 0;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendAll));
  // One that was cancelled has ended by itself.
  await api.imports.endUpload({ importId: job.importId }).catch(() => undefined);
}

/** The folder's name, else that of the first file. */
export function nameOf(files: readonly ChosenFile[]): string {
  const [first] = files;
  const [top = ''] = first?.webkitRelativePath.split('/') ?? [];
  return (top === '' ? (first?.name ?? '') : top).slice(0, 255) || '-';
}

function withoutTop({ name, webkitRelativePath }: ChosenFile): string {
  return webkitRelativePath === '' ? name : webkitRelativePath.split('/').slice(1).join('/');
}

async function sendFile(path: string, file: ChosenFile): Promise<number> {
  const { status } = await fetch(path, { method: 'POST', body: file as File });
  return status;
}
