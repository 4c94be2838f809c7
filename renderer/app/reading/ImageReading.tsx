import { useQueries, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { PatientIdentity } from '#shared/contract/services/identity.contract.ts';
import { DEFAULT_READING_PROFILE, type ReadingProfile } from '#shared/contract/services/preferences.contract.ts';
import type { OpenStudy, PriorSummary } from '#shared/contract/services/studies.contract.ts';
import type { VoiWindow } from '#shared/dicom/pixel/voi.ts';
import type { ErrorCode } from '#shared/errors/error-code.ts';
import type { HangingProtocol } from '#shared/hanging/protocol/hanging-protocol.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { identityQuery, preferencesQuery, studyQuery, withdrawnQuery } from '#renderer/bridge/queries.ts';
import { seriesWords, type RailStack, type RailStudy } from '#renderer/features/study-browser/rail-study.ts';
import { StudyDocument } from '#renderer/features/study-documents/StudyDocument.tsx';
import { SeriesRail } from '#renderer/features/study-browser/SeriesRail.tsx';
import type { ClinicalDocument } from '#renderer/features/clinical/ClinicalPanel.tsx';
import type { Taken } from '#renderer/features/viewer/use-hands.tsx';
import type { ReadingStudy } from '#renderer/features/viewer/reading-study.ts';
import { ReadingViewer } from '#renderer/features/viewer/ReadingViewer.tsx';
import { stackName, useViewerDesk } from '#renderer/features/viewer/use-viewer-desk.ts';
import { isSameStack } from '#renderer/features/viewer/viewer-desk.ts';
import { NO_PRESET_CHANGES, type PresetChanges } from '#renderer/features/viewer/toolbar/window-choices.ts';
import { modalityWord } from '#renderer/features/worklist/modalities.ts';
import type { ReadingSource } from '#renderer/imaging/reading-source.ts';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { errorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { HANGING_KEYS } from '#renderer/features/hanging/hanging-keys.ts';
import { HangingMenu } from '#renderer/features/hanging/HangingMenu.tsx';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { firstHanging, useHangingDesk } from './use-hanging-desk.ts';
import { usePriorComparison } from './use-prior-comparison.ts';
import { LearnPreview } from './LearnPreview.tsx';
import { useEyeRef } from './EyeProvider.tsx';
import { ReadTogether } from './ReadTogether.tsx';
import { useReadingObjects } from './use-reading-objects.ts';
import { firstScreenOf, useSharedDesk, type SharedDesk } from '../windows/use-shared-desk.ts';
import { useStudyStep } from './use-study-step.ts';

export interface ImageReadingProps {
  readonly open: OpenStudy;
  readonly source: ReadingSource;
  /** A request form that was asked for beside the report; a new object for each press. */
  readonly document?: ClinicalDocument | undefined;
  readonly onSentence: (sentence: string) => Taken;
  /** @returns whether the report held the old sentence */
  readonly onSentenceChanged: (before: string, after: string) => Taken;
  /** A trace in the rail was pressed. */
  readonly onShowTrace: () => void;
  /** How this desk is known in other windows. */
  readonly shared?: SharedDesk;
  /** What stands beside the layout: the way to other windows. */
  readonly windowTools?: ReactNode;
}

/** The pictures of a study: its desk, the rail with its priors, measurements that go into the report. */
export function ImageReading({ open, source: ownSource, document: wanted, onSentence, onSentenceChanged, onShowTrace, shared, windowTools }: ImageReadingProps) {
  const text = useText();
  const toast = useToast();
  const { presetChanges, mouse } = useOwnWays();
  // Once: what arrives later is arranged by the hanging below, and only while no hand has touched the desk.
  const [firstScreen] = useState(() => (shared?.start === undefined ? firstHanging(open) : firstScreenOf(shared.start)));
  const desk = useViewerDesk(firstScreen);
  const eye = useEyeRef();
  const source = useSharedDesk(ownSource, desk, shared);
  useEffect(() => () => ownSource.reportFocus([]), [ownSource]);
  const { opened, openPrior } = useOpenedPriors(firstScreen.viewports.flatMap((hung) => (hung === undefined || hung.studyId === open.study.studyId ? [] : [hung.studyId])));
  const [proposed, setProposed] = useState<HangingProtocol>();
  const hanging = useHangingDesk(open, opened, desk, openPrior);
  const compare = usePriorComparison(open, opened, desk, openPrior);
  useKeyAction(HANGING_KEYS.previous, () => hanging.choose(((hanging.chosen ?? 0) + hanging.hangings.length - 1) % hanging.hangings.length));
  useKeyAction(HANGING_KEYS.next, () => hanging.choose(((hanging.chosen ?? -1) + 1) % hanging.hangings.length));
  useKeyAction(HANGING_KEYS.compare, () => compare.with(1));
  useKeyAction(HANGING_KEYS.olderPrior, () => compare.step(1));
  useKeyAction(HANGING_KEYS.newerPrior, () => compare.step(-1));
  const stepStudy = useStudyStep(open, opened, desk, openPrior);
  useKeyAction(HANGING_KEYS.previousStudy, () => stepStudy(-1));
  useKeyAction(HANGING_KEYS.nextStudy, () => stepStudy(1));
  const { api } = useBridge();
  const { data: identity } = useQuery(identityQuery(api, open.study.studyId));
  const studies = useMemo(
    (): readonly ReadingStudy[] => [readingStudy(open, false), ...opened.map((prior) => ({ ...readingStudy(prior, true), isConfirmedPerson: isOfPerson(prior, identity?.person ?? []) }))],
    [open, opened, identity],
  );
  const openStudies = useMemo(() => [open, ...opened], [open, opened]);
  const objects = useReadingObjects(openStudies, desk);
  const { document } = objects;
  const showDocument = useRef<(document: ClinicalDocument) => void>(() => undefined);
  useEffect(() => {
    showDocument.current = ({ studyId, seriesInstanceUid, form }) =>
      form === 'picture' ? desk.act({ kind: 'hang', stack: { studyId, seriesInstanceUid, stackIndex: 0 } }) : objects.openObject(studyId, seriesInstanceUid);
  });
  useEffect(() => {
    if (wanted !== undefined) showDocument.current(wanted);
  }, [wanted]);
  const documentSeries = document && openStudies.find(({ study }) => study.studyId === document.studyId)?.series.find(({ seriesInstanceUid }) => seriesInstanceUid === document.seriesInstanceUid);
  const shownStudy = openStudies.find(({ study }) => study.studyId === document?.studyId)?.study ?? open.study;
  const withdrawn = useQuery(withdrawnQuery(api, shownStudy.studyId, shownStudy.studyInstanceUid));
  const viewportsOf = (stack: RailStack) => desk.desk.viewports.flatMap((hung, index) => (isSameStack(hung, stack) ? [index + 1] : []));

  // The same function at each drawing: whoever reads marks reads them again when it changes.
  const measurementFailed = useCallback(
    (code: ErrorCode) => {
      const { title, detail } = errorWords(text, code);
      toast({ title, detail, tone: 'error' });
    },
    [text, toast],
  );

  const propose = (windowOf: (index: number) => VoiWindow | undefined): void => {
    const protocol = hanging.propose((modality, part) => text.t('hanging.learned.name', { modality, part: part === '' ? '' : text.format.bodyPart(part) }).trim(), windowOf);
    if (protocol === undefined) toast({ title: text.t('hanging.learned.nothing'), detail: text.t('hanging.learned.nothing.detail'), tone: 'error' });
    else setProposed(protocol);
  };

  return (
    <ReadingViewer
      source={source}
      studies={studies}
      desk={desk}
      eye={eye}
      objects={objects.objects}
      layers={objects.layers}
      renderHanging={(windowOf) => (
        <>
          <LearnKey onLearn={() => propose(windowOf)} />
          <HangingMenu
            hangings={hanging.hangings}
            chosen={hanging.chosen}
            onChoose={hanging.choose}
            onForget={hanging.forget}
            onLearn={() => propose(windowOf)}
          />
          {windowTools}
          <ReadTogether open={open} desk={desk} eye={eye} />
          {proposed === undefined ? null : (
            <LearnPreview
              protocol={proposed}
              open={open}
              opened={opened}
              onKeep={async (protocol) => {
                await hanging.keep(protocol);
                toast({ title: text.t('hanging.learned', { name: protocol.name }), detail: text.t('hanging.learned.detail'), tone: 'good' });
              }}
              onClose={() => setProposed(undefined)}
            />
          )}
        </>
      )}
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
          studies={railStudies(open, opened, (reasons) => reasons.map((reason) => text.t(`prior.reason.${reason}`)).join(' · '))}
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
      onMeasurementToReport={async (_measurement, sentence) => {
        const isTaken = await onSentence(sentence);
        if (!isTaken) toast({ title: text.t('reading.sentence.refused'), detail: text.t('reading.sentence.refused.detail'), tone: 'error' });
        return isTaken;
      }}
      onSentenceChanged={onSentenceChanged}
      presetChanges={presetChanges}
      mouse={mouse}
      onMeasurementFailed={measurementFailed}
    />
  );
}

/** The key of the button in the menu of hangings, which is there only while that menu is open. */
function LearnKey({ onLearn }: { readonly onLearn: () => void }) {
  useKeyAction(HANGING_KEYS.learn, onLearn);
  return null;
}

/** Mouse and window presets of the person, presets of the hospitals. */
function useOwnWays(): { readonly presetChanges: PresetChanges; readonly mouse: ReadingProfile['mouse'] } {
  const { api } = useBridge();
  const { data } = useQuery(preferencesQuery(api));
  const presetChanges = useMemo(() => (data === undefined ? NO_PRESET_CHANGES : { person: data.profile.windowPresets, bySite: data.sitePresets }), [data]);
  return { presetChanges, mouse: data?.profile.mouse ?? DEFAULT_READING_PROFILE.mouse };
}

function readingStudy({ study, series, unreachableSince }: OpenStudy, isPrior: boolean): ReadingStudy {
  return { study, series, isCut: unreachableSince !== null, isPrior };
}

function isOfPerson({ study: { siteId, patient } }: OpenStudy, person: PatientIdentity['person']): boolean {
  return person.some((one) => one.siteId === siteId && one.patientId === patient.patientId && one.issuerOfPatientId === patient.issuerOfPatientId);
}

/** Priors that the physician has asked for; main fetches them and may let them go when this page does. */
function useOpenedPriors(first: readonly number[]) {
  const { api } = useBridge();
  const [ids, setIds] = useState<readonly number[]>(() => [...new Set(first)]);
  const openPrior = useCallback((studyId: number) => setIds((before) => (before.includes(studyId) ? before : [...before, studyId])), []);
  const opened = useQueries({ queries: ids.map((studyId) => studyQuery(api, studyId)), combine: answered });
  useEffect(() => {
    for (const studyId of ids) api.studies.open({ studyId }).catch(() => undefined);
    return () => {
      for (const studyId of ids) api.studies.close({ studyId }).catch(() => undefined);
    };
  }, [api, ids]);
  return {
    opened,
    openPrior,
  };
}

/** Outside the component: the same answers are the same list. */
function answered(results: readonly { readonly data?: OpenStudy | undefined }[]): readonly OpenStudy[] {
  return results.flatMap(({ data }) => (data === undefined ? [] : [data]));
}

function railStudies({ study, series, priors, unreachableSince }: OpenStudy, opened: readonly OpenStudy[], whyWords: (reasons: PriorSummary['reasons']) => string): readonly RailStudy[] {
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
    // The best to compare with first, then by date.
    ...priors.toSorted((left, right) => (left.rank ?? Number.MAX_SAFE_INTEGER) - (right.rank ?? Number.MAX_SAFE_INTEGER)).map((prior): RailStudy => {
      const known = opened.find((candidate) => candidate.study.studyId === prior.studyId);
      return {
        studyId: prior.studyId,
        date: prior.studyDate ?? '',
        name: modalityWord(prior.modalities),
        heldInstances: known?.study.heldInstances ?? prior.heldInstances,
        expectedInstances: known?.study.expectedInstances ?? prior.expectedInstances,
        series: known?.series,
        why: whyWords(prior.reasons),
        isPrior: true,
        isCut: known !== undefined && known.unreachableSince !== null,
      };
    }),
  ];
}
