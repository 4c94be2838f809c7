import { describe, expect, test } from 'vitest';
import { planeNormal, patientToPixel, pixelToPatient, type ImagePlane } from '#shared/dicom/geometry/image-plane.ts';
import { combine, lengthOf, unitVector, cross, type Vector3 } from '#shared/dicom/geometry/vector3.ts';
import { measureShape } from '#shared/dicom/measurement/measure-shape.ts';
import { reslice, slabOffsetsMm, valueAt } from '#shared/dicom/volume/reslice.ts';
import { NOTHING_STORED, type Volume } from '#shared/dicom/volume/volume.ts';
import { patientToVoxel, sliceDistanceMm, voxelToPatient, type VolumeGrid } from '#shared/dicom/volume/volume-grid.ts';

/** An upright grid with its first voxel at a place. */
function upright(columns: number, rows: number, slices: number, steps: Vector3, originMm: Vector3 = [0, 0, 0]): VolumeGrid {
  return { columns, rows, slices, originMm, columnStepMm: [steps[0], 0, 0], rowStepMm: [0, steps[1], 0], sliceStepMm: [0, 0, steps[2]] };
}

function filled(grid: VolumeGrid, value: (pointMm: Vector3, voxel: readonly [number, number, number]) => number, Kind: typeof Int16Array | typeof Float32Array = Float32Array): Volume {
  const values = new Kind(grid.columns * grid.rows * grid.slices);
  for (let k = 0; k < grid.slices; k += 1) for (let j = 0; j < grid.rows; j += 1) for (let i = 0; i < grid.columns; i += 1) {
    values[(k * grid.rows + j) * grid.columns + i] = value(voxelToPatient(grid, [i, j, k]), [i, j, k]);
  }
  return { grid, values, hasNothing: values.some((one) => Number.isNaN(one) || (Kind === Int16Array && one === NOTHING_STORED)) };
}

function planeThrough(centerMm: Vector3, rowDirection: Vector3, columnDirection: Vector3, pixelMm: number, size: number): ImagePlane {
  const back = (-(size - 1) / 2) * pixelMm;
  return { rowDirection, columnDirection, columnSpacingMm: pixelMm, rowSpacingMm: pixelMm, positionMm: combine(centerMm, 1, combine(rowDirection, back, columnDirection, back), 1) };
}

/** Numbers that only look random: the same in every run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe('the grid', () => {
  test('a leaning grid leads to the patient and back', () => {
    const grid: VolumeGrid = { columns: 9, rows: 9, slices: 9, originMm: [10, -20, 30], columnStepMm: [0.5, 0, 0], rowStepMm: [0, 0.8, 0], sliceStepMm: [0, 1, 4] };
    // 10 + 2 * 0.5 = 11; -20 + 3 * 0.8 + 4 * 1 = -13.6; 30 + 4 * 4 = 46
    const point = voxelToPatient(grid, [2, 3, 4]);
    for (const [axis, value] of [11, -13.6, 46].entries()) expect(point[axis]).toBeCloseTo(value, 9);
    const voxel = patientToVoxel(grid).of(point);
    for (const [axis, value] of [2, 3, 4].entries()) expect(voxel[axis]).toBeCloseTo(value, 9);
    // Upright on the slices they are 4 mm apart, though the edge is sqrt(1 + 16) mm long.
    expect(sliceDistanceMm(grid)).toBeCloseTo(4, 9);
  });
});

describe('cutting a plane', () => {
  const grid = upright(8, 6, 5, [1, 2, 3], [100, 200, 300]);

  test('a plane through the slices gives their own values, unchanged', () => {
    const volume = filled(grid, (_point, [i, j, k]) => 100 * k + 10 * j + i, Int16Array);
    const plane: ImagePlane = { positionMm: [100, 200, 306], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], columnSpacingMm: 1, rowSpacingMm: 2 };
    expect([...reslice(volume, plane, 8, 6)]).toEqual(Array.from({ length: 48 }, (_, at) => 200 + 10 * Math.floor(at / 8) + (at % 8)));
  });

  test('between voxels a value that grows evenly is met exactly, in an oblique plane too', () => {
    // f = 2x - y + 0.5z is linear, so linear interpolation must give it at every point inside.
    const volume = filled(grid, ([x, y, z]) => 2 * x - y + 0.5 * z);
    const rowDirection = unitVector([1, 1, 0])!;
    const columnDirection = unitVector(cross([0.2, -0.2, 1], rowDirection))!;
    const plane = planeThrough([103.3, 205.1, 306.2], rowDirection, columnDirection, 0.4, 5);
    const cut = reslice(volume, plane, 5, 5);
    for (let row = 0; row < 5; row += 1) for (let column = 0; column < 5; column += 1) {
      const [x, y, z] = pixelToPatient(plane, column, row);
      expect(cut[row * 5 + column]).toBeCloseTo(2 * x - y + 0.5 * z, 3);
    }
  });

  test('voxels reach half a step beyond their centres, and there is nothing farther out', () => {
    const volume = filled(grid, () => 7, Int16Array);
    expect([valueAt(volume, [-0.5, 0, 0]), valueAt(volume, [-0.51, 0, 0]), valueAt(volume, [7.5, 5.5, 4.5]), valueAt(volume, [0, 0, 4.6])]).toEqual([7, undefined, 7, undefined]);
    const plane: ImagePlane = { positionMm: [98, 200, 300], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], columnSpacingMm: 1, rowSpacingMm: 2 };
    expect([...reslice(volume, plane, 3, 1)]).toEqual([NOTHING_STORED, NOTHING_STORED, 7]);
  });

  test('a voxel that holds nothing takes no part and shows nothing where it is nearest', () => {
    const volume = filled(grid, (_point, [i]) => (i === 3 ? NOTHING_STORED : 10 * i), Int16Array);
    // At 2.4 voxel 2 is nearest: its 20 stand alone, not mixed with what is not there. At 2.6 voxel 3 is nearest.
    expect([valueAt(volume, [2.4, 1, 1]), valueAt(volume, [2.6, 1, 1]), valueAt(volume, [4.25, 1, 1])]).toEqual([20, undefined, 42.5]);
  });
});

describe('slabs', () => {
  // One bright voxel of 500 in slice 2, the others 0.
  const volume = filled(upright(3, 3, 5, [1, 1, 2]), (_point, [i, j, k]) => (i === 1 && j === 1 && k === 2 ? 500 : i === 0 ? -100 - k : 0), Int16Array);
  const plane: ImagePlane = { positionMm: [0, 0, 4], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], columnSpacingMm: 1, rowSpacingMm: 1 };

  test('are sampled from face to face, no farther apart than the voxels', () => {
    expect([slabOffsetsMm({ mode: 'mean', thicknessMm: 0 }, 1), slabOffsetsMm({ mode: 'mean', thicknessMm: 4 }, 1), slabOffsetsMm({ mode: 'mean', thicknessMm: 3 }, 2)]).toEqual([[0], [-2, -1, 0, 1, 2], [-1.5, 0, 1.5]]);
  });

  test('the largest, the smallest and the mean of what lies in them', () => {
    const cut = (mode: 'maximum' | 'minimum' | 'mean') => reslice(volume, { ...plane, positionMm: [0, 0, 6] }, 3, 3, { mode, thicknessMm: 4 });
    // From z = 4 (slice 2) to z = 8 (slice 4), samples 1 mm apart: 500, 250, 0, 0, 0 in the middle.
    expect([cut('maximum')[4], cut('minimum')[4], cut('mean')[4]]).toEqual([500, 0, 150]);
    // At the left edge -102 to -104 in five even steps: mean -103.
    expect([cut('maximum')[3], cut('minimum')[3], cut('mean')[3]]).toEqual([-102, -104, -103]);
  });
});

describe('lengths in any plane (correctness row 20)', () => {
  // A ball of 40 mm of 1000 in nothing but 0, voxels of 0.7 x 0.7 x 1.25 mm, each with the part of it that the ball fills.
  const center: Vector3 = [3.1, -7.4, 12.9];
  const grid = upright(81, 81, 45, [0.7, 0.7, 1.25], [3.1 - 28, -7.4 - 28, 12.9 - 27.5]);
  const soft = ([x, y, z]: Vector3) => {
    let inside = 0;
    for (let part = 0; part < 64; part += 1) {
      const [dx, dy, dz] = [(part & 3) - 1.5, ((part >> 2) & 3) - 1.5, (part >> 4) - 1.5];
      if (Math.hypot(x + dx * 0.175 - center[0], y + dy * 0.175 - center[1], z + dz * 0.3125 - center[2]) <= 20) inside += 1;
    }
    return (1000 * inside) / 64;
  };
  const ball = filled(grid, soft, Int16Array);

  test('a ball of 40 mm measures 40.0 ± 0.3 mm in thirty planes through its centre, in any direction', () => {
    const next = sequence(20);
    const diameters = Array.from({ length: 30 }, () => {
      const normal = unitVector([next() - 0.5, next() - 0.5, next() - 0.5])!;
      const rowDirection = unitVector(cross(normal, Math.abs(normal[2]) < 0.9 ? [0, 0, 1] : [1, 0, 0]))!;
      const plane = planeThrough(center, rowDirection, cross(normal, rowDirection), 0.5, 101);
      expect(lengthOf(planeNormal(plane))).toBeCloseTo(1, 9);
      const cut = reslice(ball, plane, 101, 101);
      const angle = next() * Math.PI;
      // Between four pixels the value is linear, as the screen draws it.
      const valueOf = (x: number, y: number) => {
        const [left, top] = [Math.floor(x), Math.floor(y)];
        const at = (column: number, row: number) => cut[row * 101 + column] ?? 0;
        const along = (row: number) => at(left, row) * (left + 1 - x) + at(left + 1, row) * (x - left);
        return along(top) * (top + 1 - y) + along(top + 1) * (y - top);
      };
      // From the middle outwards to where the value falls through 500, a hundredth of a pixel at a time.
      const edge = (side: 1 | -1) => {
        for (let distance = 0; distance < 49; distance += 0.01) {
          const [x, y] = [50 + side * distance * Math.cos(angle), 50 + side * distance * Math.sin(angle)] as const;
          if (valueOf(x, y) < 500) return [x, y] as const;
        }
        throw new Error('no edge');
      };
      const measured = measureShape('length', [edge(1), edge(-1)], {
        spacing: { kind: 'patient', columnSpacingMm: plane.columnSpacingMm, rowSpacingMm: plane.rowSpacingMm }, ultrasoundRegions: [], pixelShape: { width: 1, height: 1 }, grey: undefined,
      })!;
      expect(measured.spacing.kind).toBe('patient');
      return measured.quantities[0]!.value;
    });
    for (const diameter of diameters) expect(Math.abs(diameter - 40)).toBeLessThan(0.3);
  });
});

describe('tilt (correctness row 18)', () => {
  test('an upright rod in a stack tilted by 20 degrees stands upright in the sagittal plane', () => {
    // Slices turned by 20° about x, the table moving 3 mm along z: the edge of the grid is (0, 0, 3), its rows (0, cos 20°, -sin 20°).
    const angle = (20 * Math.PI) / 180;
    const grid: VolumeGrid = { columns: 20, rows: 120, slices: 40, originMm: [0, 0, 0], columnStepMm: [1, 0, 0], rowStepMm: [0, Math.cos(angle), -Math.sin(angle)], sliceStepMm: [0, 0, 3] };
    // A rod of radius 5 mm along z at y = 60.
    const volume = filled(grid, ([, y]) => (Math.abs(y - 60) <= 5 ? 1000 : 0), Int16Array);
    const sagittal: ImagePlane = { positionMm: [10, 30, 70], rowDirection: [0, 1, 0], columnDirection: [0, 0, -1], columnSpacingMm: 0.5, rowSpacingMm: 0.5 };
    const cut = reslice(volume, sagittal, 120, 140);
    const middleOf = (row: number) => {
      let sum = 0;
      let weight = 0;
      for (let column = 0; column < 120; column += 1) {
        const value = Math.max(0, cut[row * 120 + column] ?? 0);
        sum += value * column;
        weight += value;
      }
      return sum / weight;
    };
    // From row 5 to row 125 are 60 mm; half a degree would move the rod by 60 * tan 0.5° = 0.52 mm, which is 1.05 pixels.
    const lean = (Math.atan2((middleOf(125) - middleOf(5)) * 0.5, 60) * 180) / Math.PI;
    expect(Math.abs(lean)).toBeLessThan(0.5);
    // y = 60 lies at (60 - 30) / 0.5 = 60.
    expect(middleOf(60)).toBeCloseTo(60, 0);
    expect(patientToPixel(sagittal, [10, 60, 40])).toEqual([60, 60]);
  });
});

describe('planes along the grid', () => {
  test('a cut along the grid is the cut that is turned by a hair, with and without voxels that hold nothing', () => {
    const grid = upright(20, 18, 16, [1, 1.5, 2]);
    const next = sequence(11);
    for (const holes of [false, true]) {
      const volume = filled(grid, () => (holes && next() < 0.05 ? NOTHING_STORED : Math.round(1000 * next())), Int16Array);
      for (const [row, column] of [[[1, 0, 0], [0, 1, 0]], [[1, 0, 0], [0, 0, -1]], [[0, 1, 0], [0, 0, -1]]] as const) {
        for (const slab of [{ mode: 'maximum', thicknessMm: 5 }, { mode: 'minimum', thicknessMm: 5 }, { mode: 'mean', thicknessMm: 5 }, { mode: 'mean', thicknessMm: 0 }] as const) {
          const straight = planeThrough([9.3, 12.1, 15.2], row, column, 0.9, 14);
          // A ten-millionth of a radian: no sample moves by more than a millionth of a millimetre, but the plane lies across the grid.
          const turned = { ...straight, rowDirection: unitVector(combine(row, 1, [1e-7, 2e-7, 3e-7], 1))! };
          const one = reslice(volume, straight, 14, 14, slab);
          const other = reslice(volume, turned, 14, 14, slab);
          // Rounding to whole values may part two that are equal but for a millionth.
          for (const [index, value] of one.entries()) expect(Math.abs(value - other[index]!)).toBeLessThanOrEqual(1);
        }
      }
    }
  });
});
