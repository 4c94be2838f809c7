import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { SiteLetterhead as Letterhead } from '#shared/contract/services/papers.contract.ts';
import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { letterheadQuery } from '#renderer/bridge/queries.ts';
import { toBase64 } from '#renderer/ui/base64.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { logoJpeg } from './logo-jpeg.ts';
import styles from './SiteLetterhead.module.css';

/** Logo, address and telephone as they are printed on this hospital's reports. */
export function SiteLetterhead({ site }: { readonly site: SiteSummary }) {
  const { t } = useText();
  const { api } = useBridge();
  const { data: stored } = useQuery(letterheadQuery(api, site.siteId));
  return (
    <section>
      <h3>
        {t('letterhead.title')}
        <span>{t('letterhead.note')}</span>
      </h3>
      {stored === undefined ? null : <LetterheadForm key={JSON.stringify([site.siteId, stored])} site={site} stored={stored} />}
    </section>
  );
}

function LetterheadForm({ site, stored }: { readonly site: SiteSummary; readonly stored: Letterhead }) {
  const text = useText();
  const { t } = text;
  const { api, queries } = useBridge();
  const toast = useToast();
  const file = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(stored);
  const isChanged = JSON.stringify(typed) !== JSON.stringify(stored);
  const save = useMutation({
    mutationFn: () => api.papers.setLetterhead({ siteId: site.siteId, letterhead: typed }),
    onSuccess() {
      toast({ title: t('letterhead.saved', { siteName: site.name }), tone: 'plain' });
      return queries.invalidateQueries(letterheadQuery(api, site.siteId));
    },
    onError(error) {
      const { title, detail } = thrownErrorWords(text, error, { site: site.name });
      toast({ title, detail, tone: 'error' });
    },
  });

  async function choose(chosen: File | undefined): Promise<void> {
    if (chosen === undefined) return;
    const jpeg = await logoJpeg(chosen);
    if (jpeg === undefined) toast({ title: t('letterhead.logo.unreadable'), tone: 'error' });
    else setTyped({ ...typed, logo: toBase64(jpeg) });
  }

  return (
    <form
      className={styles['form']}
      data-testid="letterhead"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) save.mutate();
      }}
    >
      <label>
        {t('letterhead.address')}
        <input value={typed.address} maxLength={120} onChange={(event) => setTyped({ ...typed, address: event.target.value })} />
      </label>
      <label>
        {t('letterhead.telephone')}
        <input value={typed.telephone} maxLength={60} onChange={(event) => setTyped({ ...typed, telephone: event.target.value })} />
      </label>
      <label className={styles['form-of-report']}>
        <input
          type="checkbox"
          data-testid="basic-text"
          checked={typed.structuredReport === 'basic-text'}
          onChange={(event) => setTyped({ ...typed, structuredReport: event.target.checked ? 'basic-text' : 'enhanced' })}
        />
        {t('letterhead.basicText')}
      </label>
      <div className={styles['logo']}>
        <span>{t('letterhead.logo')}</span>
        {typed.logo === null ? <em>{t('letterhead.logo.none')}</em> : <img src={`data:image/jpeg;base64,${typed.logo}`} alt={t('letterhead.logo')} />}
        <input ref={file} hidden type="file" accept="image/png,image/jpeg,image/webp,image/bmp" aria-label={t('letterhead.logo')} onChange={(event) => void choose(event.target.files?.[0])} />
        <Button variant="quiet" size="small" onClick={() => file.current?.click()}>
          {t('letterhead.logo.choose')}
        </Button>
        {typed.logo === null ? null : (
          <Button variant="ghost" size="small" onClick={() => setTyped({ ...typed, logo: null })}>
            {t('letterhead.logo.remove')}
          </Button>
        )}
      </div>
      <div>
        <Button type="submit" size="small" disabled={!isChanged || save.isPending}>
          {t('letterhead.save')}
        </Button>
      </div>
    </form>
  );
}
