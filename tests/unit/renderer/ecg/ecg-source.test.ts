import { describe, expect, test } from 'vitest';
import { createEcgSource, findEcgInstances, loadEcg, type PathRequest } from '#renderer/features/ecg/ecg-source.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { buildWaveform, mdcLead, MILLIVOLT, type GivenGroup } from '#tests/support/build-waveform.ts';

const group: GivenGroup = { channels: [{ raw: [200, -200], source: mdcLead(2), sensitivity: 0.005, unit: MILLIVOLT, correctionFactor: 1, baseline: 0 }] };
const built = buildWaveform([group, group], { SOPInstanceUID: '2.25.5', AcquisitionDateTime: '20261120093800' });
const { signal } = new AbortController();

/** Answers like main: paths to bodies, everything else as `otherwise`. */
function requestTo(bodies: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>, otherwise = 404): { readonly request: PathRequest; readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    request: (path) => {
      asked.push(path);
      const body = bodies[path];
      return Promise.resolve(new Response(body ?? null, { status: body === undefined ? otherwise : 200 }));
    },
  };
}

const samples = (groupNumber: number) => Uint8Array.from(built.bulk(`54000100/${groupNumber}/54001010`)!);
const metadata = JSON.stringify([buildDataSet({ SOPInstanceUID: '2.25.4' }), built.dataSet]);

describe('reading an ECG from main', () => {
  test('metadata of the series and the samples of each group are asked for at the paths of the contract', async () => {
    const { request, asked } = requestTo({ '/metadata/7/1.2.3': metadata, '/bulk/7/2.25.5/54000100/1/54001010': samples(1), '/bulk/7/2.25.5/54000100/2/54001010': samples(2) });
    const source = createEcgSource(7, '1.2.3', request);
    const [instance, ...others] = await findEcgInstances(source, signal);
    const { recording } = await loadEcg(source, instance!, signal);
    expect(others).toEqual([]);
    expect(asked).toEqual(['/metadata/7/1.2.3', '/bulk/7/2.25.5/54000100/1/54001010', '/bulk/7/2.25.5/54000100/2/54001010']);
    expect([...recording.traces[0]!.millivolts(0, 2)]).toEqual([1, -1]);
  });

  test('a group whose samples are not held is refused, the others are shown', async () => {
    const { request } = requestTo({ '/metadata/7/1.2.3': metadata, '/bulk/7/2.25.5/54000100/2/54001010': samples(2) }, 202);
    const source = createEcgSource(7, '1.2.3', request);
    const [instance] = await findEcgInstances(source, signal);
    const { recording } = await loadEcg(source, instance!, signal);
    expect(recording.problems).toEqual([{ kind: 'group-refused', groupNumber: 1, reason: 'no-data' }]);
    expect(recording.traces).toHaveLength(1);
  });

  test('the beginning of a long recording is given before the rest has come, and the whole after it', async () => {
    // 3 M samples of one lead, 6 MB; the beginning is at least 4 MB of them.
    const long = buildWaveform([{ ...group, overrides: { NumberOfWaveformSamples: 3_000_000 } }], { SOPInstanceUID: '2.25.6' });
    let sendRest: () => void = () => undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(4_194_304).fill(1));
        controller.enqueue(new Uint8Array(1000).fill(2));
        sendRest = () => {
          controller.enqueue(new Uint8Array(6_000_000 - 4_194_304 - 1000).fill(3));
          controller.close();
        };
      },
    });
    const request: PathRequest = (path) => Promise.resolve(new Response(path.startsWith('/bulk') ? body : JSON.stringify([long.dataSet])));
    const source = createEcgSource(7, '1.2.3', request);
    const [instance] = await findEcgInstances(source, signal);
    const first = Promise.withResolvers<Awaited<ReturnType<typeof loadEcg>>>();
    const whole = loadEcg(source, instance!, signal, first.resolve);
    const { recording: beginning, isWhole } = await first.promise;
    // 4 194 304 bytes are 2 097 152 samples of two bytes: 0x0101 is 257, 257 x 0.005 mV = 1.285 mV.
    expect({ isWhole, samples: beginning.traces[0]!.sampleCount, last: beginning.traces[0]!.millivolts(2_097_151, 2_097_152)[0] }).toEqual({ isWhole: false, samples: 2_097_152, last: 1.285 });
    sendRest();
    const { recording, isWhole: isAll } = await whole;
    // 0x0303 is 771: 3.855 mV.
    expect({ isAll, samples: recording.traces[0]!.sampleCount, last: recording.traces[0]!.millivolts(2_999_999, 3_000_000)[0], problems: recording.problems }).toEqual({ isAll: true, samples: 3_000_000, last: 3.855, problems: [] });
  });

  test('a series without waveforms is no ECG', async () => {
    const { request } = requestTo({ '/metadata/7/1.2.3': JSON.stringify([buildDataSet({ SOPInstanceUID: '2.25.4' })]) });
    await expect(findEcgInstances(createEcgSource(7, '1.2.3', request), signal)).rejects.toMatchObject({ code: 'study/not-an-ecg' });
  });

  test.each([[404, 'store/not-held'], [202, 'store/not-held'], [500, 'internal']])('an answer %i is the failure %s', async (status, code) => {
    const { request } = requestTo({}, status);
    await expect(findEcgInstances(createEcgSource(7, '1.2.3', request), signal)).rejects.toMatchObject({ code });
  });

  test('no answer at all is told apart', async () => {
    const request: PathRequest = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(findEcgInstances(createEcgSource(7, '1.2.3', request), signal)).rejects.toMatchObject({ code: 'contract/no-answer' });
  });
});
