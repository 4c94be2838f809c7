import type { CSSProperties, ReactNode, Ref } from 'react';
import type { ReportMacro } from '#shared/report/templates/macros.ts';
import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';
import { ariaKeys } from '#renderer/ui/keyboard/key-action.ts';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { performWritingAct, writingAct } from './writing-keys.ts';
import styles from './ReportSection.module.css';

export interface ReportSectionProps {
  readonly name: string;
  readonly placeholder: string;
  readonly action: KeyAction;
  readonly text: string;
  readonly maxLength: number;
  /** Lines that an empty field has. */
  readonly lines: number;
  readonly field: Ref<HTMLTextAreaElement>;
  readonly onChange: (text: string) => void;
  readonly onComposing: (isComposing: boolean) => void;
  readonly onLeave: () => void;
  readonly macros: readonly ReportMacro[];
  /** Right of the heading. */
  readonly aside?: ReactNode;
}

/** A heading with its key and a field that grows with its text. */
export function ReportSection(props: ReportSectionProps) {
  const { name, placeholder, action, text, maxLength, lines, field, onChange, onComposing, onLeave, macros, aside } = props;
  return (
    <section className={styles['section']}>
      <h3>
        {name}
        {action.keys.slice(0, 1).map((key) => (
          <KeyCap key={key} keys={key} />
        ))}
        <span className={styles['aside']}>{aside}</span>
      </h3>
      <textarea
        ref={field}
        className={styles['field']}
        aria-label={name}
        aria-keyshortcuts={ariaKeys(action.keys)}
        placeholder={placeholder}
        value={text}
        style={{ '--lines': lines } as CSSProperties}
        maxLength={maxLength}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onCompositionStart={() => onComposing(true)}
        onCompositionEnd={() => onComposing(false)}
        onBlur={onLeave}
        onKeyDown={(event) => {
          const { key, shiftKey, ctrlKey, altKey, metaKey, currentTarget } = event;
          const press = { key, shiftKey, hasModifier: ctrlKey || altKey || metaKey, isComposing: event.nativeEvent.isComposing };
          const { value, selectionStart, selectionEnd } = currentTarget;
          const act = writingAct(press, { text: value, selectionStart, selectionEnd }, macros);
          if (act === undefined) return;
          event.preventDefault();
          performWritingAct(currentTarget, act);
        }}
      />
    </section>
  );
}

export interface WrittenSectionProps {
  readonly name: string;
  readonly text: string;
  /** Said where nothing was written. */
  readonly empty: string;
  readonly aside?: ReactNode;
}

/** The same, of a report that can no longer be changed. */
export function WrittenSection({ name, text, empty, aside }: WrittenSectionProps) {
  return (
    <section className={styles['section']}>
      <h3>
        {name}
        <span className={styles['aside']}>{aside}</span>
      </h3>
      {text === '' ? (
        <p className={styles['empty']}>{empty}</p>
      ) : (
        <p className={styles['written']} data-selectable>
          {text}
        </p>
      )}
    </section>
  );
}
