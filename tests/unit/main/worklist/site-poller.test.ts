import { expect, onTestFinished, test } from 'vitest';
import { asRemote } from '#main/database/remote-repositories.ts';
import type { DicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import { createEventHub } from '#main/platform/event-hub.ts';
import { silentLog } from '#main/platform/log.ts';
import { createSiteLinks } from '#main/sites/site-links.ts';
import type { StudyFetcher } from '#main/studies/study-fetcher.ts';
import type { StudyKeeper } from '#main/studies/study-keeper.ts';
import { startSitePoller } from '#main/worklist/site-poller.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { testSite } from '#tests/support/found-study.ts';

/** Both studies are listed from the first look on; each look at their completion is noted. */
function polled() {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  const clock = { now: () => new Date('2026-11-22T01:00:00Z') };
  const listed = ['1.2.1', '1.2.2'].map((StudyInstanceUID) => buildDataSet({ StudyInstanceUID, PatientID: '', ModalitiesInStudy: ['CT'], StudyDate: '2026-11-22', NumberOfStudyRelatedInstances: 3 }));
  const arriving = new Set(['1.2.2']);
  const rounds: string[][] = [];
  let duringSearch: () => void = () => {};
  const web = {
    async searchForStudies() {
      rounds.push([]);
      duringSearch();
      return listed;
    },
  } as unknown as DicomWebSite;
  const keeper = { checkCompletion: async (studyId: number) => void rounds.at(-1)?.push(catalogue.studies.find(studyId)?.studyInstanceUid ?? '') } as unknown as StudyKeeper;
  let planned: () => void = () => {};
  const fetcher = { planSite: async () => planned() } as unknown as StudyFetcher;
  const poller = startSitePoller({
    site: testSite, web, studies: asRemote(catalogue.studies), fetcher, keeper, links: createSiteLinks(clock, () => {}), events: createEventHub(), clock, log: silentLog,
    arriving: () => new Set(arriving), onAnswering: () => {},
  });
  onTestFinished(() => poller.close());
  /** The end of the round that runs or begins. */
  const round = () => new Promise<void>((resolve) => (planned = resolve));
  return { arriving, rounds, poller, round, onSearch: (act: () => void) => (duringSearch = act) };
}

test('a study whose scanner still sends is not complete however quiet it is, and neither is it by a list that was read before the last image came', async () => {
  const { arriving, rounds, poller, round, onSearch } = polled();
  await round();
  expect(rounds).toEqual([['1.2.1']]);
  // The scanner ends while the list is on its way: the list may lack the last image.
  onSearch(() => void arriving.delete('1.2.2'));
  const second = round();
  poller.pollNow();
  await second;
  const third = round();
  poller.pollNow();
  await third;
  expect(rounds).toEqual([['1.2.1'], ['1.2.1'], ['1.2.1', '1.2.2']]);
});
