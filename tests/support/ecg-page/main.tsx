import { StrictMode, useMemo } from 'react';
import { createRoot } from 'react-dom/client';
import { EcgReader } from '#renderer/features/ecg/EcgReader.tsx';
import { createEcgSource } from '#renderer/features/ecg/ecg-source.ts';
import { TextProvider } from '#renderer/text/TextProvider.tsx';
import { KeyboardProvider } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import '#renderer/ui/tokens.css';
import '#renderer/ui/base.css';

/** The ECG page by itself, over a harness that answers like main. `?series=NAME&language=en&pixels-per-mm=5` */
function Page() {
  const query = new URLSearchParams(location.search);
  const series = query.get('series') ?? '1.1';
  const pixelsPerMm = query.get('pixels-per-mm');
  const source = useMemo(() => createEcgSource(1, series), [series]);
  return (
    <TextProvider language={query.get('language') === 'en' ? 'en' : 'zh-CN'}>
      <KeyboardProvider page="reading">
        <EcgReader source={source} {...(pixelsPerMm === null ? {} : { screenScale: { pixelsPerMm: Number(pixelsPerMm), isCalibrated: true } })} />
      </KeyboardProvider>
    </TextProvider>
  );
}

const root = document.querySelector('#root');
if (root !== null) createRoot(root).render(<StrictMode><Page /></StrictMode>);
