import type { AuditTrail } from '../audit/audit-trail.ts';
import type { AuditedPerson, AuditWriter } from '../audit/audit-writer.ts';
import type { RemoteRepositories } from '../database/remote-repositories.ts';
import { createAccessGate, type AccessGate } from '../people/access-gate.ts';
import { createPeopleService, type PeopleHappening, type PeopleService } from '../people/people.service.ts';
import type { CentrePeople, SharedPerson } from '../people/centre-people.ts';
import type { Person } from '../people/person.ts';
import { createSingleSignOnService, type SingleSignOnService } from '../people/single-sign-on.service.ts';
import { createSessionKeeper, type SessionKeeper } from '../people/seat-session.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import type { SecretStore } from '../platform/secret-store.ts';
import { auditedStudy } from './audited-services.ts';
import type { CatalogueRepositories } from './catalogue-repositories.ts';

export interface SeatPeopleDependencies {
  readonly catalogue: Pick<RemoteRepositories<CatalogueRepositories>, 'people' | 'settings' | 'studies' | 'requests'>;
  /** Whoever sits here may do everything, as long as the seat has no people. */
  readonly isOpen: boolean;
  /** The account of the operating system: who acts at a seat where nobody signs in. */
  readonly account: string;
  readonly secrets: Pick<SecretStore, 'wrap' | 'unwrap'>;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
}

/** Who sits at the seat and what they may do. */
export interface SeatPeople {
  readonly gate: AccessGate;
  /** For the audit trail. */
  readonly whoActs: () => AuditedPerson;
  /** The service, once there is a trail to write into. */
  readonly onTaken: (person: SharedPerson) => Promise<void>;
  readonly serve: (audit: { readonly trail: AuditTrail; readonly writer: AuditWriter }, siteName: (siteId: string) => string, centre: CentrePeople) => { readonly service: PeopleService; readonly singleSignOn: SingleSignOnService };
}

export async function prepareSeatPeople({ catalogue, isOpen, account, secrets, events, clock, log }: SeatPeopleDependencies): Promise<SeatPeople> {
  const { people, settings, studies, requests } = catalogue;
  const hasPeople = (await people.all()).length > 0;
  let idleMinutes = Number((await settings.read()).idleLockMinutes);
  let happened: (happening: PeopleHappening | { readonly kind: 'person-taken'; readonly person: SharedPerson }) => void = () => undefined;
  let nameOfSite: (siteId: string) => string = (siteId) => siteId;
  const session: SessionKeeper = createSessionKeeper({
    clock,
    idleMinutes: () => idleMinutes,
    start: hasPeople ? 'locked' : isOpen ? 'open' : 'first-start',
    onIdle: (person) => {
      happened({ kind: 'locked', person });
      events.publish({ kind: 'session-changed' });
    },
  });
  // A study never moves to another hospital.
  const sites = new Map<number, string>();
  const siteOfStudy = async (studyId: number): Promise<string | undefined> => {
    const siteId = sites.get(studyId) ?? (await studies.find(studyId))?.siteId;
    if (siteId !== undefined) sites.set(studyId, siteId);
    return siteId;
  };
  const gate = createAccessGate({
    session, siteOfStudy,
    siteOfRequest: (requestId) => requests.find(requestId),
    siteName: (siteId) => nameOfSite(siteId),
    ownerOfSigner: async (signerId) => (await people.signerOwners()).get(signerId),
  });
  const whoActs = (): AuditedPerson => {
    const person = gate.person();
    return person === undefined ? { userId: account } : audited(person);
  };
  return {
    gate,
    whoActs,
    async onTaken(changed) {
      const current = session.current();
      if (current.status === 'first-start') session.peopleCame();
      if (current.status === 'signed-in') {
        const now = await people.find(current.person.id);
        if (now?.isActive === true) session.refresh(now);
        else session.lock();
      }
      happened({ kind: 'person-taken', person: changed });
      events.publish({ kind: 'session-changed' });
    },
    serve({ trail, writer }, siteName, centre) {
      nameOfSite = siteName;
      happened = (happening) => {
        const at = clock.now().toISOString();
        switch (happening.kind) {
          case 'signed-in':
            return trail.record(writer.signedIn(at, audited(happening.person)));
          case 'locked':
            return trail.record(writer.signedOut(at, audited(happening.person)));
          case 'refused':
            return trail.record(writer.signInRefused(at, happening.loginName, happening.isShutOut));
          case 'glass-broken':
            return void studies.find(happening.studyId).then(
              (study) => {
                if (study !== undefined) trail.record(writer.glassBroken(at, auditedStudy(study, siteName(study.siteId)), happening.reason));
              },
              (error: unknown) => log.error('a study could not be read for the audit trail', { studyId: happening.studyId }, error),
            );
          case 'person-taken':
            return trail.record(writer.personChanged(at, { userId: happening.person.loginName, userName: happening.person.name }, `person-changed elsewhere by ${happening.person.changedBy}`));
          default:
            return trail.record(writer.personChanged(at, audited(happening.person), happening.kind));
        }
      };
      const service = createPeopleService({
        people: centre.repository, session, events, clock, changeOwnPassword: centre.changeOwnPassword,
        idleMinutes: {
          read: () => idleMinutes,
          async write(minutes) {
            await settings.write('idleLockMinutes', String(minutes));
            idleMinutes = minutes;
          },
        },
        studyExists: async (studyId) => (await siteOfStudy(studyId)) !== undefined,
        onHappening: (happening) => happened(happening),
      });
      const singleSignOn = createSingleSignOnService({
        people, settings, secrets, clock,
        enter: service.enter,
        onRefused: (account) => happened({ kind: 'refused', loginName: account, isShutOut: false }),
        onLinked: (person) => happened({ kind: 'person-changed', person }),
      });
      return { service, singleSignOn };
    },
  };
}

function audited({ loginName, name }: Person): AuditedPerson {
  return { userId: loginName, userName: name };
}
