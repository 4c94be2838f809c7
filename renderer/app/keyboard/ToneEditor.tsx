import { useState } from 'react';
import { DEFAULT_TONES, type ToneSettings } from '#shared/contract/services/preferences.contract.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { say, spokenSentence } from '../announce/spoken-sentence.ts';
import { createTonePlayer, notesFor } from '../announce/tone.ts';
import styles from './SettingsDialog.module.css';

export interface ToneEditorProps {
  readonly tones: ToneSettings | undefined;
  readonly onChange: (tones: ToneSettings) => void;
}

/** How cases are announced to the person: whether, how loud, in words too; each can be tried. */
export function ToneEditor({ tones = DEFAULT_TONES, onChange }: ToneEditorProps) {
  const text = useText();
  const { t } = text;
  const [isBlocked, setIsBlocked] = useState(false);
  const { isMuted, volumePercent, isSpoken } = tones;

  async function test(kind: 'new' | 'urgent'): Promise<void> {
    const player = createTonePlayer();
    const hasSounded = await player.play(notesFor(kind === 'urgent' ? 'emergency' : 'routine'), volumePercent / 100);
    setIsBlocked(!hasSounded);
    if (isSpoken) {
      const example = { studyId: 1, siteName: t('tones.example-site'), urgency: kind === 'urgent' ? 'emergency' : 'routine', modalities: ['CT'], bodyPart: 'HEAD', readyAt: '' } as const;
      say(spokenSentence(text, { ...example, modalities: ['CT'] }), text.language, volumePercent / 100);
    }
    setTimeout(player.close, 3_000);
  }

  return (
    <div data-testid="tone-settings">
      <label className={styles['row']}>
        {t('tones.mute')}
        <input type="checkbox" checked={isMuted} onChange={(event) => onChange({ ...tones, isMuted: event.target.checked })} />
      </label>
      <label className={styles['row']}>
        {t('tones.volume', { percent: volumePercent })}
        <input type="range" min={5} max={100} step={5} value={volumePercent} disabled={isMuted} onChange={(event) => onChange({ ...tones, volumePercent: event.target.valueAsNumber })} />
      </label>
      <label className={styles['row']}>
        {t('tones.speak')}
        <input type="checkbox" checked={isSpoken} disabled={isMuted} onChange={(event) => onChange({ ...tones, isSpoken: event.target.checked })} />
      </label>
      <div className={styles['row']}>
        <Button size="small" variant="quiet" disabled={isMuted} onClick={() => void test('new')}>
          {t('tones.test.new')}
        </Button>
        <Button size="small" variant="quiet" disabled={isMuted} onClick={() => void test('urgent')}>
          {t('tones.test.urgent')}
        </Button>
      </div>
      <p className={styles['note']}>{t(isBlocked ? 'tones.blocked' : 'tones.detail')}</p>
    </div>
  );
}
