import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import type { PatientContradiction } from '#shared/dicom/values/patient-identity.ts';
import { PLANE_NAMES, type PlaneName } from '#shared/dicom/volume/reformatted-planes.ts';
import { gridCenterMm } from '#shared/dicom/volume/volume-grid.ts';
import type { StackPassport } from '#shared/imaging-passport/passport.ts';
import type { ImagingEngine } from '#renderer/imaging/engine/imaging-engine.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import type { PrimaryTool, ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import { measurementOf, type DrawnShape } from '#renderer/imaging/tools/measurement-shape.ts';
import { newTrackingUid } from '#renderer/imaging/tools/tracking-uid.ts';
import type { StackOfStudy } from '#renderer/imaging/registration/register-stacks.ts';
import type { VolumeHandle } from '#renderer/imaging/volume/prepare-volume.ts';
import { useText } from '#renderer/text/use-text.ts';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { measurementSentence } from '../measurement-words.ts';
import type { ViewportIdentity } from '../reading-study.ts';
import { VIEWER_KEYS } from '../viewer-keys.ts';
import { BuildingVolume } from './BuildingVolume.tsx';
import { MPR_KEYS } from './mpr-keys.ts';
import { KEY_SHIFT_MM, KEY_TURN_DEGREES, mprViewAfter, openMprView } from './mpr-view.ts';
import { MprPanel, type PlaneMeasurement, type SeenPlane } from './MprPanel.tsx';
import { PlaneViewport } from './PlaneViewport.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { CurveViewport } from './CurveViewport.tsx';
import { FusionField } from './FusionField.tsx';
import { FIRST_LOOK, type FusionLook } from './use-fusion.ts';
import { useVolume, useWantedVolume } from './use-volume.ts';
import styles from './MprDesk.module.css';

export interface MprDeskProps {
  readonly engine: ImagingEngine;
  readonly studyId: number;
  /** Of the stack that is cut; the same object as long as the stack is. */
  readonly passport: StackPassport;
  /** A stack of uptake (PET) in the same frame of reference, where one hangs. */
  readonly uptake: StackOfStudy | undefined;
  readonly identity: ViewportIdentity | undefined;
  readonly contradiction: PatientContradiction | undefined;
  readonly isTextShown: boolean;
  readonly primaryTool: PrimaryTool;
  /** The plane that has the hand, for the keys and the toolbar. */
  readonly onActive: (state: ViewportState, viewport: () => StackViewport | undefined) => void;
  readonly onSentence: (measurement: Measurement, sentence: string) => void;
  readonly onClose: () => void;
}

/** A stack in three planes that cut each other; first its volume is brought into memory. */
export function MprDesk(props: MprDeskProps) {
  const { engine, studyId, passport, onClose } = props;
  const volume = useVolume(engine, studyId, passport);
  useKeyAction(VIEWER_KEYS.reset, onClose, volume.status !== 'ready');
  return volume.status === 'ready' ? <Planes {...props} volume={volume.volume} /> : <BuildingVolume state={volume} onClose={onClose} />;
}

function Planes({ engine, uptake, volume, identity, contradiction, isTextShown, primaryTool, onActive, onSentence, onClose }: MprDeskProps & { readonly volume: VolumeHandle }) {
  const text = useText();
  const [view, act] = useReducer(mprViewAfter, gridCenterMm(volume.grid), openMprView);
  const [active, setActive] = useState<SeenPlane>('axial');
  const [measurements, setMeasurements] = useState<readonly PlaneMeasurement[]>([]);
  const nextLabel = Math.max(0, ...measurements.map(({ measurement }) => measurement.label)) + 1;
  const known = useRef(new Map<SeenPlane, { readonly state: ViewportState; readonly viewport: () => StackViewport | undefined }>());

  const onState = useCallback(
    (name: SeenPlane, state: ViewportState, viewport: () => StackViewport | undefined) => {
      known.current.set(name, { state, viewport });
      if (name !== active) return;
      onActive(state, viewport);
      followWindow(state, [...known.current.values()]);
    },
    [active, onActive],
  );
  useEffect(() => {
    const plane = known.current.get(active);
    if (plane !== undefined) onActive(plane.state, plane.viewport);
  }, [active, onActive]);

  const [isFused, setIsFused] = useState(false);
  const [look, setLook] = useState<FusionLook>(FIRST_LOOK);
  const fused = useWantedVolume(engine, isFused ? uptake : undefined);
  const toggleFusion = useCallback(() => setIsFused((before) => !before && uptake !== undefined), [uptake]);
  const fusion = useMemo(() => (uptake === undefined ? null : <FusionField state={fused} look={look} onToggle={toggleFusion} onLook={setLook} />), [uptake, fused, look, toggleFusion]);
  useKeyAction(MPR_KEYS.fusion, toggleFusion);

  const keep = useCallback(
    (next: readonly PlaneMeasurement[]) => {
      setMeasurements(next);
      volume.setMeasurements(next.map(({ measurement }) => measurement));
    },
    [volume],
  );
  const remove = useCallback((trackingUid: string) => keep(measurements.filter(({ measurement }) => measurement.trackingUid !== trackingUid)), [keep, measurements]);
  useKeyAction(MPR_KEYS.slab, () => act({ kind: 'next-mode' }));
  useKeyAction(MPR_KEYS.thicker, () => act({ kind: 'thicker', step: 1 }));
  useKeyAction(MPR_KEYS.thinner, () => act({ kind: 'thicker', step: -1 }));
  useKeyAction(MPR_KEYS.straighten, () => act({ kind: 'straighten' }));
  const turned: PlaneName = active === 'curve' ? 'axial' : active;
  useKeyAction(MPR_KEYS.curvePoint, () => act({ kind: 'curve-point' }));
  useKeyAction(MPR_KEYS.curveBack, () => act({ kind: 'curve-back' }));
  useKeyAction(MPR_KEYS.turnLeft, () => act({ kind: 'turn', name: turned, degrees: -KEY_TURN_DEGREES }));
  useKeyAction(MPR_KEYS.turnRight, () => act({ kind: 'turn', name: turned, degrees: KEY_TURN_DEGREES }));
  useKeyAction(MPR_KEYS.moveUp, () => act({ kind: 'shift', name: turned, rightMm: 0, downMm: -KEY_SHIFT_MM }));
  useKeyAction(MPR_KEYS.moveDown, () => act({ kind: 'shift', name: turned, rightMm: 0, downMm: KEY_SHIFT_MM }));
  useKeyAction(MPR_KEYS.moveLeft, () => act({ kind: 'shift', name: turned, rightMm: -KEY_SHIFT_MM, downMm: 0 }));
  useKeyAction(MPR_KEYS.moveRight, () => act({ kind: 'shift', name: turned, rightMm: KEY_SHIFT_MM, downMm: 0 }));
  useKeyAction(VIEWER_KEYS.delete, () => {
    const selected = known.current.get(active)?.viewport()?.now().selectedTrackingUid;
    keep(measurements.filter(({ measurement }) => measurement.trackingUid !== selected));
  });
  useKeyAction(VIEWER_KEYS.undo, () => keep(measurements.slice(0, -1)));
  useKeyAction(VIEWER_KEYS.toReport, () => {
    const selected = known.current.get(active)?.viewport()?.now().selectedTrackingUid;
    const chosen = measurements.find(({ measurement }) => measurement.trackingUid === selected) ?? measurements.at(-1);
    if (chosen !== undefined) onSentence(chosen.measurement, text.t('mpr.sentence', { sentence: measurementSentence(text, chosen.measurement), plane: text.t(`mpr.plane.${chosen.plane}`) }));
  });

  const draw = (plane: SeenPlane, shape: DrawnShape) => keep([...measurements, { plane, measurement: measurementOf(shape, { trackingUid: newTrackingUid(), label: nextLabel }) }]);
  const change = (shape: DrawnShape, before: Measurement) => keep(measurements.map((one) => (one.measurement.trackingUid === before.trackingUid ? { ...one, measurement: moved(shape, before) } : one)));
  const hasCurve = view.curveMm.length > 1;
  const activateCurve = useCallback(() => setActive('curve'), []);
  const onCurveState = useCallback((state: ViewportState, viewport: () => StackViewport | undefined) => onState('curve', state, viewport), [onState]);

  return (
    <div className={classNames(styles['desk'], hasCurve && styles['withCurve'])} data-testid="mpr-desk">
      {PLANE_NAMES.map((name) => (
        <PlaneViewport
          key={name}
          volume={volume}
          name={name}
          view={view}
          uptake={fused?.status === 'ready' ? fused.volume : undefined}
          look={look}
          isActive={name === active}
          isTextShown={isTextShown}
          primaryTool={primaryTool}
          identity={identity}
          contradiction={contradiction}
          nextLabel={nextLabel}
          onActivate={setActive}
          onAct={act}
          onState={onState}
          onDrawn={draw}
          onChanged={change}
        />
      ))}
      {hasCurve ? (
        <CurveViewport
          volume={volume}
          pointsMm={view.curveMm}
          isActive={active === 'curve'}
          primaryTool={primaryTool}
          identity={identity}
          nextLabel={nextLabel}
          onActivate={activateCurve}
          onState={onCurveState}
          onDrawn={(shape) => draw('curve', shape)}
          onChanged={change}
        />
      ) : null}
      <MprPanel
        volume={volume}
        slab={view.slab}
        curvePoints={view.curveMm.length}
        fusion={fusion}
        measurements={measurements}
        onAct={act}
        onRemove={remove}
        onClose={onClose}
      />
    </div>
  );
}

/** One window for the three planes: that of the plane under the hand; an own one where no image suggests any. */
function followWindow({ windowChoice, shown }: ViewportState, planes: readonly { readonly viewport: () => StackViewport | undefined }[]): void {
  const own = shown?.voi.kind === 'window' && (windowChoice.kind === 'fixed' || shown.description.voiSuggestions.length === 0) ? shown.voi : undefined;
  for (const { viewport } of planes) {
    const other = viewport();
    const now = other?.now();
    if (other === undefined || now?.shown === undefined) continue;
    if (own !== undefined && now.shown.voi.kind === 'window' && (now.shown.voi.windowCenter !== own.windowCenter || now.shown.voi.windowWidth !== own.windowWidth)) {
      other.setWindow({ windowCenter: own.windowCenter, windowWidth: own.windowWidth });
    } else if (windowChoice.kind === 'suggested' && own === undefined && (now.windowChoice.kind !== 'suggested' || now.windowChoice.place !== windowChoice.place)) {
      other.suggestWindow(windowChoice.place);
    }
  }
}

function moved(shape: DrawnShape, { trackingUid, label }: Measurement): Measurement {
  return measurementOf(shape, { trackingUid, label });
}
