import { useState, type ReactNode } from 'react';
import { sizeOfLayout } from '#shared/hanging/protocol/hanging-protocol.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import styles from './LearnDialog.module.css';

/** What would hang in one box; '' where nothing fits. */
export interface PlanBox {
  readonly series: string;
  /** Preset of its window in words, or ''. */
  readonly window: string;
  readonly isPrior: boolean;
}

/** A screen, drawn small: which series in which window. */
export interface ScreenPlan {
  /** Rows by columns. */
  readonly layout: string;
  readonly boxes: readonly PlanBox[];
}

/** How one past study would hang. */
export interface PastHanging {
  readonly studyId: number;
  readonly name: string;
  readonly detail: string;
  readonly plan: ScreenPlan;
  /** Another protocol still hangs it: its name. Undefined: the new one does. */
  readonly other: string | undefined;
  /** Boxes that hold what the protocol seeks, of how many. */
  readonly sought: number;
  readonly boxCount: number;
}

export interface LearnDialogProps {
  readonly name: string;
  /** The screen now. */
  readonly plan: ScreenPlan;
  readonly past: readonly PastHanging[];
  /** Past studies that are looked at; `past` grows up to it. Undefined: they are still sought. */
  readonly pastCount: number | undefined;
  /** The name of the protocol whose place it takes; undefined: it is the first of its kind. */
  readonly replaced: string | undefined;
  /** Why it could not be kept, or the past could not be read. */
  readonly failure: string | undefined;
  readonly isKeeping: boolean;
  readonly onKeep: (name: string) => void;
  readonly onClose: () => void;
}

const LONGEST_NAME = 100;

/** "Hang it like this next time", before it is kept: how the studies of the last days would have hung. */
export function LearnDialog({ name: firstName, plan, past, pastCount, replaced, failure, isKeeping, onKeep, onClose }: LearnDialogProps) {
  const { t } = useText();
  const [name, setName] = useState(firstName);
  const fitting = past.filter(({ other }) => other === undefined).length;
  return (
    <Dialog label={t('hanging.learn')} size="column" onClose={onClose} testId="learn-dialog">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '' && !isKeeping) onKeep(name.trim());
        }}
      >
        <header className={styles['head']}>
          <h2>{t('hanging.learn')}</h2>
        </header>
        <div className={styles['body']}>
          <div className={styles['now']}>
            <Plan plan={plan} />
            <div>
              <label>
                {t('hanging.preview.name')}
                <input value={name} maxLength={LONGEST_NAME} onChange={(event) => setName(event.target.value)} />
              </label>
              {replaced === undefined ? null : <p className={styles['warn']}>{t('hanging.preview.replaces', { name: replaced })}</p>}
              <p data-testid="learn-summary" data-fitting={fitting} data-past={past.length} data-is-whole={past.length === pastCount} role="status">{summary()}</p>
              {failure === undefined ? null : <p className={styles['warn']} role="alert">{failure}</p>}
            </div>
          </div>
          <ul className={styles['past']}>
            {past.map((one) => (
              <li key={one.studyId} data-testid="learn-past" data-study-id={one.studyId} data-fits={one.other === undefined}>
                <Plan plan={one.plan} />
                <div>
                  <strong>{one.name}</strong>
                  <small>{one.detail}</small>
                  <small className={classNames(one.other === undefined ? styles['ok'] : styles['warn'])}>
                    {one.other === undefined ? `● ${t('hanging.preview.fits')}` : `▲ ${t('hanging.preview.other', { name: one.other })}`}
                    {` · ${t('hanging.sought', { sought: one.sought, count: one.boxCount })}`}
                  </small>
                </div>
              </li>
            ))}
          </ul>
        </div>
        <footer className={styles['foot']}>
          <Button variant="quiet" keys="Escape" onClick={onClose}>
            {t('hanging.preview.cancel')}
          </Button>
          <Button variant="primary" type="submit" keys="Enter" disabled={name.trim() === '' || isKeeping} data-initial-focus="" data-testid="learn-keep">
            {t('hanging.preview.keep')}
          </Button>
        </footer>
      </form>
    </Dialog>
  );

  function summary(): string {
    if (pastCount === undefined) return t('hanging.preview.seeking');
    if (pastCount === 0) return t('hanging.preview.none');
    if (past.length < pastCount) return t('hanging.preview.reading', { done: past.length, count: pastCount });
    return t('hanging.preview.summary', { fitting, total: pastCount });
  }
}

function Plan({ plan: { layout, boxes } }: { readonly plan: ScreenPlan }): ReactNode {
  const { t } = useText();
  const { rows, columns } = sizeOfLayout(layout);
  return (
    <ol className={styles['plan']} style={{ gridTemplate: `repeat(${rows}, minmax(0, 1fr)) / repeat(${columns}, minmax(0, 1fr))` }} aria-label={t('viewer.layout', { layout: `${rows}×${columns}` })}>
      {boxes.slice(0, rows * columns).map(({ series, window, isPrior }, index) => (
        // eslint-disable-next-line react/no-array-index-key -- a box is its place
        <li key={index} className={classNames(series === '' && styles['empty'], isPrior && styles['prior'])} title={[series, window].filter((part) => part !== '').join(' · ')}>
          {series === '' ? '—' : series}
          {window === '' ? null : <small>{window}</small>}
        </li>
      ))}
    </ol>
  );
}
