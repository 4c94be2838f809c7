import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import type { ImagingEngine } from './engine/imaging-engine.ts';
import type { ReadingSource } from './reading-source.ts';

/** `starting`: the engine's code is being read. */
export type Imaging = { readonly status: 'starting' | 'failed' } | { readonly status: 'ready'; readonly engine: ImagingEngine };

const ImagingContext = createContext<Imaging>({ status: 'starting' });

export interface ImagingProviderProps {
  /** The same for the life of the window. */
  readonly source: Pick<ReadingSource, 'onInstancesHeld' | 'onFramesArriving'>;
  readonly children: ReactNode;
}

/** Starts the one imaging engine of a window when the first pictures are wanted, and ends it with the window. */
export function ImagingProvider({ source, children }: ImagingProviderProps) {
  const [imaging, setImaging] = useState<Imaging>({ status: 'starting' });

  useEffect(() => {
    let isWanted = true;
    let started: ImagingEngine | undefined;
    start(source).then(
      (engine) => {
        if (!isWanted) {
          engine.dispose();
          return;
        }
        started = engine;
        setImaging({ status: 'ready', engine });
      },
      () => {
        if (isWanted) setImaging({ status: 'failed' });
      },
    );
    return () => {
      isWanted = false;
      started?.dispose();
      setImaging({ status: 'starting' });
    };
  }, [source]);

  return <ImagingContext value={imaging}>{children}</ImagingContext>;
}

export function useImaging(): Imaging {
  return useContext(ImagingContext);
}

/** Cornerstone is large: pages without pictures do not read it. */
async function start(source: ImagingProviderProps['source']): Promise<ImagingEngine> {
  const { createImagingEngine } = await import('./engine/imaging-engine.ts');
  return await createImagingEngine({ source });
}
