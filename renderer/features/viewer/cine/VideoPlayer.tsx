import { useEffect, useState } from 'react';
import { framePath } from '#shared/contract/request-paths.ts';
import type { StackFrame } from '#renderer/imaging/engine/viewport-state.ts';
import { playableVideo } from '#renderer/imaging/loader/playable-video.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './VideoPlayer.module.css';

/** Keys that the player of the browser answers; they are not the pictures' while it has the focus. */
const OWN_KEYS: ReadonlySet<string> = new Set([' ', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']);

type Playing = { readonly status: 'loading' | 'failed' } | { readonly status: 'ready'; readonly url: string };

/** Plays an H.264 video of a study in place of a picture. It is lossy by nature, and no pixel of it is measured. */
export function VideoPlayer({ video: { frame, image } }: { readonly video: StackFrame }) {
  const { t } = useText();
  const { studyId, sopInstanceUid } = frame;
  const [playing, setPlaying] = useState<Playing>({ status: 'loading' });

  useEffect(() => {
    const abort = new AbortController();
    let url: string | undefined;
    load(framePath(studyId, sopInstanceUid, 1), image, abort.signal).then(
      (blob) => {
        if (abort.signal.aborted) return;
        url = blob === undefined ? undefined : URL.createObjectURL(blob);
        setPlaying(url === undefined ? { status: 'failed' } : { status: 'ready', url });
      },
      () => {
        if (!abort.signal.aborted) setPlaying({ status: 'failed' });
      },
    );
    return () => {
      abort.abort();
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [studyId, sopInstanceUid, image]);

  return (
    <div className={styles['player']} data-testid="video-player" data-status={playing.status}>
      {playing.status === 'ready' ? (
        <video
          src={playing.url}
          controls
          loop
          muted
          playsInline
          aria-label={t('viewer.video.label')}
          onError={() => setPlaying({ status: 'failed' })}
          onKeyDown={(event) => {
            if (OWN_KEYS.has(event.key)) event.stopPropagation();
          }}
        />
      ) : (
        <p role="status">{t(playing.status === 'loading' ? 'viewer.video.loading' : 'viewer.video.failed')}</p>
      )}
      <p className={styles['facts']}>{t('viewer.video', { columns: image.columns, rows: image.rows })}</p>
    </div>
  );
}

/** @returns undefined when the bytes are no video that can be played */
async function load(path: string, { rows, columns }: StackFrame['image'], signal: AbortSignal): Promise<Blob | undefined> {
  const response = await fetch(path, { signal });
  if (response.status !== 200) return undefined;
  return playableVideo(new Uint8Array(await response.arrayBuffer()), { rows, columns });
}
