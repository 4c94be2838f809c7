import { createHash } from 'node:crypto';
import { asRemote } from '#main/database/remote-repositories.ts';
import { createAccessGate } from '#main/people/access-gate.ts';
import { createPeopleService, type PeopleHappening } from '#main/people/people.service.ts';
import { createSessionKeeper } from '#main/people/seat-session.ts';
import { createEventHub } from '#main/platform/event-hub.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';

/** What a password is compared with here: the real one costs a third of a second each. */
const digest = (password: string) => createHash('sha256').update(password).digest('hex');

/** A seat with its people, a clock that the test moves, and two hospitals: study 1 and request 11 of one, study 2 and request 12 of the other. */
export function seatWithPeople(start: 'open' | 'first-start' | 'locked' = 'first-start') {
  const catalogue = openTestCatalogue();
  const people = asRemote(catalogue.people);
  let now = Date.parse('2026-11-20T08:00:00.000Z');
  let idle = 10;
  const clock = { now: () => new Date(now) };
  const happenings: PeopleHappening[] = [];
  const session = createSessionKeeper({ clock, idleMinutes: () => idle, start, onIdle: (person) => happenings.push({ kind: 'locked', person }) });
  const sites = new Map([[1, 'quyang'], [2, 'pingshan']]);
  const gate = createAccessGate({
    session,
    siteOfStudy: async (studyId) => sites.get(studyId),
    siteOfRequest: async (requestId) => (requestId === 11 ? { siteId: 'quyang', studyIds: [1] } : requestId === 12 ? { siteId: 'pingshan', studyIds: [2] } : undefined),
    siteName: (siteId) => ({ quyang: '曲阳县人民医院', pingshan: '平山县中医院' })[siteId] ?? siteId,
    ownerOfSigner: async (signerId) => (await people.signerOwners()).get(signerId),
  });
  const service = createPeopleService({
    people, session, clock, events: createEventHub(),
    idleMinutes: { read: () => idle, write: async (minutes) => void (idle = minutes) },
    studyExists: async (studyId) => sites.has(studyId),
    onHappening: (happening) => happenings.push(happening),
    passwords: { hash: async (password) => digest(password), isRight: async (password, stored) => digest(password) === stored },
  });
  return { service, session, gate, people, catalogue, happenings, pass: (minutes: number) => void (now += minutes * 60_000) };
}

export const PASSWORD = '山高月小水落石出归去来';

/** The seat of an administrator who has added one physician for one hospital, and left. */
export async function seatWithPhysician() {
  const seat = seatWithPeople();
  await seat.service.becomeAdministrator({ loginName: 'zhao', name: '赵主任', password: PASSWORD, readsToo: false });
  const liu = await seat.service.add({ loginName: 'liumin', name: '刘敏', roles: ['reporting-physician'], siteIds: ['quyang'], password: PASSWORD });
  await seat.service.lock();
  return { ...seat, liu };
}
