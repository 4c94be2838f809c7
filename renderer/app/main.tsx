import '#renderer/ui/tokens.css';
import '#renderer/ui/fonts.css';
import '#renderer/ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BridgeProvider } from '#renderer/bridge/bridge-context.tsx';
import { openBridge } from '#renderer/bridge/open-bridge.ts';
import { App } from './App.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { keepNoForms } from './keep-no-forms.ts';
import { openThisWindow } from './windows/this-window.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

keepNoForms(document);
const bridge = openBridge(location.href);
const thisWindow = openThisWindow(location.href);
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <BridgeProvider bridge={bridge}>
        <App window={thisWindow} />
      </BridgeProvider>
    </ErrorBoundary>
  </StrictMode>,
);
