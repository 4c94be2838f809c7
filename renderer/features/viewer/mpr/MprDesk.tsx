import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { Measurement, MeasurementPlace } from '#shared/contract/services/measurements.contract.ts';
import type { PatientContradiction } from '#shared/dicom/values/patient-identity.ts';
import { PLANE_NAMES, type PlaneName } from '#shared/dicom/volume/reformatted-planes.ts';
import { placeOnCurve, placeOnPlane } from '#shared/dicom/volume/space-place.ts';
import { gridCenterMm } from '#shared/dicom/volume/volume-grid.ts';
import type { StackPassport } from '#shared/imaging-passport/passport.ts';
import type { ImagingEngine } from '#renderer/imaging/engine/imaging-engine.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import type { PrimaryTool, ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import type { DrawnShape } from '#renderer/imaging/tools/measurement-shape.ts';
import { sourceFrames } from '#renderer/imaging/volume/build-volume.ts';
import type { ReformattedStack } from '#renderer/imaging/volume/open-volume.ts';
import type { VolumeHandle } from '#renderer/imaging/volume/prepare-volume.ts';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import type { MeasurementDesk } from '../measuring/measurement-desk.ts';
import { nextLabel } from '../measuring/measurement-history.ts';
import type { ViewportIdentity } from '../reading-study.ts';
import { VIEWER_KEYS } from '../keys/viewer-keys.ts';
import { BuildingVolume } from './BuildingVolume.tsx';
import { MPR_KEYS } from './mpr-keys.ts';
import { KEY_SHIFT_MM, KEY_TURN_DEGREES, mprViewAfter, openMprView, type MprView } from './mpr-view.ts';
import { MprPanel, type SeenPlane } from './MprPanel.tsx';
import { keptInSpace, measurementsInSpace, shownOn } from './plane-measurements.ts';
import { PlaneViewport } from './PlaneViewport.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { CurveViewport } from './CurveViewport.tsx';
import { FusionField, FusionMissing, FusionRefused } from './FusionField.tsx';
import { TURN_DEGREES, useCurveStack } from './use-curve-stack.ts';
import { FIRST_LOOK, type FusionLook, type UptakeBeside } from './use-fusion.ts';
import { useVolume, useWantedVolume } from './use-volume.ts';
import styles from './MprDesk.module.css';

export interface MprDeskProps {
  readonly engine: ImagingEngine;
  readonly studyId: number;
  /** Of the stack that is cut; the same object as long as the stack is. */
  readonly passport: StackPassport;
  /** Uptake (PET) that hangs beside it. */
  readonly uptake: UptakeBeside | undefined;
  readonly identity: ViewportIdentity | undefined;
  readonly contradiction: PatientContradiction | undefined;
  readonly isTextShown: boolean;
  readonly primaryTool: PrimaryTool;
  /** The plane that has the hand, for the keys and the toolbar. */
  readonly onActive: (state: ViewportState, viewport: () => StackViewport | undefined) => void;
  /** Of all studies on the desk. */
  readonly measurements: readonly Measurement[];
  readonly keep: Pick<MeasurementDesk, 'add' | 'replace' | 'remove'>;
  /** The measurement that somebody wants to see. */
  readonly wanted: WantedPlace | undefined;
  readonly onSelect: (trackingUid: string | undefined) => void;
  readonly onClose: () => void;
}

/** Another object at each wish: the same measurement may be gone to again. */
export interface WantedPlace {
  readonly measurement: Measurement;
}

/** A stack in three planes that cut each other; first its volume is brought into memory. */
export function MprDesk(props: MprDeskProps) {
  const { engine, studyId, passport, onClose } = props;
  const volume = useVolume(engine, studyId, passport);
  useKeyAction(VIEWER_KEYS.reset, onClose, volume.status !== 'ready');
  return volume.status === 'ready' ? <Planes {...props} volume={volume.volume} /> : <BuildingVolume state={volume} onClose={onClose} />;
}

function Planes({ engine, studyId, passport, uptake: beside, volume, identity, contradiction, isTextShown, primaryTool, onActive, measurements: all, keep, wanted, onSelect, onClose }: MprDeskProps & { readonly volume: VolumeHandle }) {
  const [view, act] = useReducer(mprViewAfter, gridCenterMm(volume.grid), openMprView);
  const [active, setActive] = useState<SeenPlane>('axial');
  const measurements = useMemo(() => measurementsInSpace(all, studyId, passport), [all, studyId, passport]);
  const label = nextLabel(all, studyId);
  const planes = usePlaneStacks(volume, view);
  const curve = useCurveStack(volume, view.curveMm);
  /** What was drawn or asked for is selected when the pictures know of it. */
  const selecting = useRef<string>(undefined);
  useEffect(() => {
    if (wanted !== undefined) selecting.current = wanted.measurement.trackingUid;
  }, [wanted]);
  useEffect(() => {
    volume.setMeasurements(shownOn({ planes, curve }, measurements));
    const wantedUid = selecting.current;
    if (wantedUid === undefined || !measurements.some(({ trackingUid }) => trackingUid === wantedUid)) return;
    selecting.current = undefined;
    onSelect(wantedUid);
  }, [volume, planes, curve, measurements, onSelect]);
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
  const uptake = beside?.status === 'possible' ? beside.stack : undefined;
  const fused = useWantedVolume(engine, isFused ? uptake : undefined);
  const toggleFusion = useCallback(() => setIsFused((before) => !before && uptake !== undefined), [uptake]);
  const [isAskedInVain, setIsAskedInVain] = useState(false);
  const fusion = useMemo(() => (beside?.status === 'refused' ? <FusionRefused reason={beside.reason} /> : uptake === undefined ? (isAskedInVain ? <FusionMissing /> : null) : <FusionField state={fused} look={look} onToggle={toggleFusion} onLook={setLook} />), [beside, uptake, fused, look, toggleFusion, isAskedInVain]);
  useKeyAction(MPR_KEYS.fusion, () => {
    setIsAskedInVain(true);
    toggleFusion();
  });

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
  const placeOf = (name: SeenPlane, { loaded: { frame }, pointsPx }: DrawnShape): MeasurementPlace | undefined => {
    const index = frame.frameNumber - 1;
    const space = passport.values.frameOfReferenceUid;
    if (name !== 'curve') {
      const plane = planes[name].planes.planes[index];
      return plane === undefined ? undefined : placeOnPlane(space, name, plane, view.slab, pointsPx);
    }
    const turned = curve?.curves[index];
    return curve === undefined || turned === undefined ? undefined : placeOnCurve(space, curve.lineMm, curve.degrees[index] ?? 0, turned, pointsPx);
  };
  const frames = useMemo(() => sourceFrames(volume.plan.layers), [volume]);
  const draw = (name: SeenPlane, shape: DrawnShape) => {
    const place = placeOf(name, shape);
    if (place === undefined) return;
    keep.add(studyId, (identity) => {
      selecting.current = identity.trackingUid;
      return keptInSpace(shape, place, studyId, frames, { ...identity, text: undefined, priorTrackingUid: undefined });
    });
  };
  const change = (shape: DrawnShape, shown: Measurement) => {
    const before = measurements.find(({ trackingUid }) => trackingUid === shown.trackingUid);
    const place = before?.place === undefined ? undefined : placeOf(before.place.kind === 'curve' ? 'curve' : before.place.plane, shape);
    if (before !== undefined && place !== undefined) keep.replace(before, keptInSpace(shape, place, studyId, frames, before));
  };
  const [wantedTurn, setWantedTurn] = useState<{ readonly index: number }>();
  const showPlace = useCallback(({ place }: Measurement) => {
    if (place === undefined) return;
    act({ kind: 'go', place });
    setActive(place.kind === 'curve' ? 'curve' : place.plane);
    if (place.kind === 'curve') setWantedTurn({ index: Math.round(place.degrees / TURN_DEGREES) });
  }, []);
  const go = useCallback(
    (measurement: Measurement) => {
      selecting.current = measurement.trackingUid;
      showPlace(measurement);
      onSelect(measurement.trackingUid);
    },
    [showPlace, onSelect],
  );
  const [answered, setAnswered] = useState<WantedPlace>();
  if (wanted !== answered) {
    setAnswered(wanted);
    if (wanted !== undefined) showPlace(wanted.measurement);
  }
  const activateCurve = useCallback(() => setActive('curve'), []);
  const onCurveState = useCallback((state: ViewportState, viewport: () => StackViewport | undefined) => onState('curve', state, viewport), [onState]);

  return (
    <div className={classNames(styles['desk'], curve !== undefined && styles['withCurve'])} data-testid="mpr-desk">
      {PLANE_NAMES.map((name) => (
        <PlaneViewport
          key={name}
          volume={volume}
          name={name}
          view={view}
          stack={planes[name]}
          uptake={fused?.status === 'ready' ? fused.volume : undefined}
          look={look}
          isActive={name === active}
          isTextShown={isTextShown}
          primaryTool={primaryTool}
          identity={identity}
          contradiction={contradiction}
          nextLabel={label}
          onActivate={setActive}
          onAct={act}
          onState={onState}
          onDrawn={draw}
          onChanged={change}
        />
      ))}
      {curve === undefined ? null : (
        <CurveViewport
          volume={volume}
          stack={curve}
          wantedTurn={wantedTurn}
          isActive={active === 'curve'}
          primaryTool={primaryTool}
          identity={identity}
          nextLabel={label}
          onActivate={activateCurve}
          onState={onCurveState}
          onDrawn={(shape) => draw('curve', shape)}
          onChanged={change}
        />
      )}
      <MprPanel
        volume={volume}
        slab={view.slab}
        curvePoints={view.curveMm.length}
        fusion={fusion}
        measurements={measurements}
        onAct={act}
        onGo={go}
        onRemove={keep.remove}
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

/** The three planes as they are cut now; one that was not turned keeps its pictures. */
function usePlaneStacks(volume: VolumeHandle, { orientations, slab }: MprView): Readonly<Record<PlaneName, ReformattedStack>> {
  const axial = useMemo(() => volume.cut('axial', orientations.axial, slab), [volume, orientations.axial, slab]);
  const coronal = useMemo(() => volume.cut('coronal', orientations.coronal, slab), [volume, orientations.coronal, slab]);
  const sagittal = useMemo(() => volume.cut('sagittal', orientations.sagittal, slab), [volume, orientations.sagittal, slab]);
  return useMemo(() => ({ axial, coronal, sagittal }), [axial, coronal, sagittal]);
}
