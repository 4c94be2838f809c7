import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { DEFAULT_READING_PROFILE, type Preferences, type SavedView } from '#shared/contract/services/preferences.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { preferencesQuery } from '#renderer/bridge/queries.ts';
import { useText } from '#renderer/text/use-text.ts';
import { defaultViews } from './default-views.ts';

export interface SavedViewsHandle {
  readonly views: readonly SavedView[];
  /** A view of the same name is replaced. */
  readonly put: (view: SavedView) => void;
  readonly remove: (name: string) => void;
  /** One place up. */
  readonly raise: (name: string) => void;
}

/** The views of the person who sits here, kept with the other things they made their own. */
export function useSavedViews(): SavedViewsHandle {
  const text = useText();
  const { api } = useBridge();
  const client = useQueryClient();
  const { queryKey } = preferencesQuery(api);
  const { data } = useQuery(preferencesQuery(api));
  const profile = data?.profile ?? DEFAULT_READING_PROFILE;
  const views = profile.savedViews ?? defaultViews(text);
  const { mutate } = useMutation({
    mutationFn: (savedViews: readonly SavedView[]) => api.preferences.save({ ...profile, savedViews: [...savedViews] }),
    onMutate: (savedViews) =>
      client.setQueryData(queryKey, (before: Preferences | undefined): Preferences => ({ sitePresets: before?.sitePresets ?? {}, profile: { ...(before?.profile ?? profile), savedViews: [...savedViews] } })),
    onError: () => void client.invalidateQueries({ queryKey }),
  });
  return {
    views,
    put: (view) => mutate(views.some(({ name }) => name === view.name) ? views.map((one) => (one.name === view.name ? view : one)) : [...views, view]),
    remove: (name) => mutate(views.filter((one) => one.name !== name)),
    raise(name) {
      const place = views.findIndex((one) => one.name === name);
      const before = views[place - 1];
      const raised = views[place];
      if (before === undefined || raised === undefined) return;
      mutate(views.map((one, index) => (index === place - 1 ? raised : index === place ? before : one)));
    },
  };
}
