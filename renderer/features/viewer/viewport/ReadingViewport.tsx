import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import type { ViewedImage } from '#shared/contract/services/studies.contract.ts';
import { WORDED_KINDS } from '#shared/dicom/measurement/shape-kind.ts';
import type { ImagingEngine } from '#renderer/imaging/engine/imaging-engine.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import { isMeasuringTool, type PrimaryTool, type ShownFrame, type ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import type { StudyObject } from '#renderer/imaging/objects/study-object.ts';
import { holdsSeries, holdsViewport, putViewport, takeSeries, takeViewport, type DraggedSeries } from '#renderer/imaging/series-drag.ts';
import type { DrawnShape } from '#renderer/imaging/tools/measurement-shape.ts';
import { useText } from '#renderer/text/use-text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { fidelityOf, mayMeasure, type SeriesProgress } from './fidelity.ts';
import { measurementLines, namesOfSpine } from '../measuring/measurement-words.ts';
import { contradictionOf, identityOf, progressOf, type ReadingStudy } from '../reading-study.ts';
import { choiceOf, filteredStacks, layersToDraw, offeredLayers } from './object-layers.ts';
import type { ObjectLayers } from './use-object-layers.ts';
import { useSeriesImages } from './use-series-images.ts';
import { PassportPanel } from './PassportPanel.tsx';
import passport from './PassportPanel.module.css';
import type { RunningCine } from '../cine/use-cine.ts';
import type { LinkState } from '../pointing/use-scroll-link.ts';
import type { HungStack } from '../viewer-desk.ts';
import { CursorMark } from './CursorMark.tsx';
import { cursorOn } from './use-point-cursor.ts';
import type { ViewportPointing } from '../pointing/use-pointing.ts';
import { ViewportLink } from './ViewportLink.tsx';
import { createViewportPort } from './viewport-port.ts';
import { ViewportObjects } from './ViewportObjects.tsx';
import { VideoPlayer } from '../cine/VideoPlayer.tsx';
import { ViewportOverlay } from './ViewportOverlay.tsx';
import { Subtraction, type SubtractionProps } from '../cine/Subtraction.tsx';
import { WindowMenu } from '../toolbar/WindowMenu.tsx';
import { ViewportWords } from './ViewportWords.tsx';
import styles from './ReadingViewport.module.css';

export interface ReadingViewportProps {
  readonly source: SubtractionProps['source'];
  /** Something was not read from the store, or not kept there. */
  readonly onFailed: SubtractionProps['onFailed'];
  readonly engine: ImagingEngine | undefined;
  /** Zero-based place on the desk. */
  readonly index: number;
  readonly hung: HungStack | undefined;
  readonly studies: readonly ReadingStudy[];
  /** Objects beside the pictures, of all studies on the desk. */
  readonly objects: readonly StudyObject[];
  readonly layers: ObjectLayers;
  readonly isActive: boolean;
  /** Another viewport has the whole desk; this one waits behind it as it is. */
  readonly isHidden: boolean;
  /** How it scrolls with the viewport that has the hand. */
  readonly link: LinkState | undefined;
  /** A registration is begun, given up or taken. */
  readonly onRegister: (index: number) => void;
  /** A double press: the whole desk for this viewport, or back. */
  readonly onMaximise: (index: number) => void;
  readonly isTextShown: boolean;
  readonly primaryTool: PrimaryTool;
  /** The number that a new measurement of a study will get. */
  readonly nextLabel: (studyId: number) => number;
  readonly onActivate: (index: number) => void;
  /** The way to the viewport of the engine, which comes and goes with it; undefined: the place has gone. */
  readonly onOpened: (index: number, viewport: (() => StackViewport | undefined) | undefined) => void;
  /** An image is on the screen in this state: with it, or when the state changes. */
  readonly onViewed: (studyId: number, image: ViewedImage) => void;
  readonly onRemoveCalibration: (shown: ShownFrame) => void;
  readonly onState: (index: number, state: ViewportState) => void;
  readonly onStacks: (hung: HungStack, stackCount: number) => void;
  readonly onDropped: (index: number, series: DraggedSeries) => void;
  readonly onDrawn: (shape: DrawnShape) => void;
  readonly onChanged: (shape: DrawnShape, before: Measurement) => void;
  /** The physician marked the frame on the screen. */
  readonly isKeyImage: boolean;
  readonly isPassportOpen: boolean;
  readonly onTogglePassport: (index: number) => void;
  readonly pointing: ViewportPointing;
  /** Another viewport was dropped here: they change places. */
  readonly onSwapped: (from: number, to: number) => void;
  /** What runs by itself here. */
  readonly cine: RunningCine | undefined;
  /** Why what the hand just asked for was refused here. */
  readonly notice: string | undefined;
}

const EDGES = ['top', 'bottom', 'left', 'right'] as const;

const NOTHING_KNOWN: SeriesProgress = { heldInstances: 0, expectedInstances: 0, isCut: false };

/** One viewport: the picture, who it is, what it is, and how true it is. All of it belongs to the same moment. Drawn again when its own picture changes, not with its neighbours'. */
export const ReadingViewport = memo(Viewport, (before, now) => (Object.keys(now) as (keyof ReadingViewportProps)[]).every((name) => (name === 'link' ? isSameLink(before.link, now.link) : before[name] === now[name])));

function isSameLink(before: LinkState | undefined, now: LinkState | undefined): boolean {
  return before === now || JSON.stringify(before) === JSON.stringify(now);
}

function Viewport(props: ReadingViewportProps) {
  const { engine, source, index, hung, studies, objects, layers, isActive, isTextShown, primaryTool, nextLabel } = props;
  const { onFailed, onActivate, onOpened, onState, onStacks, onDropped, onDrawn, onChanged, onViewed, onRemoveCalibration } = props;
  const { isPassportOpen, onTogglePassport, cine, notice, isHidden, link, onRegister, onMaximise, isKeyImage, pointing, onSwapped } = props;
  const text = useText();
  const picture = useRef<HTMLDivElement>(null);
  const [port] = useState(createViewportPort);
  const state = useSyncExternalStore(port.state.subscribe, port.state.get);
  const images = useSeriesImages(engine, hung?.studyId, hung?.seriesInstanceUid);
  const offered = useMemo(() => offeredLayers(objects, hung?.studyId, images.stacks), [objects, hung?.studyId, images]);
  const choice = choiceOf(layers.choices, index);
  const stacks = useMemo(() => filteredStacks(images.stacks, offered, choice), [images, offered, choice]);
  const drawn = useMemo(() => layersToDraw(offered, choice), [offered, choice]);
  const [isAimed, setIsAimed] = useState(false);

  const { shown } = state;
  const video = state.failure?.refusal === 'video' ? stacks[hung?.stackIndex ?? 0]?.frames[state.wantedIndex ?? 0] : undefined;
  // Who and what follow the pixels: the frame on the screen says which study it is of.
  const reading = studies.find(({ study }) => study.studyId === (shown?.frame.studyId ?? hung?.studyId));
  const series = reading?.series.find(({ seriesInstanceUid }) => seriesInstanceUid === (shown?.image.seriesInstanceUid ?? hung?.seriesInstanceUid));
  const progress = reading === undefined ? NOTHING_KNOWN : progressOf(reading, series);
  const contradiction = contradictionOf(reading, studies);
  const fidelity = fidelityOf(shown, progress, state.stack);
  const isLocked = !mayMeasure(fidelity);
  const voi = shown?.voi.kind === 'window' ? shown.voi : undefined;

  useLayoutEffect(() => {
    port.setCallbacks({
      namesFor: ({ kind, measurement, pointsPx }) => (kind === 'spine-labels' ? namesOfSpine(measurement?.text ?? '', pointsPx) : []),
      wordsFor: ({ kind, measured, measurement, loaded }) => {
        if (WORDED_KINDS.has(kind)) return kind === 'spine-labels' || measurement?.text === undefined ? [] : measurement.text.split('\n');
        const label = measurement?.label ?? nextLabel(loaded.frame.studyId);
        return measurementLines(text, measured.quantities, measured.spacing, label, (port.state.get().shown?.stackIndex ?? 0) + 1, loaded.image.suv);
      },
      onDrawn,
      onChanged: (shape) => onChanged(shape, shape.measurement),
      pointer: { onPress: (kind, at) => pointing.onPress(index, kind, at), isPointing: () => pointing.isOn, isLinked: () => pointing.isLinked(index) },
    });
  });
  useLayoutEffect(() => {
    if (engine === undefined || picture.current === null) return undefined;
    return port.open(engine, picture.current);
  }, [port, engine]);
  // Before the browser paints: the picture of one series never stands under the name of another.
  useLayoutEffect(() => port.hang(hung, stacks), [port, hung, stacks]);
  useLayoutEffect(() => port.setLayers(drawn), [port, drawn]);
  useLayoutEffect(() => port.lockMeasuring(isLocked), [port, isLocked]);
  useLayoutEffect(() => port.setPrimaryTool(primaryTool), [port, primaryTool]);
  useEffect(() => {
    onOpened(index, port.viewport);
    return () => onOpened(index, undefined);
  }, [onOpened, index, port]);
  // With the picture, so that the next key finds what is on the screen.
  useLayoutEffect(() => onState(index, state), [onState, index, state]);
  const shownFrame = shown?.frame;
  const isPartial = fidelity.kind === 'partial';
  useEffect(() => {
    const now = port.state.get().shown;
    if (now === undefined || now.frame !== shownFrame) return;
    const { isLossy, image } = now;
    const { seriesInstanceUid, sopInstanceUid, lossy } = image;
    onViewed(now.frame.studyId, { seriesInstanceUid, sopInstanceUid, isLossy, lossyRatio: isLossy ? (lossy.ratio ?? null) : null, isPartial });
  }, [onViewed, port, shownFrame, isPartial]);
  useEffect(() => {
    if (hung !== undefined && images.status === 'known') onStacks(hung, images.stacks.length);
  }, [onStacks, hung, images]);

  return (
    <section
      className={classNames(styles['viewport'], isActive && styles['active'], isAimed && styles['aimed'], contradiction !== undefined && styles['other'])}
      aria-label={text.t('viewer.viewport', { number: index + 1, ...(series === undefined ? {} : { series: series.seriesDescription }) })}
      tabIndex={0}
      hidden={isHidden}
      data-testid="viewport"
      data-viewport={index + 1}
      data-is-active={isActive}
      data-study-instance-uid={shown?.image.studyInstanceUid ?? ''}
      data-series-instance-uid={shown?.image.seriesInstanceUid ?? ''}
      data-sop-instance-uid={shown?.frame.sopInstanceUid ?? ''}
      data-frame-number={shown?.frame.frameNumber ?? ''}
      data-stack-index={shown?.stackIndex ?? ''}
      data-stack-size={state.stackSize}
      data-stack-place={state.stack?.place ?? ''}
      data-passport={state.stack?.passport.grade ?? ''}
      data-window-center={voi?.windowCenter ?? ''}
      data-window-width={voi?.windowWidth ?? ''}
      data-zoom={shown === undefined ? '' : state.zoom.toFixed(4)}
      data-fidelity={fidelity.kind}
      data-frames-here={fidelity.kind === 'partial' ? (fidelity.film?.framesHere ?? '') : ''}
      data-other-patient={contradiction !== undefined}
      data-is-key-image={isKeyImage}
      onDoubleClick={(event) => {
        const isOnControl = event.target instanceof Element && event.target.closest('button, input, [popover]') !== null;
        if (!isOnControl && !isMeasuringTool(primaryTool)) onMaximise(index);
      }}
      onFocus={() => onActivate(index)}
      onMouseDownCapture={() => onActivate(index)}
      onDragOver={(event) => {
        if (!holdsSeries(event.dataTransfer) && !holdsViewport(event.dataTransfer)) return;
        event.preventDefault();
        setIsAimed(true);
      }}
      onDragLeave={() => setIsAimed(false)}
      onDrop={(event) => {
        setIsAimed(false);
        const dropped = takeSeries(event.dataTransfer);
        const from = takeViewport(event.dataTransfer);
        if (dropped === undefined && from === undefined) return;
        event.preventDefault();
        if (dropped !== undefined) onDropped(index, dropped);
        else if (from !== undefined) onSwapped(from, index);
      }}
    >
      <div ref={picture} className={styles['picture']} data-testid="viewport-picture" />
      {EDGES.map((edge) => (
        <i key={edge} className={styles['edge']} />
      ))}
      {reading?.isPrior === true ? <i className={styles['prior']} /> : null}
      <CursorMark at={cursorOn(state, port.viewport(), pointing.point)} />
      {!pointing.hasOthers || hung === undefined ? null : (
        <span className={styles['grip']} draggable title={text.t('viewer.grip')} data-testid="viewport-grip" aria-hidden="true" onDragStart={(event) => putViewport(event.dataTransfer, index)} />
      )}
      {video === undefined ? null : <VideoPlayer key={video.frame.sopInstanceUid} video={video} />}
      <ViewportOverlay
        state={state}
        contradiction={contradiction}
        identity={reading === undefined ? undefined : identityOf(text, reading)}
        series={series}
        fidelity={fidelity}
        isTextShown={isTextShown}
        isKeyImage={isKeyImage}
        isPassportOpen={isPassportOpen}
        chestWall={hung?.chestWall}
        onTogglePassport={() => onTogglePassport(index)}
        onRemoveCalibration={() => {
          if (shown !== undefined) onRemoveCalibration(shown);
        }}
      />
      <ViewportObjects index={index} isActive={isActive} shown={shown} offered={offered} choice={choice} onAct={layers.act} />
      <Subtraction source={source} state={state} viewport={port.viewport()} isActive={isActive} onFailed={onFailed} />
      <WindowMenu state={state} onSuggest={(place) => port.viewport()?.suggestWindow(place)} />
      {isPassportOpen && shown !== undefined ? <PassportPanel state={state} progress={progress} onClose={() => onTogglePassport(index)} /> : null}
      {link === undefined ? null : <ViewportLink link={link} onRegister={() => onRegister(index)} />}
      {cine === undefined ? null : (
        <p className={passport['cine']} data-testid="cine">
          {text.t('viewer.cine', { rate: text.format.number(cine.framesPerSecond * cine.factor, 1), factor: cine.factor, source: text.t(`viewer.cine.${cine.source}`) })}
          {cine.dropped === 0 ? '' : text.t('hands.cine.dropped', { count: cine.dropped })}
          {cine.isHeldUp ? text.t('hands.cine.held-up') : ''}
        </p>
      )}
      {notice === undefined ? null : (
        <p className={passport['notice']} role="status" data-testid="viewport-notice">
          {notice}
        </p>
      )}
      <ViewportWords hung={hung} images={images} state={state} progress={progress} />
    </section>
  );
}
