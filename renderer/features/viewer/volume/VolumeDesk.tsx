import { useEffect, useReducer, useRef, useState, type PointerEvent } from 'react';
import type { PatientContradiction } from '#shared/dicom/values/patient-identity.ts';
import { thinFactors } from '#shared/dicom/volume/thin-volume.ts';
import { gridCenterMm } from '#shared/dicom/volume/volume-grid.ts';
import { stylesFor } from '#shared/dicom/volume/volume-styles.ts';
import { orientationLabelsOfPlane, UNTURNED } from '#shared/dicom/geometry/orientation-labels.ts';
import type { StackPassport } from '#shared/imaging-passport/passport.ts';
import type { ImagingEngine } from '#renderer/imaging/engine/imaging-engine.ts';
import type { VolumeHandle } from '#renderer/imaging/volume/prepare-volume.ts';
import { useText } from '#renderer/text/use-text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import frame from '../viewport/ReadingViewport.module.css';
import overlay from '../viewport/ViewportOverlay.module.css';
import { BuildingVolume } from '../mpr/BuildingVolume.tsx';
import { MPR_KEYS } from '../mpr/mpr-keys.ts';
import { markWords, wayWords } from '../mpr/mpr-words.ts';
import { useVolume } from '../mpr/use-volume.ts';
import type { ViewportIdentity } from '../reading-study.ts';
import { VIEWER_KEYS } from '../keys/viewer-keys.ts';
import { AT_REST, pixelSizeMm, useCastPicture, type ViewSize } from './use-cast-picture.ts';
import { CROP_EDGES, LOOKS_FROM, openVolumeView, volumeViewAfter, type CropEdge } from './volume-view.ts';
import mpr from '../mpr/MprDesk.module.css';
import styles from './VolumeDesk.module.css';

export interface VolumeDeskProps {
  readonly engine: ImagingEngine;
  readonly studyId: number;
  /** Of the stack that is shown; the same object as long as the stack is. */
  readonly passport: StackPassport;
  readonly identity: ViewportIdentity | undefined;
  readonly contradiction: PatientContradiction | undefined;
  readonly onClose: () => void;
}

/** Degrees of one press, and of one CSS pixel of a drag. */
const KEY_DEGREES = 10;
const DRAG_DEGREES = 0.5;
/** Of one notch of the wheel. */
const WHEEL_FACTOR = 1.12;

/** A stack as a body that is turned freely: the largest value along each ray, or bone, vessels and lung with light and shade. */
export function VolumeDesk(props: VolumeDeskProps) {
  const volume = useVolume(props.engine, props.studyId, props.passport);
  useKeyAction(VIEWER_KEYS.reset, props.onClose);
  return volume.status === 'ready' ? <Body {...props} volume={volume.volume} /> : <BuildingVolume state={volume} onClose={props.onClose} />;
}

function Body({ volume, identity, contradiction, onClose }: VolumeDeskProps & { readonly volume: VolumeHandle }) {
  const text = useText();
  const { t } = text;
  const centerMm = gridCenterMm(volume.grid);
  const offered = stylesFor(volume.transform);
  const [view, act] = useReducer(volumeViewAfter, centerMm, openVolumeView);
  const canvas = useRef<HTMLCanvasElement>(null);
  const field = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<ViewSize>({ width: 0, height: 0 });
  const isFine = useCastPicture(volume, view, size, canvas);
  const factors = thinFactors(volume.grid, AT_REST.voxels);

  useEffect(() => {
    const element = field.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    element.focus();
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      act({ kind: 'zoom', factor: event.deltaY < 0 ? WHEEL_FACTOR : 1 / WHEEL_FACTOR });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', onWheel);
    };
  }, []);
  const turn = (rightDegrees: number, downDegrees: number) => act({ kind: 'turn', rightDegrees, downDegrees });
  useKeyAction(MPR_KEYS.turnLeft, () => turn(-KEY_DEGREES, 0));
  useKeyAction(MPR_KEYS.turnRight, () => turn(KEY_DEGREES, 0));
  useKeyAction(MPR_KEYS.thicker, () => turn(0, -KEY_DEGREES));
  useKeyAction(MPR_KEYS.thinner, () => turn(0, KEY_DEGREES));
  useKeyAction(MPR_KEYS.slab, () => act({ kind: 'style', style: offered[(offered.indexOf(view.style) + 1) % offered.length] ?? 'mip' }));
  useKeyAction(MPR_KEYS.straighten, () => act({ kind: 'look', from: 'front', centerMm }));

  function drag(start: PointerEvent<HTMLDivElement>): void {
    if (start.button !== 0) return;
    let [x, y] = [start.clientX, start.clientY];
    const dragging = new AbortController();
    const { signal } = dragging;
    const onMove = (event: globalThis.PointerEvent) => {
      if (event.buttons === 0) {
        dragging.abort();
        return;
      }
      const [right, down] = [event.clientX - x, event.clientY - y];
      [x, y] = [event.clientX, event.clientY];
      const mm = pixelSizeMm(volume.grid, view.zoom, size);
      if (event.shiftKey) act({ kind: 'pan', rightMm: right * mm, downMm: down * mm });
      else turn(right * DRAG_DEGREES, down * DRAG_DEGREES);
    };
    window.addEventListener('pointermove', onMove, { signal });
    window.addEventListener('pointerup', () => dragging.abort(), { signal });
    window.addEventListener('blur', () => dragging.abort(), { signal });
  }

  const letters = orientationLabelsOfPlane(view.orientation, UNTURNED);
  return (
    <div className={styles['desk']} data-testid="volume-desk" data-style={view.style} data-is-fine={isFine}>
      <section className={classNames(frame['viewport'], frame['active'], contradiction !== undefined && frame['other'])} aria-label={t('volume.picture')}>
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keys of the desk act on it */}
        <div ref={field} className={styles['field']} tabIndex={0} onPointerDown={drag}>
          <canvas ref={canvas} className={styles['picture']} data-testid="volume-picture" />
        </div>
        {identity === undefined ? null : (
          <div className={classNames(overlay['corner'], overlay['topLeft'])} data-testid="viewport-identity">
            <div className={classNames(contradiction !== undefined && overlay['other'])}>{identity.who}</div>
            {contradiction === undefined ? null : <div className={overlay['other']}>{`◆ ${t(`viewer.other-patient.${contradiction}`)}`}</div>}
            <div>{identity.hospital}</div>
            <div>{identity.when}</div>
          </div>
        )}
        {(['left', 'right', 'top', 'bottom'] as const).map((side) => (
          <span key={side} className={classNames(styles['letter'], styles[side])} data-testid={`volume-letter-${side}`}>{letters[side]}</span>
        ))}
        <div className={classNames(overlay['corner'], overlay['bottomRight'], mpr['marks'])} data-testid="volume-badge">
          {[
            ...markWords(text, volume),
            wayWords(text, volume, [factors[0] * volume.factor, factors[1] * volume.factor, factors[2]]),
            ...(isFine ? [] : [t('volume.rotating')]),
          ].map((words) => (
            <span key={words} className={classNames(overlay['badge'], overlay['warn'])}>{`▲ ${words}`}</span>
          ))}
        </div>
      </section>
      <aside className={mpr['panel']} aria-label={t('volume.title')}>
        <h4>
          {t('volume.title')}
          <button type="button" onMouseDown={keepFocus} onClick={onClose}>
            <KeyCap keys={MPR_KEYS.volume.keys[0]} />
            {t('mpr.close')}
          </button>
        </h4>
        <div className={styles['buttons']}>
          {offered.map((style) => (
            <button key={style} type="button" className={classNames(view.style === style && mpr['on'])} aria-pressed={view.style === style} data-testid={`volume-style-${style}`} onMouseDown={keepFocus} onClick={() => act({ kind: 'style', style })}>
              {t(`volume.style.${style}`)}
            </button>
          ))}
        </div>
        <div className={styles['buttons']}>
          {LOOKS_FROM.map((from) => (
            <button key={from} type="button" data-testid={`volume-from-${from}`} onMouseDown={keepFocus} onClick={() => act({ kind: 'look', from, centerMm })}>
              {t(`volume.from.${from}`)}
            </button>
          ))}
        </div>
        <fieldset className={mpr['slab']}>
          <legend>{t('volume.crop')}</legend>
          {CROP_EDGES.map((edge, axis) => (
            <Crop key={edge} edge={edge} low={view.box.low[axis] ?? 0} high={view.box.high[axis] ?? 1} onCrop={(low, high) => act({ kind: 'crop', edge, low, high })} />
          ))}
          <button type="button" onMouseDown={keepFocus} onClick={() => act({ kind: 'uncrop' })}>{t('volume.crop.reset')}</button>
        </fieldset>
        <p className={mpr['hint']}>{t('volume.hint')}</p>
      </aside>
    </div>
  );
}

function Crop({ edge, low, high, onCrop }: { readonly edge: CropEdge; readonly low: number; readonly high: number; readonly onCrop: (low: number, high: number) => void }) {
  const { t } = useText();
  const name = t(`volume.crop.${edge}`);
  const range = { type: 'range', min: 0, max: 100, step: 1 } as const;
  return (
    <p className={styles['crop']}>
      <span>{name}</span>
      <input {...range} value={Math.round(low * 100)} aria-label={t('volume.crop.low', { edge: name })} data-testid={`volume-crop-${edge}-low`} onChange={(event) => onCrop(event.target.valueAsNumber / 100, high)} />
      <input {...range} value={Math.round(high * 100)} aria-label={t('volume.crop.high', { edge: name })} data-testid={`volume-crop-${edge}-high`} onChange={(event) => onCrop(low, event.target.valueAsNumber / 100)} />
    </p>
  );
}

/** The keys stay with the picture. */
function keepFocus(event: { readonly preventDefault: () => void }): void {
  event.preventDefault();
}
