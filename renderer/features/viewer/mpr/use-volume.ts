import { useEffect, useState } from 'react';
import { isAppError } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/error-code.ts';
import type { StackPassport } from '#shared/imaging-passport/passport.ts';
import type { ImagingEngine } from '#renderer/imaging/engine/imaging-engine.ts';
import type { StackOfStudy } from '#renderer/imaging/registration/register-stacks.ts';
import type { VolumeHandle } from '#renderer/imaging/volume/prepare-volume.ts';

/** A volume on its way into memory. */
export type VolumeState =
  | { readonly status: 'building'; readonly done: number; readonly total: number; readonly secondsLeft: number | undefined }
  | { readonly status: 'ready'; readonly volume: VolumeHandle }
  | { readonly status: 'failed'; readonly code: ErrorCode };

/** Progress is told so often at most. */
const PAUSE_MS = 150;

/** Builds the volume of a stack while the component is there, and gives its memory back with it. */
/** As `useVolume`, for a volume that may be wanted or not. */
export function useWantedVolume(engine: ImagingEngine, wanted: StackOfStudy | undefined): VolumeState | undefined {
  const state = useVolume(engine, wanted?.studyId, wanted?.passport);
  return wanted === undefined ? undefined : state;
}

export function useVolume(engine: ImagingEngine, studyId: number | undefined, passport: StackPassport | undefined): VolumeState {
  const [state, setState] = useState<VolumeState>(() => building(0, passport?.stack.frames.length ?? 0, undefined));
  useEffect(() => {
    if (studyId === undefined || passport === undefined) return undefined;
    const ending = new AbortController();
    const { signal } = ending;
    let volume: VolumeHandle | undefined;
    const begun = performance.now();
    let told = begun;
    const onProgress = (done: number, total: number) => {
      const now = performance.now();
      if (signal.aborted || (now - told < PAUSE_MS && done < total)) return;
      told = now;
      setState(building(done, total, Math.ceil((((now - begun) / done) * (total - done)) / 1000)));
    };
    engine.buildVolume({ studyId, passport, onProgress, signal }).then(
      (built) => {
        if (signal.aborted) {
          built.dispose();
          return;
        }
        volume = built;
        setState({ status: 'ready', volume });
      },
      (error: unknown) => {
        if (!signal.aborted) setState({ status: 'failed', code: isAppError(error) ? error.code : 'internal' });
      },
    );
    return () => {
      ending.abort(new DOMException('The volume is no longer wanted.', 'AbortError'));
      volume?.dispose();
      setState(building(0, passport.stack.frames.length, undefined));
    };
  }, [engine, studyId, passport]);
  return state;
}

function building(done: number, total: number, secondsLeft: number | undefined): VolumeState {
  return { status: 'building', done, total, secondsLeft };
}
