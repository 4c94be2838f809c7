/** Many go through at once; who wants to be alone waits until all are out, and nobody else comes in meanwhile. */
export interface Gate {
  readonly pass: <T>(work: () => Promise<T>) => Promise<T>;
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
}

export function createGate(): Gate {
  const inside = new Set<Promise<unknown>>();
  let closed: Promise<unknown> = Promise.resolve();
  const door = { isClosed: false };

  return {
    async pass(work) {
      while (door.isClosed) await closed;
      const working = work();
      const settled = working.then(() => undefined, () => undefined);
      inside.add(settled);
      void settled.then(() => inside.delete(settled));
      return working;
    },
    async alone(work) {
      while (door.isClosed) await closed;
      door.isClosed = true;
      const working = Promise.all(inside).then(work);
      closed = working.then(() => undefined, () => undefined).then(() => void (door.isClosed = false));
      return working;
    },
  };
}
