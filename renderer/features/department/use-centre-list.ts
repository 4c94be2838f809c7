import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CentreRules } from '#shared/contract/services/centre.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { centreRulesQuery } from '#renderer/bridge/queries.ts';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { useListDraft, type ListDraft } from './use-list-draft.ts';

type ListName = 'serviceLevels' | 'greenChannel' | 'roster';
export type CentreLine<N extends ListName> = CentreRules[N]['lines'][number];

export interface CentreList<N extends ListName> extends ListDraft<CentreLine<N>> {
  readonly rules: CentreRules | undefined;
  readonly failure: Error | null;
  readonly isSaving: boolean;
  readonly save: () => void;
}

/** One of the centre's common lists while it is edited. @param write saves it under the revision that the editor has seen */
export function useCentreList<N extends ListName>(name: N, write: (revision: number, lines: CentreLine<N>[]) => Promise<unknown>): CentreList<N> {
  const { api } = useBridge();
  const client = useQueryClient();
  const asked = useQuery(centreRulesQuery(api));
  const draft = useListDraft<CentreLine<N>>(asked.data?.[name].lines);
  const saving = useMutation({
    mutationFn: () => write(asked.data?.[name].revision ?? 0, [...(draft.rows ?? [])]),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: QUERY_KEYS.centreRules });
      draft.reset();
    },
  });
  return { ...draft, rules: asked.data, failure: asked.error ?? saving.error, isSaving: saving.isPending, save: () => saving.mutate() };
}
