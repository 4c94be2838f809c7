import type { ElectronApp } from './electron-port.ts';

/** Parts of Chromium that would speak to a server of their maker. */
const FEATURES_OFF = [
  'AutofillServerCommunication',
  'CertificateTransparencyComponentUpdater',
  'DialMediaRouteProvider',
  'InterestFeedContentSuggestions',
  'MediaRouter',
  'OptimizationHints',
  'Translate',
];

/**
 * How Chromium runs under us. `force-color-profile`: a grey value is the same on every screen, whatever profile the system has.
 * `autoplay-policy`: the tone of an urgent case does not wait for a click. The rest: nothing on the disk, nothing on the network.
 */
export const CHROMIUM_SWITCHES: readonly (readonly [name: string, value?: string])[] = [
  ['force-color-profile', 'srgb'],
  ['autoplay-policy', 'no-user-gesture-required'],
  ['disk-cache-size', '1'],
  ['disable-http-cache'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-quic'],
  ['disable-sync'],
  ['no-pings'],
  ['no-first-run'],
  ['disable-features', FEATURES_OFF.join(',')],
];

/** Before `ready`: Chromium reads them once. */
export function appendSwitches(app: ElectronApp): void {
  for (const [name, value] of CHROMIUM_SWITCHES) app.commandLine.appendSwitch(name, ...(value === undefined ? [] : [value]));
}
