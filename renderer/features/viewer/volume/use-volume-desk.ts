import { useEffect, useState } from 'react';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import type { StackPassport } from '#shared/imaging-passport/passport.ts';
import { linkRefusalOf } from '#shared/imaging-passport/spatial-link.ts';
import { planVolume } from '#shared/imaging-passport/volume-plan.ts';
import type { ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import { useText } from '#renderer/text/use-text.ts';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { stackOf } from '../pointing/use-scroll-link.ts';
import type { WantedPlace } from '../mpr/MprDesk.tsx';
import { MPR_KEYS } from '../mpr/mpr-keys.ts';
import type { UptakeBeside } from '../mpr/use-fusion.ts';

/** A stack in three planes, or as a body that is turned, in place of the desk. */
export interface VolumeStack {
  readonly desk: 'planes' | 'body';
  readonly studyId: number;
  readonly passport: StackPassport;
  readonly uptake: UptakeBeside | undefined;
}

export interface VolumeDeskOptions {
  /** The viewport that has the hand. */
  readonly activeState: ViewportState;
  readonly states: ReadonlyMap<number, ViewportState>;
  /** Something of the stack is still coming. */
  readonly isLocked: boolean;
  /** Nobody can cut what moves. */
  readonly onOpen: () => void;
  readonly onRefused: (words: string) => void;
  /** Hangs the image that lies nearest to a measurement. */
  readonly onHang: (measurement: Measurement) => void;
}

export interface VolumeDesk {
  readonly volume: VolumeStack | undefined;
  /** The measurement that the planes go to. */
  readonly wanted: WantedPlace | undefined;
  /** Leads to a measurement that lies in space: its series hangs, its planes open. */
  readonly goTo: (measurement: Measurement) => void;
  readonly close: () => void;
}

/** One key from any stack to its volume, one back; why not is said where the passport forbids it. */
export function useVolumeDesk({ activeState, states, isLocked, onOpen, onRefused, onHang }: VolumeDeskOptions): VolumeDesk {
  const text = useText();
  const [volume, setVolume] = useState<VolumeStack>();
  const [wanted, setWanted] = useState<WantedPlace>();
  const press = (kind: VolumeStack['desk']): void => {
    const { stack, shown } = activeState;
    if (volume !== undefined || stack === undefined || shown === undefined) {
      setWanted(undefined);
      setVolume(volume === undefined || volume.desk === kind ? undefined : { ...volume, desk: kind });
      return;
    }
    const verdict = planVolume(stack.passport);
    const refusal = isLocked ? text.t('viewer.lock.arriving') : verdict.status === 'refused' ? text.t(`passport.refusal.${verdict.reason}`) : undefined;
    if (refusal === undefined) {
      onOpen();
      setVolume({ desk: kind, studyId: shown.frame.studyId, passport: stack.passport, uptake: uptakeBeside(activeState, states) });
    } else {
      setWanted(undefined);
      onRefused(text.t(kind === 'body' ? 'volume.refused' : 'mpr.refused', { reason: refusal }));
    }
  };
  useKeyAction(MPR_KEYS.planes, () => press('planes'));
  useKeyAction(MPR_KEYS.volume, () => press('body'));
  const isHere = wanted !== undefined && volume === undefined && activeState.stack !== undefined && isOf(wanted.measurement, activeState.shown?.frame.studyId, activeState.stack.passport);
  useEffect(() => {
    if (isHere) press('planes');
    // The press is that of the moment in which the series has come.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isHere]);
  return {
    volume,
    wanted,
    goTo: (measurement) => {
      setWanted({ measurement });
      if (volume !== undefined && isOf(measurement, volume.studyId, volume.passport)) setVolume({ ...volume, desk: 'planes' });
      else {
        setVolume(undefined);
        onHang(measurement);
      }
    },
    close: () => {
      setWanted(undefined);
      setVolume(undefined);
    },
  };
}

function isOf({ studyId, seriesInstanceUid }: Measurement, shownStudyId: number | undefined, { stack }: StackPassport): boolean {
  return studyId === shownStudyId && stack.frames[0]?.image.seriesInstanceUid === seriesInstanceUid;
}

/** PET of the same study beside a stack that is no PET itself; the one that can be laid over it goes before those that cannot. */
function uptakeBeside({ shown, stack }: ViewportState, states: ReadonlyMap<number, ViewportState>): UptakeBeside | undefined {
  if (shown === undefined || stack === undefined || shown.image.modality === 'PT') return undefined;
  let refused: UptakeBeside | undefined;
  for (const other of states.values()) {
    const found = stackOf(other);
    if (other.shown?.image.modality !== 'PT' || found === undefined || found.studyId !== shown.frame.studyId) continue;
    const reason = linkRefusalOf(stack.passport, found.passport);
    if (reason !== undefined) refused ??= { status: 'refused', reason };
    else if (planVolume(found.passport).status === 'possible') return { status: 'possible', stack: found };
    else refused ??= { status: 'refused', reason: 'no-geometry' };
  }
  return refused;
}
