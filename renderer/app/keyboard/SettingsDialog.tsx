import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DEFAULT_READING_PROFILE, mouseTool } from '#shared/contract/services/preferences.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { learnedHangingQuery } from '#renderer/bridge/queries.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { KeyEditor } from './KeyEditor.tsx';
import { readProfileFile, writeProfileFile, type ProfileFile } from './profile-file.ts';
import styles from './SettingsDialog.module.css';
import { ToneEditor } from './ToneEditor.tsx';
import { useReadingProfile } from './use-reading-profile.ts';
import { WindowEditor } from './WindowEditor.tsx';

const DRAGS = ['leftDrag', 'middleDrag', 'rightDrag'] as const;
const FILE_NAME = 'tongyue-profile.json';

/** Keys, mouse and window presets of the person; with how their screen hangs they leave and come as a file. */
export function SettingsDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const { t } = text;
  const { profile, sitePresets, failure, save, saveSitePresets } = useReadingProfile();
  const { api } = useBridge();
  const { data: protocols = [] } = useQuery(learnedHangingQuery(api));
  const [imported, setImported] = useState<'done' | 'failed'>();
  const [hangingFailure, setHangingFailure] = useState<unknown>(null);
  const failed = failure ?? hangingFailure;

  async function importFile(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    const read = readProfileFile(await file.text());
    if (read !== undefined) {
      save(read.profile);
      try {
        // The first of the file is the newest: it is learned last.
        for (const protocol of read.protocols.toReversed()) await api.hanging.learn(protocol);
        setHangingFailure(null);
      } catch (error) {
        setHangingFailure(error);
      }
    }
    setImported(read === undefined ? 'failed' : 'done');
  }

  return (
    <Dialog label={t('hands.settings.title')} size="sheet" onClose={onClose} testId="settings">
      <header className={styles['head']}>
        <h2>{t('hands.settings.title')}</h2>
        <span className={styles['buttons']}>
          <label className={styles['file']}>
            {t('hands.settings.import')}
            <input type="file" accept="application/json,.json" data-testid="profile-file" onChange={({ target }) => {
                void importFile(target.files?.[0]);
                // The same file may be chosen again.
                target.value = '';
              }} />
          </label>
          <Button variant="quiet" size="small" onClick={() => exportFile({ profile, protocols })}>
            {t('hands.settings.export')}
          </Button>
          <Button variant="quiet" size="small" onClick={() => save({ ...profile, keys: DEFAULT_READING_PROFILE.keys, mouse: DEFAULT_READING_PROFILE.mouse })}>
            {t('hands.settings.default')}
          </Button>
          <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
            {t('app.close')}
          </Button>
        </span>
      </header>
      <p role="status" className={styles['said']}>
        {failed !== null ? t('hands.settings.not-saved', { reason: thrownErrorWords(text, failed).title }) : imported === 'failed' ? t('hands.settings.import-failed') : imported === 'done' ? t('hands.settings.imported') : t('hands.settings.detail')}
      </p>
      <div className={styles['body']}>
        <section>
          <h3>{t('hands.settings.key')}</h3>
          <KeyEditor bindings={profile.keys} onChange={(keys) => save({ ...profile, keys: Object.fromEntries(Object.entries(keys).map(([name, list]) => [name, [...list]])) })} />
        </section>
        <section>
          <h3>{t('hands.settings.mouse')}</h3>
          {DRAGS.map((drag) => (
            <label key={drag} className={styles['row']}>
              {t(`hands.settings.mouse.${drag}`)}
              <select value={profile.mouse[drag]} data-testid={`mouse-${drag}`} onChange={(event) => save({ ...profile, mouse: { ...profile.mouse, [drag]: mouseTool.parse(event.target.value) } })}>
                {mouseTool.options.map((tool) => (
                  <option key={tool} value={tool}>
                    {t(`viewer.key.${tool}`)}
                  </option>
                ))}
              </select>
            </label>
          ))}
          <label className={styles['row']}>
            {t('hands.settings.mouse.wheel')}
            <select value={profile.mouse.wheel} onChange={(event) => save({ ...profile, mouse: { ...profile.mouse, wheel: event.target.value === 'zoom' ? 'zoom' : 'scroll' } })}>
              <option value="scroll">{t('viewer.key.scroll')}</option>
              <option value="zoom">{t('viewer.key.zoom')}</option>
            </select>
          </label>
          <p className={styles['note']}>{t('hands.settings.mouse.fixed')}</p>
          <h3>{t('tones.title')}</h3>
          <ToneEditor tones={profile.tones} onChange={(tones) => save({ ...profile, tones })} />
          <h3>{t('hands.settings.windows')}</h3>
          <WindowEditor
            person={profile.windowPresets}
            bySite={sitePresets}
            onChange={(siteId, presets) => (siteId === '' ? save({ ...profile, windowPresets: [...presets] }) : saveSitePresets(siteId, [...presets]))}
          />
        </section>
      </div>
    </Dialog>
  );
}

function exportFile(file: ProfileFile): void {
  const address = URL.createObjectURL(new Blob([writeProfileFile(file)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = FILE_NAME;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
