import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { DEFAULT_READING_PROFILE, type Preferences, type ReadingProfile } from '#shared/contract/services/preferences.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { preferencesQuery } from '#renderer/bridge/queries.ts';

const NOTHING_CHANGED: Preferences = { profile: DEFAULT_READING_PROFILE, sitePresets: {} };

export interface ReadingProfileHandle extends Preferences {
  /** Undefined while the last change is saved or nothing was changed. */
  readonly failure: Error | null;
  readonly save: (profile: ReadingProfile) => void;
  readonly saveSitePresets: (siteId: string, windowPresets: ReadingProfile['windowPresets']) => void;
}

/** What the person at this seat made their own; it holds at once and is saved behind it. */
export function useReadingProfile(): ReadingProfileHandle {
  const { api } = useBridge();
  const client = useQueryClient();
  const { queryKey } = preferencesQuery(api);
  const { data = NOTHING_CHANGED } = useQuery(preferencesQuery(api));
  const saving = useMutation({
    mutationFn: async (change: { readonly profile: ReadingProfile } | { readonly siteId: string; readonly windowPresets: ReadingProfile['windowPresets'] }) => {
      if ('profile' in change) await api.preferences.save(change.profile);
      else await api.preferences.saveSitePresets({ siteId: change.siteId, windowPresets: change.windowPresets });
    },
    onMutate: (change) => {
      client.setQueryData(queryKey, (before: Preferences | undefined = NOTHING_CHANGED): Preferences =>
        'profile' in change ? { ...before, profile: change.profile } : { ...before, sitePresets: { ...before.sitePresets, [change.siteId]: change.windowPresets } },
      );
    },
    onError: () => void client.invalidateQueries({ queryKey }),
  });
  return {
    ...data,
    failure: saving.error,
    save: (profile) => saving.mutate({ profile }),
    saveSitePresets: (siteId, windowPresets) => saving.mutate({ siteId, windowPresets }),
  };
}
