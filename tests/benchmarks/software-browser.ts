import { chromium, type Browser } from 'playwright';
import playwrightConfiguration from '#tests/e2e/playwright.config.ts';

/**
 * Who puts the page together in a browser without a graphics card. `processor`: the processor itself, as Chromium does by itself on such a machine and
 * so does the program's own window there; WebGL is imitated. `imitated-card`: SwiftShader plays a graphics card for all of the page, as the flags of the
 * browser tests have it: every picture then crosses an imitated memory twice.
 */
export type Composition = 'processor' | 'imitated-card';

export function launchSoftwareBrowser(composition: Composition = 'processor'): Promise<Browser> {
  const options = playwrightConfiguration.use?.launchOptions ?? {};
  return chromium.launch(composition === 'imitated-card' ? options : { ...options, args: [...(options.args ?? []), '--disable-gpu-compositing'] });
}
