import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { LineRule, SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { errorWords, thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { useToast } from '#renderer/ui/Toasts.tsx';

/** What a person does with a hospital's line. Each says how it went. */
export interface SiteActions {
  readonly retry: (site: SiteSummary) => void;
  readonly test: (site: SiteSummary) => void;
  readonly togglePause: (site: SiteSummary) => void;
  readonly setLine: (site: SiteSummary, line: LineRule) => void;
  readonly relearn: (site: SiteSummary) => void;
  readonly remove: (site: SiteSummary) => void;
  readonly isAsking: boolean;
  readonly isTesting: boolean;
}

export function useSiteActions(): SiteActions {
  const text = useText();
  const { t } = text;
  const { api } = useBridge();
  const queries = useQueryClient();
  const toast = useToast();
  const failed = (error: unknown, site: SiteSummary) => {
    const { title, detail } = thrownErrorWords(text, error, { site: site.name });
    toast({ title, detail, tone: 'error' });
  };
  const refresh = () => queries.invalidateQueries({ queryKey: QUERY_KEYS.sites });

  const poll = useMutation({
    mutationFn: (site: SiteSummary) => api.sites.pollNow({ siteId: site.siteId }),
    onSuccess: (_answer, site) => toast({ title: t('sites.asked', { siteName: site.name }), tone: 'plain' }),
    onError: failed,
  });
  const test = useMutation({
    mutationFn: (site: SiteSummary) => api.sites.test({ siteId: site.siteId }),
    onSuccess({ answerMs, failure }, site) {
      if (failure === null) return toast({ title: t('sites.test.good', { siteName: site.name, milliseconds: Math.round(answerMs ?? 0) }), tone: 'plain' });
      const { title, detail } = errorWords(text, failure.code, { site: site.name, ...failure.facts });
      return toast({ title, detail, tone: 'error' });
    },
    onError: failed,
  });
  const rule = useMutation({
    mutationFn: ({ site, line }: { readonly site: SiteSummary; readonly line: LineRule }) => api.sites.setLine({ siteId: site.siteId, line }),
    onSuccess: refresh,
    onError: (error, { site }) => failed(error, site),
  });
  const relearn = useMutation({
    mutationFn: (site: SiteSummary) => api.sites.relearn({ siteId: site.siteId }),
    onSuccess: refresh,
    onError: failed,
  });
  const remove = useMutation({
    mutationFn: (site: SiteSummary) => api.sites.remove({ siteId: site.siteId }),
    onSuccess(_answer, site) {
      toast({ title: t('sites.remove.done', { siteName: site.name }), tone: 'plain' });
      return refresh();
    },
    onError: failed,
  });

  return {
    retry: poll.mutate,
    test: test.mutate,
    togglePause: (site) => rule.mutate({ site, line: { ...site.line, isPaused: !site.line.isPaused } }),
    setLine: (site, line) => rule.mutate({ site, line }),
    relearn: relearn.mutate,
    remove: remove.mutate,
    isAsking: poll.isPending,
    isTesting: test.isPending,
  };
}
