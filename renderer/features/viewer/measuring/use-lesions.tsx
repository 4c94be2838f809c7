import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { moved } from '#shared/dicom/registration/rigid-transform.ts';
import { sliceAt } from '#shared/imaging-passport/linked-slice.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import type { PrimaryTool, ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import type { DrawnShape } from '#renderer/imaging/tools/measurement-shape.ts';
import { useText } from '#renderer/text/use-text.ts';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { diameterMm, lesionRows, placeOfMeasurement, type LesionRow } from './lesion-rows.ts';
import { LesionTable } from './LesionTable.tsx';
import type { ReadingStudy } from '../reading-study.ts';
import type { RegistrationDesk } from '../pointing/use-registration.ts';
import { stackOf } from '../pointing/use-scroll-link.ts';
import { VIEWER_KEYS } from '../keys/viewer-keys.ts';

export interface LesionsOptions {
  readonly measurements: readonly Measurement[];
  readonly studies: readonly ReadingStudy[];
  readonly states: ReadonlyMap<number, ViewportState>;
  /** How many viewports the desk shows. */
  readonly count: number;
  readonly registration: RegistrationDesk;
  readonly viewportOf: (index: number) => StackViewport | undefined;
  readonly onActivate: (index: number) => void;
  readonly onGo: (measurement: Measurement) => void;
  readonly chooseTool: (tool: PrimaryTool) => void;
  readonly onToReport: (followUp: Measurement) => void;
  /** Takes what a shape follows as of now. */
  readonly onLesionOf: LesionLink['keep'];
}

/** Which lesion of a prior a new shape follows; asked once for each shape that is drawn. */
export type LesionOf = (shape: DrawnShape) => string | undefined;

/** Joins the hands, who draw, with the table that comes after them and knows what is followed. */
export interface LesionLink {
  readonly priorOf: LesionOf;
  readonly keep: (lesionOf: LesionOf) => void;
}

export function useLesionLink(): LesionLink {
  const current = useRef<LesionOf>(() => undefined);
  const priorOf = useCallback((shape: DrawnShape) => current.current(shape), []);
  const keep = useCallback((lesionOf: LesionOf) => {
    current.current = lesionOf;
  }, []);
  return useMemo(() => ({ priorOf, keep }), [priorOf, keep]);
}

/** Where a lesion of a prior lies in a viewport of the case. */
interface Place {
  readonly index: number;
  /** Zero-based. */
  readonly stackIndex: number;
}

/** The table, while it is open. Lesions of priors, carried to the case: the slice they lie on by frame of reference or registration, their size then and now. */
export function useLesions(options: LesionsOptions): ReactNode {
  const { measurements, studies, states, count, registration, viewportOf, onActivate, onGo, chooseTool, onToReport, onLesionOf } = options;
  const { t } = useText();
  const [isOpen, setIsOpen] = useState(false);
  const [following, setFollowing] = useState<string>();
  useKeyAction(VIEWER_KEYS.lesions, () => setIsOpen(!isOpen));
  const shown = [...states].flatMap(([index, state]) => {
    const stack = index < count ? stackOf(state) : undefined;
    return stack === undefined ? [] : [{ index, stack }];
  });

  function placeIn({ prior }: LesionRow): Place | undefined {
    const source = shown.find(({ stack }) => stack.studyId === prior.studyId && placeOfMeasurement(prior, [stack.passport]) !== undefined)?.stack;
    const pointMm = source === undefined ? undefined : placeOfMeasurement(prior, [source.passport]);
    if (source === undefined || pointMm === undefined) return undefined;
    for (const { index, stack } of shown) {
      if (studies.find(({ study }) => study.studyId === stack.studyId)?.isPrior !== false) continue;
      const transform = registration.transformBetween(source, stack);
      const stackIndex = transform === undefined ? undefined : sliceAt(stack.passport, moved(transform, pointMm));
      if (stackIndex !== undefined) return { index, stackIndex };
    }
    return undefined;
  }

  function go(row: LesionRow): void {
    // The prior is shown where it hangs; where it hangs nowhere, in the viewport that has the hand.
    const hung = shown.find(({ stack }) => placeOfMeasurement(row.prior, [stack.passport]) !== undefined && stack.studyId === row.prior.studyId);
    const { studyId, sopInstanceUid, frameNumber } = row.prior;
    if (hung === undefined) onGo(row.prior);
    else viewportOf(hung.index)?.goTo({ studyId, sopInstanceUid, frameNumber });
    const place = placeIn(row);
    if (place === undefined) return;
    onActivate(place.index);
    viewportOf(place.index)?.scrollTo(place.stackIndex);
  }

  useEffect(() => {
    onLesionOf(({ kind, loaded }) => {
      const row = lesionRows(measurements, studies).find(({ prior }) => prior.trackingUid === following);
      const isOfCase = studies.some(({ study, isPrior }) => !isPrior && study.studyId === loaded.frame.studyId);
      if (row === undefined || !isOfCase || kind !== row.prior.kind) return undefined;
      setFollowing(undefined);
      return row.prior.trackingUid;
    });
  }, [onLesionOf, measurements, studies, following]);

  return !isOpen ? null : (
      <LesionTable
        rows={lesionRows(measurements, studies)}
        following={following}
        placeOf={(row) => {
          const place = placeIn(row);
          return place === undefined ? t('lesion.place-unknown') : t('lesion.place', { number: place.stackIndex + 1 });
        }}
        onGo={go}
        onMeasure={(row) => {
          go(row);
          setFollowing(row.prior.trackingUid);
          if (diameterMm(row.prior) !== undefined && (row.prior.kind === 'length' || row.prior.kind === 'bidirectional')) chooseTool(row.prior.kind);
        }}
        onToReport={({ followUp }) => {
          if (followUp !== undefined) onToReport(followUp);
        }}
        onClose={() => setIsOpen(false)}
      />
  );
}
