import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { linkedIndex, mayGoRegistered, offsetLinkOf, sliceLinkRefusalOf, type SliceLink, type SliceLinkRefusal } from '#shared/imaging-passport/linked-slice.ts';
import type { StackViewport } from '#renderer/imaging/engine/viewport-acts.ts';
import type { ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import type { StackOfStudy } from '#renderer/imaging/registration/register-stacks.ts';
import type { RegistrationDesk, RegistrationState } from './use-registration.ts';

/** How a viewport goes with the one that has the hand. */
export type LinkState =
  | { readonly kind: 'off' }
  | SliceLink
  | Exclude<RegistrationState, { kind: 'registered' }>
  /** `isOffered`: a registration may help. */
  | { readonly kind: 'none'; readonly reason: SliceLinkRefusal; readonly isOffered: boolean };

export interface ScrollLink {
  readonly isOn: boolean;
  readonly toggle: () => void;
  /** What lies beside each other now goes together from now on, where position does not say it. */
  readonly linkHere: () => void;
  /** Begins a registration with a viewport that is not linked, gives up the one under way, or takes a weak one. @param index zero-based; undefined: the first that it helps */
  readonly register: (index: number | undefined) => void;
  /** Undefined for the viewport that has the hand, and where nothing is shown. */
  readonly linkOf: (index: number) => LinkState | undefined;
}

interface ScrollLinkOptions {
  readonly states: ReadonlyMap<number, ViewportState>;
  readonly activeIndex: number;
  /** How many viewports the desk shows. */
  readonly count: number;
  readonly viewportOf: (index: number) => StackViewport | undefined;
  readonly registration: RegistrationDesk;
  /** Whether what hangs in both may be of one person: pictures of others are never laid on each other. */
  readonly mayBelongTogether: (studyId: number, other: number) => boolean;
}

/** Viewports of one frame of reference and plane scroll with the active one; others only as a hand laid them beside it. Never by number alone. */
export function useScrollLink({ states, activeIndex, count, viewportOf, registration, mayBelongTogether }: ScrollLinkOptions): ScrollLink {
  const [isOn, setIsOn] = useState(true);
  const [offsets, setOffsets] = useState<ReadonlyMap<string, SliceLink>>(new Map());
  const { between, mayRegister } = registration;
  const last = useRef<{ readonly index: number; readonly name: string; readonly stackIndex: number }>(undefined);

  const isAlone = useHeldBack();

  const linkBetween = useCallback(
    (from: ViewportState | undefined, to: ViewportState | undefined): Exclude<LinkState, { kind: 'off' }> | undefined => {
      if (from?.stack === undefined || to?.stack === undefined || from.shown === undefined || to.shown === undefined) return undefined;
      const refusal = sliceLinkRefusalOf(from.stack.passport, to.stack.passport);
      if (refusal === undefined) return { kind: 'space' };
      const [source, target] = [stackOf(from), stackOf(to)];
      const byHand = offsets.get(pairName(from, to));
      if (byHand !== undefined || source === undefined || target === undefined) return byHand;
      const found = between(source, target);
      if (found?.kind === 'registered') {
        const { transform, confidence, spreadMm } = found;
        return mayGoRegistered(source.passport, target.passport, transform) ? { kind: 'registered', transform, confidence, spreadMm } : { kind: 'none', reason: 'other-plane', isOffered: false };
      }
      return found ?? { kind: 'none', reason: refusal, isOffered: mayBelongTogether(source.studyId, target.studyId) && mayRegister(source, target) };
    },
    [offsets, between, mayRegister, mayBelongTogether],
  );

  useEffect(() => {
    const source = states.get(activeIndex);
    if (source?.shown === undefined || source.stack === undefined) return;
    const before = last.current;
    const { stackIndex } = source.shown;
    const name = stackNameOf(source);
    last.current = { index: activeIndex, name, stackIndex };
    // Only a scroll of the hand moves the others: neither another viewport taken in hand, nor another stack.
    if (!isOn || isAlone.current || before?.index !== activeIndex || before.name !== name || before.stackIndex === stackIndex) return;
    for (let index = 0; index < count; index += 1) {
      const target = states.get(index);
      const link = index === activeIndex ? undefined : linkBetween(source, target);
      if (link === undefined || !isSliceLink(link) || target?.stack === undefined) continue;
      const place = linkedIndex(source.stack.passport, stackIndex, target.stack.passport, link);
      if (place !== undefined) viewportOf(index)?.scrollTo(place);
    }
  }, [states, activeIndex, count, isOn, isAlone, linkBetween, viewportOf]);

  return {
    isOn,
    toggle: () => setIsOn(!isOn),
    linkHere: () => {
      const shown = [...states].filter(([index, state]) => index < count && state.shown !== undefined && state.stack !== undefined);
      const made = new Map(offsets);
      for (const [, from] of shown) {
        for (const [, to] of shown) {
          if (from === to || from.stack === undefined || to.stack === undefined) continue;
          made.set(pairName(from, to), offsetLinkOf(from.stack.passport, from.shown?.stackIndex ?? 0, to.stack.passport, to.shown?.stackIndex ?? 0));
        }
      }
      setOffsets(made);
      setIsOn(true);
    },
    register: (wanted) => {
      const source = stackOf(states.get(activeIndex));
      const index = wanted ?? [...states.keys()].find((one) => {
        const link = one === activeIndex || one >= count ? undefined : linkBetween(states.get(activeIndex), states.get(one));
        return link !== undefined && (link.kind === 'none' ? link.isOffered : link.kind === 'registering' || link.kind === 'weak' || link.kind === 'failed');
      });
      const target = index === undefined ? undefined : stackOf(states.get(index));
      if (source !== undefined && target !== undefined && mayBelongTogether(source.studyId, target.studyId)) registration.act(source, target);
    },
    linkOf: (index) => {
      if (index === activeIndex || index >= count) return undefined;
      const link = linkBetween(states.get(activeIndex), states.get(index));
      // Single pictures have nothing to scroll: what cannot be linked need not be said.
      if (link?.kind === 'none' && (states.get(index)?.stackSize ?? 0) < 2) return undefined;
      return link === undefined || isOn ? link : { kind: 'off' };
    },
  };
}

function isSliceLink(link: Exclude<LinkState, { kind: 'off' }>): link is SliceLink {
  return link.kind === 'space' || link.kind === 'registered' || link.kind === 'offset' || link.kind === 'offset-images';
}

export function stackOf(state: ViewportState | undefined): StackOfStudy | undefined {
  return state?.shown === undefined || state.stack === undefined ? undefined : { studyId: state.shown.frame.studyId, passport: state.stack.passport };
}

/** True since the last scroll of the hand, key or wheel or drag, when Alt was held with it: the picture may come later than the hand lets go. */
function useHeldBack(): RefObject<boolean> {
  const isAlone = useRef(false);
  useEffect(() => {
    const ending = new AbortController();
    const listen = (event: WheelEvent | KeyboardEvent | MouseEvent) => {
      const isMove = event.type === 'mousemove' && 'buttons' in event && event.buttons === 0;
      if (!isMove && !('key' in event && event.key === 'Alt')) isAlone.current = event.altKey;
    };
    for (const kind of ['wheel', 'keydown', 'mousemove'] as const) window.addEventListener(kind, listen, { capture: true, passive: true, signal: ending.signal });
    return () => ending.abort();
  }, []);
  return isAlone;
}

function stackNameOf({ shown, stack }: ViewportState): string {
  return `${shown?.frame.studyId}/${shown?.image.seriesInstanceUid}/${stack?.place}`;
}

function pairName(from: ViewportState, to: ViewportState): string {
  return `${stackNameOf(from)}>${stackNameOf(to)}`;
}
