import { unclaimedCase } from '#shared/worklist/case-claim.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import type { HubAddress } from './hub-address.ts';
import { openHubPool, type HubPoolOptions } from './hub-connection.ts';
import { createHubRepository } from './hub.repository.ts';

/** @throws AppError `hub/not-allowed`, `hub/unreachable` */
export async function askHubPerson(address: HubAddress): Promise<string> {
  const pool = openHubPool(address, { connections: 1 });
  try {
    return await createHubRepository(pool).person();
  } finally {
    await pool.end();
  }
}

/** How long after a broken line the hub is listened to again. */
const LISTEN_AGAIN_MS = 2_000;

/** How the hub begins to say whose view moved. */
const VIEW = 'view ';
/** What comes within this time is one hint. */
const NOTICES_MS = 50;

/**
 * A hub that several seats share. Nothing is asked of it here: a hub that is away does not keep a seat from starting.
 * @param person the name that colleagues see, as the hub has it; the hub itself goes by the login role
 */
export function createHubCoordinator(address: HubAddress, person: string, poolOptions: HubPoolOptions = {}): Coordinator {
  const pool = openHubPool(address, poolOptions);
  const hub = createHubRepository(pool);
  const listeners = new Set<() => void>();
  const viewListeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  let isListening = false;
  let isClosed = false;
  let endListening: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  let noticeTimer: NodeJS.Timeout | undefined;
  // Of twenty seats each hears of every case: what moves together is asked for once.
  const hear = (payload: string) => {
    // A hand that moves four times a second is no reason to ask for cases and letters.
    if (payload.startsWith(VIEW)) {
      if (payload !== `${VIEW}${address.user}`) for (const listener of viewListeners) listener();
      return;
    }
    noticeTimer ??= setTimeout(() => {
      noticeTimer = undefined;
      tell();
    }, NOTICES_MS);
    noticeTimer.unref();
  };

  const stopListening = () => {
    const end = endListening;
    endListening = () => undefined;
    end();
  };
  const listen = async (): Promise<void> => {
    if (isListening || isClosed || listeners.size + viewListeners.size === 0) return;
    isListening = true;
    const again = () => {
      if (!isListening) return;
      isListening = false;
      stopListening();
      if (isClosed) return;
      timer = setTimeout(() => void listen(), LISTEN_AGAIN_MS);
      timer.unref();
    };
    try {
      const client = await hub.listen(hear, again);
      endListening = () => client.release(true);
      // What moved while nobody listened is asked for now.
      tell();
    } catch {
      again();
    }
  };

  return {
    kind: 'hub',
    seat: { seatId: address.user, person },
    serverNowMs: hub.serverNowMs,
    claim: hub.claim,
    renew: hub.renew,
    release: hub.release,
    handOver: hub.handOver,
    accept: (caseKey, { reportUid, version, fence, isOffline }, signerName, bundle) => hub.accept(caseKey, reportUid, version, fence, isOffline, signerName, bundle),
    markDelivered: hub.markDelivered,
    reports: hub.reports,
    undelivered: () => hub.undelivered(address.user),
    bundle: hub.bundle,
    saveDraft: hub.saveDraft,
    draft: hub.draft,
    caseState: async (caseKey) => (await hub.caseState(caseKey)) ?? unclaimedCase(caseKey),
    changes: (since) => hub.changes(since),
    held: hub.held,
    news: (since) => hub.news(since),
    sendMessage: hub.sendMessage,
    messages: hub.messages,
    setPresence: hub.setPresence,
    presence: hub.presence,
    putRecord: hub.putRecord,
    records: hub.records,
    colleagues: hub.colleagues,
    recordsSince: hub.recordsSince,
    restored: { lacking: hub.lacking, present: hub.present, remember: hub.remember, rememberRecords: hub.rememberRecords, toldAll: hub.toldAll },
    changeOwnPassword: hub.changeOwnPassword,
    onChange(listener) {
      listeners.add(listener);
      void listen();
      return () => void listeners.delete(listener);
    },
    onView(listener) {
      viewListeners.add(listener);
      void listen();
      return () => void viewListeners.delete(listener);
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      clearTimeout(noticeTimer);
      listeners.clear();
      viewListeners.clear();
      stopListening();
      await hub.endTelling();
      await pool.end();
    },
  };
}
