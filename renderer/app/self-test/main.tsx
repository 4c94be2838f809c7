import '#renderer/ui/tokens.css';
import '#renderer/ui/fonts.css';
import '#renderer/ui/base.css';
import { createRoot } from 'react-dom/client';
import { SelfTestPage } from '#renderer/features/diagnostics/SelfTestPage.tsx';
import { runSelfTest, type SelfTestReport } from '#renderer/imaging/self-test/run-self-test.ts';
import { TextProvider } from '#renderer/text/TextProvider.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('self-test.html has no #root');

/** For `npm run selftest`: the page in one object; null when the test did not finish. */
function announce(report: SelfTestReport | undefined): void {
  Object.assign(window, { selfTestReport: report ?? null });
}

// Without StrictMode, which would open two engines.
createRoot(root).render(
  <TextProvider language={new URLSearchParams(location.search).get('language') === 'en' ? 'en' : 'zh-CN'}>
    <SelfTestPage run={runSelfTest} onReport={announce} />
  </TextProvider>,
);
