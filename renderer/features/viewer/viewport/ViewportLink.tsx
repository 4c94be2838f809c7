import type { MessageKey } from '#renderer/text/catalogue.ts';
import { errorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { LAYOUT_KEYS } from '../keys/layout-keys.ts';
import type { LinkState } from '../pointing/use-scroll-link.ts';
import styles from './ReadingViewport.module.css';

/** How a viewport scrolls with the one in hand: always said, because what only looks linked is read wrongly. */
export function ViewportLink({ link, onRegister }: { readonly link: LinkState; readonly onRegister: () => void }) {
  const text = useText();
  const { t } = text;
  const act = actOf(link);
  return (
    <p className={styles['link']} data-testid="scroll-link" data-link={link.kind}>
      {words()}
      {act === undefined ? null : (
        <button type="button" data-testid="register" onMouseDown={(event) => event.preventDefault()} onClick={onRegister}>
          {t(act)} <KeyCap keys={LAYOUT_KEYS.register.keys[0]} />
        </button>
      )}
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
      case 'registered':
        return t('viewer.link.registered', trust(link));
      case 'weak':
        return t('viewer.link.weak', trust(link));
      case 'registering':
        return t('viewer.link.registering', { percent: Math.round(100 * link.share) });
      case 'failed':
        return t('viewer.link.failed', { reason: errorWords(text, link.code).title });
      case 'none':
        return t('viewer.link.none', { reason: t(`viewer.link.refusal.${link.reason}`) });
      default:
        return link satisfies never;
    }
  }
}

function trust({ confidence, spreadMm }: { readonly confidence: number; readonly spreadMm: number }): { readonly percent: number; readonly spread: string } {
  return { percent: Math.round(100 * confidence), spread: spreadMm.toFixed(1) };
}

function actOf(link: LinkState): MessageKey | undefined {
  if (link.kind === 'registering') return 'viewer.link.cancel';
  if (link.kind === 'weak') return 'viewer.link.accept';
  return link.kind === 'failed' || (link.kind === 'none' && link.isOffered) ? 'viewer.link.register' : undefined;
}

function signed(number: string): string {
  return number.startsWith('-') ? `−${number.slice(1)}` : `＋${number}`;
}
