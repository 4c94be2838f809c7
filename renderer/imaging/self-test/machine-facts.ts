import { readGraphics } from '../engine/graphics-name.ts';

/** What this machine and its screen are, as far as a page can see. */
export interface MachineFacts {
  readonly graphics: string;
  /** Drawn by the processor: 3D would be slow. */
  readonly isSoftwareGraphics: boolean;
  readonly processors: number;
  readonly devicePixelRatio: number;
  readonly screen: string;
  readonly browser: string;
}

/** What may change grey values between the program and the eye. */
export type ScreenWarning = 'fractional-scaling' | 'pinch-zoom' | 'high-dynamic-range' | 'wide-gamut' | 'forced-colours' | 'few-colours';

export function machineFacts(): MachineFacts {
  const { name, isSoftware } = readGraphics();
  return {
    graphics: name,
    isSoftwareGraphics: isSoftware,
    processors: navigator.hardwareConcurrency,
    devicePixelRatio: window.devicePixelRatio,
    screen: `${screen.width} x ${screen.height}, ${screen.colorDepth} bit`,
    browser: /(?:Electron|Edg|Chrome)\/[\d.]+/.exec(navigator.userAgent)?.[0] ?? navigator.userAgent,
  };
}

export function screenWarnings(): readonly ScreenWarning[] {
  const matches = (query: string) => window.matchMedia(query).matches;
  const warnings: readonly (readonly [ScreenWarning, boolean])[] = [
    ['fractional-scaling', !Number.isInteger(window.devicePixelRatio)],
    ['pinch-zoom', (window.visualViewport?.scale ?? 1) !== 1],
    ['high-dynamic-range', matches('(dynamic-range: high)')],
    ['wide-gamut', matches('(color-gamut: p3)')],
    ['forced-colours', matches('(forced-colors: active)')],
    ['few-colours', screen.colorDepth < 24],
  ];
  return warnings.filter(([, isOn]) => isOn).map(([warning]) => warning);
}
