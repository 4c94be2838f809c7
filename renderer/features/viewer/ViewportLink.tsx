import { useText } from '#renderer/text/use-text.ts';
import type { LinkState } from './use-scroll-link.ts';
import styles from './ReadingViewport.module.css';

/** How a viewport scrolls with the one in hand: always said, because what only looks linked is read wrongly. */
export function ViewportLink({ link }: { readonly link: LinkState }) {
  const { t } = useText();
  return (
    <p className={styles['link']} data-testid="scroll-link" data-link={link.kind}>
      {words()}
    </p>
  );

  function words(): string {
    switch (link.kind) {
      case 'off':
        return t('viewer.link.off');
      case 'space':
        return t('viewer.link.space');
      case 'offset':
        return t('viewer.link.offset', { offset: signed(link.offsetMm.toFixed(1)) });
      case 'offset-images':
        return t('viewer.link.offset-images', { offset: signed(String(link.offset)) });
      case 'none':
        return t('viewer.link.none', { reason: t(`viewer.link.refusal.${link.reason}`) });
      default:
        return link satisfies never;
    }
  }
}

function signed(number: string): string {
  return number.startsWith('-') ? `−${number.slice(1)}` : `＋${number}`;
}
