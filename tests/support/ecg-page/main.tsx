import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { EcgReader } from '#renderer/features/ecg/EcgReader.tsx';
import { createEcgSource } from '#renderer/features/ecg/ecg-source.ts';
import { TextProvider } from '#renderer/text/TextProvider.tsx';
import { KeyboardProvider } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import '#renderer/ui/tokens.css';
import '#renderer/ui/base.css';

/** The ECG page by itself, over a server that answers like main: `?series=NAME`, and `language=en`, `pixels-per-mm=5` for a calibrated monitor. */
const query = new URLSearchParams(location.search);
const source = createEcgSource(1, query.get('series') ?? '');
const pixelsPerMm = Number(query.get('pixels-per-mm'));
const screen = pixelsPerMm > 0 ? { screenScale: { pixelsPerMm, isCalibrated: true } } : {};

const root = document.querySelector('#root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <TextProvider language={query.get('language') === 'en' ? 'en' : 'zh-CN'}>
        <KeyboardProvider page="reading">
          <EcgReader source={source} {...screen} />
        </KeyboardProvider>
      </TextProvider>
    </StrictMode>,
  );
}
