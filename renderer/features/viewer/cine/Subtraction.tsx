import { useEffect, useRef, useState, type PointerEvent } from 'react';
import type { MaskOfRun } from '#shared/contract/services/measurements.contract.ts';
import { recommendedMaskFor } from '#shared/dicom/image/mask-module.ts';
import type { MaskSubtraction } from '#shared/dicom/pixel/mask-subtraction.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/error-code.ts';
import { mayBeSubtracted } from '#renderer/imaging/engine/subtracting-viewport.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import type { ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import type { ReadingSource } from '#renderer/imaging/reading-source.ts';
import { useText } from '#renderer/text/use-text.ts';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { SUBTRACTION_KEYS } from './subtraction-keys.ts';
import styles from './Subtraction.module.css';

export interface SubtractionProps {
  readonly source: Pick<ReadingSource, 'listMasks' | 'keepMask'>;
  readonly state: ViewportState;
  readonly viewport: StackViewport | undefined;
  readonly isActive: boolean;
  readonly onFailed: (code: ErrorCode) => void;
}

/** One press of a key moves the mask by so much, pixels; a drag by one CSS pixel by so much. */
const KEY_PX = 0.25;
const DRAG_PX = 0.05;
/** A hand that still moves the mask. */
const STILL_MS = 400;

/** A run of fluoroscopy less one of its frames: which one, how far it is moved, and the way to change both. Nothing is drawn for other pictures. */
export function Subtraction({ source, state, viewport, isActive, onFailed }: SubtractionProps) {
  const { t } = useText();
  const { shown, subtraction } = state;
  const isPossible = shown !== undefined && mayBeSubtracted(shown.image);
  const studyId = isPossible ? shown.frame.studyId : undefined;
  const [known, setKnown] = useState<{ readonly studyId: number; readonly masks: readonly MaskOfRun[] }>();
  useEffect(() => {
    if (studyId === undefined) return undefined;
    let isOver = false;
    source.listMasks(studyId).then(
      (masks) => {
        if (!isOver) setKnown({ studyId, masks });
      },
      (error: unknown) => {
        if (!isOver) onFailed(isAppError(error) ? error.code : 'internal');
      },
    );
    return () => {
      isOver = true;
    };
  }, [source, studyId, onFailed]);

  const sopInstanceUid = isPossible ? shown.frame.sopInstanceUid : undefined;
  const isOn = subtraction !== undefined && subtraction.sopInstanceUid === sopInstanceUid;
  const remembered = known?.studyId === studyId ? known?.masks.find((mask) => mask.sopInstanceUid === sopInstanceUid) : undefined;
  /** Of which image what was kept has been taken up: once, then the hand decides. */
  const takenUp = useRef<string>(undefined);
  useEffect(() => {
    if (viewport === undefined || remembered === undefined || takenUp.current === remembered.sopInstanceUid) return;
    takenUp.current = remembered.sopInstanceUid;
    if (remembered.isShown && !isOn) viewport.subtract(remembered);
  }, [viewport, remembered, isOn]);

  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef<MaskOfRun>(undefined);
  useEffect(() => {
    const flush = () => {
      clearTimeout(waiting.current);
      if (latest.current !== undefined) source.keepMask(latest.current).catch(() => undefined);
      latest.current = undefined;
    };
    return flush;
  }, [source]);

  function set(maskFrameNumber: number, [columns, rows]: readonly [number, number], isShown: boolean): void {
    if (viewport === undefined || shown === undefined || !isPossible) return;
    const round = (value: number) => Math.max(-500, Math.min(500, Math.round(value * 100) / 100));
    const shiftPx = [round(columns), round(rows)] as const;
    viewport.subtract(isShown ? { maskFrameNumber, shiftPx } : undefined);
    const mask: MaskOfRun = { studyId: shown.frame.studyId, seriesInstanceUid: shown.image.seriesInstanceUid, sopInstanceUid: shown.frame.sopInstanceUid, maskFrameNumber, shiftPx, isShown };
    takenUp.current = mask.sopInstanceUid;
    setKnown((before) => ({ studyId: mask.studyId, masks: [...(before?.studyId === mask.studyId ? before.masks : []).filter((one) => one.sopInstanceUid !== mask.sopInstanceUid), mask] }));
    latest.current = mask;
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => {
      latest.current = undefined;
      source.keepMask(mask).catch((error: unknown) => onFailed(isAppError(error) ? error.code : 'internal'));
    }, STILL_MS);
  }

  const recommended = isPossible && shown.image.recommendedMasks !== undefined ? recommendedMaskFor(shown.image.recommendedMasks, shown.frame.frameNumber) : undefined;
  const chosen = isOn ? subtraction : (remembered ?? recommended);
  const maskFrameNumber = chosen?.maskFrameNumber ?? 1;
  const shiftPx = chosen?.shiftPx ?? [0, 0];
  const isAsRecommended = recommended !== undefined && isOn && recommended.maskFrameNumber === maskFrameNumber && recommended.shiftPx[0] === shiftPx[0] && recommended.shiftPx[1] === shiftPx[1];
  /** A presentation state subtracts what the hand does not. */
  const presented = isOn ? undefined : shown?.subtraction;
  const move = (right: number, down: number) => set(maskFrameNumber, [shiftPx[0] + right, shiftPx[1] + down], true);
  const toggle = () => set(maskFrameNumber, shiftPx, !isOn);
  const maskHere = () => set(shown?.frame.frameNumber ?? 1, [0, 0], true);
  const isHand = isActive && isPossible;
  useKeyAction(SUBTRACTION_KEYS.toggle, toggle, isHand);
  useKeyAction(SUBTRACTION_KEYS.maskHere, maskHere, isHand);
  useKeyAction(SUBTRACTION_KEYS.left, () => move(-KEY_PX, 0), isHand && isOn);
  useKeyAction(SUBTRACTION_KEYS.right, () => move(KEY_PX, 0), isHand && isOn);
  useKeyAction(SUBTRACTION_KEYS.up, () => move(0, -KEY_PX), isHand && isOn);
  useKeyAction(SUBTRACTION_KEYS.down, () => move(0, KEY_PX), isHand && isOn);
  if (!isPossible) return null;

  function drag(start: PointerEvent<HTMLButtonElement>): void {
    const { clientX, clientY } = start;
    const from = shiftPx;
    const ending = new AbortController();
    const { signal } = ending;
    const onMove = (event: globalThis.PointerEvent) => set(maskFrameNumber, [from[0] + (event.clientX - clientX) * DRAG_PX, from[1] + (event.clientY - clientY) * DRAG_PX], true);
    window.addEventListener('pointermove', onMove, { signal });
    for (const over of ['pointerup', 'pointercancel', 'blur'] as const) window.addEventListener(over, () => ending.abort(), { signal });
  }

  return (
    <div className={styles['subtraction']} data-testid="subtraction" data-is-on={isOn} data-mask={isOn ? maskFrameNumber : ''} data-shift={isOn ? shiftPx.join(',') : ''}>
      <button type="button" aria-pressed={isOn} onMouseDown={keepFocus} onClick={toggle}>
        {t('subtraction.key.toggle')} <KeyCap keys={SUBTRACTION_KEYS.toggle.keys[0]} />
      </button>
      {presented === undefined ? null : <b data-testid="subtraction-presented">{t('subtraction.presented', badgeOf(presented))}</b>}
      {recommended === undefined || isAsRecommended ? null : (
        <button type="button" title={t('subtraction.recommended.why')} data-testid="subtraction-recommended" onMouseDown={keepFocus} onClick={() => set(recommended.maskFrameNumber, recommended.shiftPx, true)}>
          {t(recommended.averagedFrames > 1 ? 'subtraction.recommended.average' : 'subtraction.recommended', { ...badgeOf(recommended), count: recommended.averagedFrames })}
        </button>
      )}
      {isOn ? (
        <>
          <b data-testid="subtraction-badge">{t('subtraction.badge', badgeOf({ maskFrameNumber, shiftPx }))}</b>
          <button type="button" onMouseDown={keepFocus} onClick={maskHere}>
            {t('subtraction.key.mask-here')} <KeyCap keys={SUBTRACTION_KEYS.maskHere.keys[0]} />
          </button>
          <button type="button" className={styles['drag']} title={t('subtraction.drag.why')} onMouseDown={keepFocus} onPointerDown={drag}>
            {t('subtraction.drag')}
          </button>
        </>
      ) : null}
    </div>
  );
}

function badgeOf({ maskFrameNumber, shiftPx: [right, down] }: MaskSubtraction): { readonly mask: number; readonly right: string; readonly down: string } {
  const signed = (value: number) => (value < 0 ? `−${Math.abs(value).toFixed(2)}` : value.toFixed(2));
  return { mask: maskFrameNumber, right: signed(right), down: signed(down) };
}

/** The keys stay with the pictures. */
function keepFocus(event: { readonly preventDefault: () => void }): void {
  event.preventDefault();
}
