import { imageLoader, init as initCore, RenderingEngine } from '@cornerstonejs/core';
import { init as initTools } from '@cornerstonejs/tools';
import type { Calibration, Measurement } from '#shared/contract/services/measurements.contract.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { describeImage } from '#shared/dicom/image/image-description.ts';
import { createDecodePool } from '../decoding/decode-pool.ts';
import { decodeFrame } from '../loader/decode-frame.ts';
import { createFrameCache } from '../loader/frame-cache.ts';
import { createFrameStore } from '../loader/frame-store.ts';
import { fetchFrame, type FetchPath } from '../loader/fetch-frame.ts';
import { fetchSegmentValues } from '../loader/fetch-segment.ts';
import { frameOfImageId, IMAGE_ID_SCHEME } from '../loader/image-id.ts';
import { imageObjectOf } from '../loader/image-object.ts';
import { createImageRegistry } from '../loader/image-registry.ts';
import { provideMetadata } from '../loader/metadata-provider.ts';
import { followSeries, type RememberedSeries, type SeriesImages } from '../loader/series-images.ts';
import { createSeriesMemory } from '../loader/series-memory.ts';
import { shareQuestions } from '../loader/share-questions.ts';
import { createStudyUse } from '../loader/study-use.ts';
import type { ReadingSource } from '../reading-source.ts';
import { createCalibrationBook } from '../tools/calibration-book.ts';
import { createAnnotationLayer } from '../tools/annotation-layer.ts';
import { deviceMemoryGigabytes, type VolumeHandle, type WantedVolume } from '../volume/prepare-volume.ts';
import { createVolumeShelf } from '../volume/volume-shelf.ts';
import { volumeBudgetBytes } from '#shared/dicom/volume/weigh-volume.ts';
import type { FrameStore } from '../loader/frame-store.ts';
import type { Registration } from '#shared/dicom/registration/register-rigid.ts';
import { registerStacks, type WantedRegistration } from '../registration/register-stacks.ts';
import { readGraphics } from './graphics-name.ts';
import { stillGraphics } from './still-graphics.ts';
import { USUAL_MOUSE, type MouseMap } from './navigation-gestures.ts';
import { renderThumbnail } from './render-thumbnail.ts';
import { openStackViewport, type StackViewportOptions } from './stack-viewport.ts';
import { openSubtractingViewport } from './subtracting-viewport.ts';
import type { StackViewport } from './viewport-acts.ts';
import type { StackFrame } from './viewport-state.ts';

/** The one engine of a window. */
export interface ImagingEngine {
  readonly openStackViewport: (element: HTMLDivElement, options: StackViewportOptions) => StackViewport;
  /** Follows the pictures of a series while they arrive. @returns the way to stop */
  readonly followSeries: (studyId: number, seriesInstanceUid: string, listener: (images: SeriesImages) => void) => () => void;
  /** Makes ready what a viewport needs to show a series: its metadata and its first picture. Takes nothing from what is waited for. @returns the way to stop */
  readonly warmSeries: (studyId: number, seriesInstanceUid: string) => () => void;
  /** Draws a frame small, when nothing else wants to be loaded. */
  readonly renderThumbnail: (frame: StackFrame, canvas: HTMLCanvasElement, signal: AbortSignal) => Promise<void>;
  /** What all viewports draw of a study. */
  readonly setMeasurements: (studyId: number, measurements: readonly Measurement[]) => void;
  /** What the physician calibrated in a study; all viewports measure with it from now on. */
  readonly setCalibrations: (studyId: number, calibrations: readonly Calibration[]) => void;
  /** What the buttons and the wheel do in all viewports from now on. */
  readonly setMouse: (mouse: MouseMap) => void;
  readonly selectMeasurement: (trackingUid: string | undefined) => void;
  /** Makes an instance known whose frames are loaded without a series being followed: a segmentation over the pictures. */
  readonly describe: (studyId: number, dataSet: DataSet) => void;
  /** Frees all pixels, headers and drawings of studies that are neither open nor on a screen: those that were closed, and what was compared with them. */
  readonly keepStudies: (openStudyIds: ReadonlySet<number>) => void;
  /** Brings a stack into memory as a volume, if this machine can hold it. `StackPassport` and `planVolume` say whether it may. */
  readonly buildVolume: (wanted: WantedVolume) => Promise<VolumeHandle>;
  /** Finds how two stacks of one patient lie to each other. */
  readonly register: (wanted: WantedRegistration) => Promise<Registration>;
  readonly dispose: () => void;
}

export interface ImagingEngineOptions {
  readonly source: Pick<ReadingSource, 'onInstancesHeld' | 'onFramesArriving'>;
  readonly fetchPath?: FetchPath;
  /** Decoded pixels that are kept in memory. */
  readonly cacheBudgetBytes?: number;
}

const DEFAULT_BUDGET_BYTES = 1_000_000_000;
/** A browser allows six connections; the event stream and the calls need theirs. */
const FRAME_CONNECTIONS = 3;
const MOST_DECODERS = 4;

/** Starts Cornerstone and the decoders. Once in a window. */
export async function createImagingEngine(options: ImagingEngineOptions): Promise<ImagingEngine> {
  const { source, cacheBudgetBytes = DEFAULT_BUDGET_BYTES, fetchPath = (path, init) => fetch(path, init) } = options;
  // Stacks are painted by the processor in both kinds of machine: one path, whose greys are proved (README.md).
  initCore({
    rendering: { useGenericViewport: true, useCPURendering: true, webGlContextCount: 1, planar: { renderBackend: 'cpu' } },
    debug: { statsOverlay: false },
  });
  initTools();

  const registry = createImageRegistry();
  const pool = createDecodePool({ workers: Math.max(1, Math.min(MOST_DECODERS, navigator.hardwareConcurrency - 1)) });
  const stopMetadata = provideMetadata(registry);
  const frames = createFrameStore({
    cache: createFrameCache(cacheBudgetBytes),
    fetch: (frame, signal) => fetchFrame(frame, fetchPath, signal),
    decode: (frame, answer) => decodeFrame(frame, answer, { registry, pool }),
    onInstancesHeld: source.onInstancesHeld,
    onFramesArriving: source.onFramesArriving,
    concurrency: FRAME_CONNECTIONS,
  });
  // A name of its own: Cornerstone finds engines by name, and one that is put away takes its namesake's place in that list with it.
  const engine = new RenderingEngine(`tongyue-${crypto.randomUUID()}`);
  stillGraphics(engine);
  const calibrations = createCalibrationBook();
  const annotations = createAnnotationLayer(calibrations);
  const viewports = new Set<StackViewport>();
  const memory = createSeriesMemory<RememberedSeries>();
  const followed = createStudyUse();
  const fetchHeaders = shareQuestions(fetchPath);
  const graphics = readGraphics();
  const shelf = createVolumeShelf({ frames, registry }, { budgetBytes: volumeBudgetBytes(deviceMemoryGigabytes()), graphics });
  let opened = 0;
  let mouse = USUAL_MOUSE;

  // For parts of Cornerstone that load by themselves. Stacks are fed by hand: a late frame cannot take another's place.
  imageLoader.registerImageLoader(IMAGE_ID_SCHEME, (imageId: string) => {
    const loading = new AbortController();
    const frame = frameOfImageId(imageId);
    return {
      promise: frame === undefined ? Promise.reject(new TypeError('Not one of our frames.')) : frames.load(frame, 'thumbnail', loading.signal).then(imageObjectOf),
      cancelFn: () => loading.abort(),
    };
  });

  function openViewport(source: FrameStore, element: HTMLDivElement, viewportOptions: StackViewportOptions): StackViewport {
    opened += 1;
    const viewportId = `stack-${opened}`;
    const viewport = openSubtractingViewport(source, viewportOptions.state, (shownFrames) =>
      openStackViewport(
        element,
        {
          engine,
          viewportId,
          isSoftwareGraphics: graphics.isSoftware,
          frames: shownFrames,
          annotations,
          calibrations,
          mouse: () => mouse,
          prefetchLimit: (frame) => prefetchLimitOf(frame, cacheBudgetBytes),
          segmentValues: (frame, layer, signal) =>
            fetchSegmentValues(frame, layer, fetchPath, (wanted, ending) => frames.load(wanted, 'thumbnail', ending), signal),
        },
        viewportOptions,
      ));
    viewports.add(viewport);
    const dispose = () => {
      viewports.delete(viewport);
      viewport.dispose();
    };
    return { ...viewport, dispose };
  }

  const follow: ImagingEngine['followSeries'] = (studyId, seriesInstanceUid, listener) => {
    const leave = followed.enter(studyId);
    const stop = followSeries({ registry, fetchPath: fetchHeaders, onInstancesHeld: source.onInstancesHeld, onFramesArriving: source.onFramesArriving, memory, wait }, studyId, seriesInstanceUid, listener);
    return () => {
      stop();
      leave();
    };
  };

  return {
    openStackViewport: (element, viewportOptions) => openViewport(frames, element, viewportOptions),
    followSeries: follow,
    warmSeries: (studyId, seriesInstanceUid) => {
      const owner = {};
      const stop = follow(studyId, seriesInstanceUid, ({ stacks: [first] }) => frames.prefetch(owner, first?.frames.slice(0, 1).map(({ frame }) => frame) ?? []));
      return () => {
        stop();
        frames.prefetch(owner, []);
      };
    },
    renderThumbnail: (frame, canvas, signal) => renderThumbnail(frames, frame, canvas, signal),
    setMeasurements: annotations.setMeasurements,
    setCalibrations: (studyId, known) => {
      calibrations.set(studyId, known);
      for (const viewport of viewports) viewport.applyCalibration();
    },
    setMouse: (next) => {
      mouse = next;
    },
    selectMeasurement: annotations.select,
    buildVolume: async (wanted) => {
      const volume = await shelf.open(wanted);
      return {
        ...volume,
        openStackViewport: (element, viewportOptions) => openViewport(volume.frames, element, viewportOptions),
        setMeasurements: (measurements) => annotations.setMeasurements(volume.studyId, measurements),
        dispose: () => {
          annotations.setMeasurements(volume.studyId, []);
          volume.dispose();
        },
      };
    },
    register: (wanted) => registerStacks(wanted, frames),
    describe: (studyId, dataSet) => registry.add(studyId, [describeImage(dataSet)]),
    keepStudies: (openStudyIds) => {
      for (const studyId of followed.unused()) {
        if (openStudyIds.has(studyId)) continue;
        frames.forget(studyId);
        annotations.setMeasurements(studyId, []);
        calibrations.set(studyId, []);
        registry.forget(studyId);
        memory.forgetStudy(studyId);
        followed.forget(studyId);
      }
    },
    dispose: () => {
      annotations.dispose();
      frames.dispose();
      pool.dispose();
      stopMetadata();
      engine.destroy();
    },
  };
}

/** A third of the cache for what lies ahead of one viewport: two viewports and what was seen before share the rest. */
function prefetchLimitOf({ image }: StackFrame, budgetBytes: number): number {
  const bytes = image.rows * image.columns * image.samplesPerPixel * Math.max(1, image.format.bitsAllocated / 8);
  return Math.max(2, Math.floor(budgetBytes / 3 / Math.max(1, bytes)));
}

function wait(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, durationMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
