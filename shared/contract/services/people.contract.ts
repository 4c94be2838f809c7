import { z } from 'zod';
import { PERMISSIONS, ROLES } from '../../people/roles.ts';
import { method } from '../base-contract.ts';
import { instant, siteId, studyId } from '../vocabulary.ts';

export const role = z.enum(ROLES);
export const permission = z.enum(PERMISSIONS);

const personId = z.int().positive();
const loginName = z.string().trim().min(1).max(64).regex(/^\S+$/);
const personsName = z.string().trim().min(1).max(64);
/** What is wrong with it is said by `people/bad-password`. */
const password = z.string().min(1).max(256);
/** Hospitals whose cases the person sees; null for all. */
const scope = z.array(siteId).min(1).nullable();

export const personHere = z.object({
  personId, loginName: z.string(), name: z.string(), roles: z.array(role), permissions: z.array(permission), mustChangePassword: z.boolean(),
});

/**
 * Who sits here. `open`: nobody signs in at this seat; all may do everything. `first-start`: an administrator has to be made first.
 * `locked`: the person is the one who was here last, and may do nothing; null after a start.
 */
export const seatSession = z.object({
  status: z.enum(['open', 'first-start', 'locked', 'signed-in']),
  person: personHere.nullable(),
  idleMinutes: z.int().positive(),
});
export type SeatSessionSummary = z.infer<typeof seatSession>;

export const personSummary = z.object({
  personId, loginName: z.string(), name: z.string(), roles: z.array(role), siteIds: scope, isActive: z.boolean(), mustChangePassword: z.boolean(), createdAt: instant,
});
export type PersonSummary = z.infer<typeof personSummary>;

/** Where seats share a hub, people are the centre’s. */
const CENTRE_CODES = ['hub/unreachable', 'hub/not-allowed', 'hub/changed-elsewhere'] as const;

export const peopleContract = {
  session: method().output(seatSession),
  /** The first person of a seat. `readsToo`: the administrator is a reviewing physician as well. */
  becomeAdministrator: method('people/bad-password', 'people/not-first', ...CENTRE_CODES)
    .input(z.object({ loginName, name: personsName, password, readsToo: z.boolean() }))
    .output(seatSession),
  signIn: method('people/wrong-password', 'people/too-many-tries').input(z.object({ loginName, password })).output(seatSession),
  lock: method().output(seatSession),
  /** A hand was on keyboard or mouse. */
  touch: method().output(z.object({})),
  changeOwnPassword: method('people/wrong-password', 'people/too-many-tries', 'people/bad-password', ...CENTRE_CODES).input(z.object({ password, newPassword: password })).output(seatSession),
  /** Opens one study of a hospital that the person does not read for. The reason goes into the audit trail. */
  breakGlass: method('study/unknown').input(z.object({ glassStudyId: studyId, reason: z.string().trim().min(4).max(500) })).output(z.object({})),

  list: method().output(z.array(personSummary)),
  /** The password is changed at the first sign-in. */
  add: method('people/name-taken', 'people/bad-password', 'people/roles-conflict', ...CENTRE_CODES)
    .input(z.object({ loginName, name: personsName, roles: z.array(role).min(1), siteIds: scope, password }))
    .output(personSummary),
  change: method('people/unknown', 'people/roles-conflict', 'people/last-administrator', ...CENTRE_CODES)
    .input(z.object({ personId, name: personsName, roles: z.array(role).min(1), siteIds: scope, isActive: z.boolean() }))
    .output(personSummary),
  resetPassword: method('people/unknown', 'people/bad-password', ...CENTRE_CODES).input(z.object({ personId, password })).output(z.object({})),
  setIdleMinutes: method().input(z.object({ idleMinutes: z.int().min(1).max(10) })).output(seatSession),
};
