import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import type { PrimaryTool, ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import type { DrawnShape } from '#renderer/imaging/tools/measurement-shape.ts';
import type { VolumeHandle } from '#renderer/imaging/volume/prepare-volume.ts';
import { useText } from '#renderer/text/use-text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { measurementLines } from '../measuring/measurement-words.ts';
import overlay from '../viewport/ViewportOverlay.module.css';
import frame from '../viewport/ReadingViewport.module.css';
import { createViewportPort } from '../viewport/viewport-port.ts';
import type { ViewportIdentity } from '../reading-study.ts';
import { PlaneMarks } from './PlaneViewport.tsx';
import type { CurveStack } from './use-curve-stack.ts';
import styles from './MprDesk.module.css';

export interface CurveViewportProps {
  readonly volume: VolumeHandle;
  readonly stack: CurveStack;
  /** The turn that a measurement was gone to, zero-based. */
  readonly wantedTurn: { readonly index: number } | undefined;
  readonly isActive: boolean;
  readonly primaryTool: PrimaryTool;
  readonly identity: ViewportIdentity | undefined;
  readonly nextLabel: number;
  readonly onActivate: () => void;
  readonly onState: (state: ViewportState, viewport: () => StackViewport | undefined) => void;
  readonly onDrawn: (shape: DrawnShape) => void;
  readonly onChanged: (shape: DrawnShape, before: Measurement) => void;
}

/** The volume along a line through points that were set, laid out straight: down the picture is along the line, the wheel turns it about the line. */
export function CurveViewport({ volume, stack: { display, lengthMm, degrees }, wantedTurn, isActive, primaryTool, identity, nextLabel, onActivate, onState, onDrawn, onChanged }: CurveViewportProps) {
  const text = useText();
  const { t } = text;
  const picture = useRef<HTMLDivElement>(null);
  const [port] = useState(createViewportPort);
  const state = useSyncExternalStore(port.state.subscribe, port.state.get);
  const isHung = useRef(false);

  useLayoutEffect(() => {
    port.setCallbacks({
      wordsFor: ({ measured, measurement, loaded }) => measurementLines(text, measured.quantities, measured.spacing, measurement?.label ?? nextLabel, (port.state.get().shown?.stackIndex ?? 0) + 1, loaded.image.suv),
      namesFor: () => [],
      onDrawn,
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
  useLayoutEffect(() => {
    // Another line has another size: only its turn stays.
    const turn = port.state.get().shown?.stackIndex ?? 0;
    port.viewport()?.show(display, isHung.current ? turn : 0);
    isHung.current = true;
  }, [port, display]);
  useLayoutEffect(() => {
    if (wantedTurn !== undefined) port.viewport()?.scrollTo(wantedTurn.index);
  }, [port, wantedTurn]);
  useEffect(() => onState(state, port.viewport), [onState, state, port]);

  return (
    <section
      className={classNames(frame['viewport'], styles['curve'], isActive && frame['active'])}
      aria-label={t('curve.title')}
      tabIndex={0}
      data-testid="mpr-curve"
      data-length-mm={lengthMm.toFixed(1)}
      data-stack-index={state.shown?.stackIndex ?? ''}
      onFocus={onActivate}
      onMouseDownCapture={onActivate}
    >
      <div ref={picture} className={frame['picture']} data-testid="viewport-picture" />
      {identity === undefined ? null : (
        <div className={classNames(overlay['corner'], overlay['topLeft'])} data-testid="viewport-identity">
          <div>{identity.who}</div>
          <div>{identity.hospital}</div>
        </div>
      )}
      <div className={classNames(overlay['corner'], overlay['topRight'], styles['what'])}>
        <div>{t('curve.title')}</div>
        <div>{t('curve.length', { millimetres: lengthMm.toFixed(1) })}</div>
        <div>{t('curve.turn', { degrees: degrees[state.shown?.stackIndex ?? 0] ?? 0 })}</div>
      </div>
      <PlaneMarks volume={volume} />
    </section>
  );
}
