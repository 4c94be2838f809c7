import type { Clock } from '../platform/clock.ts';
import type { Person } from './person.ts';

/**
 * Who sits here. `open`: nobody signs in at this seat (the demo, a trial). `first-start`: somebody has to become the administrator first.
 * `locked`: nothing of a patient leaves main until somebody signs in.
 */
export type SeatSession =
  | { readonly status: 'open' }
  | { readonly status: 'first-start' }
  | { readonly status: 'locked'; readonly lastPerson: Person | undefined }
  | { readonly status: 'signed-in'; readonly person: Person };

export interface SessionKeeper {
  /** An idle session has become a locked one by the time it is asked for. */
  readonly current: () => SeatSession;
  readonly signIn: (person: Person) => void;
  /** What is known of the person has changed; they stay where they are. */
  readonly refresh: (person: Person) => void;
  readonly lock: () => void;
  /** The seat has people now, who came from the centre: somebody signs in. */
  readonly peopleCame: () => void;
  /** A hand was on the keyboard or the mouse. */
  readonly touch: () => void;
  /** Lets the person see one study of a hospital that is not theirs, until they leave. */
  readonly breakGlass: (studyId: number) => void;
  readonly hasBrokenGlass: (studyId: number) => boolean;
}

export interface SessionDependencies {
  readonly clock: Clock;
  /** How long no hand may move before the seat locks. */
  readonly idleMinutes: () => number;
  /** Where nobody has to sign in. */
  readonly start: 'open' | 'first-start' | 'locked';
  /** The seat locked itself. */
  readonly onIdle: (person: Person) => void;
}

/** The page tells of hands at most this often; the lock waits so much longer than the page's own. */
export const TOUCH_EVERY_MS = 30_000;

/** Keeps the session in memory only: a program that starts is locked. */
export function createSessionKeeper({ clock, idleMinutes, start, onIdle }: SessionDependencies): SessionKeeper {
  let session: SeatSession = start === 'locked' ? { status: 'locked', lastPerson: undefined } : { status: start };
  let touchedAt = clock.now().getTime();
  let glass = new Set<number>();

  const lock = () => {
    if (session.status !== 'signed-in') return;
    session = { status: 'locked', lastPerson: session.person };
    glass = new Set();
  };
  return {
    current() {
      const now = clock.now().getTime();
      // A clock that was set back gives no longer session.
      const isIdle = now < touchedAt - TOUCH_EVERY_MS || now - touchedAt > idleMinutes() * 60_000 + TOUCH_EVERY_MS;
      if (session.status === 'signed-in' && isIdle) {
        const { person } = session;
        lock();
        onIdle(person);
      }
      return session;
    },
    signIn(person) {
      session = { status: 'signed-in', person };
      touchedAt = clock.now().getTime();
      glass = new Set();
    },
    refresh(person) {
      if (session.status === 'signed-in' && session.person.id === person.id) session = { status: 'signed-in', person };
    },
    lock,
    peopleCame() {
      if (session.status === 'first-start') session = { status: 'locked', lastPerson: undefined };
    },
    touch() {
      if (session.status === 'signed-in') touchedAt = clock.now().getTime();
    },
    breakGlass: (studyId) => void glass.add(studyId),
    hasBrokenGlass: (studyId) => glass.has(studyId),
  };
}
