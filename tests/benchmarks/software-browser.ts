import { chromium, type Browser } from 'playwright';
import { browserOptions, type Composition } from '#tests/support/browser-options.ts';

export function launchSoftwareBrowser(composition: Composition = 'processor'): Promise<Browser> {
  return chromium.launch(browserOptions(composition));
}
