import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createDocumentThread } from '#main/composition/document-thread.ts';
import type { DocumentMaker } from '#main/documents/document-maker.ts';
import { silentLog } from '#main/platform/log.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** A thread that says it is open and answers every call with its method's name. */
const stand = `const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ id, method }) => parentPort.postMessage({ id, ok: true, value: method }));
parentPort.postMessage({ id: 0, ok: true });`;

function openThread() {
  const workerEntry = vi.fn((_name: string) => new URL(`data:text/javascript,${encodeURIComponent(`import { createRequire } from 'node:module'; const require = createRequire('/'); ${stand}`)}`));
  const documents = createDocumentThread({ workerEntry, resourcesFolder: '/', log: silentLog });
  onTestFinished(() => documents.close());
  return { documents, workerEntry };
}

test('the thread that makes papers starts two seconds after a study was opened, once, and not before', async () => {
  const { documents, workerEntry } = openThread();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(workerEntry).not.toHaveBeenCalled();
  documents.expect();
  documents.expect();
  await vi.advanceTimersByTimeAsync(1_999);
  expect(workerEntry).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(workerEntry).toHaveBeenCalledExactlyOnceWith('documents');
  documents.expect();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(workerEntry).toHaveBeenCalledOnce();
});

test('who asks for a paper earlier has it from the thread that starts then', async () => {
  const { documents, workerEntry } = openThread();
  documents.expect();
  expect(await documents.plan({} as Parameters<DocumentMaker['plan']>[0])).toBe('plan');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(workerEntry).toHaveBeenCalledOnce();
});

test('a seat that is closed starts it no more', async () => {
  const { documents, workerEntry } = openThread();
  documents.expect();
  await documents.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(workerEntry).not.toHaveBeenCalled();
  await expect(documents.plan({} as Parameters<DocumentMaker['plan']>[0])).rejects.toThrow('closed');
});
