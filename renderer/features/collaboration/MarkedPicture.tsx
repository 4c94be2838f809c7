import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { placeUnder, shareOf, type MarkedImage } from '#shared/collaboration/marked-image.ts';
import { picturePath } from '#shared/contract/request-paths.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './CaseDialog.module.css';

export interface MarkedPictureProps {
  /** The study at this seat; null where it was never seen here. */
  readonly studyId: number | null;
  readonly image: MarkedImage;
  readonly isSmall?: boolean;
  /** The arrow may be put elsewhere by a press, and moved by the arrow keys. */
  readonly onArrow?: (arrow: NonNullable<MarkedImage['arrow']>) => void;
}

type Drawn = { readonly status: 'loading' | 'waiting' | 'absent' | 'refused' } | { readonly status: 'ready'; readonly url: string };

const STEP = 0.02;
/** From below left to its point, CSS pixels. */
const ARROW = 'M-44 44L0 0M-18 0L0 0L0 18';
const ASK_AGAIN_MS = 2_000;

/** An image as somebody saw it, drawn by this seat from its own store, with the arrow over it; or where it is found, in words. */
export function MarkedPicture({ studyId, image, isSmall = false, onArrow }: MarkedPictureProps) {
  const { t } = useText();
  const path = studyId === null ? undefined : picturePath(studyId, image);
  const drawn = useDrawn(path);
  const share = image.arrow === null ? undefined : shareOf(image, image.arrow);
  const put = (x: number, y: number) => onArrow?.([...placeUnder(image, [clamp(x), clamp(y)])]);
  const press = ({ currentTarget, clientX, clientY, buttons }: PointerEvent<HTMLElement>) => {
    if (buttons !== 1) return;
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    put((clientX - left) / width, (clientY - top) / height);
  };
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (step === undefined || onArrow === undefined) return;
    event.preventDefault();
    put((share?.[0] ?? 0.5) + (step[0] ?? 0), (share?.[1] ?? 0.5) + (step[1] ?? 0));
  };
  const names = [
    image.seriesNumber === null ? '' : t('collaboration.image.series', { number: image.seriesNumber }),
    image.instanceNumber === null ? '' : t('collaboration.image.number', { number: image.instanceNumber }),
    image.frameNumber === 1 ? '' : t('collaboration.image.frame', { number: image.frameNumber }),
  ].filter((name) => name !== '');
  return (
    <span className={styles['stack']} data-testid="marked-picture" data-status={drawn.status}>
      <span className={styles['quiet']}>{names.join(' · ')}</span>
      {drawn.status === 'ready' ? (
        <span
          className={isSmall ? styles['marked-small'] : styles['marked']}
          {...(onArrow === undefined ? {} : { tabIndex: 0, role: 'application', onPointerDown: press, onPointerMove: press, onKeyDown: move })}
          aria-label={t('collaboration.picture')}
          data-testid={onArrow === undefined ? undefined : 'arrow-picture'}
          data-place={share === undefined ? '' : `${share[0].toFixed(2)} ${share[1].toFixed(2)}`}
        >
          <img src={drawn.url} alt="" draggable={false} />
          {share === undefined ? null : (
            <svg aria-hidden="true">
              <svg x={`${share[0] * 100}%`} y={`${share[1] * 100}%`} overflow="visible">
                <path d={ARROW} data-edge="" transform={isSmall ? 'scale(0.6)' : undefined} />
                <path d={ARROW} transform={isSmall ? 'scale(0.6)' : undefined} />
              </svg>
            </svg>
          )}
          {SIDES.map((side) => (
            <small key={side} data-side={side}>
              {image.orientation[side]}
            </small>
          ))}
        </span>
      ) : (
        <span className={styles['quiet']} role="status">
          {t(`collaboration.image.${drawn.status}`)}
        </span>
      )}
    </span>
  );
}

const SIDES = ['left', 'right', 'top', 'bottom'] as const;

/** @param path undefined for a study that is not here */
function useDrawn(path: string | undefined): Drawn {
  const [drawn, setDrawn] = useState<{ readonly path: string | undefined; readonly drawn: Drawn }>({ path, drawn: { status: 'loading' } });
  const kept = useRef<string>(undefined);
  useEffect(() => {
    if (path === undefined) return undefined;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = (next: Drawn) => {
      if (!abort.signal.aborted) setDrawn({ path, drawn: next });
    };
    const ask = async (): Promise<void> => {
      const answer = await fetch(path, { signal: abort.signal });
      if (answer.status === 200) {
        const url = URL.createObjectURL(await answer.blob());
        kept.current = url;
        say({ status: 'ready', url });
        return;
      }
      say({ status: answer.status === 422 ? 'refused' : answer.status === 202 ? 'waiting' : 'absent' });
      if (answer.status === 202 || answer.status === 404) timer = setTimeout(start, ASK_AGAIN_MS);
    };
    const start = () => void ask().catch(() => say({ status: 'absent' }));
    start();
    return () => {
      abort.abort();
      clearTimeout(timer);
      if (kept.current !== undefined) URL.revokeObjectURL(kept.current);
      kept.current = undefined;
    };
  }, [path]);
  if (path === undefined) return { status: 'absent' };
  return drawn.path === path ? drawn.drawn : { status: 'loading' };
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
