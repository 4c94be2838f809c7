import { useCallback, useState } from 'react';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { fittingWidthMm, type PrintedSize } from './printed-size.ts';
import type { ViewportIdentity } from './reading-study.ts';
import styles from './PrintDialog.module.css';

/** One picture on its way to paper. */
export interface PrintedPicture {
  readonly picture: Blob;
  readonly identity: ViewportIdentity;
  readonly what: string;
  /** CSS pixels. */
  readonly size: { readonly width: number; readonly height: number };
  readonly printed: PrintedSize;
  /** CSS pixels for a millimetre of its spacing; undefined where there is none. */
  readonly pixelsPerMm: number | undefined;
}

/** A page for each picture: the hospital, the patient, the picture at its size, and what that size is. */
export function PrintDialog({ pictures, onClose }: { readonly pictures: readonly PrintedPicture[]; readonly onClose: () => void }) {
  const { t } = useText();
  const [isTrue, setIsTrue] = useState(() => pictures.every(({ printed }) => printed.kind === 'true-size'));
  const canBeTrue = pictures.some(({ printed }) => printed.kind === 'true-size');
  return (
    <Dialog label={t('viewer.print.title')} size="sheet" onClose={onClose} testId="print-dialog">
      <header className={styles['head']}>
        <h2>{t('viewer.print.title')}</h2>
        <span className={styles['buttons']}>
          <label title={canBeTrue ? undefined : t('viewer.print.unknown')}>
            <input type="checkbox" checked={isTrue} disabled={!canBeTrue} data-testid="print-true-size" onChange={(event) => setIsTrue(event.target.checked)} />
            {t('viewer.print.true-size')}
          </label>
          <Button variant="primary" size="small" onClick={() => window.print()}>
            {t('viewer.print.print')}
          </Button>
          <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
            {t('app.close')}
          </Button>
        </span>
      </header>
      <div className={styles['pages']}>
        {pictures.map((one, index) => (
          // eslint-disable-next-line react/no-array-index-key -- a page is its place
          <Page key={index} picture={one} isTrue={isTrue} />
        ))}
      </div>
    </Dialog>
  );
}

function Page({ picture: { picture, identity, what, size, printed, pixelsPerMm }, isTrue }: { readonly picture: PrintedPicture; readonly isTrue: boolean }) {
  const { t, format } = useText();
  const show = useCallback(
    (element: HTMLImageElement) => {
      const address = URL.createObjectURL(picture);
      element.src = address;
      return () => URL.revokeObjectURL(address);
    },
    [picture],
  );
  const isTrueHere = isTrue && printed.kind === 'true-size';
  const widthMm = isTrueHere ? printed.widthMm : fittingWidthMm(size);
  /** Millimetres of paper for one of the patient. */
  const scale = pixelsPerMm === undefined ? undefined : widthMm / (size.width / pixelsPerMm);
  return (
    <article className={styles['page']} data-testid="print-page" data-size={isTrueHere ? 'true-size' : 'fit'} data-width-mm={widthMm.toFixed(1)}>
      <h3>{identity.hospital}</h3>
      <p className={styles['who']}>
        <b>{identity.who}</b>
        <span>{identity.when}</span>
        <span>{what}</span>
      </p>
      <img ref={show} alt={what} style={{ width: `${widthMm}mm` }} />
      <p className={styles['scale']}>
        {isTrueHere
          ? t('viewer.print.is-true')
          : printed.kind === 'too-large'
            ? t('viewer.print.too-large', { width: format.number(printed.widthMm, 0), height: format.number(printed.heightMm, 0), percent: format.number((scale ?? 0) * 100, 0) })
            : printed.kind === 'true-size'
              ? t('viewer.print.reduced', { percent: format.number((scale ?? 0) * 100, 0) })
              : t('viewer.print.unknown')}
      </p>
      <p className={styles['foot']}>{t('viewer.print.foot')}</p>
    </article>
  );
}
