import { useLayoutEffect, useRef, useState } from 'react';
import { DISPLAY_CHECK_DAYS, type DisplayCheck } from '#shared/dicom/presentation/display-check.ts';
import { testPattern } from '#shared/dicom/presentation/test-pattern.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './DisplayCheckDialog.module.css';

export interface DisplayCheckDialogProps {
  readonly onSave: (seen: Omit<DisplayCheck, 'monitor' | 'checkedAt'>) => Promise<void>;
  readonly onClose: () => void;
}

const QUESTIONS = [['seesNearBlack', 'black'], ['seesNearWhite', 'white'], ['seesSteps', 'steps'], ['seesLines', 'lines']] as const;

/** The test pattern, one pixel of it for each of the screen, and what a person sees on it. */
export function DisplayCheckDialog({ onSave, onClose }: DisplayCheckDialogProps) {
  const { t } = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [seen, setSeen] = useState({ seesNearBlack: false, seesNearWhite: false, seesSteps: false, seesLines: false });
  const [who, setWho] = useState('');
  const [isSaving, setIsSaving] = useState(false);
  useLayoutEffect(() => {
    if (canvas.current !== null) paint(canvas.current);
  }, []);
  return (
    <Dialog label={t('truth.display.title')} size="page" onClose={onClose} testId="display-check-dialog">
      <div className={styles['page']}>
        <canvas ref={canvas} className={styles['pattern']} role="img" aria-label={t('truth.display.pattern')} data-testid="test-pattern" />
        <form
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
        </form>
      </div>
    </Dialog>
  );
}

/** As many device pixels as the element covers: nothing scales the pattern on its way. */
function paint(canvas: HTMLCanvasElement): void {
  const ratio = window.devicePixelRatio || 1;
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
  for (const [index, grey] of testPattern(width, height).greys.entries()) words[index] = (0xff000000 | (grey << 16) | (grey << 8) | grey) >>> 0;
  context.putImageData(data, 0, 0);
}
