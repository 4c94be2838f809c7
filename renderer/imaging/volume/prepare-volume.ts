import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { decideVolume, type ProcessorReason, type VolumeMachine } from '#shared/dicom/volume/weigh-volume.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { StackPassport } from '#shared/imaging-passport/passport.ts';
import { planVolume, type VolumePlan } from '#shared/imaging-passport/volume-plan.ts';
import type { StackViewportOptions } from '../engine/stack-viewport.ts';
import type { StackViewport } from '../engine/viewport-acts.ts';
import type { FrameStore } from '../loader/frame-store.ts';
import type { ImageRegistry } from '../loader/image-registry.ts';
import { buildVolume, commonTransform, halvedStep, type VolumeForm } from './build-volume.ts';
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
  readonly machine: VolumeMachine;
  /** Told before the memory is asked for, again where less is tried. */
  readonly onWeighed?: (bytes: number) => void;
}

/**
 * Weighs a volume, builds it and opens it. Where the memory that was reckoned with is not given, the next lighter form is tried.
 * @throws AppError `measurement/not-allowed` where the passport refuses, `imaging/no-memory` where this machine is too small; the reason of the signal
 */
export async function prepareVolume(wanted: WantedVolume, dependencies: PrepareVolumeDependencies): Promise<OpenVolume> {
  const verdict = planVolume(wanted.passport);
  if (verdict.status === 'refused') throw new AppError('measurement/not-allowed', 'No volume may be made of the stack.', { facts: { reason: verdict.reason } });
  return lightestPossible(wanted, verdict.plan, dependencies, dependencies.machine);
}

async function lightestPossible(wanted: WantedVolume, plan: VolumePlan, dependencies: PrepareVolumeDependencies, machine: VolumeMachine): Promise<OpenVolume> {
  const { studyId, passport, onProgress, signal } = wanted;
  const { frames, registry, volumeStudyId, onWeighed } = dependencies;
  let decided = decisionOf(plan, machine, commonTransform(plan.layers) !== undefined);
  const { bytes } = decided;
  onWeighed?.(bytes);
  const formOfValues = () => {
    decided = decisionOf(plan, machine, false);
    onWeighed?.(decided.bytes);
    return decided.form;
  };
  const built = await buildVolume({ studyId, plan, form: decided.form, formOfValues, frames, onProgress, signal }).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'imaging/no-memory') return undefined;
    throw error;
  });
  if (built === undefined) return lightestPossible(wanted, plan, dependencies, { ...machine, budgetBytes: bytes - 1 });
  return openVolume({ built, plan, drawnBecause: decided.drawnBecause, passport, studyId: volumeStudyId, registry, openCrew: (volume) => openCrew(volume) });
}

/** @param isWhole stored values are kept @throws AppError `imaging/no-memory` */
function decisionOf(plan: VolumePlan, machine: VolumeMachine, isWhole: boolean): { readonly form: VolumeForm; readonly drawnBecause: ProcessorReason; readonly bytes: number } {
  const { columns, rows, slices } = plan.grid;
  const { weight, drawnBecause } = decideVolume({ columns, rows, slices, bytesPerVoxel: isWhole ? 2 : 4, mayBeHalved: !isWhole && halvedStep(plan.layers) !== undefined }, machine);
  if (weight.kind === 'too-large') throw new AppError('imaging/no-memory', 'The volume is too large for this machine.', { facts: { bytes: weight.bytes } });
  const factor = weight.kind === 'decimated' ? weight.factor : 1;
  return { form: { factor, isHalfPrecision: weight.kind === 'half-precision' || (weight.kind === 'decimated' && weight.isHalfPrecision) }, drawnBecause, bytes: weight.bytes };
}

/** As the browser tells it, which rounds it; undefined where it does not. */
export function deviceMemoryGigabytes(): number | undefined {
  const memory: unknown = 'deviceMemory' in navigator ? navigator.deviceMemory : undefined;
  return typeof memory === 'number' ? memory : undefined;
}
