import { memo, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { PatientContradiction } from '#shared/dicom/values/patient-identity.ts';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { pixelToPatient } from '#shared/dicom/geometry/image-plane.ts';
import type { Slab } from '#shared/dicom/volume/reslice.ts';
import { nearestPlane, type PlaneName } from '#shared/dicom/volume/reformatted-planes.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import type { PrimaryTool, ShownFrame, ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import { NO_LAYERS } from '#renderer/imaging/objects/viewport-layers.ts';
import type { DrawnShape } from '#renderer/imaging/tools/measurement-shape.ts';
import type { ReformattedStack } from '#renderer/imaging/volume/open-volume.ts';
import type { VolumeHandle } from '#renderer/imaging/volume/prepare-volume.ts';
import { useText } from '#renderer/text/use-text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { measurementLines } from '../measuring/measurement-words.ts';
import type { ViewportIdentity } from '../reading-study.ts';
import { Where, windowWords } from '../viewport/ViewportOverlay.tsx';
import overlay from '../viewport/ViewportOverlay.module.css';
import frame from '../viewport/ReadingViewport.module.css';
import { createViewportPort } from '../viewport/viewport-port.ts';
import { Crosshair } from './Crosshair.tsx';
import type { MprAct, MprView } from './mpr-view.ts';
import { markWords, slabWords, wayWords } from './mpr-words.ts';
import { useFusion, type FusionLook } from './use-fusion.ts';
import styles from './MprDesk.module.css';

export interface PlaneViewportProps {
  readonly volume: VolumeHandle;
  readonly name: PlaneName;
  readonly view: MprView;
  /** The planes as they are cut now. */
  readonly stack: ReformattedStack;
  /** Uptake that is laid over the plane. */
  readonly uptake: VolumeHandle | undefined;
  readonly look: FusionLook;
  readonly isActive: boolean;
  readonly isTextShown: boolean;
  readonly primaryTool: PrimaryTool;
  readonly identity: ViewportIdentity | undefined;
  readonly contradiction: PatientContradiction | undefined;
  readonly nextLabel: number;
  readonly onActivate: (name: PlaneName) => void;
  readonly onAct: (act: MprAct) => void;
  readonly onState: (name: PlaneName, state: ViewportState, viewport: () => StackViewport | undefined) => void;
  readonly onDrawn: (name: PlaneName, shape: DrawnShape) => void;
  readonly onChanged: (shape: DrawnShape, before: Measurement) => void;
}

/** One plane of a volume: picture, crosshair, who it is and what it is made of. */
export function PlaneViewport(props: PlaneViewportProps) {
  const { volume, name, view, stack, uptake, look, isActive, isTextShown, primaryTool, identity, contradiction, nextLabel, onActivate, onAct, onState, onDrawn, onChanged } = props;
  const text = useText();
  const { t } = text;
  const picture = useRef<HTMLDivElement>(null);
  const [port] = useState(createViewportPort);
  const state = useSyncExternalStore(port.state.subscribe, port.state.get);
  const isHung = useRef(false);
  /** The plane that the crosshair asked for: its coming says nothing about the hand. */
  const asked = useRef<number>(undefined);
  const { shown } = state;

  useLayoutEffect(() => {
    port.setCallbacks({
      wordsFor: ({ measured, measurement, loaded }) =>
        measurementLines(text, measured.quantities, measured.spacing, measurement?.label ?? nextLabel, (port.state.get().shown?.stackIndex ?? 0) + 1, loaded.image.suv),
      // Vertebrae are counted on the picture itself, not on a plane through it.
      namesFor: () => [],
      onDrawn: (shape) => onDrawn(name, shape),
      onChanged: (shape) => onChanged(shape, shape.measurement),
    });
  });
  useLayoutEffect(() => {
    if (picture.current === null) return undefined;
    const close = port.open(volume, picture.current);
    port.lockMeasuring(false);
    return () => {
      isHung.current = false;
      close();
    };
  }, [port, volume]);
  useLayoutEffect(() => port.setPrimaryTool(primaryTool), [port, primaryTool]);
  const index = nearestPlane(stack.planes, view.centerMm);
  useLayoutEffect(() => {
    asked.current = index;
    if (isHung.current) port.viewport()?.swap(stack.display, index);
    else port.viewport()?.show(stack.display, index);
    isHung.current = true;
    // Where the crosshair goes on the same planes is the next effect's affair.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [port, volume, stack]);
  useLayoutEffect(() => {
    if (asked.current === index) return;
    asked.current = index;
    port.viewport()?.scrollTo(index);
  }, [port, index]);
  useLayoutEffect(() => {
    const now = port.state.get();
    const place = now.shown?.stackIndex;
    if (place === undefined || now.wantedIndex !== undefined || place === asked.current || now.shown?.image.sopInstanceUid !== stack.display.frames[0]?.frame.sopInstanceUid) return;
    const plane = stack.planes.planes[place];
    asked.current = place;
    if (plane !== undefined) onAct({ kind: 'into', plane });
  }, [port, stack, onAct, shown]);
  const fusion = useFusion(uptake, shown, look);
  useLayoutEffect(() => port.setLayers(fusion === undefined ? NO_LAYERS : { ...NO_LAYERS, fusion }), [port, fusion]);
  useEffect(() => onState(name, state, port.viewport), [onState, name, state, port]);

  const viewport = port.viewport();
  const plane = shown?.description.plane;
  return (
    <section
      className={classNames(frame['viewport'], isActive && frame['active'], contradiction !== undefined && frame['other'])}
      aria-label={t('mpr.viewport', { plane: t(`mpr.plane.${name}`) })}
      tabIndex={0}
      data-testid="mpr-viewport"
      data-plane={name}
      data-is-active={isActive}
      data-stack-index={shown?.stackIndex ?? ''}
      data-stack-size={state.stackSize}
      data-slab={`${view.slab.thicknessMm}`}
      data-window-center={shown?.voi.kind === 'window' ? shown.voi.windowCenter : ''}
      data-zoom={shown === undefined ? '' : state.zoom.toFixed(4)}
      onFocus={() => onActivate(name)}
      onMouseDownCapture={(event) => {
        onActivate(name);
        if (event.button !== 0 || !event.ctrlKey || viewport === undefined || plane === undefined) return;
        const { left, top } = event.currentTarget.getBoundingClientRect();
        const pixel = viewport.pixelUnder([event.clientX - left, event.clientY - top]);
        if (pixel === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        onAct({ kind: 'center', pointMm: pixelToPatient(plane, pixel[0], pixel[1]) });
      }}
    >
      <div ref={picture} className={frame['picture']} data-testid="viewport-picture" />
      {viewport === undefined || plane === undefined ? null : <Crosshair name={name} plane={plane} view={view} viewport={viewport} onAct={onAct} onWheel={(event) => picture.current?.dispatchEvent(new WheelEvent('wheel', event))} />}
      {identity === undefined ? null : (
        <div className={classNames(overlay['corner'], overlay['topLeft'])} data-testid="viewport-identity">
          <div className={classNames(contradiction !== undefined && overlay['other'])}>{identity.who}</div>
          {contradiction === undefined ? null : <div className={overlay['other']}>{`◆ ${t(`viewer.other-patient.${contradiction}`)}`}</div>}
          <div>{identity.hospital}</div>
          <div>{identity.when}</div>
        </div>
      )}
      {shown === undefined || !isTextShown ? null : <PlaneFacts name={name} slab={view.slab} shown={shown} stackSize={state.stackSize} />}
      {shown === undefined || !isTextShown ? null : <Where text={text} shown={shown} state={state} />}
      <PlaneMarks volume={volume} />
    </section>
  );
}

const PlaneFacts = memo(function PlaneFacts({ name, slab, shown, stackSize }: { readonly name: PlaneName; readonly slab: Slab; readonly shown: ShownFrame; readonly stackSize: number }) {
  const text = useText();
  const { t } = text;
  return (
    <div className={classNames(overlay['corner'], overlay['topRight'])} data-testid="mpr-what">
      <div className={styles[name]}>
        <b>{t(`mpr.plane.${name}`)}</b>
      </div>
      <div>{[shown.image.modality, shown.image.seriesDescription].filter((part) => part !== '').join(' · ')}</div>
      <div>{`${slabWords(text, slab)} · ${t('viewer.image-number', { number: shown.stackIndex + 1, count: stackSize })}`}</div>
      <div>{windowWords(text, shown)}</div>
    </div>
  );
});

/** What the volume is not as it was scanned, and by what its pictures are drawn. */
export const PlaneMarks = memo(function PlaneMarks({ volume }: { readonly volume: VolumeHandle }) {
  const text = useText();
  return (
    <div className={classNames(overlay['corner'], overlay['bottomRight'], styles['marks'])}>
      {markWords(text, volume).map((words) => (
        <span key={words} className={classNames(overlay['badge'], overlay['warn'])} data-testid="mpr-mark">{`▲ ${words}`}</span>
      ))}
      <span className={overlay['badge']} data-testid="volume-way">{wayWords(text, volume, [volume.factor, volume.factor, 1])}</span>
    </div>
  );
});
