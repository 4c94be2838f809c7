import { useState } from 'react';
import type { StackPassport } from '#shared/imaging-passport/passport.ts';
import { planVolume } from '#shared/imaging-passport/volume-plan.ts';
import type { ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import { useText } from '#renderer/text/use-text.ts';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { MPR_KEYS } from '../mpr/mpr-keys.ts';

/** A stack in three planes, or as a body that is turned, in place of the desk. */
export interface VolumeStack {
  readonly desk: 'planes' | 'body';
  readonly studyId: number;
  readonly passport: StackPassport;
}

export interface VolumeDeskOptions {
  /** The viewport that has the hand. */
  readonly activeState: ViewportState;
  /** Something of the stack is still coming. */
  readonly isLocked: boolean;
  /** Nobody can cut what moves. */
  readonly onOpen: () => void;
  readonly onRefused: (words: string) => void;
}

/** One key from any stack to its volume, one back; why not is said where the passport forbids it. */
export function useVolumeDesk({ activeState, isLocked, onOpen, onRefused }: VolumeDeskOptions): { readonly volume: VolumeStack | undefined; readonly close: () => void } {
  const text = useText();
  const [volume, setVolume] = useState<VolumeStack>();
  const press = (kind: VolumeStack['desk']): void => {
    const { stack, shown } = activeState;
    if (volume !== undefined || stack === undefined || shown === undefined) {
      setVolume(volume === undefined || volume.desk === kind ? undefined : { ...volume, desk: kind });
      return;
    }
    const verdict = planVolume(stack.passport);
    const refusal = isLocked ? text.t('viewer.lock.arriving') : verdict.status === 'refused' ? text.t(`passport.refusal.${verdict.reason}`) : undefined;
    if (refusal === undefined) {
      onOpen();
      setVolume({ desk: kind, studyId: shown.frame.studyId, passport: stack.passport });
    } else onRefused(text.t(kind === 'body' ? 'volume.refused' : 'mpr.refused', { reason: refusal }));
  };
  useKeyAction(MPR_KEYS.planes, () => press('planes'));
  useKeyAction(MPR_KEYS.volume, () => press('body'));
  return { volume, close: () => setVolume(undefined) };
}
