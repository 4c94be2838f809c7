import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import type { VoiWindow } from '#shared/dicom/pixel/voi.ts';
import { CT_WINDOW_PRESETS, type WindowPresetName } from '#shared/dicom/pixel/window-presets.ts';
import { DEFAULT_PROTOCOLS } from '#shared/hanging/protocol/default-protocols.ts';
import { learnProtocol } from '#shared/hanging/protocol/learn-protocol.ts';
import { hangingsOf, type Hanging, type HangingStudy } from '#shared/hanging/protocol/match-protocol.ts';
import { readBodyPart } from '#shared/hanging/series/read-body-part.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { learnedHangingQuery } from '#renderer/bridge/queries.ts';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { candidatesOf, type PlacedCandidate } from '#renderer/features/hanging/hanging-candidates.ts';
import { useSeriesStacks, type HangingSeries } from '#renderer/features/hanging/use-series-stacks.ts';
import type { Desk } from '#renderer/features/viewer/use-viewer-desk.ts';
import { hangsAt, layoutOf, viewportCountOf, type DeskLayout, type HungStack } from '#renderer/features/viewer/viewer-desk.ts';
import { sizeOfLayout, type HangingProtocol } from '#shared/hanging/protocol/hanging-protocol.ts';

export interface HangingDesk {
  readonly hangings: readonly Hanging[];
  /** Zero-based; undefined: a hand hung the desk its own way. */
  readonly chosen: number | undefined;
  readonly choose: (index: number) => void;
  /** @returns what the screen teaches, not kept yet; undefined: nothing hangs that could be found again */
  readonly propose: (nameOf: (modality: string, bodyPart: string) => string, windowOf: (index: number) => VoiWindow | undefined) => HangingProtocol | undefined;
  /** "Hang it like this next time." @throws AppError when the seat could not keep it */
  readonly keep: (protocol: HangingProtocol) => Promise<void>;
  readonly forget: (protocolId: string) => void;
}

/** What hangs before the first header is here, so that the desk opens with it. */
export function firstHanging(open: OpenStudy): { readonly layout: DeskLayout; readonly viewports: readonly (HungStack | undefined)[] } {
  const candidates = candidatesOf(seriesOf(open, false), new Map());
  return screenOf(hangingsOf(studyOf(open, candidates), DEFAULT_PROTOCOLS)[0], candidates);
}

/** Hangs the case as its protocol says, refines it while headers arrive, and stops as soon as a hand has touched it. */
export function useHangingDesk(open: OpenStudy, priors: readonly OpenStudy[], { desk, act }: Desk, openPrior: (studyId: number) => void): HangingDesk {
  const { api } = useBridge();
  const queries = useQueryClient();
  const learned = useQuery(learnedHangingQuery(api));
  const series = useMemo(() => [...seriesOf(open, false), ...priors.flatMap((prior) => seriesOf(prior, true))], [open, priors]);
  const stacks = useSeriesStacks(series);
  const candidates = useMemo(() => candidatesOf(series, stacks), [series, stacks]);
  const hangings = useMemo(() => hangingsOf(studyOf(open, candidates), [...(learned.data ?? []), ...DEFAULT_PROTOCOLS]), [open, candidates, learned.data]);
  const [chosenId, setChosenId] = useState<string>();
  const wanted = hangings.findIndex(({ protocolId }) => protocolId === chosenId);
  const place = wanted === -1 ? 0 : wanted;
  const hanging = hangings[place];

  useEffect(() => {
    act({ kind: 'arrange', ...screenOf(hanging, candidates), isByHand: false });
  }, [act, hanging, candidates]);

  // A protocol with a place for a prior wants the best one that is here; what must be fetched first waits for the hand.
  const asksPrior = DEFAULT_PROTOCOLS.some(({ protocolId, boxes }) => protocolId === hanging?.protocolId && boxes.some(({ study }) => study === 'prior'));
  const bestPrior = open.priors.find(({ rank, heldInstances }) => rank === 1 && heldInstances > 0)?.studyId;
  useEffect(() => {
    if (asksPrior && bestPrior !== undefined && !desk.isTouched) openPrior(bestPrior);
  }, [asksPrior, bestPrior, desk.isTouched, openPrior]);

  const screen = screenOf(hanging, candidates);
  const isAsHung = screen.layout === desk.layout && screen.viewports.slice(0, viewportCountOf(screen.layout)).every((hung, index) => hangsAt(hung, desk.viewports[index]));

  return {
    hangings,
    chosen: isAsHung ? place : undefined,
    choose: (index) => {
      const next = hangings[index];
      setChosenId(next?.protocolId);
      act({ kind: 'arrange', ...screenOf(next, candidates), isByHand: true });
    },
    propose: (nameOf, windowOf) => {
      const hungNow = desk.viewports.slice(0, viewportCountOf(desk.layout));
      const places = hungNow.map((hung, index) => ({ candidate: candidates.find((one) => hangsAt(one.place, hung)), window: presetOf(windowOf(index)), chestWall: hung?.chestWall }));
      const modality = places.find(({ candidate }) => candidate?.study === 'current')?.candidate?.modality ?? '';
      const { bodyPart } = studyOf(open, candidates);
      return learnProtocol({ protocolId: `own-${modality}-${bodyPart === '' ? 'any' : bodyPart}`, name: nameOf(modality, bodyPart), modality, bodyPart, layout: desk.layout, places, hasEqualScale: hungNow.some((hung) => hung?.hasEqualScale === true) });
    },
    keep: async (protocol) => {
      await api.hanging.learn({ ...protocol });
      setChosenId(protocol.protocolId);
      await queries.invalidateQueries({ queryKey: QUERY_KEYS.hanging });
    },
    forget: (protocolId) => void api.hanging.forget({ protocolId }).then(() => queries.invalidateQueries({ queryKey: QUERY_KEYS.hanging })),
  };
}

/** The preset whose window a viewport shows; undefined: none of them. */
function presetOf(window: VoiWindow | undefined): WindowPresetName | undefined {
  return CT_WINDOW_PRESETS.find(({ windowCenter, windowWidth }) => windowCenter === window?.windowCenter && windowWidth === window.windowWidth)?.name;
}

/** The series of a study, as hanging wants them. */
export function seriesOf({ study, series }: OpenStudy, isPrior: boolean): readonly HangingSeries[] {
  return series.map((one) => ({ ...one, studyId: study.studyId, isPrior }));
}

/** The study as the matcher reads it. */
export function studyOf({ study }: OpenStudy, candidates: readonly PlacedCandidate[]): HangingStudy {
  const own = candidates.filter((one) => one.study === 'current');
  const read = readBodyPart({ modality: '', bodyPartExamined: study.bodyPart, seriesDescription: study.studyDescription }).value;
  return { modalities: [...new Set([...own.map(({ modality }) => modality), ...study.modalities])], bodyPart: read === 'unknown' ? '' : read, candidates };
}

function screenOf(hanging: Hanging | undefined, candidates: readonly PlacedCandidate[]): { readonly layout: DeskLayout; readonly viewports: readonly (HungStack | undefined)[] } {
  if (hanging === undefined) return { layout: '1x1', viewports: [] };
  const { rows, columns } = sizeOfLayout(hanging.layout);
  const viewports = hanging.boxes.map(({ key, box }): HungStack | undefined => {
    const candidate = candidates.find((one) => one.key === key);
    if (candidate === undefined) return undefined;
    return {
      ...candidate.place,
      ...(box.window === undefined ? {} : { window: box.window }),
      ...(box.chestWall === undefined ? {} : { chestWall: box.chestWall }),
      ...(hanging.hasEqualScale ? { hasEqualScale: true } : {}),
    };
  });
  return { layout: layoutOf(rows, columns), viewports };
}
