import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { convertEcgFile } from '#main/import/ecg-files/open-ecg-file.ts';
import { buildScp } from '#tests/support/build-scp.ts';
import { hasPydicom, PYTHON, run } from '#tests/support/oracles.ts';
import { ask, folderForAll, hasPrograms } from '#tests/support/report-kit.ts';
import { hasTestData, readTestFile } from '#tests/support/test-data.ts';

const folder = folderForAll();
const scp = buildScp({ leads: [{ id: 1, samples: [4, -3, 200, 7] }, { id: 61, samples: [0, 1, -900, 2] }] });
const sources: readonly (readonly [string, () => Uint8Array])[] = [
  ['scp', () => scp], ...(hasTestData() ? [['aecg', () => readTestFile('ecg/aecg-hl7/hl7aecg_example.xml')] as const] : []),
];
const convertedFile = (name: string, source: () => Uint8Array) => {
  const path = join(folder, `${name}.dcm`);
  writeFileSync(path, convertEcgFile(source())!);
  return path;
};

describe.skipIf(!hasPrograms('dciodvfy'))('dciodvfy', () => {
  test.each(sources)('accepts the General ECG made of an imported %s file', (name, source) => {
    const { text } = ask('dciodvfy', ['-new', convertedFile(name, source)]);
    expect(text).toContain('GeneralECG');
    expect(text.split('\n').filter((line) => line.startsWith('Error'))).toEqual([]);
  });
});

describe.skipIf(!hasPydicom())('pydicom', () => {
  test('reads the same microvolts as the SCP-ECG file holds', () => {
    // By hand and not by pydicom's waveform_array, which needs numpy: value = digit x sensitivity + baseline.
    const program = [
      'import sys, json, struct, pydicom',
      'g = pydicom.dcmread(sys.argv[1]).WaveformSequence[0]',
      'c = g.ChannelDefinitionSequence',
      'n = g.NumberOfWaveformChannels * g.NumberOfWaveformSamples',
      "raw = struct.unpack('<%dh' % n, g.WaveformData[:2 * n])",
      'rows = [[raw[s * len(c) + k] * float(c[k].ChannelSensitivity) + float(c[k].ChannelBaseline) for k in range(len(c))] for s in range(g.NumberOfWaveformSamples)]',
      'print(json.dumps([rows, [str(k.ChannelSourceSequence[0].CodeValue) for k in c]]))',
    ].join('\n');
    const [samples, codes] = JSON.parse(run(PYTHON!, ['-c', program, convertedFile('scp', () => scp)])) as [number[][], string[]];
    // Digits of 2500 nV: 200 is 500 uV, -900 is -2250 uV.
    expect([samples, codes]).toEqual([[[10, 0], [-7.5, 2.5], [500, -2250], [17.5, 5]], ['2:1', '2:61']]);
  });
});
