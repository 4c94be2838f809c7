import { AppError } from '#shared/errors/app-error.ts';
import { permissionsOf } from '#shared/people/roles.ts';
import type { Person } from './person.ts';
import { METHOD_NEEDS, type MethodName } from './method-needs.ts';
import type { SessionKeeper } from './seat-session.ts';

export interface AccessGateDependencies {
  readonly session: SessionKeeper;
  readonly siteOfStudy: (studyId: number) => Promise<string | undefined>;
  readonly siteOfRequest: (requestId: number) => Promise<{ readonly siteId: string; readonly studyIds: readonly number[] } | undefined>;
  readonly siteName: (siteId: string) => string;
  /** Whose key it is; undefined for one that belongs to nobody. */
  readonly ownerOfSigner: (signerId: number) => Promise<number | undefined>;
}

export interface AccessGate {
  /**
   * @param input as it arrived, before any schema has seen it
   * @throws AppError `people/locked`, `people/not-allowed`, `people/out-of-scope`
   */
  readonly admitMethod: (method: string, input: unknown) => Promise<void>;
  /** For what travels by address: frames, metadata, documents. */
  readonly mayReadStudy: (studyId: number) => Promise<boolean>;
  readonly mayReadRequest: (requestId: number) => Promise<boolean>;
  readonly isAttended: () => boolean;
  /** Hospitals whose cases are shown; null for all. */
  readonly visibleSiteIds: () => readonly string[] | null;
  /** Who acts; undefined at a seat where nobody signs in. */
  readonly person: () => Person | undefined;
}

/** Stands before every method and every address that leads to a patient. */
export function createAccessGate({ session, siteOfStudy, siteOfRequest, siteName, ownerOfSigner }: AccessGateDependencies): AccessGate {
  const person = (): Person | undefined => {
    const current = session.current();
    return current.status === 'signed-in' ? current.person : undefined;
  };
  const isAttended = () => ['open', 'signed-in'].includes(session.current().status);
  const sees = (who: Person | undefined, siteId: string | undefined) => who === undefined || who.siteIds === null || (siteId !== undefined && who.siteIds.includes(siteId));

  const requireStudy = async (who: Person, studyId: number): Promise<void> => {
    if (who.siteIds === null || session.hasBrokenGlass(studyId)) return;
    const siteId = await siteOfStudy(studyId);
    // What is not there is refused by the method, in its own words.
    if (siteId !== undefined && !sees(who, siteId)) throw outOfScope(siteId, studyId);
  };
  const requireRequest = async (who: Person, requestId: number): Promise<void> => {
    if (who.siteIds === null) return;
    const request = await siteOfRequest(requestId);
    if (request !== undefined && !sees(who, request.siteId) && !request.studyIds.some(session.hasBrokenGlass)) throw outOfScope(request.siteId, request.studyIds[0] ?? 0);
  };
  const outOfScope = (siteId: string, studyId: number) =>
    new AppError('people/out-of-scope', 'the case belongs to a hospital that the person does not read for', { facts: { siteName: siteName(siteId), studyId } });

  return {
    person,
    isAttended,
    visibleSiteIds: () => person()?.siteIds ?? null,
    async admitMethod(method, input) {
      const need = isKnown(method) ? METHOD_NEEDS[method] : undefined;
      if (need === undefined) throw new AppError('people/not-allowed', 'a method that nobody has been given', { facts: { method } });
      if (need === 'anybody') return;
      if (!isAttended()) throw new AppError('people/locked', 'nobody has signed in at this seat');
      const who = person();
      if (who === undefined || need === 'anybody-here') return;
      if (!permissionsOf(who.roles).has(need)) throw new AppError('people/not-allowed', 'the role does not allow it', { facts: { method, permission: need } });
      const { studyId, requestId, signerId } = numbersOf(input);
      if (studyId !== undefined) await requireStudy(who, studyId);
      if (requestId !== undefined) await requireRequest(who, requestId);
      if (signerId !== undefined) {
        const owner = await ownerOfSigner(signerId);
        if (owner !== undefined && owner !== who.id) throw new AppError('people/not-allowed', 'the key is somebody else’s', { facts: { method, permission: need } });
      }
    },
    async mayReadStudy(studyId) {
      if (!isAttended()) return false;
      const who = person();
      if (who === undefined) return true;
      return permissionsOf(who.roles).has('see-cases') && (sees(who, await siteOfStudy(studyId)) || session.hasBrokenGlass(studyId));
    },
    async mayReadRequest(requestId) {
      if (!isAttended()) return false;
      const who = person();
      if (who === undefined) return true;
      const request = await siteOfRequest(requestId);
      return permissionsOf(who.roles).has('see-cases') && (sees(who, request?.siteId) || (request?.studyIds.some(session.hasBrokenGlass) ?? false));
    },
  };
}

function isKnown(method: string): method is MethodName {
  return Object.hasOwn(METHOD_NEEDS, method);
}

function numbersOf(input: unknown): { readonly studyId?: number; readonly requestId?: number; readonly signerId?: number } {
  if (typeof input !== 'object' || input === null) return {};
  const fields = input as Record<string, unknown>;
  const number = (name: string) => (typeof fields[name] === 'number' ? { [name]: fields[name] } : {});
  // A key image names its study one level down.
  return { ...numbersOf(fields['image']), ...number('studyId'), ...number('requestId'), ...number('signerId') };
}
