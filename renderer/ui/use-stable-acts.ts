import { useLayoutEffect, useRef, useState } from 'react';

type Act = (...values: never[]) => unknown;

/**
 * The same functions as long as the component is there; each does what the newest of its name does. For what is drawn again only when something
 * else changes than what is done with it. @param acts always the same names
 */
export function useStableActs<Acts extends { readonly [Name in keyof Acts]: Act }>(acts: Acts): Acts {
  const latest = useRef(acts);
  useLayoutEffect(() => {
    latest.current = acts;
  });
  const [stable] = useState(() => {
    const names = Object.keys(acts) as (keyof Acts)[];
    return Object.fromEntries(names.map((name) => [name, (...values: never[]) => latest.current[name](...values)])) as Acts;
  });
  return stable;
}
