import type { ReportText } from '#shared/contract/services/reports.contract.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { FieldChanges } from '#renderer/ui/FieldChanges.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { useText } from '#renderer/text/use-text.ts';
import type { DraftAutosave, DraftSnapshot } from './draft-autosave.ts';
import { WrittenSection } from './ReportSection.tsx';
import styles from './ConflictView.module.css';

export interface ConflictViewProps {
  readonly draft: DraftAutosave;
  readonly snapshot: DraftSnapshot;
}

/** Two windows wrote: both texts side by side until the physician chooses. Or: signed elsewhere, and what was not saved is shown. */
export function ConflictView({ draft, snapshot }: ConflictViewProps) {
  const { t, format } = useText();
  const { state, text } = snapshot;
  if (state.status === 'closed') {
    return (
      <div className={styles['conflict']}>
        <Note tone="confirm">
          <b>{t('report.closed.title')}</b>
          <br />
          {t('report.closed.detail')}
        </Note>
        <Words text={text} />
      </div>
    );
  }
  if (state.status !== 'conflict') return null;
  const { stored } = state;
  return (
    <div className={styles['conflict']} data-testid="draft-conflict">
      <Note tone="confirm">
        <b>{t('report.conflict.title')}</b>
        <br />
        {t('report.conflict.detail')}
      </Note>
      <div className={styles['sides']}>
        <article aria-label={t('report.conflict.mine')}>
          <header>
            <h3>{t('report.conflict.mine')}</h3>
            <Button size="small" onClick={() => draft.choose('mine')}>
              {t('report.conflict.keep-mine')}
            </Button>
          </header>
          <Words text={text} other={stored} />
        </article>
        <article>
          <header>
            <h3>{t('report.conflict.stored', { time: stored.savedAt === null ? '' : format.timeWithSeconds(stored.savedAt) })}</h3>
            <Button size="small" onClick={() => draft.choose('stored')}>
              {t('report.conflict.take-stored')}
            </Button>
          </header>
          <Words text={stored} other={text} />
        </article>
      </div>
    </div>
  );
}

/** @param other what stands on the other side: values of forms are shown where the two differ */
function Words({ text, other }: { readonly text: ReportText; readonly other?: ReportText }) {
  const { t } = useText();
  return (
    <>
      <FieldChanges before={other?.forms} now={text.forms} />
      <WrittenSection name={t('report.section.findings')} text={text.findings} empty={t('report.signed.empty')} />
      <WrittenSection
        name={t('report.section.impression')}
        text={text.impression}
        empty={t('report.signed.empty')}
        aside={text.outcome === null ? undefined : t(`report.outcome.${text.outcome}`)}
      />
      <WrittenSection name={t('report.section.recommendation')} text={text.recommendation} empty={t('report.signed.empty')} />
    </>
  );
}
