import { useState } from 'react';
import type { CalibrationRefusal } from '#shared/dicom/spacing/user-calibration.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import styles from './CalibrationDialog.module.css';

export interface CalibrationDialogProps {
  /** The line as it stands beside the image: ① 100.0 px. */
  readonly line: string;
  /** @returns why not; undefined when it is done */
  readonly onCalibrate: (knownLengthMm: number) => CalibrationRefusal | undefined;
  readonly onClose: () => void;
}

/** Asks for the true length of the object under the line. */
export function CalibrationDialog({ line, onCalibrate, onClose }: CalibrationDialogProps) {
  const { t } = useText();
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
        <p>{t('viewer.calibration.detail', { line })}</p>
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
