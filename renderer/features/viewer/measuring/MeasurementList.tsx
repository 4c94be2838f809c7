import type { KeyImage, Measurement } from '#shared/contract/services/measurements.contract.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { measurementTitle } from './measurement-words.ts';
import type { StaleSentence } from './stale-sentences.ts';
import { VIEWER_KEYS } from '../keys/viewer-keys.ts';
import styles from './MeasurementList.module.css';

export interface MeasurementListProps {
  readonly measurements: readonly Measurement[];
  readonly keyImages: readonly KeyImage[];
  readonly stale: readonly StaleSentence[];
  readonly selectedTrackingUid: string | undefined;
  /** Where an image stands, such as `层 12`; '' when it is not known. */
  readonly placeOf: (image: Pick<Measurement, 'sopInstanceUid' | 'frameNumber' | 'place'>) => string;
  readonly onGo: (measurement: Measurement) => void;
  readonly onGoToImage: (image: KeyImage) => void;
  readonly onRemove: (trackingUid: string) => void;
  readonly onWrite: (measurement: Measurement) => void;
  readonly onUpdateReport: (sentence: StaleSentence) => void;
  readonly onClose: () => void;
}

/** All measurements and key images of the open studies: a press goes to the slice. */
export function MeasurementList(props: MeasurementListProps) {
  const { measurements, keyImages, stale, selectedTrackingUid, placeOf, onGo, onGoToImage, onRemove, onWrite, onUpdateReport, onClose } = props;
  const text = useText();
  const { t } = text;
  return (
    <aside className={styles['list']} aria-label={t('hands.list.title')} data-testid="measurement-list">
      <header>
        <h2>{t('hands.list.title')}</h2>
        <Button variant="ghost" size="small" action={VIEWER_KEYS.measurementList} onClick={onClose}>
          {t('hands.list.close')}
        </Button>
      </header>
      {measurements.length === 0 ? <p>{t('hands.list.empty')}</p> : null}
      <ul>
        {measurements.map((one) => {
          const changed = stale.find(({ trackingUid }) => trackingUid === one.trackingUid);
          return (
            <li key={one.trackingUid} className={classNames(one.trackingUid === selectedTrackingUid && styles['selected'])} data-testid="measurement-row" data-tracking-uid={one.trackingUid} data-is-stale={changed !== undefined}>
              <button type="button" className={styles['go']} onClick={() => onGo(one)}>
                <b>{measurementTitle(text, one)}</b>
                <small>{[t(`viewer.key.${one.kind}`), placeOf(one)].filter((part) => part !== '').join(' · ')}</small>
              </button>
              {one.text === undefined ? null : (
                <button type="button" className={styles['act']} onClick={() => onWrite(one)}>
                  {t('hands.list.write')}
                </button>
              )}
              <button type="button" className={styles['act']} aria-label={t('hands.list.remove-one', { name: measurementTitle(text, one) })} onClick={() => onRemove(one.trackingUid)}>
                {t('hands.list.remove')}
              </button>
              {changed === undefined ? null : (
                <p className={styles['stale']}>
                  {t('hands.stale', { before: changed.before, after: changed.after })}{' '}
                  <button type="button" className={styles['act']} onClick={() => onUpdateReport(changed)}>
                    {t('hands.stale.update')}
                  </button>
                </p>
              )}
            </li>
          );
        })}
      </ul>
      <h3>{t('hands.list.key-images', { count: keyImages.length })}</h3>
      <ul>
        {keyImages.map((image) => (
          <li key={`${image.sopInstanceUid}/${image.frameNumber}`}>
            <button type="button" className={styles['go']} onClick={() => onGoToImage(image)}>
              {`★ ${placeOf(image)}`}
            </button>
          </li>
        ))}
      </ul>
    </aside>
  );
}
