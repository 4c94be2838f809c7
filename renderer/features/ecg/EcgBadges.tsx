import { memo } from 'react';
import { countLeadTurns } from '#shared/ecg/beat/lead-turns.ts';
import { usualStretch } from '#shared/ecg/beat/lead-signals.ts';
import type { EcgRecording } from '#shared/ecg/ecg-recording.ts';
import type { ScreenScale } from '#shared/ecg/screen-scale.ts';
import { useText } from '#renderer/text/use-text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import type { EcgView } from './ecg-view.ts';
import { filterTexts } from './ecg-words.ts';
import styles from './EcgBadges.module.css';

export interface EcgBadgesProps {
  readonly recording: EcgRecording;
  readonly view: EcgView;
  readonly scale: ScreenScale;
  readonly isSimultaneous: boolean;
}

/** What has to be known to read the paper: whether its millimetres are true, how it was recorded, how it is drawn. */
export const EcgBadges = memo(function EcgBadges({ recording, view, scale, isSimultaneous }: EcgBadgesProps) {
  const { t } = useText();
  const rates = [...new Set(recording.traces.map((trace) => trace.samplingFrequencyHz))].join(', ');
  const turns = countLeadTurns(recording, usualStretch(recording));
  const filters = filterTexts(t, recording, view.filters);
  return (
    <div className={styles['badges']}>
      {view.magnification === 1 ? (
        <span className={classNames(styles['badge'], scale.isCalibrated ? styles['ok'] : styles['warn'])}>
          <span aria-hidden="true">{scale.isCalibrated ? '● ' : '≈ '}</span>
          {t(scale.isCalibrated ? 'ecg.badge.true' : 'ecg.badge.approximate')}
        </span>
      ) : (
        <span className={classNames(styles['badge'], styles['warn'])}>
          <span aria-hidden="true">▲ </span>
          {t('ecg.badge.magnified', { factor: view.magnification })}
        </span>
      )}
      <span className={classNames(styles['badge'], styles['ok'])}>
        <span aria-hidden="true">● </span>
        {t('ecg.badge.lossless', { rates, bits: recording.bitsAllocated.join(', ') })}
      </span>
      {turns === 0 ? null : (
        <span className={classNames(styles['badge'], styles['warn'])} data-lead-turns={turns}>
          <span aria-hidden="true">▲ </span>
          {t('ecg.badge.turns', { turns })}
        </span>
      )}
      <span className={styles['space']} />
      {filters.isDiagnostic ? null : (
        <span className={classNames(styles['badge'], styles['warn'])}>
          <span aria-hidden="true">▲ </span>
          {t('ecg.badge.not-diagnostic')}
        </span>
      )}
      <span className={classNames(styles['badge'], styles['how'])}>
        {[
          t('ecg.speed', { speed: view.paperSpeedMmPerS }),
          t('ecg.gain', { gain: view.gainMmPerMv }),
          ...(isSimultaneous ? [t('ecg.badge.simultaneous')] : []),
          ...filters.texts,
        ].map((text) => <span key={text}>{text}</span>)}
      </span>
    </div>
  );
});
