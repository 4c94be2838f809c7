import { createContext, useContext, useRef, type ReactNode } from 'react';
import type { EyeRef } from '#renderer/features/viewer/viewport/eye.ts';

const EyeContext = createContext<EyeRef | undefined>(undefined);

/** One eye for a page: banner, report and pictures mean the same viewport. */
export function EyeProvider({ children }: { readonly children: ReactNode }) {
  const eye: EyeRef = useRef(undefined);
  return <EyeContext value={eye}>{children}</EyeContext>;
}

/** A window of pictures alone has an eye of its own. */
export function useEyeRef(): EyeRef {
  const own: EyeRef = useRef(undefined);
  return useContext(EyeContext) ?? own;
}
