import { useEffect, useRef, useState } from 'react';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { classifySeries } from '#shared/hanging/series/classify-series.ts';
import type { SeriesClass } from '#shared/hanging/series/series-class.ts';
import type { Desk } from '#renderer/features/viewer/use-viewer-desk.ts';
import type { HungStack } from '#renderer/features/viewer/viewer-desk.ts';
import { useText } from '#renderer/text/use-text.ts';
import { useToast } from '#renderer/ui/Toasts.tsx';

export interface PriorComparison {
  /** Hangs the prior of this rank beside the case, 1 for the best; opens it first when it is not open yet. */
  readonly with: (rank: number) => void;
  /** The next older (1) or newer (-1) prior. */
  readonly step: (step: 1 | -1) => void;
}

/** The case left, a prior right, series against series of the same kind. The hand asks for it, so it may change the desk. */
export function usePriorComparison(open: OpenStudy, opened: readonly OpenStudy[], { desk, act }: Desk, openPrior: (studyId: number) => void): PriorComparison {
  const { t } = useText();
  const toast = useToast();
  const [asked, setAsked] = useState<{ readonly studyId: number }>();
  const answered = useRef<object>(undefined);
  const priors = open.priors.filter(({ rank }) => rank !== null).toSorted((left, right) => (left.rank ?? 0) - (right.rank ?? 0));
  const byDate = open.priors.toSorted((left, right) => (right.studyDate ?? '').localeCompare(left.studyDate ?? ''));
  const shownId = desk.viewports.find((hung) => hung !== undefined && hung.studyId !== open.study.studyId)?.studyId;

  const wanted = opened.find(({ study }) => study.studyId === asked?.studyId);
  const isReady = wanted?.series.some(({ content }) => content === 'images') === true;
  const active = desk.viewports[desk.activeIndex];
  useEffect(() => {
    // Each question is answered once, as soon as the prior is there.
    if (wanted === undefined || !isReady || asked === answered.current) return;
    answered.current = asked;
    const own = active?.studyId === open.study.studyId ? active : desk.viewports.find((hung) => hung?.studyId === open.study.studyId);
    const partner = own === undefined ? undefined : partnerOf(open, wanted, own);
    if (own !== undefined && partner !== undefined) act({ kind: 'arrange', layout: '1x2', viewports: [own, partner], isByHand: true });
  }, [wanted, isReady, asked, active, desk.viewports, open, act]);

  function ask(studyId: number | undefined): void {
    if (studyId === undefined) {
      toast({ title: t('hanging.compare.none'), detail: t('hanging.compare.none.detail'), tone: 'error' });
      return;
    }
    openPrior(studyId);
    setAsked({ studyId });
  }

  return {
    with: (rank) => ask(priors[rank - 1]?.studyId),
    step: (step) => {
      const here = byDate.findIndex(({ studyId }) => studyId === shownId);
      ask(byDate[here === -1 ? 0 : here + step]?.studyId);
    },
  };
}

/** The series of the prior that is most like the one of the case: what is known to differ counts against it. */
export function partnerOf(open: OpenStudy, prior: OpenStudy, own: HungStack): HungStack | undefined {
  const series = open.series.find(({ seriesInstanceUid }) => seriesInstanceUid === own.seriesInstanceUid);
  if (series === undefined) return undefined;
  const kind = classOf(series);
  const [best] = prior.series
    .filter(({ content }) => content === 'images')
    .map((one) => ({ one, likeness: likenessOf(kind, classOf(one)) + (one.modality === series.modality ? 4 : 0) }))
    .toSorted((left, right) => right.likeness - left.likeness || right.one.expectedInstances - left.one.expectedInstances);
  return best === undefined ? undefined : { studyId: prior.study.studyId, seriesInstanceUid: best.one.seriesInstanceUid, stackIndex: 0, ...(own.window === undefined ? {} : { window: own.window }) };
}

function classOf({ modality, seriesDescription, bodyPart }: OpenStudy['series'][number]): SeriesClass {
  return classifySeries({ modality, seriesDescription, bodyPartExamined: bodyPart });
}

function likenessOf(left: SeriesClass, right: SeriesClass): number {
  const points = (['plane', 'weighting', 'phase', 'kernel'] as const).map((name) => (left[name].value === 'unknown' || right[name].value === 'unknown' ? 0 : left[name].value === right[name].value ? 2 : -2));
  return points.reduce<number>((sum, point) => sum + point, 0) + (left.isLocalizer.value === right.isLocalizer.value ? 0 : -10);
}
