import { useLayoutEffect, useRef, useState } from 'react';
import { DISPLAY_CHECK_DAYS, type DisplayCheck } from '#shared/dicom/presentation/display-check.ts';
import { LIGHT_LEVELS, type DisplayLight } from '#shared/dicom/presentation/display-light.ts';
import { lightPattern, testPattern, type TestPattern } from '#shared/dicom/presentation/test-pattern.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { DisplayLightForm } from './DisplayLightForm.tsx';
import styles from './DisplayCheckDialog.module.css';

export interface DisplayCheckDialogProps {
  /** Today at the seat, `YYYY-MM-DD`. */
  readonly today: string;
  readonly onSave: (seen: Omit<DisplayCheck, 'monitor' | 'checkedAt'>) => Promise<void>;
  readonly onSaveLight: (light: Omit<DisplayLight, 'monitor'>) => Promise<void>;
  readonly onClose: () => void;
}

const QUESTIONS = [['seesNearBlack', 'black'], ['seesNearWhite', 'white'], ['seesSteps', 'steps'], ['seesLines', 'lines']] as const;

/** The test pattern, one pixel of it for each of the screen, and what a person sees on it; or eighteen fields of grey, and what a photometer reads. */
export function DisplayCheckDialog({ today, onSave, onSaveLight, onClose }: DisplayCheckDialogProps) {
  const { t } = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [seen, setSeen] = useState({ seesNearBlack: false, seesNearWhite: false, seesSteps: false, seesLines: false });
  const [who, setWho] = useState('');
  const [isSaving, setIsSaving] = useState(false);
  /** The field of grey that is measured now; undefined while an eye checks. */
  const [field, setField] = useState<number>();
  useLayoutEffect(() => {
    if (canvas.current !== null) paint(canvas.current, (width, height) => (field === undefined ? testPattern(width, height) : lightPattern(width, height, LIGHT_LEVELS[field] ?? 0)));
  }, [field]);
  return (
    <Dialog label={t('truth.display.title')} size="page" onClose={onClose} testId="display-check-dialog">
      <div className={styles['page']}>
        <canvas ref={canvas} className={styles['pattern']} role="img" aria-label={t('truth.display.pattern')} data-testid="test-pattern" data-level={field === undefined ? '' : LIGHT_LEVELS[field]} />
        {field === undefined ? null : <DisplayLightForm today={today} onField={setField} onSave={onSaveLight} onBack={() => setField(undefined)} />}
        <form
          hidden={field !== undefined}
          className={styles['questions']}
          onSubmit={(event) => {
            event.preventDefault();
            setIsSaving(true);
            onSave({ ...seen, checkedBy: who.trim() }).catch(() => setIsSaving(false));
          }}
        >
          <h2>{t('truth.display.title')}</h2>
          <p>{t('truth.display.lead', { days: DISPLAY_CHECK_DAYS })}</p>
          {QUESTIONS.map(([name, words]) => (
            <label key={name}>
              <input type="checkbox" checked={seen[name]} onChange={(event) => setSeen({ ...seen, [name]: event.target.checked })} />
              {t(`truth.display.${words}`)}
            </label>
          ))}
          <label className={styles['who']}>
            {t('truth.display.who')}
            <input type="text" value={who} maxLength={64} onChange={(event) => setWho(event.target.value)} />
          </label>
          <div>
            <Button variant="primary" type="submit" disabled={who.trim() === '' || isSaving}>
              {t('truth.display.save')}
            </Button>
            <Button variant="quiet" keys="Escape" onClick={onClose}>
              {t('truth.display.close')}
            </Button>
          </div>
          <Button variant="quiet" onClick={() => setField(0)}>
            {t('truth.light.open')}
          </Button>
        </form>
      </div>
    </Dialog>
  );
}

/** As many device pixels as the element covers: nothing scales the pattern on its way. */
function paint(canvas: HTMLCanvasElement, patternOf: (width: number, height: number) => TestPattern): void {
  const ratio = window.devicePixelRatio || 1;
  canvas.style.width = '';
  canvas.style.height = '';
  const { clientWidth, clientHeight } = canvas;
  const width = Math.max(320, Math.floor(clientWidth * ratio));
  const height = Math.max(240, Math.floor(clientHeight * ratio));
  canvas.width = width;
  canvas.height = height;
  canvas.style.width = `${width / ratio}px`;
  canvas.style.height = `${height / ratio}px`;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const data = context.createImageData(width, height);
  const words = new Uint32Array(data.data.buffer);
  for (const [index, grey] of patternOf(width, height).greys.entries()) words[index] = (0xff000000 | (grey << 16) | (grey << 8) | grey) >>> 0;
  context.putImageData(data, 0, 0);
}
