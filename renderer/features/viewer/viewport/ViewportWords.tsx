import type { ReactNode } from 'react';
import { isPlaceHere, type FrameFailure, type ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import type { SeriesImages } from '#renderer/imaging/loader/series-images.ts';
import { useText } from '#renderer/text/use-text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import type { SeriesProgress } from './fidelity.ts';
import type { HungStack } from '../viewer-desk.ts';
import styles from './ViewportOverlay.module.css';

export interface ViewportWordsProps {
  readonly hung: HungStack | undefined;
  readonly images: SeriesImages;
  readonly state: ViewportState;
  readonly progress: SeriesProgress;
}

/** Why there is no picture, or not the one that is wanted, in the middle. Nothing while one is on its way from this machine. */
export function ViewportWords({ hung, images, state, progress }: ViewportWordsProps) {
  const { t } = useText();
  if (hung === undefined) return <Middle>{t('viewer.empty')}</Middle>;
  // The player is there instead.
  if (state.failure?.refusal === 'video') return null;
  if (state.failure !== undefined) return <Middle isRefused>{t('viewer.failed', { reason: t(`viewer.reason.${reasonOf(state.failure)}`) })}</Middle>;
  if (state.wantedIndex !== undefined && !isPlaceHere(state.stack, state.wantedIndex)) {
    const wanted = state.stack?.passport.stack.frames[state.wantedIndex];
    return <Middle isOverPicture>{t('viewer.not-here', { number: wanted?.frameNumber ?? 0, here: state.stack?.arriving?.get(wanted?.image.sopInstanceUid ?? '') ?? 0 })}</Middle>;
  }
  if (state.shown !== undefined) return null;
  if (images.status === 'failed') {
    const reason = reasonOf({ code: images.failure ?? 'internal', refusal: undefined });
    return <Middle isRefused>{t('viewer.failed-series', { reason: t(`viewer.reason.${reason}`) })}</Middle>;
  }
  if (images.status === 'loading' || state.wantedIndex !== undefined) return null;
  if (images.givenUp !== undefined) return <Middle isRefused>{t(`viewer.given-up.${images.givenUp}`)}</Middle>;
  if (progress.isCut) return <Middle>{t('viewer.cut')}</Middle>;
  const { heldInstances: held, expectedInstances: expected } = progress;
  return (
    <Middle>
      {t('viewer.waiting')}
      {expected > 0 ? <small>{t('viewer.waiting-count', { held, expected })}</small> : null}
    </Middle>
  );
}

function Middle({ children, isRefused = false, isOverPicture = false }: { readonly children: ReactNode; readonly isRefused?: boolean; readonly isOverPicture?: boolean }) {
  return (
    <p className={classNames(styles['words'], isRefused && styles['refused'])} role="status" data-testid="viewport-words">
      {isOverPicture ? <span className={styles['over']}>{children}</span> : children}
    </p>
  );
}

function reasonOf({ code, refusal }: FrameFailure) {
  if (refusal === 'mpeg2-video' || refusal === 'hevc-video') return refusal;
  if (refusal === 'no-pixels' || refusal === 'unsupported-pixels' || refusal === 'no-palette' || refusal === 'no-modality-table') return refusal;
  if (code === 'store/not-held') return 'not-held';
  if (code === 'contract/no-answer') return 'no-answer';
  return code === 'file/damaged' || code === 'store/damaged' ? 'damaged' : 'internal';
}
