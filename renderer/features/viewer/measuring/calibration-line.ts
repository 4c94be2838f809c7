import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { calibrationRefusalOf } from '#shared/dicom/spacing/user-calibration.ts';
import type { ShownFrame, ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import type { Text } from '#renderer/text/use-text.ts';

/** The line to calibrate with: the selected length of the image on the screen, else the last one drawn on it. */
export function lineOn(measurements: readonly Measurement[], { shown, selectedTrackingUid }: ViewportState): Measurement | undefined {
  const lines = measurements.filter(
    (one) => one.kind === 'length' && one.place === undefined && shown !== undefined && one.studyId === shown.frame.studyId && one.sopInstanceUid === shown.frame.sopInstanceUid,
  );
  return lines.find(({ trackingUid }) => trackingUid === selectedTrackingUid) ?? lines.toSorted((left, right) => left.label - right.label).at(-1);
}

/** Why the image on the screen cannot be calibrated now; undefined: it can. */
export function calibrationRefusalWords({ t }: Text, shown: ShownFrame | undefined, line: Measurement | undefined, isLocked: boolean): string | undefined {
  if (isLocked) return t('viewer.lock.arriving');
  const reason = shown === undefined ? undefined : calibrationRefusalOf(shown.description);
  if (reason !== undefined) return t(`viewer.calibration.refused.${reason}`);
  return line === undefined ? t('viewer.calibration.no-line') : undefined;
}
