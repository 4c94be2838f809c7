import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateSmallDemo, type GeneratedStudy } from '#tests/support/demo-instances.ts';

/** dciodvfy of dicom3tools: an independent check of every module of an object. */
const HAS_DCIODVFY = spawnSync('dciodvfy', ['-version']).error === undefined;
if (!HAS_DCIODVFY) process.stderr.write('\n!!! NO dciodvfy (dicom3tools): THE DEMO OBJECTS ARE NOT VALIDATED !!!\n');
const HAS_DCMDJPLS = spawnSync('dcmdjpls', ['--version']).error === undefined;
if (!HAS_DCMDJPLS) process.stderr.write('\n!!! NO dcmdjpls (dcmtk): THE JPEG-LS OF THE DEMO IS NOT DECODED BY ANOTHER PROGRAM !!!\n');

const STUDIES = [
  ['head-stroke', 'CTImage'], ['chest-nodule', 'CTImage'], ['chest-prior', 'CTImage'], ['two-requests', 'CTImage'], ['pair-chest', 'CTImage'], ['pair-head', 'CTImage'],
  ['child-chest', 'DXImageForPresentation'], ['bedside-chest', 'CRImage'], ['ecg-inferior', 'TwelveLeadECG'], ['ecg-normal', 'TwelveLeadECG'], ['lumbar', 'MRImage'],
] as const;

describe('objects of the demo alliance', () => {
  let demo: ReadonlyMap<string, GeneratedStudy>;
  const folder = mkdtempSync(join(tmpdir(), 'tongyue-demo-objects-'));

  beforeAll(async () => {
    demo = await generateSmallDemo();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function save(key: string, index: number): string {
    const file = join(folder, `${key}-${index}.dcm`);
    writeFileSync(file, demo.get(key)!.instances.at(index)!.part10);
    return file;
  }

  function validate(file: string): string {
    const { stderr, stdout } = spawnSync('dciodvfy', ['-new', file], { encoding: 'utf8' });
    return `${stdout}${stderr}`;
  }

  test.skipIf(!HAS_DCIODVFY).each(STUDIES)('every object of %s is a valid %s', (key, iod) => {
    const { instances } = demo.get(key)!;
    instances.forEach((_, index) => {
      const verdict = validate(save(key, index));
      expect(verdict.split('\n').filter((line) => line.startsWith('Error'))).toEqual([]);
      if (key !== 'lumbar' || index < instances.length - 1) expect(verdict).toContain(iod);
    });
  });

  test.skipIf(!HAS_DCIODVFY)("the technician's mark is a valid key object selection", () => {
    const verdict = validate(save('lumbar', -1));
    expect(verdict).toContain('KeyObjectSelectionDocument');
    expect(verdict).not.toMatch(/^Error/m);
  });

  test.skipIf(!HAS_DCIODVFY)('the validator can find a fault: a CT image without its rescale is refused', () => {
    const bytes = Buffer.from(demo.get('head-stroke')!.instances[0]!.part10);
    // Rescale Intercept (0028,1052) becomes another, private-looking tag.
    const tag = bytes.indexOf(Buffer.from([0x28, 0x00, 0x52, 0x10]));
    bytes[tag + 2] = 0x5f;
    const file = join(folder, 'faulty.dcm');
    writeFileSync(file, bytes);
    expect(validate(file)).toMatch(/^Error.*RescaleIntercept/m);
  });

  test.skipIf(!HAS_DCMDJPLS).each(['head-stroke', 'chest-nodule', 'lumbar', 'child-chest', 'bedside-chest'])('dcmtk decodes the frames of %s', (key) => {
    const decoded = join(folder, `${key}-decoded.dcm`);
    const { status, stderr } = spawnSync('dcmdjpls', [save(key, 0), decoded], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });
});
