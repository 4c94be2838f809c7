import { placeMarksOf } from '#shared/imaging-passport/stack-geometry.ts';
import type { ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import { passportSummary } from '#renderer/text/passport-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { ariaKeys } from '#renderer/ui/keyboard/key-action.ts';
import { VIEWER_KEYS } from '../keys/viewer-keys.ts';
import overlay from './ViewportOverlay.module.css';
import styles from './PassportPanel.module.css';

const SIGNS = { green: '●', amber: '▲', red: '■' } as const;

export interface PassportBadgeProps {
  readonly state: ViewportState;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** What can be relied on in the stack that hangs here; a press opens its passport. */
export function PassportBadge({ state: { stack, shown }, isOpen, onToggle }: PassportBadgeProps) {
  const text = useText();
  if (stack === undefined || shown === undefined) return null;
  const { grade } = stack.passport;
  const words = passportSummary(text, stack.passport);
  return (
    <button
      type="button"
      className={classNames(overlay['badge'], overlay[grade === 'green' ? 'full' : 'warn'], grade === 'red' && styles['red'], styles['badge'])}
      aria-label={text.t('passport.open', { words })}
      aria-expanded={isOpen}
      aria-keyshortcuts={ariaKeys(VIEWER_KEYS.passport.keys)}
      data-testid="passport-badge"
      data-grade={grade}
      // The focus stays with the picture, whose keys go on working.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onToggle}
    >
      {`${SIGNS[grade]} ${words}`}
    </button>
  );
}

/** What the shown slice stands beside: a hole, another distance, a double. */
export function PlaceMarks({ state: { stack, shown } }: { readonly state: ViewportState }) {
  const { t } = useText();
  if (stack === undefined || shown === undefined) return null;
  const { gaps, isDuplicated } = placeMarksOf(stack.passport.geometry, stack.passport.stack, shown.description.plane);
  if (gaps.length === 0 && !isDuplicated) return null;
  const missing = stack.passport.geometry.kind === 'irregular' ? 0 : gaps.reduce((sum, { missingSlices }) => sum + (missingSlices ?? 0), 0);
  return (
    <div className={classNames(overlay['corner'], styles['marks'])} data-testid="place-marks">
      {gaps.length === 0 ? null : <div>{missing > 0 ? t('passport.here.gap', { count: missing }) : t('passport.here.wide-step')}</div>}
      {isDuplicated ? <div>{t('passport.here.duplicate')}</div> : null}
    </div>
  );
}
