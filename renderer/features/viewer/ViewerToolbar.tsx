import { CT_WINDOW_PRESETS, type WindowPreset } from '#shared/dicom/pixel/window-presets.ts';
import type { PrimaryTool } from '#renderer/imaging/engine/viewport-state.ts';
import { useText } from '#renderer/text/use-text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { ariaKeys, printedKey, type KeyAction } from '#renderer/ui/keyboard/key-action.ts';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { ToolIcon, type ToolIconName } from './tool-icons.tsx';
import { PRESET_KEYS, VIEWER_KEYS } from './viewer-keys.ts';
import type { DeskLayout } from './viewer-desk.ts';
import styles from './ViewerToolbar.module.css';

/** Everything that a key or a button of the toolbar asks of the active viewport. */
export interface ViewerActs {
  readonly chooseTool: (tool: PrimaryTool) => void;
  readonly turn: (act: 'flip-horizontal' | 'flip-vertical' | 'rotate-right' | 'rotate-left') => void;
  /** Asks for the true length under the selected line. */
  readonly calibrate: () => void;
  readonly invert: () => void;
  readonly fit: () => void;
  readonly reset: () => void;
  readonly undo: () => void;
  readonly toReport: () => void;
  readonly toggleOverlay: () => void;
  readonly toggleCine: () => void;
  readonly setLayout: (layout: DeskLayout) => void;
  readonly applyPreset: (preset: WindowPreset) => void;
}

export interface ViewerToolbarProps {
  readonly acts: ViewerActs;
  readonly primaryTool: PrimaryTool;
  readonly isTextShown: boolean;
  readonly isCineRunning: boolean;
  /** Why the active viewport refuses a tool; undefined: it does not. */
  readonly refusalOf: (tool: PrimaryTool) => string | undefined;
  /** Why the active image cannot be calibrated now; undefined: it can. */
  readonly calibrationRefusal: string | undefined;
  /** The active viewport shows Hounsfield units. */
  readonly hasPresets: boolean;
  /** The window of the active viewport, to mark the preset that is on. */
  readonly window: { readonly windowCenter: number; readonly windowWidth: number } | undefined;
}

const TOOLS: readonly (readonly [tool: PrimaryTool, action: KeyAction])[] = [
  ['window', VIEWER_KEYS.window], ['pan', VIEWER_KEYS.pan], ['zoom', VIEWER_KEYS.zoom], ['scroll', VIEWER_KEYS.scroll],
  ['length', VIEWER_KEYS.length], ['angle', VIEWER_KEYS.angle], ['ellipse', VIEWER_KEYS.ellipse],
];

/** Presets that are shown; the others have keys only. */
const SHOWN_PRESETS: ReadonlySet<string> = new Set(['brain', 'mediastinum', 'lung', 'abdomen', 'bone']);

/** Tools, orientation, words, presets: each with its key. */
export function ViewerToolbar({ acts, primaryTool, isTextShown, isCineRunning, refusalOf, calibrationRefusal, hasPresets, window }: ViewerToolbarProps) {
  const { t } = useText();
  return (
    <div className={styles['tools']} role="toolbar" aria-label={t('viewer.tools')} data-testid="viewer-toolbar">
      {TOOLS.map(([tool, action], index) => (
        <span key={tool} style={{ display: 'contents' }}>
          {index === 4 ? <hr /> : null}
          <Tool
            icon={tool as ToolIconName}
            action={action}
            isOn={tool === primaryTool}
            refusal={refusalOf(tool)}
            onPress={() => acts.chooseTool(tool)}
          />
        </span>
      ))}
      <Tool icon="calibrate" action={VIEWER_KEYS.calibrate} refusal={calibrationRefusal} onPress={acts.calibrate} />
      <hr />
      <Tool icon="rotate" action={VIEWER_KEYS.rotateRight} onPress={() => acts.turn('rotate-right')} />
      <Tool icon="flip-horizontal" action={VIEWER_KEYS.flipHorizontal} onPress={() => acts.turn('flip-horizontal')} />
      <Tool icon="flip-vertical" action={VIEWER_KEYS.flipVertical} onPress={() => acts.turn('flip-vertical')} />
      <Tool icon="invert" action={VIEWER_KEYS.invert} onPress={acts.invert} />
      <Tool icon="fit" action={VIEWER_KEYS.fit} onPress={acts.fit} />
      <Tool icon="reset" action={VIEWER_KEYS.reset} shownKey="Esc Esc" onPress={acts.reset} />
      <Tool icon="undo" action={VIEWER_KEYS.undo} onPress={acts.undo} />
      <Tool icon="cine" action={VIEWER_KEYS.cine} isOn={isCineRunning} onPress={acts.toggleCine} />
      <hr />
      <Tool icon="to-report" action={VIEWER_KEYS.toReport} onPress={acts.toReport} />
      <Tool icon="overlay" action={VIEWER_KEYS.overlay} isOn={isTextShown} onPress={acts.toggleOverlay} />
      <hr />
      <span className={styles['presets']}>
        {t('viewer.preset.label')}
        {CT_WINDOW_PRESETS.filter(({ name }) => SHOWN_PRESETS.has(name)).map((preset) => (
          <button
            key={preset.name}
            type="button"
            className={classNames(styles['preset'], isWindow(window, preset) && styles['on'])}
            aria-disabled={!hasPresets}
            aria-keyshortcuts={ariaKeys(PRESET_KEYS[preset.name].keys)}
            title={hasPresets ? `${preset.windowWidth} / ${preset.windowCenter}` : t('viewer.preset.not-here')}
            onMouseDown={keepFocus}
            onClick={() => acts.applyPreset(preset)}
          >
            <KeyCap keys={PRESET_KEYS[preset.name].keys[0]} />
            {t(`viewer.preset.${preset.name}`)}
          </button>
        ))}
      </span>
    </div>
  );
}

interface ToolProps {
  readonly icon: ToolIconName;
  readonly action: KeyAction;
  readonly onPress: () => void;
  readonly isOn?: boolean;
  readonly shownKey?: string;
  /** Why it does nothing now; a press says so on the picture. */
  readonly refusal?: string | undefined;
}

function Tool({ icon, action, onPress, isOn, shownKey, refusal }: ToolProps) {
  const { t } = useText();
  const label = t(action.label);
  return (
    <button
      type="button"
      className={classNames(styles['tool'], isOn === true && styles['on'])}
      aria-label={label}
      aria-pressed={isOn}
      aria-disabled={refusal !== undefined}
      aria-keyshortcuts={ariaKeys(action.keys)}
      title={refusal === undefined ? label : `${label}：${refusal}`}
      onMouseDown={keepFocus}
      onClick={onPress}
    >
      <ToolIcon name={icon} />
      <kbd aria-hidden="true">{shownKey ?? printedKey(action.keys[0] ?? '')}</kbd>
    </button>
  );
}

/** A press with the mouse leaves the focus where it is: Space stays the key of the words, not of this button. */
function keepFocus(event: { readonly preventDefault: () => void }): void {
  event.preventDefault();
}

function isWindow(window: ViewerToolbarProps['window'], preset: WindowPreset): boolean {
  return window?.windowCenter === preset.windowCenter && window.windowWidth === preset.windowWidth;
}
