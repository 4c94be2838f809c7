/** How large a millimetre is on a screen. */
export interface ScreenScale {
  /** CSS pixels per mm, at the present zoom of the page. */
  readonly pixelsPerMm: number;
  /** True once somebody measured this monitor. Otherwise every millimetre on it is approximate, and says so. */
  readonly isCalibrated: boolean;
}

/** CSS assumes 96 pixels an inch of 25.4 mm. Real monitors have other sizes. */
export const ASSUMED_SCREEN_SCALE: ScreenScale = { pixelsPerMm: 96 / 25.4, isCalibrated: false };
