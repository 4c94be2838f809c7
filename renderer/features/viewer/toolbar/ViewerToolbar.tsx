import type { WindowPresetName } from '#shared/dicom/pixel/window-presets.ts';
import { Ellipsis } from 'lucide-react';
import { memo, useId, useRef, type ReactNode } from 'react';
import { isMeasuringTool, type PrimaryTool } from '#renderer/imaging/engine/viewport-state.ts';
import { useText, type Text } from '#renderer/text/use-text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { enterMenu, keepFocus, walkMenu } from '#renderer/ui/menu-keys.ts';
import { ariaKeys, printedKey, type KeyAction } from '#renderer/ui/keyboard/key-action.ts';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { keysOf, useKeyBindings } from '#renderer/ui/keyboard/key-bindings.tsx';
import { ToolIcon, type ToolIconName } from './tool-icons.tsx';
import { useOverflow } from './use-overflow.ts';
import { actionOfPreset, VIEWER_KEYS } from '../keys/viewer-keys.ts';
import type { DeskLayout } from '../viewer-desk.ts';
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

/** One thing in the bar: a rule between groups, a tool, or a preset. */
type BarItem = { readonly name: string; readonly kind: 'rule' } | (ToolProps & { readonly name: string; readonly kind: 'tool' }) | (Omit<PresetProps, 'name'> & { readonly name: WindowPresetName; readonly kind: 'preset' });

/** Height of the bar, px, as in the style sheet. */
const BAR_PX = 46;

function Toolbar(props: ViewerToolbarProps) {
  const { t } = useText();
  const items = itemsOf(props, t);
  const { row, hiddenFrom } = useOverflow(items.map(({ name }) => name).join(' '), BAR_PX);
  const left = items.slice(hiddenFrom).filter(({ kind }) => kind !== 'rule');
  return (
    <div className={styles['bar']} role="toolbar" aria-label={t('viewer.tools')} data-testid="viewer-toolbar" data-left-out={left.length}>
      <div ref={row} className={styles['row']}>
        {items.map((item, index) => (
          <BarChild key={item.name} item={item} isLeftOut={index >= hiddenFrom} />
        ))}
      </div>
      <OverflowMenu count={left.length} isOn={left.some((item) => item.kind === 'tool' && item.isOn === true)}>
        {left.map((item) => (item.kind === 'tool' ? <Tool key={item.name} {...item} isInMenu /> : item.kind === 'preset' ? <Preset key={item.name} {...item} isInMenu /> : null))}
      </OverflowMenu>
    </div>
  );
}

function itemsOf({ acts, primaryTool, isTextShown, isCineRunning, refusals, calibrationRefusal, choices, isListOpen, staleCount, window }: ViewerToolbarProps, t: Text['t']): readonly BarItem[] {
  const tools = TOOLS.map(([tool, action]): BarItem => ({
    kind: 'tool', name: tool, icon: tool as ToolIconName, action, isOn: tool === primaryTool, refusal: refusals[tool], onPress: () => acts.chooseTool(tool),
  }));
  const isOtherTool = isMeasuringTool(primaryTool) && !TOOLS.some(([tool]) => tool === primaryTool);
  const tool = (icon: ToolIconName, action: KeyAction, onPress: () => void, more: Partial<ToolProps> = {}): BarItem => ({ kind: 'tool', name: icon, icon, action, onPress, ...more });
  const shown = choices.filter(({ name }) => SHOWN_PRESETS.includes(name) || name.startsWith('suv'));
  const presets = choices.length === 0
    ? SHOWN_PRESETS.map((name): BarItem => ({ kind: 'preset', name, onPress: () => acts.applyPreset(name) }))
    : shown.map((choice): BarItem => ({ kind: 'preset', name: choice.name, choice, isOn: isWindow(window, choice.window), onPress: () => acts.applyPreset(choice.name) }));
  return [
    ...tools.slice(0, 4),
    { kind: 'rule', name: 'rule-measure' },
    ...tools.slice(4),
    tool('more', VIEWER_KEYS.toReport, acts.openMenu, { label: t('hands.menu.title'), isOn: isOtherTool }),
    tool('calibrate', VIEWER_KEYS.calibrate, acts.calibrate, { refusal: calibrationRefusal }),
    { kind: 'rule', name: 'rule-turn' },
    tool('rotate', VIEWER_KEYS.rotateRight, () => acts.turn('rotate-right')),
    tool('flip-horizontal', VIEWER_KEYS.flipHorizontal, () => acts.turn('flip-horizontal')),
    tool('flip-vertical', VIEWER_KEYS.flipVertical, () => acts.turn('flip-vertical')),
    tool('invert', VIEWER_KEYS.invert, acts.invert),
    tool('fit', VIEWER_KEYS.fit, acts.fit),
    tool('reset', VIEWER_KEYS.reset, acts.reset, { shownKey: 'Esc Esc' }),
    tool('undo', VIEWER_KEYS.undo, acts.undo),
    tool('cine', VIEWER_KEYS.cine, acts.toggleCine, { isOn: isCineRunning }),
    { kind: 'rule', name: 'rule-report' },
    tool('to-report', VIEWER_KEYS.toReport, acts.toReport),
    tool('list', VIEWER_KEYS.measurementList, acts.toggleList, { isOn: isListOpen, label: staleCount === 0 ? undefined : t('hands.stale.count', { count: staleCount }), isStale: staleCount > 0 }),
    tool('overlay', VIEWER_KEYS.overlay, acts.toggleOverlay, { isOn: isTextShown }),
    { kind: 'rule', name: 'rule-presets' },
    ...presets,
  ];
}

function BarChild({ item, isLeftOut }: { readonly item: BarItem; readonly isLeftOut: boolean }) {
  if (item.kind === 'rule') return <hr />;
  return item.kind === 'tool' ? <Tool {...item} isLeftOut={isLeftOut} /> : <Preset {...item} isLeftOut={isLeftOut} />;
}

/** What the bar has no room for. Its place is kept where nothing is left out, so that the bar does not measure itself anew because of it. */
function OverflowMenu({ count, isOn, children }: { readonly count: number; readonly isOn: boolean; readonly children: ReactNode }) {
  const { t } = useText();
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const label = t('viewer.more', { count });
  return (
    <>
      <button type="button" popoverTarget={id} className={classNames(styles['more'], isOn && styles['on'])} aria-label={label} title={label} data-testid="viewer-more" hidden={count === 0} onMouseDown={keepFocus} onKeyDown={(event) => enterMenu(event, panel.current)}>
        <Ellipsis size={18} strokeWidth={1.5} aria-hidden="true" />
        <small aria-hidden="true">{count}</small>
      </button>
      <div ref={panel} id={id} popover="auto" className={styles['menu']} role="group" aria-label={label} data-testid="viewer-more-menu" onKeyDown={walkMenu} onClick={() => panel.current?.hidePopover()}>
        {children}
      </div>
    </>
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

/** Where a thing of the bar stands. */
interface InBar {
  /** The bar has no room: it waits unseen, and stands in the menu. */
  readonly isLeftOut?: boolean;
  readonly isInMenu?: boolean;
}

function Tool({ icon, action, onPress, isOn, shownKey, label: words, isStale, refusal, isLeftOut, isInMenu }: ToolProps & InBar) {
  const { t } = useText();
  const keys = keysOf(action, useKeyBindings());
  const label = words ?? t(action.label);
  const key = shownKey ?? printedKey(keys[0] ?? '');
  return (
    <button
      type="button"
      className={classNames(styles[isInMenu === true ? 'entry' : 'tool'], isOn === true && styles['on'], isStale === true && styles['stale'], isLeftOut === true && styles['left-out'])}
      aria-label={label}
      aria-pressed={isOn}
      aria-disabled={refusal !== undefined}
      aria-keyshortcuts={ariaKeys(keys)}
      title={`${label}${key === '' ? '' : `（${key}）`}${refusal === undefined ? '' : `：${refusal}`}`}
      onMouseDown={keepFocus}
      onClick={onPress}
    >
      <ToolIcon name={icon} />
      {isInMenu === true ? label : null}
      <kbd aria-hidden="true">{key}</kbd>
    </button>
  );
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

function Preset({ name, choice, isOn, onPress, isLeftOut, isInMenu }: PresetProps & InBar) {
  const { t } = useText();
  const keys = keysOf(actionOfPreset(name), useKeyBindings());
  return (
    <button
      type="button"
      className={classNames(styles[isInMenu === true ? 'entry' : 'preset'], isOn === true && styles['on'], isLeftOut === true && styles['left-out'])}
      aria-disabled={choice === undefined}
      aria-keyshortcuts={ariaKeys(keys)}
      title={choice === undefined ? t('viewer.preset.not-here') : `${choice.windowWidth} / ${choice.windowCenter}`}
      onMouseDown={keepFocus}
      onClick={onPress}
    >
      {keys[0] === undefined || isInMenu === true ? null : <KeyCap keys={keys[0]} />}
      {choice === undefined || choice.title === '' ? t(`viewer.preset.${name}`) : choice.title}
      {isInMenu === true ? <kbd aria-hidden="true">{printedKey(keys[0] ?? '')}</kbd> : null}
    </button>
  );
}
