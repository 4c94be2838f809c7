import { buildPage } from '#tests/support/build-page.ts';
import { buildViewerPage } from '#tests/support/viewer-harness/serve-viewer.ts';

/** Playwright's global set-up: every page is built once, before two workers could build it at the same time. */
export default async function buildPages(): Promise<void> {
  await buildPage();
  await buildViewerPage();
}
