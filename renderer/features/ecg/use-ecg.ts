import { useCallback, useEffect, useState } from 'react';
import { findEcgInstances, loadEcg, type EcgInstance, type EcgSource, type LoadedEcg } from './ecg-source.ts';

export type EcgState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'shown'; readonly instances: readonly EcgInstance[]; readonly ecg: LoadedEcg };

interface Answer {
  readonly source: EcgSource;
  readonly wantedUid: string | undefined;
  readonly attempt: number;
  readonly state: EcgState;
}

/**
 * One ECG of a series: the wanted one, else the first.
 * @param source identity must be stable between renders
 */
export function useEcg(source: EcgSource, wantedUid: string | undefined): { readonly state: EcgState; readonly retry: () => void } {
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<Answer>();

  useEffect(() => {
    const abort = new AbortController();
    void load(abort.signal).then((state) => {
      if (!abort.signal.aborted) setAnswer({ source, wantedUid, attempt, state });
    });
    return () => abort.abort();

    async function load(signal: AbortSignal): Promise<EcgState> {
      try {
        const instances = await findEcgInstances(source, signal);
        const [first] = instances;
        const wanted = instances.find((instance) => instance.sopInstanceUid === wantedUid) ?? first;
        if (wanted === undefined) return { status: 'loading' };
        return { status: 'shown', instances, ecg: await loadEcg(source, wanted, signal) };
      } catch (error) {
        return { status: 'failed', error };
      }
    }
  }, [source, wantedUid, attempt]);

  const isCurrent = answer?.source === source && answer.wantedUid === wantedUid && answer.attempt === attempt;
  return {
    state: isCurrent ? answer.state : { status: 'loading' },
    retry: useCallback(() => setAttempt((count) => count + 1), []),
  };
}
