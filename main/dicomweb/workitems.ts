import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { isUid } from '#shared/dicom/values/uid.ts';
import { readDicomJson } from './read-dicom-json.ts';
import { sendRequest, type SiteConnection } from './site-connection.ts';
import { atSite, failureOfStatus } from './site-failure.ts';

/** Procedure Step State (0074,1000). What has begun never becomes scheduled again (PS3.4 CC.1.1). */
export type StepState = 'IN PROGRESS' | 'COMPLETED' | 'CANCELED';

/** `refused`: the step is in another state, or belongs to another transaction. `absent`: the archive has no such step. */
export type StateAnswer = 'done' | 'refused' | 'absent';

/** Worklist service of an archive, UPS-RS (PS3.18 11). Every method fails with an AppError whose code begins with `site/`. */
export interface Workitems {
  /** @param query attributes as QIDO-RS names them; @returns undefined when the archive has no such service */
  readonly search: (query: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<readonly DataSet[] | undefined>;
  /** Change Workitem State (PS3.18 11.7). @param transactionUid who has it proves that the step is his */
  readonly changeState: (workitemUid: string, transactionUid: string, state: StepState, signal: AbortSignal) => Promise<StateAnswer>;
  /** Update Workitem (PS3.18 11.6), of a step in progress under its transaction. */
  readonly update: (workitemUid: string, transactionUid: string, changes: DataSet, signal: AbortSignal) => Promise<StateAnswer>;
}

const JSON_TYPE = 'application/dicom+json';
const MOST_BYTES = 16 * 1024 * 1024;
/** No such resource, method, or implementation: an archive without UPS-RS. */
const WITHOUT_SERVICE: readonly number[] = [404, 405, 501];
const ABSENT: readonly number[] = [404, 410];
/** PS3.18 11.7.3: wrong state or transaction; some say it with 400. */
const REFUSED: readonly number[] = [400, 409];

export function createWorkitems(connection: SiteConnection): Workitems {
  const ask = async (request: { readonly method: 'GET' | 'POST' | 'PUT'; readonly path: string; readonly content?: unknown; readonly signal: AbortSignal; readonly alsoAccepted: readonly number[] }) => {
    const { method, path, content, signal, alsoAccepted } = request;
    try {
      const answer = await sendRequest(connection, {
        transaction: 'search', method, url: `${connection.baseUrl}/workitems${path}`, signal, alsoAccepted,
        headers: { Accept: JSON_TYPE, ...(content === undefined ? {} : { 'Content-Type': JSON_TYPE }) },
        ...(content === undefined ? {} : { body: new TextEncoder().encode(JSON.stringify(content)) }),
      });
      return { status: answer.status, mediaType: (answer.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '', body: await readWhole(connection, answer.body) };
    } catch (error) {
      throw atSite(connection.name, error);
    }
  };

  /** Some servers read one data set, others only a list of one (PS3.18 F.2): who calls it a bad message is asked the other way. */
  const tell = async (method: 'POST' | 'PUT', path: string, content: DataSet, signal: AbortSignal): Promise<StateAnswer> => {
    const alsoAccepted = [...ABSENT, ...REFUSED];
    let { status } = await ask({ method, path, content, signal, alsoAccepted });
    if (status === 400) ({ status } = await ask({ method, path, content: [content], signal, alsoAccepted }));
    return ABSENT.includes(status) ? 'absent' : REFUSED.includes(status) ? 'refused' : 'done';
  };

  return {
    async search(query, signal) {
      const answer = await ask({ method: 'GET', path: `?${new URLSearchParams(query).toString()}`, signal, alsoAccepted: WITHOUT_SERVICE });
      if (WITHOUT_SERVICE.includes(answer.status)) return undefined;
      return readDicomJson({ ...answer, warning: null });
    },

    changeState: (workitemUid, transactionUid, state, signal) =>
      tell('PUT', `/${uid(workitemUid)}/state`, { '00081195': { vr: 'UI', Value: [uid(transactionUid)] }, '00741000': { vr: 'CS', Value: [state] } }, signal),

    // The standard has the transaction in the address, dcm4chee in the data set.
    update: (workitemUid, transactionUid, changes, signal) =>
      tell('POST', `/${uid(workitemUid)}?transaction=${uid(transactionUid)}`, { ...changes, '00081195': { vr: 'UI', Value: [uid(transactionUid)] } }, signal),
  };
}

async function readWhole({ name }: SiteConnection, body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MOST_BYTES) throw failureOfStatus(name, 'search', 413, null, new Date());
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What is no UID is a caller's mistake and leaves this machine under no circumstances. */
function uid(text: string): string {
  if (!isUid(text)) throw new Error('not a UID');
  return text;
}
