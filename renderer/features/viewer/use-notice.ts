import { useCallback, useEffect, useState } from 'react';

/** Words that a viewport shows for a moment. */
export interface ViewportNotice {
  /** Zero-based place on the desk. */
  readonly index: number;
  readonly words: string;
}

/** Long enough to be read twice. */
const SHOWN_MS = 6000;

/** The last thing that was refused, until it has been read. */
export function useNotice(): { readonly notice: ViewportNotice | undefined; readonly say: (index: number, words: string) => void } {
  const [notice, setNotice] = useState<ViewportNotice>();
  useEffect(() => {
    if (notice === undefined) return undefined;
    const timer = setTimeout(() => setNotice(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  return { notice, say: useCallback((index: number, words: string) => setNotice({ index, words }), []) };
}
