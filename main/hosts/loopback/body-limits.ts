import type { IncomingMessage, ServerResponse } from 'node:http';
import { REQUEST_PATHS } from '#shared/contract/request-paths.ts';

/** How long the body of a request may take to arrive. */
export interface BodyLimits {
  /** From its headers to its last byte, for all but uploads. */
  readonly wholeMs: number;
  /** An upload may take hours, but never so long without a byte that we wait for. */
  readonly silenceMs: number;
  /** After the answer: what is still sent is not wanted. */
  readonly answeredMs: number;
}

/** A page of this machine sends a call in one go; a file may come from a slow disk that has to spin up first. */
export const BODY_LIMITS: BodyLimits = { wholeMs: 60_000, silenceMs: 180_000, answeredMs: 2_000 };

/**
 * Ends connections whose request never ends: whoever holds no session could otherwise keep as many as he likes. Node's own `requestTimeout` knows
 * one limit for all, and an upload has none. An answer that takes long, as the stream of events, is not concerned: its request has arrived.
 */
export function limitBody(incoming: IncomingMessage, outgoing: ServerResponse, limits: BodyLimits = BODY_LIMITS): void {
  if (incoming.headers['transfer-encoding'] === undefined && Number(incoming.headers['content-length'] ?? 0) === 0) return;
  const { socket } = incoming;
  const isUpload = incoming.method === 'POST' && incoming.url?.startsWith(`${REQUEST_PATHS.uploads}/`) === true;
  let timer: NodeJS.Timeout | undefined;
  const wait = (next: () => void, ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(next, ms).unref();
  };
  let read = socket.bytesRead;
  const look = () => {
    if (incoming.complete) return;
    // Bytes that lie here unread are held up by us.
    const isSilent = socket.bytesRead === read && incoming.readableLength === 0;
    if (!isUpload || isSilent) {
      socket.destroy();
      return;
    }
    read = socket.bytesRead;
    wait(look, limits.silenceMs);
  };
  wait(look, isUpload ? limits.silenceMs : limits.wholeMs);
  incoming.once('close', () => clearTimeout(timer));
  outgoing.once('finish', () => {
    if (incoming.complete) return;
    wait(() => {
      if (!incoming.complete) socket.destroySoon();
    }, limits.answeredMs);
  });
}
