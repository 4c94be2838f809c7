import { useCallback, useState } from 'react';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { fittingWidthMm, type PrintedSize } from './printed-size.ts';
import type { ViewportIdentity } from '../reading-study.ts';
import { rulerLengthMm } from '../viewport/scale-bar.ts';
import styles from './PrintDialog.module.css';

/** One picture on its way to paper. */
export interface PrintedPicture {
  readonly picture: Blob;
  readonly identity: ViewportIdentity;
  /** Undefined: the hospital's name alone. */
  readonly letterhead: { readonly address: string; readonly telephone: string; readonly logo: string | null } | undefined;
  readonly what: string;
  /** CSS pixels. */
  readonly size: { readonly width: number; readonly height: number };
  readonly printed: PrintedSize;
  /** CSS pixels for a millimetre of its spacing; undefined where there is none. */
  readonly pixelsPerMm: number | undefined;
  /** A length of the image in words, and where it was measured. */
  readonly rulerWords: (lengthMm: number) => string;
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
      <div className={styles['pages']} role="group" aria-label={t('viewer.print.title')} tabIndex={0}>
        {pictures.map((one, index) => (
          // eslint-disable-next-line react/no-array-index-key -- a page is its place
          <Page key={index} picture={one} isTrue={isTrue} />
        ))}
      </div>
    </Dialog>
  );
}

function Page({ picture: { picture, identity, letterhead, what, size, printed, pixelsPerMm, rulerWords }, isTrue }: { readonly picture: PrintedPicture; readonly isTrue: boolean }) {
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
      <header className={styles['letterhead']}>
        {typeof letterhead?.logo === 'string' ? <img src={`data:image/jpeg;base64,${letterhead.logo}`} alt="" /> : null}
        <h3>{identity.hospital}</h3>
        <p>{[letterhead?.address ?? '', letterhead?.telephone ?? ''].filter((part) => part !== '').join(' · ')}</p>
      </header>
      <p className={styles['who']}>
        <b>{identity.who}</b>
        <span>{identity.when}</span>
        <span>{what}</span>
      </p>
      <img ref={show} className={styles['picture']} alt={what} style={{ width: `${widthMm}mm` }} data-testid="printed-picture" />
      {scale === undefined ? null : <Ruler scale={scale} roomMm={widthMm} words={rulerWords} />}
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

/** Height of the ruler and its words, mm. */
const RULER_HEIGHT_MM = 9;

/** A ruler for the printed sheet: its length on paper follows that of the picture. @param scale millimetres of paper for one of the image @param roomMm millimetres of paper */
function Ruler({ scale, roomMm, words }: { readonly scale: number; readonly roomMm: number; readonly words: (lengthMm: number) => string }) {
  const lengthMm = rulerLengthMm(scale, roomMm);
  if (lengthMm === undefined) return null;
  const [paperMm, stepMm] = [lengthMm * scale, lengthMm <= 10 ? 1 : 10];
  const ticks = Array.from({ length: lengthMm / stepMm + 1 }, (_, index) => index * stepMm * scale);
  return (
    // One unit is a millimetre of paper; the end ticks are half a line wider than the length.
    <svg className={styles['ruler']} viewBox={`-1 0 ${paperMm + 2} ${RULER_HEIGHT_MM}`} style={{ width: `${paperMm + 2}mm`, height: `${RULER_HEIGHT_MM}mm` }} role="img" aria-label={words(lengthMm)} data-testid="printed-ruler" data-length-mm={lengthMm}>
      <path d={`M0 3.5H${paperMm}${ticks.map((x, index) => `M${x} ${index === 0 || index === ticks.length - 1 ? 1 : 2.2}V3.5`).join('')}`} stroke="#000" strokeWidth="0.25" fill="none" />
      <text x={paperMm / 2} y="7.6" fontSize="3.2" textAnchor="middle">
        {words(lengthMm)}
      </text>
    </svg>
  );
}
