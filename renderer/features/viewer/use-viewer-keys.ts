import { CT_WINDOW_PRESETS, type WindowPresetName } from '#shared/dicom/pixel/window-presets.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { useDoublePress } from './use-double-press.ts';
import { PRESET_KEYS, VIEWER_KEYS } from './viewer-keys.ts';
import type { ViewerActs } from './ViewerToolbar.tsx';

export interface ViewerKeyActs extends ViewerActs {
  readonly redo: () => void;
  readonly deleteSelected: () => void;
  readonly goToSeries: (step: 1 | -1) => void;
  readonly togglePassport: () => void;
  readonly changeCineSpeed: (step: 1 | -1) => void;
  /** Gives up what is being drawn; else lets go of the selected measurement and of the measuring tool. */
  readonly cancel: () => void;
}

/**
 * Binds the keys of the viewer.
 * @param active the viewport that has the hand
 */
export function useViewerKeys(acts: ViewerKeyActs, active: () => StackViewport | undefined): void {
  const reset = useDoublePress(acts.cancel, acts.reset);
  useKeyAction(VIEWER_KEYS.window, () => acts.chooseTool('window'));
  useKeyAction(VIEWER_KEYS.pan, () => acts.chooseTool('pan'));
  useKeyAction(VIEWER_KEYS.zoom, () => acts.chooseTool('zoom'));
  useKeyAction(VIEWER_KEYS.scroll, () => acts.chooseTool('scroll'));
  useKeyAction(VIEWER_KEYS.length, () => acts.chooseTool('length'));
  useKeyAction(VIEWER_KEYS.angle, () => acts.chooseTool('angle'));
  useKeyAction(VIEWER_KEYS.ellipse, () => acts.chooseTool('ellipse'));
  useKeyAction(VIEWER_KEYS.calibrate, acts.calibrate);
  useKeyAction(VIEWER_KEYS.rotateRight, () => acts.turn('rotate-right'));
  useKeyAction(VIEWER_KEYS.rotateLeft, () => acts.turn('rotate-left'));
  useKeyAction(VIEWER_KEYS.flipHorizontal, () => acts.turn('flip-horizontal'));
  useKeyAction(VIEWER_KEYS.flipVertical, () => acts.turn('flip-vertical'));
  useKeyAction(VIEWER_KEYS.invert, acts.invert);
  useKeyAction(VIEWER_KEYS.fit, acts.fit);
  useKeyAction(VIEWER_KEYS.reset, reset);
  useKeyAction(VIEWER_KEYS.undo, acts.undo);
  useKeyAction(VIEWER_KEYS.redo, acts.redo);
  useKeyAction(VIEWER_KEYS.delete, acts.deleteSelected);
  useKeyAction(VIEWER_KEYS.toReport, acts.toReport);
  useKeyAction(VIEWER_KEYS.overlay, acts.toggleOverlay);
  useKeyAction(VIEWER_KEYS.overlayPlanes, () => active()?.toggleOverlays());
  useKeyAction(VIEWER_KEYS.cine, acts.toggleCine);
  useKeyAction(VIEWER_KEYS.cineSlower, () => acts.changeCineSpeed(-1));
  useKeyAction(VIEWER_KEYS.cineFaster, () => acts.changeCineSpeed(1));
  useKeyAction(VIEWER_KEYS.passport, acts.togglePassport);
  useKeyAction(VIEWER_KEYS.previousImage, () => active()?.scrollBy(-1));
  useKeyAction(VIEWER_KEYS.nextImage, () => active()?.scrollBy(1));
  useKeyAction(VIEWER_KEYS.backTen, () => active()?.scrollBy(-10));
  useKeyAction(VIEWER_KEYS.aheadTen, () => active()?.scrollBy(10));
  useKeyAction(VIEWER_KEYS.firstImage, () => active()?.scrollTo(0));
  useKeyAction(VIEWER_KEYS.lastImage, () => active()?.scrollTo(Number.MAX_SAFE_INTEGER));
  useKeyAction(VIEWER_KEYS.previousSeries, () => acts.goToSeries(-1));
  useKeyAction(VIEWER_KEYS.nextSeries, () => acts.goToSeries(1));
  useKeyAction(VIEWER_KEYS.layoutOne, () => acts.setLayout('1x1'));
  useKeyAction(VIEWER_KEYS.layoutTwo, () => acts.setLayout('1x2'));
  useKeyAction(VIEWER_KEYS.layoutFour, () => acts.setLayout('2x2'));
  useKeyAction(VIEWER_KEYS.windowAuto, () => active()?.autoWindow());
  useKeyAction(VIEWER_KEYS.windowFirst, () => active()?.suggestWindow(0));
  useKeyAction(VIEWER_KEYS.windowSecond, () => active()?.suggestWindow(1));
  usePresetKey('brain', acts);
  usePresetKey('stroke', acts);
  usePresetKey('subdural', acts);
  usePresetKey('mediastinum', acts);
  usePresetKey('lung', acts);
  usePresetKey('abdomen', acts);
  usePresetKey('liver', acts);
  usePresetKey('bone', acts);
  usePresetKey('temporal-bone', acts);
  usePresetKey('angio', acts);
}

function usePresetKey(name: WindowPresetName, acts: ViewerKeyActs): void {
  useKeyAction(PRESET_KEYS[name], () => {
    const preset = CT_WINDOW_PRESETS.find((one) => one.name === name);
    if (preset !== undefined) acts.applyPreset(preset);
  });
}
