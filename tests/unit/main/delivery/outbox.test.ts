import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { asRemote } from '#main/database/remote-repositories.ts';
import { startOutbox } from '#main/delivery/outbox.ts';
import type { DicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import { createEventHub } from '#main/platform/event-hub.ts';
import { silentLog } from '#main/platform/log.ts';
import { createSiteLinks } from '#main/sites/site-links.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { signedMessage } from '#tests/support/audit-message.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';
import { ctSlice } from '#tests/support/instances.ts';

const unreachable = () => new AppError('site/unreachable', 'refused', { facts: { site: testSite.name } });
const notFound = () => new AppError('site/not-found', 'no', { facts: { site: testSite.name } });

/** A hospital that keeps what it is sent; a test changes how it behaves. */
function hospital() {
  const held = new Map<string, Uint8Array>();
  const stores: string[] = [];
  const behaviour = { store: 'keep' as 'keep' | 'down' | 'keep-then-break' | 'refuse' | 'forget', isDown: false };
  const web = {
    storeInstances: async (_study: string, [part10]: readonly Uint8Array[]) => {
      if (behaviour.isDown || behaviour.store === 'down') throw unreachable();
      stores.push('stored');
      if (behaviour.store === 'refuse') return [{ sopInstanceUid: '1.2.3.1.1', outcome: 'failed' as const, reason: 0xc000 }];
      // An archive that has the UID keeps the old object and says yes, as Orthanc does.
      if (behaviour.store !== 'forget' && !held.has('1.2.3.1.1')) held.set('1.2.3.1.1', part10!);
      if (behaviour.store === 'keep-then-break') throw unreachable();
      return [{ sopInstanceUid: '1.2.3.1.1', outcome: 'stored' as const }];
    },
    retrieveInstance: async (_study: string, _series: string, sopInstanceUid: string) => {
      if (behaviour.isDown) throw unreachable();
      const part10 = held.get(sopInstanceUid);
      if (part10 === undefined) throw notFound();
      return part10;
    },
  } as unknown as DicomWebSite;
  return { held, stores, behaviour, web };
}

function openOutbox(web: DicomWebSite) {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  const [{ studyId } = { studyId: 0 }] = catalogue.studies.recordSearch('yunxiu', [foundStudy()], '2026-11-20T01:00:00.000Z');
  catalogue.requests.recordRequests('yunxiu', studyId, [{ requestKey: 'k', accessionNumber: 'A', issuerOfAccessionNumber: '', procedureId: '', procedureText: '' }]);
  const requestId = catalogue.requests.forStudy(studyId)[0]!.id;
  const part10 = ctSlice(1);
  const sign = () => {
    catalogue.reports.saveDraft({ requestId, expectedRevision: 0, findings: 'x', impression: 'y', recommendation: '', outcome: 'negative', savedAt: '2026-11-20T01:00:00.000Z' });
    catalogue.reports.recordSignature({
      requestId, revision: 1, reportUid: '2.25.1', version: 1, kind: 'original', firstAttemptAt: '2026-11-20T01:00:00.000Z', predecessorId: null, siteId: 'yunxiu', content: new Uint8Array(2), contentSha256: new Uint8Array(32), contentSignature: new Uint8Array(1),
      pdf: new Uint8Array(1), signerName: '林知远', signedAt: '2026-11-20T01:00:00.000Z',
      objects: [{ kind: 'structured-report', sopClassUid: '1.2', sopInstanceUid: '1.2.3.1.1', studyInstanceUid: '1.2.3', seriesInstanceUid: '1.2.3.1', part10 }],
      audit: signedMessage,
    });
  };
  const readBack: string[] = [];
  let nowMs = Date.parse('2026-11-20T02:00:00Z');
  const clock = { now: () => new Date(nowMs) };
  const start = () => {
    const outbox = startOutbox({
      deliveries: asRemote(catalogue.deliveries), webSite: () => web, siteName: () => testSite.name, links: createSiteLinks(clock, () => {}),
      onReadBack: ({ sopInstanceUid }) => readBack.push(sopInstanceUid), events: createEventHub(), clock, log: silentLog, random: () => 1,
    });
    onTestFinished(() => outbox.close());
    return outbox;
  };
  const state = () => {
    const delivery = catalogue.deliveries.ofReport(1)[0];
    return { dueAt: delivery?.nextAttemptAt, station: delivery?.station, attempts: delivery?.attempts, failure: delivery?.failure?.code, reading: catalogue.studies.find(studyId)?.readingState };
  };
  return { ...catalogue, studyId, part10, sign, start, state, readBack, pass: (ms: number) => (nowMs += ms) };
}
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 });

describe('a signed object', () => {
  test('is stored, read back, and only then delivered', async () => {
    const { web, held } = hospital();
    const { sign, start, state, part10, readBack } = openOutbox(web);
    sign();
    start();
    await until(() => expect(state()).toEqual({ dueAt: null, station: 'read-back', attempts: 1, failure: undefined, reading: 'delivered' }));
    await until(() => expect(readBack).toEqual(['1.2.3.1.1']));
    expect(Buffer.compare(held.get('1.2.3.1.1')!, part10)).toBe(0);
  });

  test('waits while the line is down and goes when it is back, once', async () => {
    const { web, stores, behaviour } = hospital();
    const { sign, start, state, pass } = openOutbox(web);
    behaviour.isDown = true;
    sign();
    const outbox = start();
    await until(() => expect(state()).toMatchObject({ station: 'signed', failure: 'site/unreachable', reading: 'signed' }));
    behaviour.isDown = false;
    pass(10_000);
    outbox.wake();
    await until(() => expect(state()).toMatchObject({ station: 'read-back', reading: 'delivered', failure: undefined }));
    expect(stores).toHaveLength(1);
  });

  test('that waits when the clock is set back by a day goes within five minutes, and not a day later', async () => {
    const { web, behaviour } = hospital();
    const { sign, start, state, pass } = openOutbox(web);
    behaviour.isDown = true;
    sign();
    const outbox = start();
    await until(() => expect(state().failure).toBe('site/unreachable'));
    behaviour.isDown = false;
    pass(-24 * 3_600_000);
    outbox.wake();
    await until(() => expect(state().dueAt).toBe('2026-11-19T02:05:00.000Z'));
    expect(state().station).toBe('signed');
    pass(5 * 60_000);
    outbox.wake();
    await until(() => expect(state().station).toBe('read-back'));
  });

  test('whose acknowledgement was lost is not sent again: it is found at the hospital', async () => {
    const { web, stores, behaviour } = hospital();
    const { sign, start, state, pass } = openOutbox(web);
    behaviour.store = 'keep-then-break';
    sign();
    const outbox = start();
    await until(() => expect(state().failure).toBe('site/unreachable'));
    behaviour.store = 'keep';
    pass(10_000);
    outbox.wake();
    await until(() => expect(state().station).toBe('read-back'));
    expect(stores).toHaveLength(1);
  });

  test('is a conflict when the hospital holds other content under its UID, and is not tried again', async () => {
    const { web, held } = hospital();
    const { sign, start, state } = openOutbox(web);
    held.set('1.2.3.1.1', ctSlice(1, {}, 99));
    sign();
    start();
    await until(() => expect(state()).toMatchObject({ station: 'conflict', failure: 'delivery/conflict', reading: 'conflict' }));
  });

  test('that was refused says so, and is offered again later', async () => {
    const { web, behaviour } = hospital();
    const { sign, start, state, pass } = openOutbox(web);
    behaviour.store = 'refuse';
    sign();
    const outbox = start();
    await until(() => expect(state()).toMatchObject({ station: 'failed', failure: 'site/refused-object', reading: 'sending' }));
    behaviour.store = 'keep';
    pass(600_000);
    outbox.wake();
    await until(() => expect(state().station).toBe('read-back'));
  });

  test('that the hospital took and does not give back is not called delivered', async () => {
    const { web, behaviour } = hospital();
    const { sign, start, state } = openOutbox(web);
    behaviour.store = 'forget';
    sign();
    start();
    await until(() => expect(state()).toMatchObject({ failure: 'site/not-found' }));
    expect(state().reading).not.toBe('delivered');
  });

  test('whose sending was cut off by a crash is looked for first at the next start', async () => {
    const { web, stores, held } = hospital();
    const { sign, start, state, deliveries, part10 } = openOutbox(web);
    sign();
    // The program died after the hospital had stored the object and before it could note that.
    deliveries.recordStep(1, { station: 'sent', attempts: 1, nextAttemptAt: '2026-11-20T01:00:00.000Z', at: '2026-11-20T01:00:00.000Z', failure: null });
    held.set('1.2.3.1.1', new Uint8Array(part10));
    start();
    await until(() => expect(state().station).toBe('read-back'));
    expect(stores).toHaveLength(0);
  });
});
