import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChangedPreset } from '#shared/contract/services/preferences.contract.ts';
import { CT_WINDOW_PRESETS, PET_WINDOW_PRESETS, presetsWith, type TitledPreset } from '#shared/dicom/pixel/window-presets.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { sitesQuery } from '#renderer/bridge/queries.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './SettingsDialog.module.css';

export interface WindowEditorProps {
  readonly person: readonly ChangedPreset[];
  readonly bySite: Readonly<Record<string, readonly ChangedPreset[]>>;
  /** @param siteId '' for the person */
  readonly onChange: (siteId: string, presets: readonly ChangedPreset[]) => void;
}

const ALL_PRESETS = [...CT_WINDOW_PRESETS, ...PET_WINDOW_PRESETS];

/** Name, width and centre of each preset, for oneself or for the images of one hospital. */
export function WindowEditor({ person, bySite, onChange }: WindowEditorProps) {
  const { t } = useText();
  const { api } = useBridge();
  const { data: sites = [] } = useQuery(sitesQuery(api));
  const [siteId, setSiteId] = useState('');
  const changed = siteId === '' ? person : (bySite[siteId] ?? []);
  const set = ({ name, title, windowCenter, windowWidth }: TitledPreset) => {
    const isDefault = ALL_PRESETS.some((one) => one.name === name && title === '' && one.windowCenter === windowCenter && one.windowWidth === windowWidth);
    const others = changed.filter((one) => one.name !== name);
    onChange(siteId, isDefault ? others : [...others, { name, title, windowCenter, windowWidth }]);
  };
  return (
    <>
      <label className={styles['row']}>
        {t('hands.settings.windows.whose')}
        <select value={siteId} data-testid="preset-owner" onChange={(event) => setSiteId(event.target.value)}>
          <option value="">{t('hands.settings.windows.person')}</option>
          {sites.map((site) => (
            <option key={site.siteId} value={site.siteId}>
              {site.name}
            </option>
          ))}
        </select>
      </label>
      <table className={styles['windows']}>
        <thead>
          <tr>
            <th>{t('hands.settings.windows.name')}</th>
            <th>{t('hands.settings.windows.width')}</th>
            <th>{t('hands.settings.windows.center')}</th>
          </tr>
        </thead>
        <tbody>
          {presetsWith(ALL_PRESETS, changed).map((preset) => (
            <tr key={`${siteId} ${preset.name}`} data-testid="preset-row" data-preset={preset.name}>
              <td>
                <input aria-label={t('hands.settings.windows.name')} maxLength={12} placeholder={t(`viewer.preset.${preset.name}`)} defaultValue={preset.title} onBlur={(event) => set({ ...preset, title: event.target.value.trim() })} />
              </td>
              <td>
                <NumberField label={t('hands.settings.windows.width')} value={preset.windowWidth} isAllowed={(value) => value > 0} onChange={(windowWidth) => set({ ...preset, windowWidth })} />
              </td>
              <td>
                <NumberField label={t('hands.settings.windows.center')} value={preset.windowCenter} isAllowed={() => true} onChange={(windowCenter) => set({ ...preset, windowCenter })} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly isAllowed: (value: number) => boolean;
  readonly onChange: (value: number) => void;
}

/** What is no number, or none that fits, goes back to what it was. */
function NumberField({ label, value, isAllowed, onChange }: NumberFieldProps) {
  return (
    <input
      key={value}
      aria-label={label}
      inputMode="decimal"
      defaultValue={value}
      onBlur={(event) => {
        const typed = Number(event.target.value.trim().replace('−', '-'));
        if (event.target.value.trim() === '' || !Number.isFinite(typed) || Math.abs(typed) > 100_000 || !isAllowed(typed)) event.target.value = String(value);
        else if (typed !== value) onChange(typed);
      }}
    />
  );
}
