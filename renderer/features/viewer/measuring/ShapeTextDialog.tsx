import { useState } from 'react';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { vertebraName } from '#shared/dicom/measurement/spine-names.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import styles from './CalibrationDialog.module.css';

export interface ShapeTextDialogProps {
  /** The arrow, text or spine labels that were just drawn, or that are to be written anew. */
  readonly measurement: Measurement;
  readonly onWrite: (text: string) => void;
  readonly onClose: () => void;
}

const MOST_LETTERS = 200;

/** Asks for the words of a shape; for marks along the spine, for the name of the first vertebra. */
export function ShapeTextDialog({ measurement, onWrite, onClose }: ShapeTextDialogProps) {
  const { t } = useText();
  const isSpine = measurement.kind === 'spine-labels';
  const [typed, setTyped] = useState(measurement.text ?? (isSpine ? firstGuess(measurement) : ''));
  const isNoVertebra = isSpine && vertebraName(typed) === undefined;
  const isEmpty = typed.trim() === '';
  return (
    <Dialog label={t(isSpine ? 'hands.words.spine' : 'hands.words.title')} size="small" onClose={onClose} testId="shape-text-dialog">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (isEmpty || isNoVertebra) return;
          onWrite(isSpine ? (vertebraName(typed) ?? '') : typed.trim());
          onClose();
        }}
      >
        <h2>{t(isSpine ? 'hands.words.spine' : 'hands.words.title')}</h2>
        <p>{t(isSpine ? 'hands.words.spine-detail' : 'hands.words.detail')}</p>
        <label className={classNames(styles['field'], !isSpine && styles['wide'])}>
          {t(isSpine ? 'hands.words.first' : 'hands.words.words')}
          <input data-initial-focus autoComplete="off" maxLength={MOST_LETTERS} value={typed} aria-invalid={isNoVertebra} onChange={(event) => setTyped(event.target.value)} />
        </label>
        <p role="alert" className={styles['refusal']}>
          {isNoVertebra && !isEmpty ? t('hands.words.no-vertebra') : ''}
        </p>
        <div className={styles['buttons']}>
          <Button variant="quiet" onClick={onClose}>
            {t('viewer.calibration.cancel')}
          </Button>
          <Button variant="primary" type="submit" keys="Enter">
            {t('hands.words.write')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Marks that climb begin at the last lumbar vertebra, marks that go down at the second cervical one. */
function firstGuess({ pointsPx }: Measurement): string {
  return (pointsPx.at(-1)?.[1] ?? 0) < (pointsPx[0]?.[1] ?? 0) ? 'L5' : 'C2';
}
