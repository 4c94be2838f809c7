import { ChevronUp, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { useKeyActions } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { useSavedViews } from './use-saved-views.ts';
import { showsView, stateOfView, viewOfState, type WorklistStateHandle } from './use-worklist-state.ts';
import { VIEW_KEYS } from './worklist-keys.ts';
import styles from './SavedViews.module.css';

/** The person's own views: a digit shows one, the list as it stands becomes another. */
export function SavedViews({ worklist }: { readonly worklist: WorklistStateHandle }) {
  const { t } = useText();
  const { state, change } = worklist;
  const { views, put, remove, raise } = useSavedViews();
  const [name, setName] = useState<string>();
  useKeyActions(VIEW_KEYS, (action) => {
    const view = views[VIEW_KEYS.indexOf(action)];
    if (view !== undefined) change(stateOfView(view));
  });
  const shown = views.find((view) => showsView(state, view));
  const typed = name?.trim() ?? '';

  return (
    <div className={styles['saved']} data-testid="saved-views" data-shown={shown?.name ?? ''}>
      <h2>{t('worklist.views.own')}</h2>
      {views.map((view, index) => (
        <div key={view.name} className={styles['line']}>
          <button
            type="button"
            className={classNames(styles['view'], view === shown && styles['on'])}
            aria-current={view === shown ? 'page' : undefined}
            onClick={() => change(stateOfView(view))}
          >
            <span className={styles['name']}>{view.name}</span>
            {index < VIEW_KEYS.length ? <KeyCap keys={String(index + 1)} /> : null}
          </button>
          {view === shown ? (
            <span className={styles['acts']}>
              {index === 0 ? null : (
                <button type="button" aria-label={t('worklist.views.raise', { name: view.name })} title={t('worklist.views.raise', { name: view.name })} onClick={() => raise(view.name)}>
                  <ChevronUp size={14} aria-hidden="true" />
                </button>
              )}
              <button type="button" aria-label={t('worklist.views.remove', { name: view.name })} title={t('worklist.views.remove', { name: view.name })} onClick={() => remove(view.name)}>
                <Trash2 size={14} aria-hidden="true" />
              </button>
            </span>
          ) : null}
        </div>
      ))}
      {name === undefined ? (
        <Button variant="ghost" size="small" onClick={() => setName('')}>
          {t('worklist.views.save')}
        </Button>
      ) : (
        <form
          className={styles['form']}
          onSubmit={(event) => {
            event.preventDefault();
            if (typed === '') return;
            put(viewOfState(typed, state));
            setName(undefined);
          }}
        >
          <input
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the field was asked for by the press before
            autoFocus
            aria-label={t('worklist.views.name')}
            placeholder={t('worklist.views.name')}
            value={name}
            maxLength={20}
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setName(undefined);
            }}
          />
          <Button type="submit" size="small" disabled={typed === ''}>
            {t('worklist.views.keep')}
          </Button>
        </form>
      )}
    </div>
  );
}
