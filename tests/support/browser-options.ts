/** The system's Chromium as the tests, the benchmarks and the pictures of the hanging protocols start it. */
export interface BrowserOptions {
  readonly executablePath: string;
  readonly args: string[];
}

/** What Playwright itself turns off: the last switch of this name counts alone, so its list is repeated. */
const OFF_FOR_PLAYWRIGHT = [
  'AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding',
  'ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch',
];

/**
 * Chromium's own pages around the page: the two lists under its address field, a preloaded one and a renderer in reserve. No test sees them;
 * each window starts all four, which is a third of what a short test costs.
 */
const OFF_FOR_SPEED = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'PreloadTopChromeWebUI', 'SpareRendererForSitePerProcess'];

const FLAGS = [
  '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-gpu-rasterization',
  '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run',
  `--disable-features=${[...OFF_FOR_PLAYWRIGHT, ...OFF_FOR_SPEED].join(',')}`,
];

/**
 * Who puts the page together in a browser without a graphics card. `processor`: the processor itself, as Chromium does by itself on such a machine and
 * so does the program's own window there; WebGL is imitated. `imitated-card`: SwiftShader plays a graphics card for all of the page: every picture then
 * crosses an imitated memory twice.
 */
export type Composition = 'processor' | 'imitated-card';

export function browserOptions(composition: Composition): BrowserOptions {
  return { executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: composition === 'processor' ? [...FLAGS, '--disable-gpu-compositing'] : FLAGS };
}
