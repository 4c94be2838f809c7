/** A row as the list shows it. `hasLeft`: it is no longer in the view, but stays where it is until the list moves again. */
export interface ShownRow<Row> {
  readonly row: Row;
  readonly hasLeft: boolean;
}

export interface ShownList<Row> {
  readonly rows: readonly ShownRow<Row>[];
  /** New rows that wait to be shown. */
  readonly waiting: number;
}

interface Identified {
  readonly studyId: number;
}

/** The list when nobody's hand is on it. */
export function showAll<Row>(incoming: readonly Row[]): ShownList<Row> {
  return { rows: incoming.map((row) => ({ row, hasLeft: false })), waiting: 0 };
}

/**
 * The list under a physician's hand: each row stays where it is and only its content changes. Rows that are new above the last shown one
 * wait; those behind it (the next page) join at the end; those that are gone stay, marked, with what was last known of them.
 */
export function showHeld<Row extends Identified>(shown: ShownList<Row>, incoming: readonly Row[]): ShownList<Row> {
  const byId = new Map(incoming.map((row) => [row.studyId, row]));
  const shownIds = new Set(shown.rows.map(({ row }) => row.studyId));
  const kept = shown.rows.map(({ row }) => {
    const now = byId.get(row.studyId);
    return now === undefined ? { row, hasLeft: true } : { row: now, hasLeft: false };
  });
  const lastKnown = incoming.findLastIndex((row) => shownIds.has(row.studyId));
  const unseen = incoming.map((row, index) => ({ row, index })).filter(({ row }) => !shownIds.has(row.studyId));
  const behind = unseen.filter(({ index }) => lastKnown >= 0 && index > lastKnown).map(({ row }) => ({ row, hasLeft: false }));
  return { rows: [...kept, ...behind], waiting: unseen.length - behind.length };
}
