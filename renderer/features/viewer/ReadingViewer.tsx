import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { DEFAULT_READING_PROFILE, type ReadingProfile } from '#shared/contract/services/preferences.contract.ts';
import type { VoiWindow } from '#shared/dicom/pixel/voi.ts';
import type { ErrorCode } from '#shared/errors/error-code.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import { EMPTY_VIEWPORT, isMeasuringTool, type PrimaryTool, type ShownFrame, type ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import { useImaging } from '#renderer/imaging/ImagingProvider.tsx';
import type { StudyObject } from '#renderer/imaging/objects/study-object.ts';
import type { ReadingSource } from '#renderer/imaging/reading-source.ts';
import type { DraggedSeries } from '#renderer/imaging/series-drag.ts';
import { useText } from '#renderer/text/use-text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { useStableActs } from '#renderer/ui/use-stable-acts.ts';
import { toolRefusalOf } from '#shared/imaging-passport/passport.ts';
import { calibrationRefusalWords, lineOn } from './measuring/calibration-line.ts';
import { CalibrationDialog } from './measuring/CalibrationDialog.tsx';
import { MprDesk } from './mpr/MprDesk.tsx';
import { useVolumeDesk } from './volume/use-volume-desk.ts';
import { VolumeDesk } from './volume/VolumeDesk.tsx';
import { useEye, type EyeRef } from './viewport/eye.ts';
import { fidelityOf, mayMeasure } from './viewport/fidelity.ts';
import { createMeasurementDesk } from './measuring/measurement-desk.ts';
import { nextLabel } from './measuring/measurement-history.ts';
import { contradictionOf, identityOf, imageSeriesOf, progressOf, type ReadingStudy } from './reading-study.ts';
import { ReadingViewport } from './viewport/ReadingViewport.tsx';
import { passportToolOf } from './viewport/passport-tool.ts';
import type { ObjectLayers } from './viewport/use-object-layers.ts';
import { seriesName, stackName, type Desk } from './use-viewer-desk.ts';
import { useCine } from './cine/use-cine.ts';
import { useHands, type Taken } from './use-hands.tsx';
import { useLesionLink, useLesions } from './measuring/use-lesions.tsx';
import { NO_PRESET_CHANGES, type PresetChanges } from './toolbar/window-choices.ts';
import { useNotice } from './use-notice.ts';
import { useViewerKeys } from './keys/use-viewer-keys.ts';
import type { ViewerKeyActs } from './keys/viewer-key-acts.ts';
import { DeskTools } from './toolbar/DeskTools.tsx';
import { useArrangement } from './use-arrangement.ts';
import { useRegistration } from './pointing/use-registration.ts';
import { useFocusReport } from './use-focus-report.ts';
import { usePointing } from './pointing/use-pointing.ts';
import { usePrinting } from './paper/use-printing.tsx';
import { useScrollLink } from './pointing/use-scroll-link.ts';
import { useHangingTools } from './use-hanging-tools.ts';
import { useTouch } from './pointing/use-touch.ts';
import { neighbourOf, sidesOf, viewportCountOf, type DeskLayout, type HungStack } from './viewer-desk.ts';
import { toolRefusals, ViewerToolbar } from './toolbar/ViewerToolbar.tsx';
import { ViewportMenu } from './toolbar/ViewportMenu.tsx';
import styles from './ReadingViewer.module.css';

export interface ReadingViewerProps {
  /** For measurements and for what is under the eye. The same as long as the case is. */
  readonly source: ReadingSource;
  /** The case first, then priors that have been opened. */
  readonly studies: readonly ReadingStudy[];
  readonly desk: Desk;
  /** Objects beside the pictures, of all studies on the desk. */
  readonly objects: readonly StudyObject[];
  readonly layers: ObjectLayers;
  /** Why the pictures hang as they do, and other ways to hang them. */
  readonly renderHanging?: (windowOf: (index: number) => VoiWindow | undefined) => ReactNode;
  /** What stands left of the pictures: the series rail. */
  readonly rail: ReactNode;
  /** What stands right of the pictures: a document that is read beside them. */
  readonly aside?: ReactNode;
  /** `M`: the selected measurement goes into the report. @returns whether the report took it */
  readonly onMeasurementToReport: (measurement: Measurement, sentence: string) => Taken;
  /** A measurement that stands in the report has changed. @returns whether its old sentence was there and is replaced */
  readonly onSentenceChanged?: (before: string, after: string) => Taken;
  /** Window presets that somebody changed. */
  readonly presetChanges?: PresetChanges;
  /** Where others ask which viewport is under the eye. */
  readonly eye?: EyeRef;
  /** What buttons and wheel do, where the physician changed it. */
  readonly mouse?: ReadingProfile['mouse'];
  /** A measurement stays on the screen, but the store did not take it. */
  readonly onMeasurementFailed: (code: ErrorCode) => void;
}

function gridOf(layout: DeskLayout, isMaximised: boolean): string {
  const { rows, columns } = isMaximised ? { rows: 1, columns: 1 } : sidesOf(layout);
  return `repeat(${rows}, minmax(0, 1fr)) / repeat(${columns}, minmax(0, 1fr))`;
}

/** The pictures of a case: toolbar, rail, viewports, keys and measurements. */
export function ReadingViewer(props: ReadingViewerProps) {
  const { source, studies, desk: { desk, act, markSeen }, objects, layers, renderHanging, rail, aside, onMeasurementToReport, onMeasurementFailed } = props;
  const { onSentenceChanged = () => false, presetChanges = NO_PRESET_CHANGES, mouse = DEFAULT_READING_PROFILE.mouse } = props;
  const root = useRef<HTMLDivElement>(null);
  const text = useText();
  const imaging = useImaging();
  const engine = imaging.status === 'ready' ? imaging.engine : undefined;
  const viewports = useRef(new Map<number, () => StackViewport | undefined>());
  const [states, setStates] = useState<ReadonlyMap<number, ViewportState>>(new Map());
  const [stackCounts, setStackCounts] = useState<ReadonlyMap<string, number>>(new Map());
  const [primaryTool, setPrimaryTool] = useState<PrimaryTool>(mouse.leftDrag);
  useEffect(() => engine?.setMouse(mouse), [engine, mouse]);
  const [isTextShown, setIsTextShown] = useState(true);
  const [passportIndex, setPassportIndex] = useState<number>();
  const { notice, say } = useNotice();
  const cine = useCine((index) => viewports.current.get(index)?.());
  const togglePassport = (index: number) => setPassportIndex(passportIndex === index ? undefined : index);
  const measurements = useMemo(() => createMeasurementDesk(source), [source]);
  useEffect(() => measurements.onFailed(onMeasurementFailed), [measurements, onMeasurementFailed]);
  const history = useSyncExternalStore(measurements.history.subscribe, measurements.history.get);

  const studyIds = studies.map(({ study }) => study.studyId).join(' ');
  useEffect(() => {
    const ids = studyIds.split(' ').filter((id) => id !== '').map(Number);
    const closers = ids.map((studyId) => measurements.open(studyId));
    return () => {
      for (const close of closers) close();
    };
  }, [measurements, studyIds]);
  useEffect(() => {
    if (engine === undefined) return undefined;
    const ids = studyIds.split(' ').filter((id) => id !== '').map(Number);
    const draw = () => {
      for (const studyId of ids) engine.setCalibrations(studyId, measurements.history.get().calibrations.filter((one) => one.studyId === studyId));
      for (const studyId of ids) engine.setMeasurements(studyId, measurements.history.get().measurements.filter((one) => one.studyId === studyId && one.place === undefined));
    };
    draw();
    return measurements.history.subscribe(draw);
  }, [engine, measurements, studyIds]);

  useEffect(() => {
    for (const { studyId, dataSet, content } of objects) if (content.kind === 'segmentation') engine?.describe(studyId, dataSet);
  }, [engine, objects]);

  // A study of documents alone: the document takes the place of the pictures.
  const isReadingOnly = aside !== undefined && studies.every((one) => imageSeriesOf(one).length === 0);
  const activeState = states.get(desk.activeIndex) ?? EMPTY_VIEWPORT;
  const activeHung = desk.viewports[desk.activeIndex];
  const active = () => viewports.current.get(desk.activeIndex)?.();
  useEye(props.eye, active, () => root.current?.querySelector<HTMLElement>(`[data-viewport="${desk.activeIndex + 1}"]`) ?? undefined);
  const reading = studies.find(({ study }) => study.studyId === activeHung?.studyId);
  const series = reading?.series.find(({ seriesInstanceUid }) => seriesInstanceUid === activeHung?.seriesInstanceUid);
  const isLocked = reading !== undefined && activeState.shown !== undefined && !mayMeasure(fidelityOf(activeState.shown, progressOf(reading, series)));

  /** Why the active viewport refuses a tool: what is still coming, or what its passport forbids. */
  const refusalOf = (tool: PrimaryTool): string | undefined => {
    if (isLocked && isMeasuringTool(tool)) return text.t('viewer.lock.arriving');
    const { stack } = activeState;
    const reason = stack === undefined ? undefined : toolRefusalOf(stack.passport, passportToolOf(tool));
    // A stack of one image has nothing to scroll; the hand need not be told.
    return reason === undefined || reason === 'one-image' ? undefined : text.t(`passport.refusal.${reason}`);
  };
  const presetRefusal = () => {
    const reason = activeState.stack === undefined ? undefined : toolRefusalOf(activeState.stack.passport, 'roi-hu');
    return reason === undefined ? text.t('viewer.preset.not-here') : text.t(`passport.refusal.${reason}`);
  };
  const { volume: mpr, close: closeVolume, goTo: goToSpace, wanted: wantedPlace } = useVolumeDesk({
    activeState, states, isLocked, onOpen: cine.stop, onRefused: (words) => say(desk.activeIndex, words),
    onHang: ({ studyId, seriesInstanceUid, sopInstanceUid, frameNumber }) => act({ kind: 'hang', index: desk.activeIndex, stack: { studyId, seriesInstanceUid, stackIndex: 0, frame: { sopInstanceUid, frameNumber } } }),
  });
  const [isCalibrating, setIsCalibrating] = useState(false);
  const calibrationLine = isLocked ? undefined : lineOn(history.measurements, activeState);
  const calibrationRefusal = calibrationRefusalWords(text, activeState.shown, calibrationLine, isLocked);

  const chooseTool = (tool: PrimaryTool): void => {
    const refusal = refusalOf(tool);
    if (refusal !== undefined) {
      say(desk.activeIndex, text.t('viewer.refused', { tool: text.t(`viewer.key.${tool}`), reason: refusal }));
      return;
    }
    // Nobody can measure what moves.
    if (isMeasuringTool(tool)) cine.stop();
    setPrimaryTool(tool);
  };
  const lesionLink = useLesionLink();
  const hands = useHands({
    source, engine, root, studies, measurements, activeIndex: desk.activeIndex, activeState, active, act, say, refusalOf, chooseTool, presetChanges, onMeasurementToReport, onSentenceChanged,
    onFailed: onMeasurementFailed, priorOf: lesionLink.priorOf, goToSpace, leaveVolume: closeVolume,
  });
  const startCine = (fellows: readonly number[]): void => {
    if (activeState.shown === undefined) return;
    if (isMeasuringTool(primaryTool)) setPrimaryTool('window');
    if (!cine.toggle(desk.activeIndex, fellows)) say(desk.activeIndex, text.t('viewer.refused', { tool: text.t('viewer.key.cine'), reason: text.t('passport.refusal.one-image') }));
  };

  const count = viewportCountOf(desk.layout);
  const { maximisedIndex } = desk;
  const isHidden = (index: number) => maximisedIndex !== undefined && index !== maximisedIndex;
  const viewportOf = useCallback((index: number) => viewports.current.get(index)?.(), []);
  const registration = useRegistration(engine);
  const mayBelongTogether = useCallback((...ids: readonly number[]) => ids.every((id) => contradictionOf(studies.find(({ study }) => study.studyId === id), studies) === undefined), [studies]);
  const link = useScrollLink({ states, activeIndex: desk.activeIndex, count, viewportOf, registration, mayBelongTogether });
  const lesions = useLesions({
    measurements: history.measurements, studies, states, count, registration, viewportOf, chooseTool,
    onActivate: (index) => act({ kind: 'activate', index }), onGo: hands.goTo, onToReport: hands.putIntoReport, onLesionOf: lesionLink.keep,
  });
  const pointing = usePointing({ root, desk, count, link, viewportOf, say });
  const seen = desk.viewports.flatMap((hung, index) => (hung === undefined || index >= count || isHidden(index) ? [] : [index]));
  const printing = usePrinting({ source, root, studies, places: seen, viewportOf, say: (words) => say(desk.activeIndex, words) });
  const acts: ViewerKeyActs = {
    ...hands.acts,
    ...pointing.acts,
    print: printing.print,
    maximise: () => act({ kind: 'maximise', index: desk.activeIndex }),
    cycleViewport: () => act({ kind: 'activate', index: (desk.activeIndex + 1) % count }),
    toggleLink: link.toggle,
    linkHere: link.linkHere,
    register: () => link.register(undefined),
    calibrate: () => (calibrationRefusal === undefined ? setIsCalibrating(true) : say(desk.activeIndex, text.t('viewer.refused', { tool: text.t('viewer.key.calibrate'), reason: calibrationRefusal }))),
    toggleCine: () => startCine([]),
    toggleCineTogether: () => startCine(desk.viewports.slice(0, count).flatMap((hung, index) => (hung === undefined || index === desk.activeIndex ? [] : [index]))),
    changeCineSpeed: cine.changeSpeed,
    togglePassport: () => {
      if (activeState.stack !== undefined) togglePassport(desk.activeIndex);
    },
    chooseTool,
    turn: (turn) => active()?.turn(turn),
    invert: () => active()?.toggleInvert(),
    fit: () => active()?.fit(),
    reset: () => active()?.reset(),
    cancel: () => {
      if (active()?.cancelDrawing() === true) return;
      engine?.selectMeasurement(undefined);
      setPassportIndex(undefined);
      pointing.stop();
      setPrimaryTool('window');
    },
    undo: measurements.undo,
    redo: measurements.redo,
    deleteSelected: () => {
      const { selectedTrackingUid } = activeState;
      if (selectedTrackingUid !== undefined) measurements.remove(selectedTrackingUid);
    },
    toggleOverlay: () => setIsTextShown(!isTextShown),
    setLayout: (layout) => act({ kind: 'set-layout', layout }),
    applyPreset: (name) => {
      const choice = hands.choiceOf(name);
      if (choice !== undefined) active()?.setWindow(choice.window);
      else if (activeState.shown !== undefined) say(desk.activeIndex, text.t('viewer.refused', { tool: text.t(`viewer.preset.${name}`), reason: presetRefusal() }));
    },
    goToSeries: (step) => {
      if (reading === undefined) return;
      const stacks = imageSeriesOf(reading).map(({ seriesInstanceUid }) => ({
        studyId: reading.study.studyId,
        seriesInstanceUid,
        stackCount: stackCounts.get(seriesName(reading.study.studyId, seriesInstanceUid)) ?? 1,
      }));
      const next = neighbourOf(stacks, activeHung, step);
      if (next !== undefined) act({ kind: 'hang', stack: next, index: desk.activeIndex });
    },
  };
  useArrangement(desk.viewports.slice(0, count), states, viewportOf);
  const hangingTools = useHangingTools(renderHanging, states);
  const touch = useTouch(act);
  const stableActs = useStableActs(acts);
  const table = useViewerKeys(acts, active, pointing.tab);
  const placeActs = useStableActs({
    onMaximise: (index: number) => act({ kind: 'maximise', index }),
    nextLabel: (studyId: number) => nextLabel(measurements.history.get().measurements, studyId),
    onActivate: (index: number) => act({ kind: 'activate', index }),
    onViewed: source.recordViewed,
    onRemoveCalibration: ({ frame, image }: ShownFrame) => measurements.removeCalibration(frame.studyId, image),
    onSwapped: (from: number, to: number) => act({ kind: 'swap', from, to }),
    onDropped: (index: number, stack: DraggedSeries) => act({ kind: 'hang', index, stack }),
    onDrawn: hands.onDrawn,
    onChanged: measurements.move,
    onTogglePassport: togglePassport,
  });
  useFocusReport(source, states, desk.viewports.slice(0, count), desk.activeIndex);

  const onOpened = useCallback((index: number, viewport: (() => StackViewport | undefined) | undefined) => {
    if (viewport === undefined) viewports.current.delete(index);
    else viewports.current.set(index, viewport);
  }, []);
  const selectMeasurement = useCallback((trackingUid: string | undefined) => engine?.selectMeasurement(trackingUid), [engine]);
  const mprReading = studies.find(({ study }) => study.studyId === mpr?.studyId);
  const onMprActive = useCallback(
    (state: ViewportState, viewport: () => StackViewport | undefined) => {
      viewports.current.set(desk.activeIndex, viewport);
      setStates((before) => new Map(before).set(desk.activeIndex, state));
    },
    [desk.activeIndex],
  );
  const hungNow = desk.viewports;
  const onState = useCallback(
    (index: number, state: ViewportState) => {
      setStates((before) => new Map(before).set(index, state));
      if (state.shown !== undefined && state.stack !== undefined) markSeen(stackName(state.shown.frame.studyId, state.shown.image.seriesInstanceUid, state.stack.place, state.stack.siblings));
      // A video is played, not shown as a frame.
      const playing = state.failure?.refusal === 'video' ? hungNow[index] : undefined;
      if (playing !== undefined && state.stack !== undefined) markSeen(stackName(playing.studyId, playing.seriesInstanceUid, state.stack.place, state.stack.siblings));
    },
    [markSeen, hungNow],
  );
  const onStacks = useCallback(({ studyId, seriesInstanceUid }: HungStack, count: number) => {
    setStackCounts((before) => {
      const name = seriesName(studyId, seriesInstanceUid);
      return before.get(name) === count ? before : new Map(before).set(name, count);
    });
  }, []);

  return (
    <div ref={root} className={styles['viewer']} role="region" aria-label={text.t('viewer.label')} data-testid="reading-viewer">
      <div className={styles['tools']}>
        <ViewerToolbar
          acts={stableActs}
          primaryTool={primaryTool}
          isTextShown={isTextShown}
          isCineRunning={cine.running?.index === desk.activeIndex}
          refusals={toolRefusals(refusalOf)}
          calibrationRefusal={calibrationRefusal}
          choices={hands.choices}
          isListOpen={hands.isListOpen}
          staleCount={hands.stale.length}
          window={activeState.shown?.voi.kind === 'window' ? activeState.shown.voi : undefined}
        />
        <DeskTools layout={desk.layout} link={link} onLayout={acts.setLayout}>
          {hangingTools}
        </DeskTools>
      </div>
      <div className={styles['rail']}>{rail}</div>
      <CalibrationDialog
        isOpen={isCalibrating}
        line={calibrationLine}
        image={activeState.shown?.image}
        onCalibrate={measurements.calibrate}
        onClose={() => setIsCalibrating(false)}
      />
      {isReadingOnly ? null : imaging.status === 'failed' ? (
        <p className={styles['failed']} role="alert">
          {text.t('viewer.engine-failed')}
        </p>
      ) : mpr?.desk === 'body' && engine !== undefined ? (
        <VolumeDesk
          engine={engine}
          studyId={mpr.studyId}
          passport={mpr.passport}
          identity={mprReading === undefined ? undefined : identityOf(text, mprReading)}
          contradiction={contradictionOf(mprReading, studies)}
          onClose={closeVolume}
        />
      ) : mpr !== undefined && engine !== undefined ? (
        <MprDesk
          engine={engine}
          studyId={mpr.studyId}
          passport={mpr.passport}
          uptake={mpr.uptake}
          identity={mprReading === undefined ? undefined : identityOf(text, mprReading)}
          contradiction={contradictionOf(mprReading, studies)}
          isTextShown={isTextShown}
          primaryTool={primaryTool}
          onActive={onMprActive}
          measurements={history.measurements}
          keep={measurements}
          wanted={wantedPlace}
          onSelect={selectMeasurement}
          onClose={closeVolume}
        />
      ) : (
        <div
          className={styles['desk']}
          style={{ gridTemplate: gridOf(desk.layout, maximisedIndex !== undefined) }}
          data-testid="viewer-desk"
          data-layout={desk.layout}
          data-maximised={maximisedIndex === undefined ? '' : maximisedIndex + 1}
          onPointerDownCapture={touch}
          onWheelCapture={touch}
        >
          {desk.viewports.slice(0, count).map((hung, index) => (
            <ReadingViewport
              // eslint-disable-next-line react/no-array-index-key -- a viewport is its place
              key={index}
              engine={engine}
              source={source}
              onFailed={onMeasurementFailed}
              index={index}
              hung={hung}
              studies={studies}
              objects={objects}
              layers={layers}
              isActive={index === desk.activeIndex}
              isHidden={isHidden(index)}
              link={link.linkOf(index)}
              onRegister={link.register}
              {...{ isTextShown, primaryTool }}
              {...{ onOpened, onState, onStacks }}
              pointing={pointing.viewport}
              isKeyImage={hands.isKeyImage(states.get(index)?.shown?.frame)}
              isPassportOpen={index === passportIndex}
              {...placeActs}
              cine={cine.running?.index === index ? cine.running : undefined}
              notice={notice?.index === index ? notice.words : undefined}
            />
          ))}
        </div>
      )}
      {hands.dialogs}
      {printing.dialog}
      {pointing.menuAt === undefined ? null : <ViewportMenu at={pointing.menuAt} table={table} onClose={pointing.closeMenu} />}
      {hands.panel}
      {lesions}
      {aside === undefined ? null : <div className={classNames(styles['aside'], isReadingOnly && styles['alone'])}>{aside}</div>}
    </div>
  );
}
