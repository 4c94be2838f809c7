import '#renderer/ui/tokens.css';
import '#renderer/ui/fonts.css';
import '#renderer/ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BridgeProvider } from '#renderer/bridge/bridge-context.tsx';
import { openBridge } from '#renderer/bridge/open-bridge.ts';
import { App } from './App.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const bridge = openBridge(location.href);
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <BridgeProvider bridge={bridge}>
        <App />
      </BridgeProvider>
    </ErrorBoundary>
  </StrictMode>,
);
