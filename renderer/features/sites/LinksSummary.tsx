import { useQuery } from '@tanstack/react-query';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { sitesQuery } from '#renderer/bridge/queries.ts';
import { LinkBars } from '#renderer/ui/LinkBars.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { hospitalsAmong, sitesInWords, worstStrength } from './site-summary.ts';
import styles from './LinksSummary.module.css';

export interface LinksSummaryProps {
  readonly onShow: () => void;
}

/** All lines in one line of the title bar; leads to their page. */
export function LinksSummary({ onShow }: LinksSummaryProps) {
  const text = useText();
  const { api } = useBridge();
  const { data } = useQuery(sitesQuery(api));
  if (data === undefined) return null;
  const sites = hospitalsAmong(data);
  return (
    <button type="button" className={styles['summary']} onClick={onShow} data-testid="links-summary">
      <LinkBars strength={worstStrength(sites)} />
      <span>{sitesInWords(text, sites)}</span>
    </button>
  );
}
