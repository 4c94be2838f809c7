import { useEffect, useRef, useState } from 'react';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import type { Desk } from '#renderer/features/viewer/use-viewer-desk.ts';
import type { HungStack } from '#renderer/features/viewer/viewer-desk.ts';
import { partnerOf } from './use-prior-comparison.ts';

/** The case and its priors, newest first: the way of the keys through the studies of the patient. */
export function studiesByDate(open: OpenStudy): readonly number[] {
  const priors = open.priors.toSorted((left, right) => (right.studyDate ?? '').localeCompare(left.studyDate ?? ''));
  return [open.study.studyId, ...priors.map(({ studyId }) => studyId)];
}

/** Puts the next older (1) or newer (-1) study of the patient into the viewport that has the hand; what is not open yet is opened first. */
export function useStudyStep(open: OpenStudy, opened: readonly OpenStudy[], { desk, act }: Desk, openPrior: (studyId: number) => void): (step: 1 | -1) => void {
  const [asked, setAsked] = useState<{ readonly studyId: number; readonly index: number; readonly from: HungStack | undefined }>();
  const answered = useRef<object>(undefined);
  const wanted = [open, ...opened].find(({ study }) => study.studyId === asked?.studyId);
  const isReady = wanted?.series.some(({ content }) => content === 'images') === true;

  useEffect(() => {
    // Each question is answered once, as soon as the study is there.
    if (asked === undefined || wanted === undefined || !isReady || asked === answered.current) return;
    answered.current = asked;
    const source = [open, ...opened].find(({ study }) => study.studyId === asked.from?.studyId);
    const first = wanted.series.find(({ content }) => content === 'images');
    const alike = asked.from === undefined || source === undefined ? undefined : partnerOf(source, wanted, asked.from);
    const stack = alike ?? (first === undefined ? undefined : { studyId: wanted.study.studyId, seriesInstanceUid: first.seriesInstanceUid, stackIndex: 0 });
    if (stack !== undefined) act({ kind: 'hang', stack, index: asked.index });
  }, [asked, wanted, isReady, open, opened, act]);

  return (step) => {
    const order = studiesByDate(open);
    const from = desk.viewports[desk.activeIndex];
    const here = order.indexOf(from?.studyId ?? open.study.studyId);
    const studyId = order[here + step];
    if (studyId === undefined) return;
    if (studyId !== open.study.studyId) openPrior(studyId);
    setAsked({ studyId, index: desk.activeIndex, from });
  };
}
