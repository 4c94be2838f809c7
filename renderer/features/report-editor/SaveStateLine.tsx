import { classNames } from '#renderer/ui/class-names.ts';
import { errorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import type { SaveState } from './draft-autosave.ts';
import styles from './SaveStateLine.module.css';

/** Whether main holds what is on the screen, in words. */
export function SaveStateLine({ state }: { readonly state: SaveState }) {
  const text = useText();
  const { t, format } = text;
  return (
    <span
      className={classNames(styles['line'], state.status === 'failed' && styles['critical'], state.status === 'conflict' && styles['warn'])}
      data-testid="save-state"
      data-status={state.status}
      title={state.status === 'failed' ? errorWords(text, state.code, state.facts).title : undefined}
    >
      {words()}
    </span>
  );

  function words(): string {
    switch (state.status) {
      case 'saved':
        return state.savedAt === null ? t('report.never-saved') : t('report.saved', { time: format.timeWithSeconds(state.savedAt) });
      case 'unsaved':
        return t('report.unsaved');
      case 'saving':
        return t('report.saving');
      case 'failed':
        return `◆ ${t('report.failed', { since: format.time(state.since) })}`;
      case 'conflict':
        return `▲ ${t('report.conflict')}`;
      case 'closed':
        return t('report.closed');
      default:
        return state satisfies never;
    }
  }
}
