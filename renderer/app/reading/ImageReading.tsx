import { useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { studyQuery, withdrawnQuery } from '#renderer/bridge/queries.ts';
import { seriesWords, type RailStack, type RailStudy } from '#renderer/features/study-browser/rail-study.ts';
import { StudyDocument } from '#renderer/features/study-documents/StudyDocument.tsx';
import { SeriesRail } from '#renderer/features/study-browser/SeriesRail.tsx';
import { imageSeriesOf, type ReadingStudy } from '#renderer/features/viewer/reading-study.ts';
import { ReadingViewer } from '#renderer/features/viewer/ReadingViewer.tsx';
import { stackName, useViewerDesk } from '#renderer/features/viewer/use-viewer-desk.ts';
import { isSameStack, type HungStack } from '#renderer/features/viewer/viewer-desk.ts';
import { modalityWord } from '#renderer/features/worklist/modalities.ts';
import type { ReadingSource } from '#renderer/imaging/reading-source.ts';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { errorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { useReadingObjects } from './use-reading-objects.ts';

export interface ImageReadingProps {
  readonly open: OpenStudy;
  readonly source: ReadingSource;
  readonly onSentence: (sentence: string) => boolean;
  /** A trace in the rail was pressed. */
  readonly onShowTrace: () => void;
}

/** The pictures of a study: its desk, the rail with its priors, measurements that go into the report. */
export function ImageReading({ open, source, onSentence, onShowTrace }: ImageReadingProps) {
  const text = useText();
  const toast = useToast();
  useEffect(() => () => source.reportFocus([]), [source]);
  const desk = useViewerDesk(firstStack(open));
  const { opened, openPrior } = useOpenedPriors();
  const studies = useMemo((): readonly ReadingStudy[] => [readingStudy(open, false), ...opened.map((prior) => readingStudy(prior, true))], [open, opened]);
  const openStudies = useMemo(() => [open, ...opened], [open, opened]);
  const objects = useReadingObjects(openStudies, desk);
  const { document } = objects;
  const documentSeries = document && openStudies.find(({ study }) => study.studyId === document.studyId)?.series.find(({ seriesInstanceUid }) => seriesInstanceUid === document.seriesInstanceUid);
  const shownStudy = openStudies.find(({ study }) => study.studyId === document?.studyId)?.study ?? open.study;
  const { api } = useBridge();
  const withdrawn = useQuery(withdrawnQuery(api, shownStudy.studyId, shownStudy.studyInstanceUid));
  const viewportsOf = (stack: RailStack) => desk.desk.viewports.flatMap((hung, index) => (isSameStack(hung, stack) ? [index + 1] : []));

  return (
    <ReadingViewer
      source={source}
      studies={studies}
      desk={desk}
      objects={objects.objects}
      layers={objects.layers}
      aside={
        document === undefined || documentSeries === undefined ? undefined : (
          <StudyDocument
            key={document.seriesInstanceUid}
            objects={objects.documentObjects}
            name={`${text.t(`study-browser.kind.${objects.kindOf(document.studyId, documentSeries)}`)} · ${seriesWords(documentSeries, (number) => text.t('study-browser.unnamed', { number }))}`}
            deskOf={objects.deskOf}
            isWithdrawn={(sopInstanceUid) => withdrawn.data?.includes(sopInstanceUid) === true}
            onClose={objects.closeDocument}
          />
        )
      }
      rail={
        <SeriesRail
          studies={railStudies(open, opened)}
          viewportsOf={viewportsOf}
          isActive={(stack) => viewportsOf(stack).includes(desk.desk.activeIndex + 1)}
          isSeen={({ studyId, seriesInstanceUid, stackIndex, siblings }) => desk.seen.has(stackName(studyId, seriesInstanceUid, stackIndex, siblings))}
          onPlace={({ studyId, seriesInstanceUid, stackIndex }) => desk.act({ kind: 'hang', stack: { studyId, seriesInstanceUid, stackIndex } })}
          onOpenPrior={openPrior}
          kindOf={objects.kindOf}
          keyCountOf={objects.keyCountOf}
          isObjectOpen={(studyId, seriesInstanceUid) => document?.studyId === studyId && document.seriesInstanceUid === seriesInstanceUid}
          onOpenObject={(studyId, { seriesInstanceUid, content }) => {
            if (content === 'ecg' && studyId === open.study.studyId) onShowTrace();
            else objects.openObject(studyId, seriesInstanceUid);
          }}
        />
      }
      onMeasurementToReport={(_measurement, sentence) => {
        if (!onSentence(sentence)) toast({ title: text.t('reading.sentence.refused'), detail: text.t('reading.sentence.refused.detail'), tone: 'error' });
      }}
      onMeasurementFailed={(code) => {
        const { title, detail } = errorWords(text, code);
        toast({ title, detail, tone: 'error' });
      }}
    />
  );
}

/** The series with the most pictures: not the localizer, which often comes first. */
function firstStack(open: OpenStudy): HungStack | undefined {
  const series = imageSeriesOf(readingStudy(open, false)).toSorted((left, right) => right.expectedInstances - left.expectedInstances)[0];
  return series === undefined ? undefined : { studyId: open.study.studyId, seriesInstanceUid: series.seriesInstanceUid, stackIndex: 0 };
}

function readingStudy({ study, series, unreachableSince }: OpenStudy, isPrior: boolean): ReadingStudy {
  return { study, series, isCut: unreachableSince !== null, isPrior };
}

/** Priors that the physician has asked for; main fetches them and may let them go when this page does. */
function useOpenedPriors() {
  const { api } = useBridge();
  const [ids, setIds] = useState<readonly number[]>([]);
  const known = useQueries({ queries: ids.map((studyId) => studyQuery(api, studyId)) });
  useEffect(() => {
    for (const studyId of ids) api.studies.open({ studyId }).catch(() => undefined);
    return () => {
      for (const studyId of ids) api.studies.close({ studyId }).catch(() => undefined);
    };
  }, [api, ids]);
  return {
    opened: known.flatMap(({ data }) => (data === undefined ? [] : [data])),
    openPrior: (studyId: number) => setIds((before) => (before.includes(studyId) ? before : [...before, studyId])),
  };
}

function railStudies({ study, series, priors, unreachableSince }: OpenStudy, opened: readonly OpenStudy[]): readonly RailStudy[] {
  const current: RailStudy = {
    studyId: study.studyId,
    date: study.studyDate ?? '',
    name: modalityWord(study.modalities),
    heldInstances: study.heldInstances,
    expectedInstances: study.expectedInstances,
    series,
    isPrior: false,
    isCut: unreachableSince !== null,
  };
  return [
    current,
    ...priors.map((prior): RailStudy => {
      const known = opened.find((candidate) => candidate.study.studyId === prior.studyId);
      return {
        studyId: prior.studyId,
        date: prior.studyDate ?? '',
        name: modalityWord(prior.modalities),
        heldInstances: known?.study.heldInstances ?? prior.heldInstances,
        expectedInstances: known?.study.expectedInstances ?? prior.expectedInstances,
        series: known?.series,
        isPrior: true,
        isCut: known !== undefined && known.unreachableSince !== null,
      };
    }),
  ];
}
