import { createContext, useContext, useState, type ReactNode } from 'react';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { ImagingProvider } from '#renderer/imaging/ImagingProvider.tsx';
import type { ReadingSource } from '#renderer/imaging/reading-source.ts';
import { createBridgeReadingSource } from './bridge-reading-source.ts';

const ReadingSourceContext = createContext<ReadingSource | undefined>(undefined);

/** The one imaging engine of the window and what it reads from. It lives on while the physician goes back to the worklist. */
export function ReadingSourceProvider({ children }: { readonly children: ReactNode }) {
  const bridge = useBridge();
  const [source] = useState(() => createBridgeReadingSource(bridge, crypto.randomUUID()));
  return (
    <ReadingSourceContext value={source}>
      <ImagingProvider source={source}>{children}</ImagingProvider>
    </ReadingSourceContext>
  );
}

export function useReadingSource(): ReadingSource {
  const source = useContext(ReadingSourceContext);
  if (source === undefined) throw new Error('useReadingSource outside of ReadingSourceProvider');
  return source;
}
