import { useCallback, useEffect, useState } from 'react';
import { findEcgInstances, loadEcg, type EcgInstance, type EcgSource, type LoadedEcg } from './ecg-source.ts';

export type EcgState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: unknown }
  | PreparedEcg;

/** A series that was read, with one of its ECGs. */
export interface PreparedEcg {
  readonly status: 'shown';
  readonly instances: readonly EcgInstance[];
  readonly ecg: LoadedEcg;
}

/** Reads a series before anybody looks at it. @throws as `findEcgInstances` and `loadEcg` */
export async function prepareEcg(source: EcgSource, signal: AbortSignal): Promise<PreparedEcg | undefined> {
  const instances = await findEcgInstances(source, signal);
  const [first] = instances;
  return first === undefined ? undefined : { status: 'shown', instances, ecg: await loadEcg(source, first, signal) };
}

interface Answer {
  readonly source: EcgSource;
  readonly wantedUid: string | undefined;
  readonly attempt: number;
  readonly state: EcgState;
}

/**
 * One ECG of a series: the wanted one, else the first.
 * @param source identity must be stable between renders
 * @param prepared what was read before the page came, of the same source; shown at once
 */
export function useEcg(source: EcgSource, wantedUid: string | undefined, prepared?: PreparedEcg): { readonly state: EcgState; readonly retry: () => void } {
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<Answer>();

  const isPrepared = prepared !== undefined && attempt === 0 && (wantedUid === undefined || prepared.ecg.recording.sopInstanceUid === wantedUid);
  useEffect(() => {
    if (isPrepared) return undefined;
    const abort = new AbortController();
    const show = (state: EcgState) => {
      if (!abort.signal.aborted) setAnswer({ source, wantedUid, attempt, state });
    };
    void load(abort.signal).then(show);
    return () => abort.abort();

    async function load(signal: AbortSignal): Promise<EcgState> {
      try {
        const instances = await findEcgInstances(source, signal);
        const [first] = instances;
        const wanted = instances.find((instance) => instance.sopInstanceUid === wantedUid) ?? first;
        if (wanted === undefined) return { status: 'loading' };
        return { status: 'shown', instances, ecg: await loadEcg(source, wanted, signal, (ecg) => show({ status: 'shown', instances, ecg })) };
      } catch (error) {
        return { status: 'failed', error };
      }
    }
  }, [source, wantedUid, attempt, isPrepared]);

  const isCurrent = answer?.source === source && answer.wantedUid === wantedUid && answer.attempt === attempt;
  return {
    state: isPrepared ? prepared : isCurrent ? answer.state : { status: 'loading' },
    retry: useCallback(() => setAttempt((count) => count + 1), []),
  };
}
