import { createContext, useContext, useState, type ReactNode } from 'react';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { createEcgAhead, type EcgAhead } from './ecg-ahead.ts';

const EcgAheadContext = createContext<EcgAhead | undefined>(undefined);

/** Lives on from one ECG to the next. */
export function EcgAheadProvider({ children }: { readonly children: ReactNode }) {
  const bridge = useBridge();
  const [ahead] = useState(() => createEcgAhead(bridge));
  return <EcgAheadContext value={ahead}>{children}</EcgAheadContext>;
}

export function useEcgAhead(): EcgAhead {
  const ahead = useContext(EcgAheadContext);
  if (ahead === undefined) throw new Error('useEcgAhead outside of EcgAheadProvider');
  return ahead;
}
