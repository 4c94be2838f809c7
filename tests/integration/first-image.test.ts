import { expect, onTestFinished, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { json, multipart, silence, startFaultServer } from '#tests/support/fault-server.ts';
import { CT_IMAGE_STORAGE, ctSlice } from '#tests/support/instances.ts';
import { allRows, connect, until } from '#tests/support/program-client.ts';
import { newProfile, startProgram } from '#tests/support/program.ts';

test('of a study that is only a row, the first images are here although the list of its images never comes', async () => {
  const server = await startFaultServer(json([]));
  onTestFinished(() => server.stop());
  const { profile, remove } = newProfile();
  onTestFinished(remove);
  const program = await startProgram(profile, ['--no-demo', '--since', 'all', '--site', `北原县人民医院=${server.baseUrl}`]);
  onTestFinished(() => program.stop());
  const client = await connect(program);
  const { siteId } = (await client.sites.list())[0]!;
  await client.sites.setLine({ siteId, line: { isPaused: true, daySharePercent: 100, nightSharePercent: 100 } });

  const study = { StudyInstanceUID: '1.2.3', PatientID: 'P1', StudyDate: '20261120', StudyDescription: '头颅平扫', ModalitiesInStudy: ['CT'], NumberOfStudyRelatedInstances: 200 };
  server.on(/\/studies\?/, json([buildDataSet(study)]));
  server.on(/\/series\?/, json([buildDataSet({ StudyInstanceUID: '1.2.3', SeriesInstanceUID: '1.2.3.1', Modality: 'CT', NumberOfSeriesRelatedInstances: 200 })]));
  server.on(/\/instances\?/, silence());
  const image = (number: number) => ({ StudyInstanceUID: '1.2.3', SeriesInstanceUID: '1.2.3.1', SOPInstanceUID: `1.2.3.1.${number}`, SOPClassUID: CT_IMAGE_STORAGE, InstanceNumber: number, Rows: 4 });
  server.on(/\/instances\?.*limit=8/, json([buildDataSet(image(1)), buildDataSet(image(2))]));
  for (const number of [1, 2]) server.on(new RegExp(`/instances/1\\.2\\.3\\.1\\.${number}$`), multipart([ctSlice(number)]));
  await client.sites.pollNow({ siteId });
  const row = await until(async () => (await allRows(client))[0]);
  expect(server.requests.filter(({ path }) => path.includes('/instances'))).toEqual([]);

  await client.studies.open({ studyId: row.studyId });
  const frame = await until(async () => {
    const answer = await client.get(`/frames/${row.studyId}/1.2.3.1.1/1`);
    return answer.status === 200 && answer;
  });
  expect(new Uint16Array(await frame.arrayBuffer())).toEqual(new Uint16Array(16).fill(1));
  const series = await until(async () => {
    const opened = await client.studies.describe({ studyId: row.studyId });
    return opened.series[0]?.heldInstances === 2 && opened.series;
  });
  expect(series).toMatchObject([{ seriesInstanceUid: '1.2.3.1', expectedInstances: 200, content: 'images' }]);
});
