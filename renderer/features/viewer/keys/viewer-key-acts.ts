import type { ViewerActs } from '../toolbar/ViewerToolbar.tsx';

/** Everything that a key of the viewer asks. */
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
  /** The pictures of the desk on paper, with the hospital and the patient. */
  readonly print: () => void;
  readonly scaleTo: (size: 'one-pixel' | 'true-size') => void;
  /** Gives up what is being drawn; else lets go of the selected measurement and of the measuring tool. */
  readonly cancel: () => void;
  /** The active viewport on the whole desk, or back. */
  readonly maximise: () => void;
  /** The hand goes to the next viewport, around. */
  readonly cycleViewport: () => void;
  readonly toggleLink: () => void;
  readonly linkHere: () => void;
  /** Lays the neighbour on the picture under the hand by their contents. */
  readonly register: () => void;
  /** One point of the patient is shown in all viewports of one space. */
  readonly toggleCrosshair: () => void;
  /** The next quarter of the picture fills the viewport; after the fourth the whole of it. */
  readonly walkQuadrants: () => void;
  /** What can be done with the active picture, as a menu on it. */
  readonly openContextMenu: () => void;
}
