import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import { MEASURING_ACTIONS, toolOfAction } from './measuring-tools.ts';
import { useKeyAction, useKeyActions } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { useDoublePress } from './use-double-press.ts';
import { PRESET_ACTIONS, presetOfAction, VIEWER_KEYS } from './viewer-keys.ts';
import type { ViewerActs } from './ViewerToolbar.tsx';

export interface ViewerKeyActs extends ViewerActs {
  readonly redo: () => void;
  readonly deleteSelected: () => void;
  readonly goToSeries: (step: 1 | -1) => void;
  readonly togglePassport: () => void;
  readonly changeCineSpeed: (step: 1 | -1) => void;
  readonly toggleCineTogether: () => void;
  /** The selected measurement goes into the report; without one the measuring tools are shown. */
  readonly measureOrReport: () => void;
  readonly toggleKeyImage: () => void;
  readonly capture: (where: 'clipboard' | 'file') => void;
  readonly scaleTo: (size: 'one-pixel' | 'true-size') => void;
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
  useKeyActions(MEASURING_ACTIONS, (action) => {
    const tool = toolOfAction(action);
    if (tool !== undefined) acts.chooseTool(tool);
  });
  useKeyAction(VIEWER_KEYS.keyImage, acts.toggleKeyImage);
  useKeyAction(VIEWER_KEYS.measurementList, acts.toggleList);
  useKeyAction(VIEWER_KEYS.copyPicture, () => acts.capture('clipboard'));
  useKeyAction(VIEWER_KEYS.savePicture, () => acts.capture('file'));
  useKeyAction(VIEWER_KEYS.onePixel, () => acts.scaleTo('one-pixel'));
  useKeyAction(VIEWER_KEYS.trueSize, () => acts.scaleTo('true-size'));
  useKeyAction(VIEWER_KEYS.cineTogether, acts.toggleCineTogether);
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
  useKeyAction(VIEWER_KEYS.toReport, acts.measureOrReport);
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
  useKeyActions(PRESET_ACTIONS, (action) => {
    const preset = presetOfAction(action);
    if (preset !== undefined) acts.applyPreset(preset);
  });
}
