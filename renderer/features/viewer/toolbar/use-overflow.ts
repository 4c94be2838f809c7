import { useEffect, useRef, useState, type RefObject } from 'react';

export interface Overflow {
  readonly row: RefObject<HTMLDivElement | null>;
  /** Zero-based place of the first child that has no room; the number of children, or more, where all have. */
  readonly hiddenFrom: number;
}

/** @returns zero-based place of the first child that fell below the first line, else how many there are. @param tops upper edges, px; @param linePx height of a line */
export function firstBelow(tops: readonly number[], linePx: number): number {
  const below = tops.findIndex((top) => top >= linePx);
  return below === -1 ? tops.length : below;
}

/**
 * Which children of a row have no room. The row wraps, shows its first line only and is what its children are placed by; the layout that is made
 * anyway is asked, never while drawing.
 * @param content names the children: others are measured anew
 * @param linePx height of a line, which each child fills with its margins
 */
export function useOverflow(content: string, linePx: number): Overflow {
  const row = useRef<HTMLDivElement>(null);
  const [hiddenFrom, setHiddenFrom] = useState(Number.MAX_SAFE_INTEGER);
  useEffect(() => {
    const element = row.current;
    if (element === null) return undefined;
    const children = [...element.children].filter((one) => one instanceof HTMLElement);
    const observer = new ResizeObserver(() => setHiddenFrom(firstBelow(children.map(({ offsetTop }) => offsetTop), linePx)));
    for (const one of [element, ...children]) observer.observe(one);
    return () => observer.disconnect();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- other children are observed anew
  }, [content, linePx]);
  return { row, hiddenFrom };
}
