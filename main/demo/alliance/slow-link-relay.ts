import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface LinkProfile {
  readonly bitsPerSecond: number;
  readonly roundTripMs: number;
}

export interface SlowLinkRelay {
  readonly port: number;
  /** Bytes that have crossed towards the caller, for benchmarks. */
  readonly bytesDown: () => number;
  /** Breaks all connections and takes no new ones, until `restore`. */
  readonly cut: () => void;
  readonly restore: () => void;
  readonly close: () => Promise<void>;
}

/** One packet of a slow line. */
const PACKET_BYTES = 1_460;
/** What may wait in front of the line for each connection before its sender is paused: the buffer of a router. */
const BUFFER_BYTES = 64 * 1024;

/**
 * A county line on loopback: all connections share one bandwidth in each direction, every packet travels half a round trip, and a new
 * connection costs a round trip of its own.
 * @param targetPort port of the server behind the line, on 127.0.0.1
 */
export async function startSlowLinkRelay(targetPort: number, profile: LinkProfile): Promise<SlowLinkRelay> {
  const down = createLine(profile);
  const up = createLine(profile);
  const sockets = new Set<Socket>();
  let bytesDown = 0;
  let isCut = false;

  const server = createServer({ allowHalfOpen: true }, (caller) => {
    if (isCut) {
      caller.destroy();
      return;
    }
    const target = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [caller, target]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('close', () => sockets.delete(socket));
    }
    const endBoth = () => {
      caller.destroy();
      target.destroy();
    };
    caller.on('error', endBoth);
    target.on('error', endBoth);
    caller.on('close', () => target.destroy());
    up.carry(caller, target, profile.roundTripMs, () => {});
    down.carry(target, caller, 0, (count) => (bytesDown += count));
  });
  await listen(server);

  return {
    port: (server.address() as AddressInfo).port,
    bytesDown: () => bytesDown,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    restore() {
      isCut = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Something that leaves the line at its time: a packet, or the end of a connection. */
interface Departure {
  readonly atMs: number;
  readonly deliver: () => void;
}

/**
 * One direction of the line. Packets leave one after the other at the line's speed, in the order in which they came. One queue and one timer
 * for all of them: two timers of almost the same time may fire in either order.
 */
function createLine({ bitsPerSecond, roundTripMs }: LinkProfile) {
  const departures: Departure[] = [];
  let freeAtMs = 0;
  let timer: NodeJS.Timeout | undefined;

  const drain = () => {
    timer = undefined;
    while (departures[0] !== undefined && departures[0].atMs <= performance.now()) departures.shift()?.deliver();
    const next = departures[0];
    if (next !== undefined) timer = setTimeout(drain, Math.max(0, next.atMs - performance.now()));
  };
  const depart = (deliver: () => void) => {
    departures.push({ atMs: freeAtMs + roundTripMs / 2, deliver });
    timer ??= setTimeout(drain, 0);
  };

  return {
    /** @param handshakeMs delay of the first packet: the connection's own round trip */
    carry(from: Socket, to: Socket, handshakeMs: number, onCrossed: (count: number) => void): void {
      let waitingBytes = 0;
      let waitForHandshake = handshakeMs;
      from.on('data', (chunk: Buffer) => {
        for (let offset = 0; offset < chunk.length; offset += PACKET_BYTES) {
          const packet = chunk.subarray(offset, offset + PACKET_BYTES);
          freeAtMs = Math.max(performance.now() + waitForHandshake, freeAtMs) + (packet.length * 8_000) / bitsPerSecond;
          waitForHandshake = 0;
          waitingBytes += packet.length;
          depart(() => {
            waitingBytes -= packet.length;
            onCrossed(packet.length);
            if (!to.destroyed) to.write(packet);
            if (waitingBytes < BUFFER_BYTES && from.isPaused()) from.resume();
          });
        }
        if (waitingBytes >= BUFFER_BYTES) from.pause();
      });
      from.on('end', () => {
        freeAtMs = Math.max(performance.now(), freeAtMs);
        depart(() => void (to.destroyed || to.end()));
      });
    },
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => resolve());
  });
}
