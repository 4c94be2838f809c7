import { useState } from 'react';

export interface ListDraft<T> {
  readonly rows: readonly T[] | undefined;
  readonly isChanged: boolean;
  readonly change: (index: number, row: T) => void;
  readonly add: (row: T) => void;
  readonly remove: (index: number) => void;
  /** What was asked from main stands again. */
  readonly reset: () => void;
}

/** A list that is edited before it is saved as a whole. @param saved undefined until main has answered */
export function useListDraft<T>(saved: readonly T[] | undefined): ListDraft<T> {
  const [own, setOwn] = useState<readonly T[]>();
  const rows = own ?? saved;
  return {
    rows,
    isChanged: own !== undefined,
    change: (index, row) => setOwn(rows?.map((one, place) => (place === index ? row : one))),
    add: (row) => setOwn([...(rows ?? []), row]),
    remove: (index) => setOwn(rows?.filter((_, place) => place !== index)),
    reset: () => setOwn(undefined),
  };
}
