import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './LinkWord.module.css';

/** The state of a line: grey when as usual, shape and colour when it needs a hand. */
export function LinkWord({ link, isPaused = false }: { readonly link: SiteSummary['link']; readonly isPaused?: boolean }) {
  const { t } = useText();
  const mark = link === 'unreachable' ? '◆ ' : link === 'slow' ? '▲ ' : '';
  const tone = link === 'unreachable' ? styles['critical'] : link === 'slow' ? styles['warn'] : styles['plain'];
  return (
    <span className={tone}>
      <span aria-hidden="true">{mark}</span>
      {t(`sites.link.${link}`)}
      {isPaused ? <span>　{t('sites.paused')}</span> : null}
    </span>
  );
}
