import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { planeNormal } from '#shared/dicom/geometry/image-plane.ts';
import { dot } from '#shared/dicom/geometry/vector3.ts';
import { passportOfSeries } from '#shared/imaging-passport/passport.ts';
import { planVolume } from '#shared/imaging-passport/volume-plan.ts';
import { linkRefusalOf } from '#shared/imaging-passport/spatial-link.ts';
import { frameName } from '#tests/support/passports/made-series.ts';
import { passportLineOf, type PassportLine } from '#tests/support/passports/passport-line.ts';
import { readSeries, type ReadSeries } from '#tests/support/passports/read-series.ts';
import { hasPydicom, PYTHON, run } from '#tests/support/oracles.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';
import { hasTestData, readTestFile, testFilePath, testFiles, testTable } from '#tests/support/test-data.ts';

/** Passports of series that nobody here made. What they must say comes from README.md and CATALOGUE.tsv of the shared files. */
const HERE = hasTestData();

function seriesBelow(...folders: readonly string[]): readonly ReadSeries[] {
  return readSeries(folders.flatMap((folder) => testFiles(folder)).map((name) => ({ name, read: () => readTestFile(name) }))).series;
}
/** The lines of the series of a folder that have pictures. */
function linesOf(...folders: readonly string[]): readonly PassportLine[] {
  return seriesBelow(...folders).map(passportLineOf).filter(({ stacks }) => stacks.length > 0);
}
function onlyLine(folder: string): PassportLine {
  const lines = linesOf(folder);
  expect(lines).toHaveLength(1);
  return lines[0]!;
}
/** What is mended to make a volume of the only stack of a folder. */
function volumeMarksOf(folder: string): readonly string[] {
  const [series] = seriesBelow(folder);
  const [stack] = passportOfSeries(series!.images).stacks;
  const verdict = planVolume(stack!);
  return verdict.status === 'refused' ? [verdict.reason] : verdict.plan.marks.map(({ kind }) => kind);
}
/** Each stack as number of pictures, class and spacing. */
const shape = ({ stacks }: PassportLine) => stacks.map(({ instances, geometry, spacingMm }) => [instances.length, geometry, ...(spacingMm ?? [])]);

describe.skipIf(!HERE)('series of the shared files', () => {
  test('the head phantom is a regular volume of 50 slices of 0.451 x 0.451 x 1.000 mm', () => {
    const line = onlyLine('ct-volume/philips-head-1mm');
    expect(shape(line)).toEqual([[50, 'regular', 0.4512, 0.4512, 1]]);
    expect(line).toMatchObject({ warnings: [], stacks: [{ spacingSource: 'patient', tiltDeg: 0, gaps: [] }] });
    expect(line.allowed).toEqual(expect.arrayContaining(['mpr', 'mip', 'length-mm', 'roi-hu']));
  });

  test('the tilted CT is tilted by 14 degrees, its slices 4.85 mm apart, and a volume of it leans as they do', () => {
    const line = onlyLine('ct-volume/gantry-tilt-siemens-4');
    // Image Orientation (1, 0, 0, 0, 0.970296, -0.241922): acos 0.970296 = 14.00 degrees; the table moves 5 mm: 5 * 0.970296 = 4.8515
    expect(shape(line)).toEqual([[4, 'tilted', 0.418, 0.418, 4.8515]]);
    expect(line.stacks[0]?.tiltDeg).toBeCloseTo(14, 2);
    expect(line.allowed).toContain('length-mm');
    // Not as it is; with its tilt kept in the grid.
    expect(line.allowed).not.toContain('mpr');
    expect(volumeMarksOf('ct-volume/gantry-tilt-siemens-4')).toEqual(['tilt-corrected']);
  });

  test('the CT that goes on at 10 instead of 5 mm is irregular, and a volume of it stays empty where nothing was scanned', () => {
    const line = onlyLine('ct-volume/slice-increment-irregular');
    expect(shape(line)).toEqual([[4, 'irregular', 0.4297, 0.4297, null]]);
    expect(line.stacks[0]?.gaps).toEqual([{ fromMm: 28.1075, toMm: 38.1075, missingSlices: 1 }]);
    expect(line.warnings).toEqual(['irregular: slices lie 5.00 to 10.00 mm apart']);
    expect(line.allowed).not.toContain('mpr');
    expect(volumeMarksOf('ct-volume/slice-increment-irregular')).toEqual(['gaps']);
  });

  test('the functional MR of 15 positions and 10 times is ten stacks of 15 slices, 5 mm apart', () => {
    const line = onlyLine('mr/fmri-4d-ge');
    expect(shape(line)).toEqual(Array.from({ length: 10 }, () => [15, 'regular', 3.75, 3.75, 5]));
    expect(line.warnings).toEqual(['the images do not say which phase they are of; phases were told apart by time and number']);
    expect(line.allowed).toContain('mpr');
  });

  test('the sagittal MR is a regular volume of 52 slices of 2 mm in all directions', () => {
    expect(shape(onlyLine('mr/t1w-iso2mm-jpegll'))).toEqual([[52, 'regular', 2, 2, 2]]);
  });

  test('a slightly oblique MR keeps its two pixel sizes apart: 4 mm between rows, 6.4 mm between columns', () => {
    expect(shape(onlyLine('mr/non-isotropic-charset-ir13'))).toEqual([[4, 'regular', 4, 6.4, 0.5]]);
  });

  test('a Siemens mosaic is no volume', () => {
    const line = onlyLine('mr/siemens-mosaic');
    expect(shape(line)).toEqual([[2, 'no-geometry', 3, 3, null]]);
    expect(line.allowed).not.toContain('mpr');
  });

  test('the whole-body PET is regular, sorted by position, and 100 of the 299 slices that it states', () => {
    const line = linesOf('pet-ct/pet-wholebody-with-seg')[0]!;
    expect(shape(line)).toEqual([[100, 'regular', 3.5378, 3.5378, 3.375]]);
    expect(line.warnings).toEqual(['incomplete: 100 of 299']);
  });

  test('CT and PET of one study with different frames of reference are never linked', () => {
    const [pet, ct] = seriesBelow('pet-ct/petct-paired-ko').filter(({ images }) => images.length > 0).map(({ images }) => passportOfSeries(images).stacks[0]!);
    expect([pet?.geometry.kind, ct?.geometry.kind]).toEqual(['regular', 'regular']);
    expect(linkRefusalOf(pet!, ct!)).toBe('different-frame-of-reference');
    expect(linkRefusalOf(ct!, ct!)).toBeUndefined();
  });

  test('a legacy converted CT lies exactly where its classic slices lie', () => {
    const [classic, converted] = seriesBelow('enhanced/legacy-converted').filter(({ images }) => images.length > 0).map(({ images }) => passportOfSeries(images).stacks[0]!);
    const positions = (stack: typeof classic) => stack!.stack.frames.map(({ description }) => description.plane?.positionMm[2] ?? Number.NaN).toSorted((left, right) => left - right);
    expect([classic?.geometry.kind, converted?.geometry.kind, converted?.geometry.sliceSpacingMm]).toEqual(['regular', 'regular', 2.5]);
    expect(positions(converted)).toEqual(positions(classic));
  });

  test.each([
    // Shared orientation (1,0,0,0,1,0), positions 1 mm apart, Pixel Spacing 0.2\0.1
    ['enhanced/mr/mr_brucker.dcm', [[4, 'regular', 0.2, 0.1, 1]]],
    // Sagittal, x from -14.7551 to -5.65513 in 7 steps of 1.3 mm
    ['enhanced/mr/cine-test.dcm', [[8, 'regular', 1, 1, 1.3]]],
    // Per-frame orientation and spacing, z from -79.6 to -0.4 in 24 steps of 3.3 mm
    ['enhanced/mr-siemens/011-0001.img.dcm', [[25, 'regular', 3.2813, 3.2813, 3.3]]],
    ['enhanced/mr-siemens/Agfa_011-0001.img.dcm', [[25, 'regular', 3.2813, 3.2813, 3.3]]],
    // In-stack positions 2, 1; z -159 and -149 along the normal (0, 0, -1)
    ['enhanced/ct/eCT_Supplemental.dcm', [[2, 'regular', 0.3887, 0.3887, 10]]],
    // An enhanced SOP class without functional groups: nothing is invented
    ['enhanced/mr/emri_small.dcm', [[10, 'no-geometry']]],
    // Grid Frame Offset Vector 0, 5, ... 70
    ['sr-seg-pr-ko/rt/rtdose.dcm', [[15, 'regular', 10, 10, 5]]],
  ])('%s comes out as %j', (name, expected) => {
    const { series } = readSeries([{ name, read: () => readTestFile(name) }]);
    expect(series.map(passportLineOf).map(shape)).toEqual([expected]);
  });

  test('the frames of the enhanced CT are sorted by position, against their frame numbers', () => {
    const line = readSeries([{ name: 'e', read: () => readTestFile('enhanced/ct/eCT_Supplemental.dcm') }]).series.map(passportLineOf)[0]!;
    // z -159 is farther along (0, 0, -1); frame 1 has the lower number, so the stack starts with it.
    expect(line.stacks[0]?.instances.map((name) => name.split('#')[1])).toEqual(['1', '2']);
  });

  test.each([
    ['us-xa-nm/us-cine/I_000001.dcm', 'recommended-rate', 1000 / 33],
    ['us-xa-nm/us-cine/I_000007.dcm', 'frame-time-vector', 40],
    ['us-xa-nm/us-cine/US-PAL-8-10x-echo.dcm', 'frame-time', 76],
    ['us-xa-nm/xa-cine/I_000000.dcm', 'frame-time', 66.666667],
  ])('%s runs by its %s', (name, source, durationMs) => {
    const [series] = readSeries([{ name, read: () => readTestFile(name) }]).series;
    const { cine } = series!.images[0]!.series;
    expect(cine).toMatchObject({ kind: 'timed', source });
    expect(cine.kind === 'timed' ? cine.durationsMs[3] : Number.NaN).toBeCloseTo(durationMs, 4);
  });
});

describe.skipIf(!HERE)('the whole shared set', () => {
  const files = HERE ? testFiles() : [];
  const { series, complaints } = readSeries(files.map((name) => ({ name, read: () => readTestFile(name) })));

  test('every picture of every series stands in exactly one stack', () => {
    expect(series.length).toBeGreaterThan(100);
    for (const { images } of series) {
      const expected = images.filter(({ rows, columns }) => rows > 0 && columns > 0).flatMap((image) => image.frames.map((description, index) => frameName({ image, description, frameNumber: index + 1 })));
      expect(passportOfSeries(images).stacks.flatMap(({ stack }) => stack.frames.map(frameName)).toSorted()).toEqual(expected.toSorted());
    }
  });

  test('every stack with planes runs one way along its normal', () => {
    let stacks = 0;
    for (const { stack, geometry } of series.flatMap(({ images }) => passportOfSeries(images).stacks)) {
      const plane = stack.frames[0]?.description.plane;
      if (plane === undefined || geometry.kind === 'no-geometry' || stack.isRadial) continue;
      const at = stack.frames.map(({ description }) => dot(description.plane?.positionMm ?? [Number.NaN, 0, 0], planeNormal(plane)));
      const rises = at.slice(1).map((value, index) => value - at[index]!);
      expect(rises.every((rise) => rise >= -0.01) || rises.every((rise) => rise <= 0.01)).toBe(true);
      stacks += 1;
    }
    expect(stacks).toBeGreaterThan(30);
  });

  test('a volume is only ever cut from a regular stack that is measured in millimetres', () => {
    for (const { permissions, geometry, values } of series.flatMap(({ images }) => passportOfSeries(images).stacks)) {
      if (permissions.allowed.includes('mpr')) expect([geometry.kind, geometry.gaps, geometry.tiltDegrees, values.spacing.source]).toEqual(['regular', [], 0, 'patient']);
      expect(permissions.allowed.includes('length-mm')).toBe(values.spacing.source !== 'none');
    }
  });

  test('no file of the valid folders is left out but those that lack a UID or repeat one', () => {
    const unexpected = complaints.filter(({ file, reason }) => !file.startsWith('malformed/') && !reason.includes('UID'));
    expect(unexpected).toEqual([]);
    // Three of the catalogue are no DICOM files.
    expect(testTable('CATALOGUE.tsv').length).toBe(files.length + 3);
  });

  test.runIf(hasPydicom())('slice spacing and tilt are those that an independent reader computes', () => {
    const program = `
import sys, json, math, pydicom
out = {}
for path in json.load(sys.stdin):
    ds = pydicom.dcmread(path, stop_before_pixels=True)
    out.setdefault(str(ds.SeriesInstanceUID), []).append(([float(v) for v in ds.ImagePositionPatient], [float(v) for v in ds.ImageOrientationPatient]))
res = {}
for uid, rows in out.items():
    o = rows[0][1]
    n = [o[1]*o[5]-o[2]*o[4], o[2]*o[3]-o[0]*o[5], o[0]*o[4]-o[1]*o[3]]
    rows.sort(key=lambda r: sum(a*b for a, b in zip(r[0], n)))
    d = [b-a for a, b in zip(rows[0][0], rows[-1][0])]
    h = sum(a*b for a, b in zip(d, n)); l = math.sqrt(sum(a*a for a in d))
    res[uid] = [h/(len(rows)-1), math.degrees(math.acos(min(1, h/l)))]
print(json.dumps(res))`;
    const folders = ['ct-volume/philips-head-1mm', 'ct-volume/gantry-tilt-siemens-4', 'mr/t1w-iso2mm-jpegll', 'mr/non-isotropic-charset-ir13', 'sr-seg-pr-ko/rtstruct'];
    const paths = folders.flatMap((folder) => testFiles(folder)).filter((name) => !name.endsWith('dummy_rt.dcm')).map(testFilePath);
    const oracle = JSON.parse(run(PYTHON!, ['-c', program], JSON.stringify(paths))) as Record<string, [number, number]>;
    expect(Object.keys(oracle)).toHaveLength(5);
    for (const [uid, [spacing, tilt]] of Object.entries(oracle)) {
      const { geometry } = passportOfSeries(series.find(({ seriesInstanceUid }) => seriesInstanceUid === uid)!.images).stacks[0]!;
      expect(geometry.sliceSpacingMm).toBeCloseTo(spacing, 4);
      expect(Math.abs((geometry.tiltDegrees ?? Number.NaN) - tilt)).toBeLessThan(0.05);
    }
  });
});

describe('npm run passports', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const passports = (...args: readonly string[]) => spawnSync('npm', ['run', '--silent', 'passports', '--', ...args], { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });

  test.skipIf(!HERE)('prints one JSON line a series with exactly the promised names, and names broken files on standard error', () => {
    const folder = temporaryFolder();
    const put = (name: string, bytes: Uint8Array) => {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes);
    };
    for (const name of testFiles('ct-volume/gantry-tilt-siemens-4')) put(name, readTestFile(name));
    put('deep/down/sr', readTestFile('sr-seg-pr-ko/sr-tid1500/sr.dcm'));
    put('broken.dcm', readTestFile('malformed/real/MR_truncated.dcm'));
    put('notes.txt', Buffer.from('no DICOM'));
    put('empty.dcm', new Uint8Array());
    const { status, stdout, stderr } = passports(folder);
    expect(status).toBe(0);
    const lines = stdout.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(Object.keys(line)).toEqual(['seriesInstanceUID', 'stacks', 'warnings', 'allowed']);
    const stacks = lines.flatMap(({ stacks: found }) => found as Record<string, unknown>[]);
    expect(stacks.map((stack) => Object.keys(stack))).toEqual([['instances', 'geometry', 'spacingMm', 'spacingSource', 'tiltDeg', 'gaps']]);
    for (const name of ['broken.dcm: file/damaged', 'notes.txt: file/not-dicom', 'empty.dcm: file/not-dicom']) expect(stderr).toContain(name);
  });

  test('without a folder it says what it wants', () => {
    const { status, stdout, stderr } = passports(join(temporaryFolder(), 'absent'));
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('npm run passports -- DIR');
  });
});
