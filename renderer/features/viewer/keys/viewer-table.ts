import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';
import { LAYOUT_KEYS } from './layout-keys.ts';
import { MEASURING_TOOLS } from '../measuring/measuring-tools.ts';
import type { ViewerKeyActs } from './viewer-key-acts.ts';
import { PRESET_ACTIONS, presetOfAction, VIEWER_KEYS } from './viewer-keys.ts';

/** What each action of the viewer does: keys, and the menu of a viewport, go by it. */
export type ViewerTable = ReadonlyMap<KeyAction, () => void>;

/**
 * @param escape what one press of Escape does, and two of them
 * @param active the viewport that has the hand
 */
export function viewerTable(acts: ViewerKeyActs, escape: () => void, active: () => StackViewport | undefined): ViewerTable {
  const entries: readonly (readonly [KeyAction, () => void])[] = [
    [VIEWER_KEYS.window, () => acts.chooseTool('window')],
    [VIEWER_KEYS.pan, () => acts.chooseTool('pan')],
    [VIEWER_KEYS.zoom, () => acts.chooseTool('zoom')],
    [VIEWER_KEYS.scroll, () => acts.chooseTool('scroll')],
    ...MEASURING_TOOLS.map(([tool, action]) => [action, () => acts.chooseTool(tool)] as const),
    [VIEWER_KEYS.keyImage, acts.toggleKeyImage],
    [VIEWER_KEYS.measurementList, acts.toggleList],
    [VIEWER_KEYS.copyPicture, () => acts.capture('clipboard')],
    [VIEWER_KEYS.savePicture, () => acts.capture('file')],
    [VIEWER_KEYS.print, acts.print],
    [VIEWER_KEYS.onePixel, () => acts.scaleTo('one-pixel')],
    [VIEWER_KEYS.trueSize, () => acts.scaleTo('true-size')],
    [VIEWER_KEYS.cineTogether, acts.toggleCineTogether],
    [VIEWER_KEYS.calibrate, acts.calibrate],
    [VIEWER_KEYS.rotateRight, () => acts.turn('rotate-right')],
    [VIEWER_KEYS.rotateLeft, () => acts.turn('rotate-left')],
    [VIEWER_KEYS.flipHorizontal, () => acts.turn('flip-horizontal')],
    [VIEWER_KEYS.flipVertical, () => acts.turn('flip-vertical')],
    [VIEWER_KEYS.invert, acts.invert],
    [VIEWER_KEYS.fit, acts.fit],
    [VIEWER_KEYS.reset, escape],
    [VIEWER_KEYS.undo, acts.undo],
    [VIEWER_KEYS.redo, acts.redo],
    [VIEWER_KEYS.delete, acts.deleteSelected],
    [VIEWER_KEYS.toReport, acts.measureOrReport],
    [VIEWER_KEYS.overlay, acts.toggleOverlay],
    [VIEWER_KEYS.overlayPlanes, () => active()?.toggleOverlays()],
    [VIEWER_KEYS.cine, acts.toggleCine],
    [VIEWER_KEYS.cineSlower, () => acts.changeCineSpeed(-1)],
    [VIEWER_KEYS.cineFaster, () => acts.changeCineSpeed(1)],
    [VIEWER_KEYS.passport, acts.togglePassport],
    [VIEWER_KEYS.previousImage, () => active()?.scrollBy(-1)],
    [VIEWER_KEYS.nextImage, () => active()?.scrollBy(1)],
    [VIEWER_KEYS.backTen, () => active()?.scrollBy(-10)],
    [VIEWER_KEYS.aheadTen, () => active()?.scrollBy(10)],
    [VIEWER_KEYS.firstImage, () => active()?.scrollBy(Number.MIN_SAFE_INTEGER)],
    [VIEWER_KEYS.lastImage, () => active()?.scrollBy(Number.MAX_SAFE_INTEGER)],
    [VIEWER_KEYS.previousSeries, () => acts.goToSeries(-1)],
    [VIEWER_KEYS.nextSeries, () => acts.goToSeries(1)],
    [VIEWER_KEYS.layoutOne, () => acts.setLayout('1x1')],
    [VIEWER_KEYS.layoutTwo, () => acts.setLayout('1x2')],
    [VIEWER_KEYS.layoutFour, () => acts.setLayout('2x2')],
    [LAYOUT_KEYS.six, () => acts.setLayout('2x3')],
    [LAYOUT_KEYS.register, acts.register],
    [LAYOUT_KEYS.nine, () => acts.setLayout('3x3')],
    [LAYOUT_KEYS.maximise, acts.maximise],
    [LAYOUT_KEYS.nextViewport, acts.cycleViewport],
    [LAYOUT_KEYS.link, acts.toggleLink],
    [LAYOUT_KEYS.linkHere, acts.linkHere],
    [VIEWER_KEYS.windowAuto, () => active()?.autoWindow()],
    [VIEWER_KEYS.windowFirst, () => active()?.suggestWindow(0)],
    [VIEWER_KEYS.windowSecond, () => active()?.suggestWindow(1)],
    [VIEWER_KEYS.crosshair, acts.toggleCrosshair],
    [VIEWER_KEYS.quadrant, acts.walkQuadrants],
    [VIEWER_KEYS.menu, acts.openContextMenu],
    ...PRESET_ACTIONS.map((action) => [action, () => applyPreset(action)] as const),
  ];
  return new Map(entries);

  function applyPreset(action: KeyAction): void {
    const preset = presetOfAction(action);
    if (preset !== undefined) acts.applyPreset(preset);
  }
}
