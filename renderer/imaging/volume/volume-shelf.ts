import { budgetBeside, type VolumeMachine } from '#shared/dicom/volume/weigh-volume.ts';
import type { OpenVolume } from './open-volume.ts';
import { prepareVolume, type PrepareVolumeDependencies, type WantedVolume } from './prepare-volume.ts';

/** All volumes of a window: together they take no more than the machine can give. */
export interface VolumeShelf {
  /** @throws as `prepareVolume` */
  readonly open: (wanted: WantedVolume) => Promise<OpenVolume>;
}

/** Volumes have study numbers of their own, far above those of the store. */
const FIRST_VOLUME_STUDY = 1_000_000_000;

/** @param prepare a test brings its own */
export function createVolumeShelf(store: Pick<PrepareVolumeDependencies, 'frames' | 'registry'>, { budgetBytes, graphics }: VolumeMachine, prepare = prepareVolume): VolumeShelf {
  /** Bytes of each volume that is open or on its way. */
  const held = new Map<object, number>();
  let opened = 0;
  return {
    open: async (wanted) => {
      opened += 1;
      const place = {};
      const heldBytes = [...held.values()].reduce((sum, bytes) => sum + bytes, 0);
      try {
        const volume = await prepare(wanted, {
          ...store,
          volumeStudyId: FIRST_VOLUME_STUDY + opened,
          machine: { budgetBytes: budgetBeside(budgetBytes, heldBytes), graphics },
          onWeighed: (bytes) => held.set(place, bytes),
        });
        return {
          ...volume,
          dispose: () => {
            held.delete(place);
            volume.dispose();
          },
        };
      } catch (error) {
        held.delete(place);
        throw error;
      }
    },
  };
}
