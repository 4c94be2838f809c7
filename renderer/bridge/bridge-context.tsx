import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, type ReactNode } from 'react';
import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import type { ApiClient } from './api-client.ts';
import type { EventStream } from './event-stream.ts';

/** The page's side of the contract. */
export interface Bridge {
  readonly api: ApiClient;
  readonly events: EventStream;
  readonly queries: QueryClient;
}

const BridgeContext = createContext<Bridge | undefined>(undefined);

export interface BridgeProviderProps {
  readonly bridge: Bridge;
  readonly children: ReactNode;
}

export function BridgeProvider({ bridge, children }: BridgeProviderProps) {
  return (
    <BridgeContext value={bridge}>
      <QueryClientProvider client={bridge.queries}>{children}</QueryClientProvider>
    </BridgeContext>
  );
}

export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext);
  if (bridge === undefined) throw new Error('useBridge outside of BridgeProvider');
  return bridge;
}

/** Hears every event while the component is there. @param listener identity must be stable between renders */
export function useApplicationEvents(listener: (event: ApplicationEvent) => void): void {
  const { events } = useBridge();
  useEffect(() => events.subscribe(listener), [events, listener]);
}
