import { useState } from 'react';
import { judgeLight, LIGHT_LEVELS, MOST_DEVIATION, type DisplayLight } from '#shared/dicom/presentation/display-light.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useText, type Text } from '#renderer/text/use-text.ts';
import { readLights } from './read-lights.ts';
import styles from './DisplayCheckDialog.module.css';

export interface DisplayLightFormProps {
  /** Today at the seat, `YYYY-MM-DD`. */
  readonly today: string;
  /** Tells which of the eighteen fields is to be on the screen now, zero-based. */
  readonly onField: (index: number) => void;
  readonly onSave: (light: Omit<DisplayLight, 'monitor'>) => Promise<void>;
  readonly onBack: () => void;
}

/** What a photometer reads of eighteen fields, typed as it is read: the next field is shown when the number before is complete. */
export function DisplayLightForm({ today, onField, onSave, onBack }: DisplayLightFormProps) {
  const text = useText();
  const { t } = text;
  const [typed, setTyped] = useState('');
  const [ambient, setAmbient] = useState('0');
  const [who, setWho] = useState('');
  const [instrument, setInstrument] = useState('');
  const [day, setDay] = useState(today);
  const [isSaving, setIsSaving] = useState(false);
  const luminances = readLights(typed);
  const verdict = judgeLight({ luminances, ambient: Number(ambient) });
  return (
    <form
      className={styles['questions']}
      onSubmit={(event) => {
        event.preventDefault();
        setIsSaving(true);
        onSave({ measuredBy: who.trim(), measuredOn: day, instrument: instrument.trim(), ambient: Number(ambient), luminances }).catch(() => setIsSaving(false));
      }}
    >
      <h2>{t('truth.light.title')}</h2>
      <p>{t('truth.light.lead')}</p>
      <label className={styles['who']}>
        {t('truth.light.values', { count: Math.min(luminances.length, LIGHT_LEVELS.length), of: LIGHT_LEVELS.length })}
        <textarea
          rows={7}
          value={typed}
          spellCheck={false}
          data-testid="light-values"
          onChange={(event) => {
            setTyped(event.target.value);
            // The last number is complete when something stands behind it.
            const complete = readLights(event.target.value).length - (/\d$/.test(event.target.value) ? 1 : 0);
            onField(Math.min(LIGHT_LEVELS.length - 1, Math.max(0, complete)));
          }}
        />
      </label>
      <label className={styles['who']}>
        {t('truth.light.ambient')}
        <input type="number" min="0" step="any" value={ambient} onChange={(event) => setAmbient(event.target.value)} />
      </label>
      <label className={styles['who']}>
        {t('truth.light.instrument')}
        <input type="text" value={instrument} maxLength={80} onChange={(event) => setInstrument(event.target.value)} />
      </label>
      <label className={styles['who']}>
        {t('truth.light.day')}
        <input type="date" value={day} max={today} onChange={(event) => setDay(event.target.value)} />
      </label>
      <label className={styles['who']}>
        {t('truth.light.who')}
        <input type="text" value={who} maxLength={64} onChange={(event) => setWho(event.target.value)} />
      </label>
      <p role="status" data-testid="light-verdict" data-status={verdict.status === 'measured' ? (verdict.response.isWithin ? 'within' : 'outside') : verdict.reason}>
        {verdictWords(text, verdict)}
      </p>
      <div>
        <Button variant="primary" type="submit" disabled={verdict.status !== 'measured' || who.trim() === '' || day === '' || isSaving}>
          {t('truth.light.save')}
        </Button>
        <Button variant="quiet" onClick={onBack}>
          {t('truth.light.back')}
        </Button>
      </div>
    </form>
  );
}

function verdictWords({ t, format }: Text, verdict: ReturnType<typeof judgeLight>): string {
  if (verdict.status === 'unfit') return t(`truth.light.unfit.${verdict.reason}`);
  const { deviation, worst, white, ratio, isWithin } = verdict.response;
  return t(isWithin ? 'truth.light.within' : 'truth.light.outside', {
    percent: format.number(deviation * 100), limit: format.number(MOST_DEVIATION * 100, 0), from: worst[0], to: worst[1], white: format.number(white, 0), ratio: format.number(ratio, 0),
  });
}
