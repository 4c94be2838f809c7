import { errorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import type { VolumeState } from './use-volume.ts';
import styles from './MprDesk.module.css';

/** A volume on its way into memory, or why there will be none. */
export function BuildingVolume({ state, onClose }: { readonly state: Exclude<VolumeState, { status: 'ready' }>; readonly onClose: () => void }) {
  const text = useText();
  const { t } = text;
  if (state.status === 'failed') {
    const { title, detail } = errorWords(text, state.code);
    return (
      <div className={styles['waiting']} role="alert" data-testid="mpr-failed">
        <b>{title}</b>
        <p>{detail}</p>
        <button type="button" onClick={onClose}>{t('mpr.close')}</button>
      </div>
    );
  }
  const { done, total, secondsLeft } = state;
  return (
    <div className={styles['waiting']} role="status" data-testid="mpr-building">
      <p>{t('mpr.building', { done, total, ...(secondsLeft === undefined ? {} : { seconds: secondsLeft }) })}</p>
      <progress value={done} max={total} aria-label={t('mpr.title')} />
      <button type="button" onClick={onClose}>{t('mpr.cancel')}</button>
    </div>
  );
}
