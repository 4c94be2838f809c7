import { suggestionName } from '#shared/dicom/pixel/voi.ts';
import type { ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import { useText } from '#renderer/text/use-text.ts';
import { CheckItem, PopoverMenu } from '#renderer/ui/Popover.tsx';
import styles from './WindowMenu.module.css';

export interface WindowMenuProps {
  readonly state: ViewportState;
  /** @param place zero-based among the suggestions of the image */
  readonly onSuggest: (place: number) => void;
}

/** All windows and tables that the image itself suggests; keys 1 and 2 reach the first two only. PS3.3 C.11.2.1.2. */
export function WindowMenu({ state: { shown, windowChoice }, onSuggest }: WindowMenuProps) {
  const { t, format } = useText();
  const suggestions = shown?.description.voiSuggestions ?? [];
  if (suggestions.length < 2) return null;
  const chosen = windowChoice.kind === 'suggested' ? windowChoice.place : undefined;
  return (
    <div className={styles['windows']} data-testid="window-menu">
      <PopoverMenu label={t('truth.windows', { count: suggestions.length })} isOn={(chosen ?? 0) > 1}>
        {suggestions.map((suggestion, place) => {
          const values = suggestion.kind === 'window' ? t('viewer.window', { width: format.number(suggestion.windowWidth, 0), center: format.number(suggestion.windowCenter, 0) }) : t('viewer.window-table', {});
          const name = suggestionName(suggestion);
          return (
            <CheckItem
              // eslint-disable-next-line react/no-array-index-key -- a suggestion is its place
              key={place}
              label={[`${place + 1}`, name, values].filter((part) => part !== '').join(' · ')}
              isChecked={place === chosen}
              onChange={() => onSuggest(place)}
            />
          );
        })}
      </PopoverMenu>
    </div>
  );
}
