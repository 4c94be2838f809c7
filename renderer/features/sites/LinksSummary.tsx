import { useQuery } from '@tanstack/react-query';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { sitesQuery } from '#renderer/bridge/queries.ts';
import { LinkBars } from '#renderer/ui/LinkBars.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { sitesInWords, worstStrength } from './site-summary.ts';
import styles from './LinksSummary.module.css';

export interface LinksSummaryProps {
  readonly onShow: () => void;
}

/** All lines in one line of the title bar; leads to their page. */
export function LinksSummary({ onShow }: LinksSummaryProps) {
  const text = useText();
  const { api } = useBridge();
  const { data: sites } = useQuery(sitesQuery(api));
  if (sites === undefined) return null;
  return (
    <button type="button" className={styles['summary']} onClick={onShow} data-testid="links-summary">
      <LinkBars strength={worstStrength(sites)} />
      <span>{sitesInWords(text, sites)}</span>
    </button>
  );
}
