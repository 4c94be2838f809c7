import { useCallback, useState, useSyncExternalStore, type ReactNode, type RefObject } from 'react';
import type { KeyImage, Measurement } from '#shared/contract/services/measurements.contract.ts';
import { WORDED_KINDS } from '#shared/dicom/measurement/shape-kind.ts';
import type { WindowPresetName } from '#shared/dicom/pixel/window-presets.ts';
import type { ErrorCode } from '#shared/errors/error-code.ts';
import type { ImagingEngine } from '#renderer/imaging/engine/imaging-engine.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import { isShownArriving, type PrimaryTool, type ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import type { FrameRef } from '#renderer/imaging/frame-ref.ts';
import type { ReadingSource } from '#renderer/imaging/reading-source.ts';
import type { DrawnShape } from '#renderer/imaging/tools/measurement-shape.ts';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { capturePicture, deliverPicture } from './paper/capture-picture.ts';
import { marksOf, whatWords } from './paper/captured-marks.ts';
import { lettersOf } from './viewport/eye.ts';
import type { MeasurementDesk } from './measuring/measurement-desk.ts';
import { followUpSentence, sentenceToday } from './measuring/lesion-words.ts';
import { MeasureMenu } from './measuring/MeasureMenu.tsx';
import { MeasurementList } from './measuring/MeasurementList.tsx';
import { identityOf, type ReadingStudy } from './reading-study.ts';
import { paperPicture } from './paper/paper-picture.ts';
import { usePictureOfMarks } from './paper/use-picture-of-marks.ts';
import { ShapeTextDialog } from './measuring/ShapeTextDialog.tsx';
import { staleSentences, type StaleSentence } from './measuring/stale-sentences.ts';
import { keyImageViewOf } from './paper/key-image-view.ts';
import { useImageNumbers } from './measuring/use-image-numbers.ts';
import { useKeyImages } from './paper/use-key-images.ts';
import type { ViewerKeyActs } from './keys/viewer-key-acts.ts';
import { placeWords } from './measuring/measurement-words.ts';
import type { DeskAct } from './viewer-desk.ts';
import { windowChoicesFor, type PresetChanges, type WindowChoice } from './toolbar/window-choices.ts';

/** Whether the report took it; the report may be in another window. */
export type Taken = boolean | Promise<boolean>;

export interface HandsOptions {
  readonly source: ReadingSource;
  readonly engine: ImagingEngine | undefined;
  readonly root: RefObject<HTMLElement | null>;
  readonly studies: readonly ReadingStudy[];
  readonly measurements: MeasurementDesk;
  readonly activeIndex: number;
  readonly activeState: ViewportState;
  readonly active: () => StackViewport | undefined;
  readonly act: (act: DeskAct) => void;
  readonly say: (index: number, words: string) => void;
  readonly refusalOf: (tool: PrimaryTool) => string | undefined;
  readonly chooseTool: (tool: PrimaryTool) => void;
  readonly presetChanges: PresetChanges;
  /** @returns whether the report took it */
  readonly onMeasurementToReport: (measurement: Measurement, sentence: string) => Taken;
  /** Puts the new sentence in the place of the old one. @returns whether it was there */
  readonly onSentenceChanged: (before: string, after: string) => Taken;
  readonly onFailed: (code: ErrorCode) => void;
  /** The lesion of a prior that a new shape follows. */
  readonly priorOf: (shape: DrawnShape) => string | undefined;
  /** To a measurement on a computed picture. */
  readonly goToSpace: (measurement: Measurement) => void;
  /** Back from computed pictures to images. */
  readonly leaveVolume: () => void;
}

export interface Hands {
  readonly acts: Pick<ViewerKeyActs, 'measureOrReport' | 'toReport' | 'capture' | 'scaleTo' | 'toggleKeyImage' | 'toggleList' | 'openMenu'>;
  readonly goTo: (image: KeyImage) => void;
  readonly putIntoReport: (measurement: Measurement) => void;
  readonly isKeyImage: (frame: FrameRef | undefined) => boolean;
  readonly isListOpen: boolean;
  readonly stale: readonly StaleSentence[];
  readonly choices: readonly WindowChoice[];
  readonly choiceOf: (name: WindowPresetName) => WindowChoice | undefined;
  /** A shape was drawn: kept, selected, and asked for its words where it has some. */
  readonly onDrawn: (shape: DrawnShape) => void;
  /** What stands beside the pictures. */
  readonly panel: ReactNode;
  readonly dialogs: ReactNode;
}

/** CSS counts 96 pixels to an inch; a display that nobody measured may differ. */
const CSS_PX_PER_MM = 96 / 25.4;

/** Key images, the list of measurements, words, captures, window presets: what the hand does besides moving pictures. */
export function useHands(options: HandsOptions): Hands {
  const { source, engine, root, studies, measurements, activeIndex, activeState, active, act, say, refusalOf, chooseTool, presetChanges, onMeasurementToReport, onSentenceChanged, onFailed, priorOf, goToSpace, leaveVolume } = options;
  const text = useText();
  const toast = useToast();
  const { t } = text;
  const history = useSyncExternalStore(measurements.history.subscribe, measurements.history.get);
  const reported = useSyncExternalStore(measurements.reported.subscribe, measurements.reported.get);
  const keyImages = useKeyImages(source, studies.map(({ study }) => study.studyId), onFailed);
  const [isListOpen, setIsListOpen] = useState(false);
  const numberOf = useImageNumbers(engine, isListOpen ? [...history.measurements, ...keyImages.all] : []);
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const [writing, setWriting] = useState<string>();
  const { shown, selectedTrackingUid } = activeState;
  const sentenceOf = (one: Measurement) => followUpSentence(text, one, history.measurements, studies);
  const stale = staleSentences(reported, history.measurements, (one) => sentenceToday(text, one, history.measurements, studies, reported));
  const siteId = studies.find(({ study }) => study.studyId === shown?.frame.studyId)?.study.siteId ?? '';
  const choices = windowChoicesFor(shown, siteId, presetChanges);

  const takePaperPicture = async () => {
    const viewport = root.current?.querySelector<HTMLElement>(`[data-viewport="${activeIndex + 1}"]`);
    const state = active()?.now();
    return viewport === null || viewport === undefined || state?.shown === undefined ? undefined : paperPicture(viewport, lettersOf(state.shown, state));
  };
  usePictureOfMarks(shown?.frame, history.measurements, keyImages.renew, takePaperPicture);

  const onDrawn = useCallback(
    (shape: DrawnShape) => {
      const { trackingUid } = measurements.draw(shape, priorOf(shape));
      engine?.selectMeasurement(trackingUid);
      if (WORDED_KINDS.has(shape.kind)) setWriting(trackingUid);
    },
    [measurements, engine, priorOf],
  );

  async function toReport(wanted?: Measurement): Promise<void> {
    const chosen = wanted ?? history.measurements.find(({ trackingUid }) => trackingUid === selectedTrackingUid) ?? lastDrawn(history.measurements, studies);
    const sentence = chosen === undefined ? '' : sentenceOf(chosen);
    if (chosen === undefined || sentence === '' || !(await onMeasurementToReport(chosen, sentence))) return;
    measurements.recordReported({ studyId: chosen.studyId, trackingUid: chosen.trackingUid, sentence });
  }

  async function updateReport({ studyId, trackingUid, before, after }: StaleSentence): Promise<void> {
    if (!(await onSentenceChanged(before, after))) say(activeIndex, t('hands.stale.not-found'));
    if (after !== '') measurements.recordReported({ studyId, trackingUid, sentence: after });
  }

  function goTo({ studyId, seriesInstanceUid, sopInstanceUid, frameNumber }: KeyImage): void {
    leaveVolume();
    act({ kind: 'hang', index: activeIndex, stack: { studyId, seriesInstanceUid, stackIndex: 0, frame: { sopInstanceUid, frameNumber } } });
  }

  async function capture(where: 'clipboard' | 'file'): Promise<void> {
    const viewport = root.current?.querySelector<HTMLElement>(`[data-viewport="${activeIndex + 1}"]`);
    const reading = studies.find(({ study }) => study.studyId === shown?.frame.studyId);
    if (viewport === null || viewport === undefined) toast({ title: t('hands.capture.not-here'), tone: 'plain' });
    if (viewport === null || viewport === undefined || reading === undefined || shown === undefined) return;
    if (isShownArriving(activeState)) return say(activeIndex, t('hands.still-arriving'));
    const { who, hospital, when } = identityOf(text, reading);
    const state = { ...activeState, shown };
    try {
      const { person, at } = await source.releasePicture(shown.frame.studyId);
      const watermark = text.t('export.watermark', { person, at: `${text.format.date(at)} ${text.format.time(at)}` });
      const picture = await capturePicture(viewport, { watermark, marks: marksOf(text, state), lines: [who, `${hospital} · ${when}`, whatWords(text, state)] });
      if (picture === undefined) return;
      await deliverPicture(picture, where, `${shown.image.modality}-${shown.stackIndex + 1}.png`);
      say(activeIndex, t(`hands.capture.${where}`));
    } catch {
      say(activeIndex, t('hands.capture.failed'));
    }
  }

  function scaleTo(size: 'one-pixel' | 'true-size'): void {
    if (shown === undefined) return;
    const { zoom, pixelsPerMm } = activeState;
    if (size === 'one-pixel') active()?.zoomBy(1 / ((window.devicePixelRatio || 1) * zoom));
    else if (pixelsPerMm === undefined) say(activeIndex, t('viewer.refused', { tool: t('viewer.key.true-size'), reason: t('viewer.measure.source.none') }));
    else {
      active()?.zoomBy(CSS_PX_PER_MM / pixelsPerMm);
      say(activeIndex, t('hands.true-size'));
    }
  }

  const written = history.measurements.find(({ trackingUid }) => trackingUid === writing);
  return {
    isListOpen,
    stale,
    choices,
    choiceOf: (name) => choices.find((choice) => choice.name === name) ?? (choices.some((one) => one.name === 'suv-5') ? choices.find((one) => one.name === UPTAKE_OF[name]) : undefined),
    isKeyImage: keyImages.has,
    onDrawn,
    goTo,
    putIntoReport: (measurement) => void toReport(measurement),
    acts: {
      toReport: () => void toReport(),
      openMenu: () => setIsMenuOpen(true),
      measureOrReport: () => {
        if (selectedTrackingUid === undefined) setIsMenuOpen(true);
        else void toReport();
      },
      toggleList: () => setIsListOpen(!isListOpen),
      toggleKeyImage: () => {
        const element = root.current?.querySelector<HTMLElement>(`[data-viewport="${activeIndex + 1}"]`);
        const first = active()?.pixelUnder([0, 0]);
        const last = active()?.pixelUnder([element?.clientWidth ?? 0, element?.clientHeight ?? 0]);
        const view = keyImageViewOf(activeState, first === undefined || last === undefined ? undefined : [first, last]);
        if (shown !== undefined && !studies.some(({ study }) => study.studyId === shown.frame.studyId)) toast({ title: t('hands.key-image.computed'), detail: t('hands.key-image.computed.detail'), tone: 'plain' });
        // It would stand in the report before anybody knows that all of it is what was asked for.
        else if (shown !== undefined && isShownArriving(activeState) && !keyImages.has(shown.frame)) say(activeIndex, t('hands.still-arriving'));
        else if (shown !== undefined) keyImages.toggle(shown.frame, shown.image.seriesInstanceUid, view, takePaperPicture);
      },
      capture: (where) => void capture(where),
      scaleTo,
    },
    panel: !isListOpen ? null : (
      <MeasurementList
        measurements={history.measurements}
        keyImages={keyImages.all}
        stale={stale}
        selectedTrackingUid={selectedTrackingUid}
        placeOf={({ sopInstanceUid, frameNumber, place }) => {
          if (place !== undefined) return t('mpr.viewport', { plane: placeWords(text, place) });
          const number = numberOf({ sopInstanceUid, frameNumber });
          return number === undefined ? t('hands.list.image', { number: frameNumber }) : t('viewer.measure.where', { number });
        }}
        onGo={(one) => {
          if (one.place !== undefined) goToSpace(one);
          else {
            goTo(one);
            engine?.selectMeasurement(one.trackingUid);
          }
        }}
        onGoToImage={goTo}
        onRemove={measurements.remove}
        onWrite={({ trackingUid }) => setWriting(trackingUid)}
        onUpdateReport={(stale) => void updateReport(stale)}
        onClose={() => setIsListOpen(false)}
      />
    ),
    dialogs: (
      <>
        {isMenuOpen ? <MeasureMenu refusalOf={refusalOf} onChoose={chooseTool} onClose={() => setIsMenuOpen(false)} /> : null}
        {written === undefined ? null : (
          <ShapeTextDialog
            key={written.trackingUid}
            measurement={written}
            onWrite={(words) => measurements.write(written.trackingUid, words)}
            onClose={() => {
              setWriting(undefined);
              // Words that were never written are no measurement.
              if (measurements.history.get().measurements.some(({ trackingUid, kind, text: words }) => trackingUid === written.trackingUid && kind !== 'arrow' && (words ?? '') === '')) {
                measurements.remove(written.trackingUid);
              }
            }}
          />
        )}
      </>
    ),
  };
}

/** Uptake windows lie on the keys of the CT windows with the same digit. */
const UPTAKE_OF: Partial<Record<WindowPresetName, WindowPresetName>> = { brain: 'suv-5', stroke: 'suv-10', subdural: 'suv-15' };

/** The measurement with the highest number of the case. */
function lastDrawn(measurements: readonly Measurement[], studies: readonly ReadingStudy[]): Measurement | undefined {
  const studyId = studies[0]?.study.studyId;
  return measurements.filter((one) => one.studyId === studyId).toSorted((left, right) => left.label - right.label).at(-1);
}
