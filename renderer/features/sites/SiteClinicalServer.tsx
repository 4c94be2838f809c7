import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './SiteLetterhead.module.css';

/** Where a hospital's clinical data can be asked: an HL7 FHIR R4 server, or nowhere. */
export function SiteClinicalServer({ site }: { readonly site: SiteSummary }) {
  const text = useText();
  const { t } = text;
  const { api, queries } = useBridge();
  const toast = useToast();
  const queryKey = QUERY_KEYS.clinicalServer(site.siteId);
  const { data: stored } = useQuery({ queryKey, queryFn: ({ signal }) => api.clinical.server({ siteId: site.siteId }, { signal }) });
  const [typed, setTyped] = useState<{ readonly baseUrl: string; readonly token: string }>();
  const save = useMutation({
    mutationFn: ({ baseUrl, token }: { readonly baseUrl: string; readonly token: string }) => api.clinical.setServer({ siteId: site.siteId, baseUrl: baseUrl.trim(), token }),
    async onSuccess(answer) {
      setTyped(undefined);
      queries.setQueryData(queryKey, answer);
      await queries.invalidateQueries({ queryKey: QUERY_KEYS.allClinical });
    },
    onError(error) {
      const { title, detail } = thrownErrorWords(text, error, { site: site.name });
      toast({ title, detail, tone: 'error' });
    },
  });
  const shown = typed ?? { baseUrl: stored?.baseUrl ?? '', token: '' };
  const isAddress = shown.baseUrl.trim() === '' || (/^https?:\/\//u.test(shown.baseUrl.trim()) && URL.canParse(shown.baseUrl.trim()));
  return (
    <section>
      <h3>
        {t('clinical.server.title')}
        <span>{t('clinical.server.detail')}</span>
      </h3>
      <form
        className={styles['form']}
        data-testid="clinical-server"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed !== undefined && isAddress) save.mutate(typed);
        }}
      >
        <label>
          {t('clinical.server.url')}
          <input type="url" value={shown.baseUrl} maxLength={500} placeholder="https://" onChange={(event) => setTyped({ ...shown, baseUrl: event.target.value })} />
        </label>
        <label>
          {t('clinical.server.token')}
          <input
            type="password" autoComplete="off" value={shown.token} maxLength={2_000} placeholder={stored?.hasToken === true ? t('clinical.server.token-kept') : ''}
            onChange={(event) => setTyped({ ...shown, token: event.target.value })}
          />
        </label>
        <Button type="submit" disabled={typed === undefined || !isAddress || save.isPending}>
          {t('clinical.server.save')}
        </Button>
      </form>
    </section>
  );
}
