import { Component, type ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { TextProvider } from '#renderer/text/TextProvider.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './App.module.css';

interface State {
  readonly error: unknown;
}

/** A bug in a component: says so instead of a blank window. Saved reports are in main and not touched by it. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override readonly state: State = { error: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return (
      <TextProvider language={document.documentElement.lang === 'en' ? 'en' : 'zh-CN'}>
        <Crashed error={this.state.error} />
      </TextProvider>
    );
  }
}

function Crashed({ error }: { readonly error: unknown }) {
  const text = useText();
  return (
    <div className={styles['boot']}>
      <ErrorState words={thrownErrorWords(text, error)} actions={<Button onClick={() => location.reload()}>{text.t('app.reload')}</Button>} />
    </div>
  );
}
