import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { weighVolume } from '#shared/dicom/volume/weigh-volume.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { StackPassport } from '#shared/imaging-passport/passport.ts';
import { planVolume } from '#shared/imaging-passport/volume-plan.ts';
import type { StackViewportOptions } from '../engine/stack-viewport.ts';
import type { StackViewport } from '../engine/viewport-acts.ts';
import type { FrameStore } from '../loader/frame-store.ts';
import type { ImageRegistry } from '../loader/image-registry.ts';
import { buildVolume, commonTransform, halvedStep } from './build-volume.ts';
import { openVolume, type OpenVolume } from './open-volume.ts';
import { openCrew } from './volume-crew.ts';

export interface WantedVolume {
  readonly studyId: number;
  readonly passport: StackPassport;
  readonly onProgress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** A volume and the way to look at it. */
export interface VolumeHandle extends OpenVolume {
  /** As the engine's own, for stacks of this volume. */
  readonly openStackViewport: (element: HTMLDivElement, options: StackViewportOptions) => StackViewport;
  /** What its viewports draw. */
  readonly setMeasurements: (measurements: readonly Measurement[]) => void;
}

export interface PrepareVolumeDependencies {
  readonly frames: FrameStore;
  readonly registry: ImageRegistry;
  readonly volumeStudyId: number;
  readonly budgetBytes: number;
}

/**
 * Weighs a volume, builds it and opens it.
 * @throws AppError `measurement/not-allowed` where the passport refuses, `imaging/no-memory` where this machine is too small; the reason of the signal
 */
export async function prepareVolume({ studyId, passport, onProgress, signal }: WantedVolume, { frames, registry, volumeStudyId, budgetBytes }: PrepareVolumeDependencies): Promise<OpenVolume> {
  const verdict = planVolume(passport);
  if (verdict.status === 'refused') throw new AppError('measurement/not-allowed', 'No volume may be made of the stack.', { facts: { reason: verdict.reason } });
  const { plan } = verdict;
  const isWhole = commonTransform(plan.layers) !== undefined;
  const weight = weighVolume({ ...plan.grid, bytesPerVoxel: isWhole ? 2 : 4, mayBeHalved: !isWhole && halvedStep(plan.layers) !== undefined }, budgetBytes);
  if (weight.kind === 'too-large') throw new AppError('imaging/no-memory', 'The volume is too large for this machine.', { facts: { bytes: weight.bytes } });
  const factor = weight.kind === 'decimated' ? weight.factor : 1;
  const isHalfPrecision = weight.kind === 'half-precision' || (weight.kind === 'decimated' && weight.isHalfPrecision);
  const built = await buildVolume({ studyId, plan, factor, isHalfPrecision, frames, onProgress, signal });
  return openVolume({ built, plan, factor, isHalfPrecision, passport, studyId: volumeStudyId, registry, openCrew: (volume) => openCrew(volume) });
}

/** As the browser tells it, which rounds it; undefined where it does not. */
export function deviceMemoryGigabytes(): number | undefined {
  const memory: unknown = 'deviceMemory' in navigator ? navigator.deviceMemory : undefined;
  return typeof memory === 'number' ? memory : undefined;
}
