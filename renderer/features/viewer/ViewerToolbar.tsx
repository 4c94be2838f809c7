import type { WindowPresetName } from '#shared/dicom/pixel/window-presets.ts';
import { memo } from 'react';
import { isMeasuringTool, type PrimaryTool } from '#renderer/imaging/engine/viewport-state.ts';
import { useText } from '#renderer/text/use-text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { ariaKeys, printedKey, type KeyAction } from '#renderer/ui/keyboard/key-action.ts';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { keysOf, useKeyBindings } from '#renderer/ui/keyboard/key-bindings.tsx';
import { ToolIcon, type ToolIconName } from './tool-icons.tsx';
import { actionOfPreset, VIEWER_KEYS } from './viewer-keys.ts';
import type { DeskLayout } from './viewer-desk.ts';
import type { WindowChoice } from './window-choices.ts';
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
  readonly applyPreset: (preset: WindowPresetName) => void;
  readonly openMenu: () => void;
  readonly toggleList: () => void;
}

export interface ViewerToolbarProps {
  readonly acts: ViewerActs;
  readonly primaryTool: PrimaryTool;
  readonly isTextShown: boolean;
  readonly isCineRunning: boolean;
  /** Why the active viewport refuses tools; those that are not named it does not. */
  readonly refusals: ToolRefusals;
  /** Why the active image cannot be calibrated now; undefined: it can. */
  readonly calibrationRefusal: string | undefined;
  /** The window presets that hold for the active image; none where its values have no unit. */
  readonly choices: readonly WindowChoice[];
  readonly isListOpen: boolean;
  /** Measurements that say something else today than the report does. */
  readonly staleCount: number;
  /** The window of the active viewport, to mark the preset that is on. */
  readonly window: { readonly windowCenter: number; readonly windowWidth: number } | undefined;
}

const TOOLS: readonly (readonly [tool: PrimaryTool, action: KeyAction])[] = [
  ['window', VIEWER_KEYS.window], ['pan', VIEWER_KEYS.pan], ['zoom', VIEWER_KEYS.zoom], ['scroll', VIEWER_KEYS.scroll],
  ['length', VIEWER_KEYS.length], ['angle', VIEWER_KEYS.angle], ['ellipse', VIEWER_KEYS.ellipse],
];

/** Presets that are shown; the others have keys only. */
const SHOWN_PRESETS: readonly WindowPresetName[] = ['brain', 'mediastinum', 'lung', 'abdomen', 'bone'];

export type ToolRefusals = Partial<Readonly<Record<PrimaryTool, string>>>;

/** @param refusalOf why the active viewport refuses a tool */
export function toolRefusals(refusalOf: (tool: PrimaryTool) => string | undefined): ToolRefusals {
  return Object.fromEntries(TOOLS.flatMap(([tool]) => {
    const refusal = refusalOf(tool);
    return refusal === undefined ? [] : [[tool, refusal]];
  }));
}

/** Tools, orientation, words, presets: each with its key. Drawn again only when something of it changes, not with each image. */
export const ViewerToolbar = memo(Toolbar, isSameToolbar);

/** What is done is asked of the newest acts; what is shown is compared. */
function isSameToolbar(before: ViewerToolbarProps, now: ViewerToolbarProps): boolean {
  const { acts: oldActs, choices: oldChoices, refusals: oldRefusals, window: oldWindow, ...oldRest } = before;
  const { acts, choices, refusals, window, ...rest } = now;
  const isSameRest = (Object.keys(rest) as (keyof typeof rest)[]).every((name) => rest[name] === oldRest[name]);
  const areSameChoices = choices.length === oldChoices.length && choices.every((choice, index) => choice.name === oldChoices[index]?.name && choice.title === oldChoices[index]?.title && isWindow(choice.window, oldChoices[index].window));
  return isSameRest && acts === oldActs && areSameChoices && isWindow(window, oldWindow) && JSON.stringify(refusals) === JSON.stringify(oldRefusals);
}

function Toolbar({ acts, primaryTool, isTextShown, isCineRunning, refusals, calibrationRefusal, choices, isListOpen, staleCount, window }: ViewerToolbarProps) {
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
            refusal={refusals[tool]}
            onPress={() => acts.chooseTool(tool)}
          />
        </span>
      ))}
      <Tool icon="more" action={VIEWER_KEYS.toReport} label={t('hands.menu.title')} isOn={isMeasuringTool(primaryTool) && !TOOLS.some(([tool]) => tool === primaryTool)} onPress={acts.openMenu} />
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
      <Tool icon="list" action={VIEWER_KEYS.measurementList} isOn={isListOpen} label={staleCount === 0 ? undefined : t('hands.stale.count', { count: staleCount })} isStale={staleCount > 0} onPress={acts.toggleList} />
      <Tool icon="overlay" action={VIEWER_KEYS.overlay} isOn={isTextShown} onPress={acts.toggleOverlay} />
      <hr />
      <span className={styles['presets']}>
        {t('viewer.preset.label')}
        {choices.length === 0 ? SHOWN_PRESETS.map((name) => <Preset key={name} name={name} onPress={() => acts.applyPreset(name)} />) : null}
        {choices.filter(({ name }) => SHOWN_PRESETS.includes(name) || name.startsWith('suv')).map((choice) => (
          <Preset key={choice.name} name={choice.name} choice={choice} isOn={isWindow(window, choice.window)} onPress={() => acts.applyPreset(choice.name)} />
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
  /** In place of the action's own words. */
  readonly label?: string | undefined;
  readonly isStale?: boolean;
  /** Why it does nothing now; a press says so on the picture. */
  readonly refusal?: string | undefined;
}

function Tool({ icon, action, onPress, isOn, shownKey, label: words, isStale, refusal }: ToolProps) {
  const { t } = useText();
  const keys = keysOf(action, useKeyBindings());
  const label = words ?? t(action.label);
  const key = shownKey ?? printedKey(keys[0] ?? '');
  return (
    <button
      type="button"
      className={classNames(styles['tool'], isOn === true && styles['on'], isStale === true && styles['stale'])}
      aria-label={label}
      aria-pressed={isOn}
      aria-disabled={refusal !== undefined}
      aria-keyshortcuts={ariaKeys(keys)}
      title={`${label}${key === '' ? '' : `（${key}）`}${refusal === undefined ? '' : `：${refusal}`}`}
      onMouseDown={keepFocus}
      onClick={onPress}
    >
      <ToolIcon name={icon} />
      <kbd aria-hidden="true">{key}</kbd>
    </button>
  );
}

/** A press with the mouse leaves the focus where it is: Space stays the key of the words, not of this button. */
function keepFocus(event: { readonly preventDefault: () => void }): void {
  event.preventDefault();
}

function isWindow(window: ViewerToolbarProps['window'], preset: ViewerToolbarProps['window']): boolean {
  return window?.windowCenter === preset?.windowCenter && window?.windowWidth === preset?.windowWidth;
}

interface PresetProps {
  readonly name: WindowPresetName;
  /** Undefined: it does not hold for the image on the screen. */
  readonly choice?: WindowChoice;
  readonly isOn?: boolean;
  readonly onPress: () => void;
}

function Preset({ name, choice, isOn, onPress }: PresetProps) {
  const { t } = useText();
  const keys = keysOf(actionOfPreset(name), useKeyBindings());
  return (
    <button
      type="button"
      className={classNames(styles['preset'], isOn === true && styles['on'])}
      aria-disabled={choice === undefined}
      aria-keyshortcuts={ariaKeys(keys)}
      title={choice === undefined ? t('viewer.preset.not-here') : `${choice.windowWidth} / ${choice.windowCenter}`}
      onMouseDown={keepFocus}
      onClick={onPress}
    >
      {keys[0] === undefined ? null : <KeyCap keys={keys[0]} />}
      {choice === undefined || choice.title === '' ? t(`viewer.preset.${name}`) : choice.title}
    </button>
  );
}
