import { useEffect, useRef } from 'react';
import type { ScreenPoint } from '#renderer/imaging/engine/view-camera.ts';
import { useText } from '#renderer/text/use-text.ts';
import { ariaKeys, type KeyAction } from '#renderer/ui/keyboard/key-action.ts';
import { keysOf, useKeyBindings } from '#renderer/ui/keyboard/key-bindings.tsx';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { walkMenu } from '#renderer/ui/menu-keys.ts';
import { LAYOUT_KEYS } from '../keys/layout-keys.ts';
import type { ViewerTable } from '../keys/viewer-table.ts';
import { VIEWER_KEYS } from '../keys/viewer-keys.ts';
import styles from './ViewportMenu.module.css';

export interface ViewportMenuProps {
  /** Where it opens, CSS pixels of the window. */
  readonly at: ScreenPoint;
  readonly table: ViewerTable;
  readonly onClose: () => void;
}

const GROUPS: readonly (readonly KeyAction[])[] = [
  [VIEWER_KEYS.length, VIEWER_KEYS.angle, VIEWER_KEYS.ellipse, VIEWER_KEYS.arrow, VIEWER_KEYS.toReport],
  [VIEWER_KEYS.keyImage, VIEWER_KEYS.measurementList, VIEWER_KEYS.crosshair],
  [VIEWER_KEYS.windowFirst, VIEWER_KEYS.windowAuto, VIEWER_KEYS.invert, VIEWER_KEYS.rotateRight, VIEWER_KEYS.flipHorizontal, VIEWER_KEYS.fit, VIEWER_KEYS.trueSize],
  [LAYOUT_KEYS.maximise, LAYOUT_KEYS.linkHere, VIEWER_KEYS.cine],
  [VIEWER_KEYS.copyPicture, VIEWER_KEYS.savePicture, VIEWER_KEYS.print, VIEWER_KEYS.passport],
];

/** What is done most often with one picture, each with its key. Up and down walk through it; Escape and a press elsewhere close it. */
export function ViewportMenu({ at, table, onClose }: ViewportMenuProps) {
  const { t } = useText();
  const bindings = useKeyBindings();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = panel;
    if (current === null) return undefined;
    const before = document.activeElement;
    current.showPopover();
    current.querySelector('button')?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <div
      ref={panel}
      popover="auto"
      role="menu"
      aria-label={t('viewer.menu.title')}
      className={styles['menu']}
      style={{ left: `min(${at[0]}px, calc(100vw - 270px))`, top: `min(${at[1]}px, calc(100vh - 640px))` }}
      data-testid="viewport-menu"
      onKeyDown={walkMenu}
      onToggle={(event) => {
        if (event.newState === 'closed') onClose();
      }}
    >
      {GROUPS.map((actions) => (
        <div key={actions[0]?.label} role="group" className={styles['group']}>
          {actions.map((action) => {
            const keys = keysOf(action, bindings);
            return (
              <button
                key={action.label}
                type="button"
                role="menuitem"
                aria-keyshortcuts={ariaKeys(keys)}
                onClick={() => {
                  onClose();
                  table.get(action)?.();
                }}
              >
                {t(action.label)}
                {keys[0] === undefined ? null : <KeyCap keys={keys[0]} />}
              </button>
            );
          })}
        </div>
      ))}
    </div>
  );
}
