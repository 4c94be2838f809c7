import { useCallback, useEffect, useRef, useState } from 'react';
import { SURE, type Registration } from '#shared/dicom/registration/register-rigid.ts';
import { inverseOf, UNMOVED, type RigidTransform } from '#shared/dicom/registration/rigid-transform.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/error-code.ts';
import type { StackPassport } from '#shared/imaging-passport/passport.ts';
import { linkRefusalOf } from '#shared/imaging-passport/spatial-link.ts';
import type { ImagingEngine } from '#renderer/imaging/engine/imaging-engine.ts';
import { mayRegister, type StackOfStudy } from '#renderer/imaging/registration/register-stacks.ts';

/** How far a registration between two spaces has come. `weak`: found, but not sure enough to be used unasked. */
export type RegistrationState =
  | { readonly kind: 'registering'; readonly share: number }
  | ({ readonly kind: 'weak' | 'registered' } & Registration)
  | { readonly kind: 'failed'; readonly code: ErrorCode };

export interface RegistrationDesk {
  /** What is known of two stacks of different spaces, as it leads from the first to the second. */
  readonly between: (from: StackOfStudy, to: StackOfStudy) => RegistrationState | undefined;
  /** The way from one stack's space to that of another: none needed in one frame of reference; undefined where none is known. */
  readonly transformBetween: (from: StackOfStudy, to: StackOfStudy) => RigidTransform | undefined;
  readonly mayRegister: (from: StackOfStudy, to: StackOfStudy) => boolean;
  /** Begins; what is under way is given up; what is found but weak is taken. */
  readonly act: (from: StackOfStudy, to: StackOfStudy) => void;
}

/** Registrations between the spaces of the stacks on the desk, kept as long as the case is open. */
export function useRegistration(engine: ImagingEngine | undefined): RegistrationDesk {
  const [known, setKnown] = useState<ReadonlyMap<string, RegistrationState>>(new Map());
  /** Whether a stack makes a volume at all: asked at each scroll, worked out once. */
  const [possible] = useState(() => new WeakMap<StackPassport, boolean>());
  const running = useRef(new Map<string, AbortController>());
  useEffect(() => {
    const all = running.current;
    return () => {
      for (const ending of all.values()) ending.abort(new DOMException('The case was closed.', 'AbortError'));
      all.clear();
    };
  }, []);

  const between = useCallback(
    (from: StackOfStudy, to: StackOfStudy): RegistrationState | undefined => {
      const there = known.get(pairOf(from, to));
      if (there !== undefined) return there;
      const back = known.get(pairOf(to, from));
      return back?.kind === 'weak' || back?.kind === 'registered' ? { ...back, transform: inverseOf(back.transform) } : back;
    },
    [known],
  );

  const isPossible = useCallback(
    (passport: StackPassport): boolean => {
      const known = possible.get(passport) ?? mayRegister(passport);
      possible.set(passport, known);
      return known;
    },
    [possible],
  );
  const mayBegin = useCallback((from: StackOfStudy, to: StackOfStudy) => linkRefusalOf(from.passport, to.passport) !== undefined && isPossible(from.passport) && isPossible(to.passport), [isPossible]);

  const set = (pair: string, state: RegistrationState | undefined) =>
    setKnown((before) => {
      const next = new Map(before);
      if (state === undefined) next.delete(pair);
      else next.set(pair, state);
      return next;
    });

  function begin(from: StackOfStudy, to: StackOfStudy): void {
    if (engine === undefined) return;
    const pair = pairOf(from, to);
    const ending = new AbortController();
    running.current.set(pair, ending);
    set(pair, { kind: 'registering', share: 0 });
    const tell = (share: number) => {
      if (!ending.signal.aborted) set(pair, { kind: 'registering', share });
    };
    engine.register({ fixed: from, moving: to, onProgress: rarely(tell), signal: ending.signal }).then(
      (found) => set(pair, { kind: found.confidence >= SURE ? 'registered' : 'weak', ...found }),
      (error: unknown) => set(pair, ending.signal.aborted ? undefined : { kind: 'failed', code: isAppError(error) ? error.code : 'internal' }),
    ).finally(() => running.current.delete(pair));
  }

  return {
    between,
    transformBetween: (from, to) => {
      if (linkRefusalOf(from.passport, to.passport) === undefined) return UNMOVED;
      const state = between(from, to);
      return state?.kind === 'registered' ? state.transform : undefined;
    },
    mayRegister: mayBegin,
    act: (from, to) => {
      const [pair, name] = known.has(pairOf(to, from)) ? [pairOf(to, from), 'back'] : [pairOf(from, to), 'there'];
      const state = known.get(pair);
      if (state?.kind === 'registering') running.current.get(pair)?.abort(new DOMException('The registration is no longer wanted.', 'AbortError'));
      else if (state?.kind === 'weak') set(pair, { ...state, kind: 'registered' });
      else if (name === 'back') begin(to, from);
      else begin(from, to);
    },
  };
}

/** Two spaces: stacks of one study that name one frame of reference lie in one. */
function pairOf(from: StackOfStudy, to: StackOfStudy): string {
  return `${spaceOf(from)}>${spaceOf(to)}`;
}

function spaceOf({ studyId, passport }: StackOfStudy): string {
  return `${studyId}/${passport.values.frameOfReferenceUid || seriesOf(passport)}`;
}

/** Without a frame of reference a series is a space of its own. */
function seriesOf({ stack }: StackPassport): string {
  return stack.frames[0]?.image.seriesInstanceUid ?? '';
}

/** Progress is told so often at most. */
const PAUSE_MS = 200;

function rarely(tell: (share: number) => void): (share: number) => void {
  let told = 0;
  return (share) => {
    const now = performance.now();
    if (now - told < PAUSE_MS) return;
    told = now;
    tell(share);
  };
}
