import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { DEFAULT_PROTOCOLS } from '#shared/hanging/protocol/default-protocols.ts';
import type { HangingProtocol } from '#shared/hanging/protocol/hanging-protocol.ts';
import { hangingIfKept, type Hanging } from '#shared/hanging/protocol/match-protocol.ts';
import { readBodyPart } from '#shared/hanging/series/read-body-part.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { learnedHangingQuery, pastStudiesQuery, studyQuery } from '#renderer/bridge/queries.ts';
import { candidatesOf, type PlacedCandidate } from '#renderer/features/hanging/hanging-candidates.ts';
import { LearnDialog, type PastHanging, type ScreenPlan } from '#renderer/features/hanging/LearnDialog.tsx';
import { useSeriesStacks, type HangingSeries } from '#renderer/features/hanging/use-series-stacks.ts';
import { seriesWords } from '#renderer/features/study-browser/rail-study.ts';
import { examination, patientName } from '#renderer/features/worklist/row-facts.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import type { MessageKey } from '#renderer/text/catalogue.ts';
import { useText, type Text } from '#renderer/text/use-text.ts';
import { seriesOf, studyOf } from './use-hanging-desk.ts';

/** As many as a physician looks at. */
const MOST_PAST = 8;
/** A longer series is read from its words: its headers would be megabytes. */
const MOST_INSTANCES = 400;

export interface LearnPreviewProps {
  readonly protocol: HangingProtocol;
  readonly open: OpenStudy;
  /** Priors that hang beside it. */
  readonly opened: readonly OpenStudy[];
  readonly onKeep: (protocol: HangingProtocol) => Promise<void>;
  readonly onClose: () => void;
}

/** What a learned protocol would have done to the studies that this seat holds, before it is kept. */
export function LearnPreview({ protocol, open, opened, onKeep, onClose }: LearnPreviewProps) {
  const text = useText();
  const { api } = useBridge();
  const { data: learned = [] } = useQuery(learnedHangingQuery(api));
  const list = useQuery(pastStudiesQuery(api, protocol.modalities));
  const past = useMemo(() => list.data?.filter((row) => row.studyId !== open.study.studyId && mayBeOfPart(row, protocol)).slice(0, MOST_PAST), [list.data, open.study.studyId, protocol]);
  const { studies, failed } = useQueries({ queries: (past ?? []).map(({ studyId }) => studyQuery(api, studyId)), combine: answered });
  const wantsPrior = protocol.boxes.some(({ study }) => study === 'prior');
  const priorIds = wantsPrior ? studies.flatMap((one) => bestPriorOf(one) ?? []) : [];
  const { studies: priors } = useQueries({ queries: [...new Set(priorIds)].map((studyId) => studyQuery(api, studyId)), combine: answered });
  const wholes = useMemo(
    () => studies.map((study) => ({ study, series: [...seriesOf(study, false), ...priors.filter((prior) => prior.study.studyId === bestPriorOf(study)).flatMap((prior) => seriesOf(prior, true))] })),
    [studies, priors],
  );
  const known = useSeriesStacks(useMemo(() => wholes.flatMap(({ series }) => series.filter(({ heldInstances }) => heldInstances <= MOST_INSTANCES)), [wholes]));
  const [failure, setFailure] = useState<unknown>();
  const [isKeeping, setIsKeeping] = useState(false);

  const kept = [...learned, ...DEFAULT_PROTOCOLS];
  const hangings = wholes.flatMap(({ study, series }): readonly PastHanging[] => {
    const candidates = candidatesOf(series, known);
    const hanging = hangingIfKept(studyOf(study, candidates), protocol, kept);
    return hanging === undefined ? [] : [pastHanging(text, study, hanging, { candidates, series, protocol })];
  });
  const now = [...seriesOf(open, false), ...opened.flatMap((one) => seriesOf(one, true))];
  const stacksNow = useSeriesStacks(useMemo(() => [...seriesOf(open, false), ...opened.flatMap((one) => seriesOf(one, true))], [open, opened]));
  const candidatesNow = candidatesOf(now, stacksNow);
  const screen = hangingIfKept(studyOf(open, candidatesNow), protocol, []);
  const words = failure ?? list.error ?? undefined;

  return (
    <LearnDialog
      name={protocol.name}
      plan={screen === undefined ? { layout: protocol.layout, boxes: [] } : planOf(text, screen, candidatesNow, now)}
      past={hangings}
      pastCount={past === undefined ? undefined : past.length - failed}
      replaced={learned.find(({ protocolId }) => protocolId === protocol.protocolId)?.name}
      failure={words === undefined ? undefined : thrownErrorWords(text, words).title}
      isKeeping={isKeeping}
      onKeep={(name) => {
        setIsKeeping(true);
        setFailure(undefined);
        onKeep({ ...protocol, name }).then(onClose, (error: unknown) => {
          setFailure(error);
          setIsKeeping(false);
        });
      }}
      onClose={onClose}
    />
  );
}

/** Outside the component: the same answers are the same list. A study that cannot be had is not waited for. */
function answered(results: readonly { readonly data?: OpenStudy | undefined; readonly isError: boolean }[]): { readonly studies: readonly OpenStudy[]; readonly failed: number } {
  return { studies: results.flatMap(({ data }) => (data === undefined ? [] : [data])), failed: results.filter(({ data, isError }) => data === undefined && isError).length };
}

/** Held, and of the protocol's body part, or of one that only its series tell. */
function mayBeOfPart({ heldInstances, bodyPart, studyDescription }: WorklistRow, { bodyParts }: HangingProtocol): boolean {
  if (heldInstances === 0) return false;
  const read = readBodyPart({ modality: '', bodyPartExamined: bodyPart, seriesDescription: studyDescription }).value;
  return bodyParts.length === 0 || read === 'unknown' || bodyParts.includes(read);
}

function bestPriorOf({ priors }: OpenStudy): number | undefined {
  return priors.find(({ rank, heldInstances }) => rank === 1 && heldInstances > 0)?.studyId;
}

interface Read {
  readonly candidates: readonly PlacedCandidate[];
  readonly series: readonly HangingSeries[];
  readonly protocol: HangingProtocol;
}

function pastHanging(text: Text, { study }: OpenStudy, hanging: Hanging, { candidates, series, protocol }: Read): PastHanging {
  const isNew = hanging.protocolId === protocol.protocolId;
  return {
    studyId: study.studyId,
    name: patientName(study),
    detail: [study.studyDate ?? '', study.siteName, examination(text, study)].filter((part) => part !== '').join(' · '),
    plan: planOf(text, hanging, candidates, series),
    other: isNew ? undefined : hanging.name === '' ? text.t(`hanging.protocol.${hanging.protocolId}` as MessageKey) : hanging.name,
    sought: hanging.why.sought,
    boxCount: hanging.why.boxCount,
  };
}

function planOf({ t }: Text, { layout, boxes }: Hanging, candidates: readonly PlacedCandidate[], series: readonly HangingSeries[]): ScreenPlan {
  return {
    layout,
    boxes: boxes.map(({ key, box }) => {
      const place = candidates.find((one) => one.key === key)?.place;
      const one = series.find(({ studyId, seriesInstanceUid }) => studyId === place?.studyId && seriesInstanceUid === place.seriesInstanceUid);
      const name = one === undefined ? '' : seriesWords(one, (number) => t('study-browser.unnamed', { number }));
      return { series: name === '' || box.study === 'current' ? name : `${t('hanging.box.prior')} ${name}`, window: box.window === undefined ? '' : t(`viewer.preset.${box.window}`), isPrior: box.study === 'prior' };
    }),
  };
}
