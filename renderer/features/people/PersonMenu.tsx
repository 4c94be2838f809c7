import { useId, useRef, useState } from 'react';
import { User } from 'lucide-react';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { keysOf, useKeyBindings } from '#renderer/ui/keyboard/key-bindings.tsx';
import { enterMenu, keepFocus, walkMenu } from '#renderer/ui/menu-keys.ts';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { AuditPanel } from './AuditPanel.tsx';
import { ChangePasswordForm } from './ChangePasswordForm.tsx';
import { FirstStartForm } from './FirstStartForm.tsx';
import { PeoplePanel } from './PeoplePanel.tsx';
import { SafekeepingPanel } from './SafekeepingPanel.tsx';
import { may, useSession } from './use-session.ts';
import styles from './people.module.css';

type Window = 'people' | 'safekeeping' | 'audit' | 'password' | 'first-start';

export interface PersonMenuProps {
  readonly lockAction: KeyAction;
  readonly onLock: () => void;
  /** What is shown while nobody signs in. */
  readonly fallback: React.ReactNode;
}

/** Who sits here, and what they may do about it. */
export function PersonMenu({ lockAction, onLock, fallback }: PersonMenuProps) {
  const { t } = useText();
  const session = useSession();
  const bindings = useKeyBindings();
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<Window>();
  const show = (window: Window) => {
    panel.current?.hidePopover();
    setOpen(window);
  };
  const person = session?.person ?? null;
  const lockKey = keysOf(lockAction, bindings)[0];
  if (session === undefined) return null;
  return (
    <>
      {person === null ? fallback : null}
      <button type="button" popoverTarget={id} className={styles['chip']} title={person === null ? t('people.nobody.note') : t('people.menu', { name: person.name })} data-testid="person-menu" onMouseDown={keepFocus} onKeyDown={(event) => enterMenu(event, panel.current)}>
        <User size={15} strokeWidth={1.5} aria-hidden="true" />
        {person === null ? t('people.nobody') : `${person.name} · ${person.roles.map((role) => t(`people.role.${role}`)).join(' ')}`}
      </button>
      <div id={id} ref={panel} popover="auto" className={styles['popover']} onKeyDown={walkMenu}>
        <div className={styles['menu']}>
          {person === null ? (
            <button type="button" onClick={() => show('first-start')}>
              {t('people.first.offer')}
            </button>
          ) : (
            <>
              <button type="button" onClick={onLock}>
                {t('people.menu.lock')}
                {lockKey === undefined ? null : <KeyCap keys={lockKey} />}
              </button>
              <button type="button" onClick={() => show('password')}>
                {t('people.change-password')}
              </button>
            </>
          )}
          {person !== null && may(session, 'manage-people') ? (
            <button type="button" onClick={() => show('people')}>
              {t('people.menu.people')}
            </button>
          ) : null}
          {may(session, 'manage-people') ? (
            <button type="button" onClick={() => show('safekeeping')}>
              {t('safe.title')}
            </button>
          ) : null}
          {may(session, 'read-audit') ? (
            <button type="button" onClick={() => show('audit')}>
              {t('people.menu.audit')}
            </button>
          ) : null}
        </div>
      </div>
      {open === undefined ? null : <PersonWindow window={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

const TITLES = { people: 'people.title', safekeeping: 'safe.title', audit: 'people.audit.title', password: 'people.change-password', 'first-start': 'people.first.title' } as const;

function PersonWindow({ window, onClose }: { readonly window: Window; readonly onClose: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const title = t(TITLES[window]);
  return (
    <Dialog label={title} size={window === 'people' || window === 'audit' || window === 'safekeeping' ? 'page' : 'column'} onClose={onClose} testId={`${window}-window`}>
      <header className={styles['head']}>
        <h2>{title}</h2>
        <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
          {t('app.close')}
        </Button>
      </header>
      {window === 'people' ? <PeoplePanel /> : null}
      {window === 'safekeeping' ? <SafekeepingPanel /> : null}
      {window === 'audit' ? <AuditPanel /> : null}
      {window === 'password' ? (
        <div className={styles['side']}>
          <ChangePasswordForm
            onChanged={() => {
              toast({ title: t('people.change-password.done'), tone: 'plain' });
              onClose();
            }}
          />
        </div>
      ) : null}
      {window === 'first-start' ? (
        <div className={styles['side']}>
          <FirstStartForm onDone={onClose} />
        </div>
      ) : null}
    </Dialog>
  );
}
