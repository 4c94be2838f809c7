import { lengthOf, combine } from '#shared/dicom/geometry/vector3.ts';
import { HOUNSFIELD, toModalityValue } from '#shared/dicom/pixel/modality-transform.ts';
import type { Registration } from '#shared/dicom/registration/register-rigid.ts';
import { isNothing, type Volume } from '#shared/dicom/volume/volume.ts';
import { sliceDistanceMm } from '#shared/dicom/volume/volume-grid.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { StackPassport } from '#shared/imaging-passport/passport.ts';
import { planVolume, type VolumePlan } from '#shared/imaging-passport/volume-plan.ts';
import type { FrameStore } from '../loader/frame-store.ts';
import { buildVolume, type BuiltVolume } from '../volume/build-volume.ts';

export interface RegistrationQuestion {
  readonly fixed: Volume;
  readonly moving: Volume;
  readonly isHounsfield: boolean;
}
export type RegistrationAnswer =
  | { readonly status: 'under-way'; readonly share: number }
  | { readonly status: 'done'; readonly registration: Registration }
  | { readonly status: 'failed'; readonly reason: string };

export interface StackOfStudy {
  readonly studyId: number;
  readonly passport: StackPassport;
}

export interface WantedRegistration {
  readonly fixed: StackOfStudy;
  readonly moving: StackOfStudy;
  /** @param share 0 to 1 */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** Finer than this nothing is gained for a residual of a millimetre or two. */
const FINE_MM = 2;
/** What reading takes of the whole, the rest is the search. */
const READING_SHARE = 0.6;

/**
 * Finds how two stacks of one patient lie to each other, in a worker. Slices are left out and pixels put together until voxels are two millimetres.
 * @throws AppError `measurement/not-allowed` where a stack makes no volume; as `buildVolume`; the reason of the signal
 */
export async function registerStacks({ fixed, moving, onProgress, signal }: WantedRegistration, frames: Pick<FrameStore, 'load' | 'prefetch'>): Promise<Registration> {
  const plans = [fixed, moving].map(({ passport }) => coarsePlanOf(passport));
  const total = plans.reduce((sum, { layers }) => sum + layers.length, 0);
  const built: BuiltVolume[] = [];
  for (const [index, stack] of [fixed, moving].entries()) {
    const plan = plans[index];
    if (plan === undefined) continue;
    const before = index === 0 ? 0 : (plans[0]?.layers.length ?? 0);
    const factor = Math.max(1, Math.floor(FINE_MM / Math.max(0.01, Math.min(lengthOf(plan.grid.columnStepMm), lengthOf(plan.grid.rowStepMm)))));
    built.push(await buildVolume({ studyId: stack.studyId, plan, form: { factor, isHalfPrecision: false }, frames, onProgress: (done) => onProgress((READING_SHARE * (before + done)) / total), signal }));
  }
  const [first, second] = built;
  if (first === undefined || second === undefined) throw new AppError('internal', 'A volume is missing.');
  const isHounsfield = [first, second].every(({ transform }) => transform.kind === 'linear' && transform.unit === HOUNSFIELD);
  return search({ fixed: modalityValues(first), moving: modalityValues(second), isHounsfield }, (share) => onProgress(READING_SHARE + (1 - READING_SHARE) * share), signal);
}

function search(question: RegistrationQuestion, onProgress: (share: number) => void, signal: AbortSignal): Promise<Registration> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./register.worker.ts', import.meta.url), { type: 'module' });
    const end = () => {
      signal.removeEventListener('abort', leave);
      worker.terminate();
    };
    const leave = () => {
      end();
      reject(signal.reason instanceof Error ? signal.reason : new DOMException('The registration is no longer wanted.', 'AbortError'));
    };
    if (signal.aborted) {
      leave();
      return;
    }
    signal.addEventListener('abort', leave);
    worker.addEventListener('error', () => {
      end();
      reject(new AppError('imaging/no-memory', 'The worker of the registration was lost.'));
    });
    worker.addEventListener('message', ({ data }: MessageEvent<RegistrationAnswer>) => {
      if (data.status === 'under-way') {
        onProgress(data.share);
        return;
      }
      end();
      if (data.status === 'done') resolve(data.registration);
      else reject(new Error(data.reason));
    });
    worker.postMessage(question, [question.fixed.values.buffer, question.moving.values.buffer] as Transferable[]);
  });
}

/** Whether a stack can be laid on another one at all. */
export function mayRegister(passport: StackPassport): boolean {
  return planVolume(passport).status === 'possible';
}

function coarsePlanOf(passport: StackPassport): VolumePlan {
  const verdict = planVolume(passport);
  if (verdict.status === 'refused') throw new AppError('measurement/not-allowed', 'No volume may be made of the stack.', { facts: { reason: verdict.reason } });
  const { plan } = verdict;
  const every = Math.max(1, Math.floor(FINE_MM / Math.max(0.01, sliceDistanceMm(plan.grid))));
  const layers = plan.layers.filter((_, index) => index % every === 0);
  return { ...plan, layers, grid: { ...plan.grid, slices: layers.length, sliceStepMm: combine(plan.grid.sliceStepMm, every, plan.grid.sliceStepMm, 0) } };
}

function modalityValues({ volume, transform }: BuiltVolume): Volume {
  const values = Float32Array.from(volume.values, (value) => (isNothing(volume.values, value) ? Number.NaN : toModalityValue(transform, value)));
  return { ...volume, values };
}
