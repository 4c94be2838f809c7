import type { WindowPresetName } from '#shared/dicom/pixel/window-presets.ts';
import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';

const inImages = { contexts: ['reading'], whileTyping: false, repeats: false, isShown: false } as const;

/**
 * What keys do to the pictures (reading-room keys; none acts while text is typed). A digit with Shift arrives as the sign above it, so
 * both names are listed.
 */
export const VIEWER_KEYS = {
  window: { ...inImages, keys: ['W'], label: 'viewer.key.window' },
  pan: { ...inImages, keys: ['T'], label: 'viewer.key.pan' },
  zoom: { ...inImages, keys: ['Z'], label: 'viewer.key.zoom' },
  scroll: { ...inImages, keys: ['S'], label: 'viewer.key.scroll' },
  length: { ...inImages, keys: ['D'], label: 'viewer.key.length', isShown: true },
  angle: { ...inImages, keys: ['A'], label: 'viewer.key.angle' },
  ellipse: { ...inImages, keys: ['E'], label: 'viewer.key.ellipse' },
  polyline: { ...inImages, keys: ['Y'], label: 'viewer.key.polyline' },
  bidirectional: { ...inImages, keys: ['Shift+D'], label: 'viewer.key.bidirectional' },
  'cobb-angle': { ...inImages, keys: ['Alt+A'], label: 'viewer.key.cobb-angle' },
  circle: { ...inImages, keys: ['Shift+E'], label: 'viewer.key.circle' },
  rectangle: { ...inImages, keys: ['Q'], label: 'viewer.key.rectangle' },
  freehand: { ...inImages, keys: ['Shift+Q'], label: 'viewer.key.freehand' },
  probe: { ...inImages, keys: ['P'], label: 'viewer.key.probe' },
  arrow: { ...inImages, keys: ['Shift+B'], label: 'viewer.key.arrow' },
  text: { ...inImages, keys: ['B'], label: 'viewer.key.text' },
  'cardiothoracic-ratio': { ...inImages, keys: ['Alt+R'], label: 'viewer.key.cardiothoracic-ratio' },
  'spine-labels': { ...inImages, keys: ['L'], label: 'viewer.key.spine-labels' },
  'leg-length': { ...inImages, keys: ['Shift+L'], label: 'viewer.key.leg-length' },
  calibrate: { ...inImages, keys: ['Alt+K'], label: 'viewer.key.calibrate' },
  keyImage: { ...inImages, keys: ['K'], label: 'viewer.key.key-image', isShown: true },
  measurementList: { ...inImages, keys: ['Shift+M'], label: 'viewer.key.measurement-list' },
  lesions: { ...inImages, keys: ['Alt+L'], label: 'viewer.key.lesions' },
  copyPicture: { ...inImages, keys: ['Ctrl+Shift+C'], label: 'viewer.key.copy-picture' },
  savePicture: { ...inImages, keys: ['Ctrl+Shift+S'], label: 'viewer.key.save-picture' },
  print: { ...inImages, keys: ['Ctrl+Shift+P'], label: 'viewer.key.print' },
  onePixel: { ...inImages, keys: ['Ctrl+Alt+1'], label: 'viewer.key.one-pixel' },
  trueSize: { ...inImages, keys: ['Ctrl+Alt+2'], label: 'viewer.key.true-size' },
  cineTogether: { ...inImages, keys: ['Shift+C'], label: 'viewer.key.cine-together' },
  rotateRight: { ...inImages, keys: ['R'], label: 'viewer.key.rotate-right' },
  rotateLeft: { ...inImages, keys: ['Shift+R'], label: 'viewer.key.rotate-left' },
  flipHorizontal: { ...inImages, keys: ['Alt+H'], label: 'viewer.key.flip-horizontal' },
  flipVertical: { ...inImages, keys: ['Alt+V'], label: 'viewer.key.flip-vertical' },
  invert: { ...inImages, keys: ['Shift+I'], label: 'viewer.key.invert' },
  fit: { ...inImages, keys: ['F'], label: 'viewer.key.fit' },
  reset: { ...inImages, keys: ['Escape'], label: 'viewer.key.reset' },
  undo: { ...inImages, keys: ['Ctrl+Z'], label: 'viewer.key.undo' },
  redo: { ...inImages, keys: ['Ctrl+Y', 'Ctrl+Shift+Z'], label: 'viewer.key.redo' },
  delete: { ...inImages, keys: ['Delete'], label: 'viewer.key.delete' },
  toReport: { ...inImages, keys: ['M'], label: 'viewer.key.to-report', isShown: true },
  overlay: { ...inImages, keys: ['Space'], label: 'viewer.key.overlay' },
  overlayPlanes: { ...inImages, keys: ['O'], label: 'viewer.key.overlay-planes' },
  cine: { ...inImages, keys: ['C'], label: 'viewer.key.cine' },
  cineSlower: { ...inImages, keys: [',', '，'], label: 'viewer.key.cine-slower' },
  cineFaster: { ...inImages, keys: ['.', '。'], label: 'viewer.key.cine-faster' },
  passport: { ...inImages, keys: ['G'], label: 'viewer.key.passport' },
  previousImage: { ...inImages, keys: ['ArrowUp'], label: 'viewer.key.previous-image', repeats: true },
  nextImage: { ...inImages, keys: ['ArrowDown'], label: 'viewer.key.next-image', repeats: true },
  backTen: { ...inImages, keys: ['Shift+ArrowUp'], label: 'viewer.key.back-ten', repeats: true },
  aheadTen: { ...inImages, keys: ['Shift+ArrowDown'], label: 'viewer.key.ahead-ten', repeats: true },
  firstImage: { ...inImages, keys: ['Home'], label: 'viewer.key.first-image' },
  lastImage: { ...inImages, keys: ['End'], label: 'viewer.key.last-image' },
  previousSeries: { ...inImages, keys: ['PageUp', 'ArrowLeft'], label: 'viewer.key.previous-series' },
  nextSeries: { ...inImages, keys: ['PageDown', 'ArrowRight'], label: 'viewer.key.next-series' },
  // Alt and a digit lead to the sections of the report, from the pictures too.
  layoutOne: { ...inImages, keys: ['Shift+1', '!', '！'], label: 'viewer.key.layout-one' },
  layoutTwo: { ...inImages, keys: ['Shift+2', '@', '＠'], label: 'viewer.key.layout-two' },
  layoutFour: { ...inImages, keys: ['Shift+4', '$', '￥'], label: 'viewer.key.layout-four' },
  keyImagesOnly: { ...inImages, keys: ['Shift+K'], label: 'viewer.key.key-images-only' },
  windowAuto: { ...inImages, keys: ['0'], label: 'viewer.key.window-auto' },
  windowFirst: { ...inImages, keys: ['1'], label: 'viewer.key.window-first' },
  windowSecond: { ...inImages, keys: ['2'], label: 'viewer.key.window-second' },
  crosshair: { ...inImages, keys: ['H', 'X'], label: 'viewer.key.crosshair' },
  quadrant: { ...inImages, keys: ['Shift+Space'], label: 'viewer.key.quadrant' },
  menu: { ...inImages, keys: ['ContextMenu', 'Shift+F10'], label: 'viewer.key.menu' },
} as const satisfies Readonly<Record<string, KeyAction>>;

/** One action for each preset of CT, by digit and modifier; 3 to 5 are uptake windows where PET is on the screen. */
export const PRESET_KEYS = {
  brain: { ...inImages, keys: ['3'], label: 'viewer.preset.brain' },
  stroke: { ...inImages, keys: ['4'], label: 'viewer.preset.stroke' },
  subdural: { ...inImages, keys: ['5'], label: 'viewer.preset.subdural' },
  mediastinum: { ...inImages, keys: ['6'], label: 'viewer.preset.mediastinum' },
  lung: { ...inImages, keys: ['7'], label: 'viewer.preset.lung' },
  abdomen: { ...inImages, keys: ['8'], label: 'viewer.preset.abdomen' },
  liver: { ...inImages, keys: ['Shift+8', '*', '×', '＊'], label: 'viewer.preset.liver' },
  bone: { ...inImages, keys: ['9'], label: 'viewer.preset.bone' },
  'temporal-bone': { ...inImages, keys: ['Shift+9', '(', '（'], label: 'viewer.preset.temporal-bone' },
  angio: { ...inImages, keys: ['Ctrl+9'], label: 'viewer.preset.angio' },
} as const satisfies Readonly<Record<string, KeyAction>>;

export const PRESET_ACTIONS: readonly KeyAction[] = Object.values(PRESET_KEYS);

export function presetOfAction(action: KeyAction): WindowPresetName | undefined {
  return (Object.keys(PRESET_KEYS) as (keyof typeof PRESET_KEYS)[]).find((name) => PRESET_KEYS[name] === action);
}

/** The action whose key calls up a preset; uptake windows lie on the keys of the CT windows with the same digit. */
export function actionOfPreset(name: WindowPresetName): KeyAction {
  if (name === 'suv-5') return PRESET_KEYS.brain;
  if (name === 'suv-10') return PRESET_KEYS.stroke;
  return name === 'suv-15' ? PRESET_KEYS.subdural : PRESET_KEYS[name];
}
