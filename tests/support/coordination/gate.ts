/** Many go through at once; who wants to be alone waits until all are out, and nobody else comes in meanwhile. */
export interface Gate {
  readonly pass: <T>(work: () => Promise<T>) => Promise<T>;
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
}

export function createGate(): Gate {
  const inside = new Set<Promise<unknown>>();
  let closed: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  return {
    async pass(work) {
      while (isClosed) await closed;
      const working = work();
      const settled = working.then(() => undefined, () => undefined);
      inside.add(settled);
      void settled.then(() => inside.delete(settled));
      return working;
    },
    async alone(work) {
      while (isClosed) await closed;
      isClosed = true;
      const working = Promise.all(inside).then(work);
      closed = working.then(() => undefined, () => undefined).then(() => void (isClosed = false));
      return working;
    },
  };
}
