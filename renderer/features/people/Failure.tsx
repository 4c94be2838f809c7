import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './people.module.css';

/** What went wrong in a form, under it. */
export function Failure({ error }: { readonly error: Error | null }) {
  const text = useText();
  if (error === null) return null;
  const { title, detail } = thrownErrorWords(text, error);
  return (
    <div role="alert" className={styles['error']}>
      <b>◆ {title}</b>
      <p>{detail}</p>
    </div>
  );
}
