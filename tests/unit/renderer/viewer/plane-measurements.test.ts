import { expect, test } from 'vitest';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { PATIENT_PLANES, planeStackOf } from '#shared/dicom/volume/reformatted-planes.ts';
import { placeOnPlane } from '#shared/dicom/volume/space-place.ts';
import type { VolumeGrid } from '#shared/dicom/volume/volume-grid.ts';
import type { SeriesFrame } from '#shared/imaging-passport/series-frame.ts';
import { keptInSpace, shownOn } from '#renderer/features/viewer/mpr/plane-measurements.ts';
import { placeOfMeasurement } from '#renderer/features/viewer/measuring/lesion-rows.ts';
import type { DrawnShape } from '#renderer/imaging/tools/measurement-shape.ts';
import type { ReformattedStack } from '#renderer/imaging/volume/open-volume.ts';

// Ten axial images of 100 x 100 mm at z = 0, 5, ... 45.
const grid: VolumeGrid = { columns: 100, rows: 100, slices: 10, originMm: [0, 0, 0], columnStepMm: [1, 0, 0], rowStepMm: [0, 1, 0], sliceStepMm: [0, 0, 5] };
const frames = Array.from({ length: 10 }, (_, index) => ({
  image: { sopInstanceUid: `1.2.3.${index}`, seriesInstanceUid: '1.2.3' }, frameNumber: 1,
  description: { plane: { positionMm: [0, 0, index * 5], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], columnSpacingMm: 1, rowSpacingMm: 1 } },
}) as unknown as SeriesFrame);

function stackOf(name: 'axial' | 'coronal' | 'sagittal'): ReformattedStack {
  const planes = planeStackOf(grid, PATIENT_PLANES[name]);
  return { planes, display: { frames: planes.planes.map((_, index) => ({ frame: { studyId: 1_000_000_001, sopInstanceUid: `0.${name.length}`, frameNumber: index + 1 }, image: { seriesInstanceUid: '1.2.3' } })) } } as unknown as ReformattedStack;
}
const planes = { axial: stackOf('axial'), coronal: stackOf('coronal'), sagittal: stackOf('sagittal') };

function drawn(): Measurement {
  const plane = planes.coronal.planes.planes[30];
  if (plane === undefined) throw new Error('no plane');
  // Plane 30 of the coronal ones lies at y = 30. The first row is z = 47 (from 47.5 down): row 20 is z = 27.
  const pointsPx = [[10, 20], [50, 20]] as const;
  const shape = { kind: 'length', pointsPx, loaded: { frame: { studyId: 1_000_000_001, sopInstanceUid: '0.7', frameNumber: 31 }, image: { seriesInstanceUid: '1.2.3' } }, measured: { quantities: [{ quantity: 'length', value: 40, unit: 'mm' }], spacing: { kind: 'patient' } } } as unknown as DrawnShape;
  return keptInSpace(shape, placeOnPlane('1.2.9', 'coronal', plane, { mode: 'mean', thicknessMm: 0 }, pointsPx), 7, frames, { trackingUid: '2.25.1', label: 3, text: undefined, priorTrackingUid: undefined });
}

test('a length on a coronal plane is kept by the image that lies nearest to it, of the study that was read', () => {
  // z = 27 lies nearest to the image at 25; seen along its normal the line runs from (10, 30) to (50, 30).
  expect(drawn()).toMatchObject({ studyId: 7, seriesInstanceUid: '1.2.3', sopInstanceUid: '1.2.3.5', frameNumber: 1, label: 3, pointsPx: [[10, 30], [50, 30]] });
  expect(drawn().place?.pointsMm).toEqual([[10, 30, 27], [50, 30, 27]]);
});

test('it is shown on its own plane alone, under its own name', () => {
  const measurement = drawn();
  expect(shownOn({ planes, curve: undefined }, [measurement])).toEqual([{ ...measurement, studyId: 1_000_000_001, sopInstanceUid: '0.7', frameNumber: 31, pointsPx: [[10, 20], [50, 20]] }]);
});

test('what follows a lesion finds it at its place in the patient', () => {
  expect(placeOfMeasurement(drawn(), [])).toEqual([30, 30, 27]);
});
