import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { textOf, valuesOf } from '#shared/dicom/data-set/data-set.ts';

/** A worklist service after PS3.18 chapter 11, with the rules of the states of PS3.4 CC.1.1. */
export interface UpsServer {
  readonly baseUrl: string;
  /** Adds the step that asks for the reading of a request. @returns its UID */
  readonly schedule: (accessionNumber: string) => string;
  readonly stepOf: (accessionNumber: string) => UpsStep | undefined;
  /** Somebody who reads from the same archive, elsewhere. */
  readonly takeElsewhere: (accessionNumber: string, person: string) => void;
  /** `lists`: data sets only as a list of one. `none`: an archive without the service. `away`: no answer. */
  readonly behave: (how: 'well' | 'lists' | 'none' | 'away') => void;
  readonly asked: readonly string[];
  readonly stop: () => Promise<void>;
}

export interface UpsStep {
  readonly uid: string;
  readonly accessionNumber: string;
  state: 'SCHEDULED' | 'IN PROGRESS' | 'COMPLETED' | 'CANCELED';
  transactionUid: string;
  content: DataSet;
}

export async function startUpsServer(): Promise<UpsServer> {
  const steps = new Map<string, UpsStep>();
  const asked: string[] = [];
  let behaviour: 'well' | 'lists' | 'none' | 'away' = 'well';
  const find = (accessionNumber: string) => [...steps.values()].find((step) => step.accessionNumber === accessionNumber);

  const answer = async (request: IncomingMessage): Promise<{ readonly status: number; readonly content?: unknown }> => {
    const url = new URL(request.url ?? '', 'http://archive');
    const [, uid = '', part = ''] = /^\/dicom-web\/workitems(?:\/([\d.]+))?(\/state)?$/.exec(url.pathname) ?? [];
    const body = await readBody(request);
    asked.push(`${request.method} ${part === '' ? (uid === '' ? 'search' : 'update') : 'state'}`);
    if (behaviour === 'none') return { status: 404 };
    if (request.method === 'GET' && uid === '') {
      const found = find(url.searchParams.get('0040A370.00080050') ?? '');
      return found === undefined ? { status: 204 } : { status: 200, content: [describe(found)] };
    }
    const step = steps.get(uid);
    if (step === undefined) return { status: 404 };
    const isList = Array.isArray(body);
    if (isList !== (behaviour === 'lists')) return { status: 400 };
    const given = (isList ? body[0] : body) as DataSet;
    const transactionUid = textOf(given, 'TransactionUID');
    if (request.method === 'POST' && part === '') {
      // CC.2.5: a step in progress is changed by whom it belongs to.
      if (step.state !== 'IN PROGRESS' || url.searchParams.get('transaction') !== step.transactionUid) return { status: 409 };
      step.content = { ...step.content, ...given };
      return { status: 200 };
    }
    if (request.method !== 'PUT') return { status: 405 };
    const wanted = textOf(given, 'ProcedureStepState');
    if (wanted === 'IN PROGRESS') {
      if (step.state !== 'SCHEDULED' || transactionUid === '') return { status: 409 };
      Object.assign(step, { state: wanted, transactionUid });
      return { status: 200 };
    }
    // CC.2.1.3: to a final state only from "in progress", by its transaction, with what was performed.
    const isReady = valuesOf(step.content, 'UnifiedProcedureStepPerformedProcedureSequence').length > 0;
    if (step.state !== 'IN PROGRESS' || transactionUid !== step.transactionUid || (wanted === 'COMPLETED' && !isReady)) return { status: 409 };
    step.state = wanted === 'COMPLETED' ? 'COMPLETED' : 'CANCELED';
    return { status: 200 };
  };

  const server = createServer((request, response) => {
    if (behaviour === 'away') return void request.socket.destroy();
    void answer(request).then(({ status, content }) => response.writeHead(status, { 'Content-Type': 'application/dicom+json' }).end(content === undefined ? undefined : JSON.stringify(content)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const schedule = (accessionNumber: string) => {
    const uid = `2.25.${steps.size + 1}`;
    steps.set(uid, { uid, accessionNumber, state: 'SCHEDULED', transactionUid: '', content: {} });
    return uid;
  };
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/dicom-web`,
    schedule,
    stepOf: find,
    takeElsewhere(accessionNumber, person) {
      const step = find(accessionNumber);
      if (step === undefined) throw new Error('no such step');
      const performer: DataSet = { '00404037': { vr: 'PN', Value: [{ Ideographic: person }] } };
      Object.assign(step, { state: 'IN PROGRESS', transactionUid: '2.25.999', content: { '00404035': { vr: 'SQ', Value: [performer] } } });
    },
    behave: (how) => void (behaviour = how),
    asked,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The Transaction UID is never told (PS3.4 CC.2.7). */
function describe({ uid, accessionNumber, state, content }: UpsStep): DataSet {
  return {
    ...content,
    '00080018': { vr: 'UI', Value: [uid] },
    '00741000': { vr: 'CS', Value: [state] },
    '0040A370': { vr: 'SQ', Value: [{ '00080050': { vr: 'SH', Value: [accessionNumber] } }] },
    '00081195': { vr: 'UI' },
  };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}
