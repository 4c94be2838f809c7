import { useState } from 'react';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import type { ImageDescription } from '#shared/dicom/image/image-description.ts';
import type { CalibrationRefusal } from '#shared/dicom/spacing/user-calibration.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { measurementSign, measurementValue } from './measurement-words.ts';
import styles from './CalibrationDialog.module.css';

export interface CalibrationDialogProps {
  readonly isOpen: boolean;
  /** The line over the object, and the image it lies on. */
  readonly line: Measurement | undefined;
  readonly image: ImageDescription | undefined;
  /** @returns why not; undefined when it is done */
  readonly onCalibrate: (line: Measurement, knownLengthMm: number, image: ImageDescription) => CalibrationRefusal | undefined;
  readonly onClose: () => void;
}

/** Asks for the true length of the object under the line. */
export function CalibrationDialog({ isOpen, line, image, onCalibrate, onClose }: CalibrationDialogProps) {
  return isOpen && line !== undefined && image !== undefined ? <Question line={line} onCalibrate={(lengthMm) => onCalibrate(line, lengthMm, image)} onClose={onClose} /> : null;
}

interface QuestionProps {
  readonly line: Measurement;
  readonly onCalibrate: (knownLengthMm: number) => CalibrationRefusal | undefined;
  readonly onClose: () => void;
}

function Question({ line, onCalibrate, onClose }: QuestionProps) {
  const text = useText();
  const { t } = text;
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<CalibrationRefusal>();
  return (
    <Dialog label={t('viewer.calibration.title')} size="small" onClose={onClose} testId="calibration-dialog">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          const reason = onCalibrate(typed.trim() === '' ? Number.NaN : Number(typed.replace('，', '.').replace(',', '.')));
          setRefusal(reason);
          if (reason === undefined) onClose();
        }}
      >
        <h2>{t('viewer.calibration.title')}</h2>
        <p>{t('viewer.calibration.detail', { line: `${measurementSign(line.label)} ${measurementValue(text, line.quantities)}` })}</p>
        <label className={styles['field']}>
          {t('viewer.calibration.length')}
          <input
            data-initial-focus
            inputMode="decimal"
            autoComplete="off"
            value={typed}
            aria-invalid={refusal !== undefined}
            onChange={(event) => {
              setTyped(event.target.value);
              setRefusal(undefined);
            }}
          />
          mm
        </label>
        <p role="alert" className={styles['refusal']}>
          {refusal === undefined ? '' : t(`viewer.calibration.refused.${refusal}`)}
        </p>
        <div className={styles['buttons']}>
          <Button variant="quiet" onClick={onClose}>
            {t('viewer.calibration.cancel')}
          </Button>
          <Button variant="primary" type="submit" keys="Enter">
            {t('viewer.calibration.apply')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
