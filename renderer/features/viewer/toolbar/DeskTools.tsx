import { Link2, Link2Off } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '#renderer/text/use-text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { PopoverMenu } from '#renderer/ui/Popover.tsx';
import { LAYOUT_KEYS } from '../keys/layout-keys.ts';
import type { ScrollLink } from '../pointing/use-scroll-link.ts';
import { layoutOf, sidesOf, type DeskLayout } from '../viewer-desk.ts';
import styles from './DeskTools.module.css';

export interface DeskToolsProps {
  readonly layout: DeskLayout;
  readonly link: ScrollLink;
  readonly onLayout: (layout: DeskLayout) => void;
  /** What else stands here: why the pictures hang as they do. */
  readonly children?: ReactNode;
}

const SIDE = [1, 2, 3, 4] as const;

/** The desk as a whole: how many viewports, and whether they scroll together. */
export function DeskTools({ layout, link, onLayout, children }: DeskToolsProps) {
  const { t } = useText();
  const now = sidesOf(layout);
  return (
    <div className={styles['tools']} role="group" aria-label={t('viewer.desk-tools')} data-testid="desk-tools">
      <PopoverMenu label={t('viewer.layout', { layout: layout.replace('x', '×') })} isOn={false}>
        <div className={styles['grid']} role="group" aria-label={t('viewer.layout.choose')}>
          {SIDE.flatMap((rows) =>
            SIDE.map((columns) => (
              <button
                key={`${rows}x${columns}`}
                type="button"
                className={classNames(styles['cell'], rows <= now.rows && columns <= now.columns && styles['on'])}
                aria-label={`${rows}×${columns}`}
                aria-pressed={rows === now.rows && columns === now.columns}
                data-testid={`layout-${rows}x${columns}`}
                data-closes-menu=""
                onClick={() => onLayout(layoutOf(rows, columns))}
              />
            )),
          )}
        </div>
      </PopoverMenu>
      <button type="button" className={classNames(styles['link'], link.isOn && styles['linked'])} aria-pressed={link.isOn} title={t('viewer.key.link')} data-testid="scroll-link-switch" onClick={link.toggle}>
        {link.isOn ? <Link2 size={15} strokeWidth={1.5} /> : <Link2Off size={15} strokeWidth={1.5} />}
        <KeyCap keys={LAYOUT_KEYS.link.keys[0]} />
      </button>
      {children}
    </div>
  );
}
