import { factsOfResources, patientOf, resourcesOf, type FhirPerson, type FhirResource, type FhirStudy } from '#shared/worklist/fhir-facts.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { ClinicalFact } from '#shared/worklist/clinical-fact.ts';
import { mayAsk, type SiteSecurity } from '../sites/site-security.ts';
import { createSiteAuthorization } from './site-authorization.ts';
import { sendRequest, type SiteConnection } from './site-connection.ts';
import { createSiteFetch } from './site-fetch.ts';
import { siteFailure } from './site-failure.ts';

/** What is asked of a patient besides who it is. */
const ASKED = {
  ServiceRequest: { person: 'subject', _sort: '-authored' },
  Condition: { person: 'subject' },
  AllergyIntolerance: { person: 'patient' },
  Observation: { person: 'subject', category: 'laboratory', _sort: '-date' },
} as const;
const TYPES = ['ServiceRequest', 'Condition', 'AllergyIntolerance', 'Observation'] as const;

export interface ClinicalAnswer {
  readonly facts: readonly ClinicalFact[];
  /** Of what the server said nothing, such as `AllergyIntolerance`: no allergy was found is not the same as nobody was asked. */
  readonly unanswered: readonly ClinicalResourceType[];
}
export type ClinicalResourceType = (typeof TYPES)[number];

/** A hospital's clinical server, HL7 FHIR R4 as JSON. It is read, never written. */
export interface ClinicalServer {
  /**
   * Requests, conditions, allergies and laboratory results of a patient; undefined when no patient there is surely this one.
   * @throws AppError with a `site/` code when nothing at all is known of the patient
   */
  readonly factsOf: (person: FhirPerson, study: FhirStudy, signal: AbortSignal) => Promise<ClinicalAnswer | undefined>;
}

export interface ClinicalServerOptions {
  /** The hospital's name, for failures. */
  readonly name: string;
  readonly baseUrl: string;
  /** Bearer token; '' for none. */
  readonly token: string;
  /** As of the hospital's line: its authority, our certificate, whether it may be asked in the clear. */
  readonly security: SiteSecurity;
  /** All questions about one patient together; 12 s unless told. */
  readonly longestMs?: number;
}

/** A physician waits: what the server has not begun to say by then is done without. */
const NO_PROGRESS_MS = 4_000;
/** A server that drips is given up, too. */
const LONGEST_MS = 12_000;
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_RESOURCES = '50';

export function createClinicalServer({ name, baseUrl, token, security, longestMs = LONGEST_MS }: ClinicalServerOptions, { now }: { readonly now: () => Date }): ClinicalServer {
  const ask = createSiteFetch(security);
  const base = baseUrl.replace(/\/+$/u, '');
  const connection: SiteConnection = {
    name, baseUrl: base, noProgressTimeoutMs: NO_PROGRESS_MS, fetch: ask, onBytes: () => {}, hasCredentials: token !== '', mayAsk: (url) => mayAsk(url, security),
    authorization: createSiteAuthorization({ name, credentials: undefined, token: token === '' ? { kind: 'none' } : { kind: 'bearer', token }, fetch: ask, now: () => now().getTime() }),
  };
  const search = async (resourceType: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<FhirResource[]> => {
    const url = `${base}/${resourceType}?${new URLSearchParams({ ...query, _count: MOST_RESOURCES }).toString()}`;
    const { body } = await sendRequest(connection, { transaction: 'search', method: 'GET', url, headers: { Accept: 'application/fhir+json', Prefer: 'handling=lenient' }, signal });
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MOST_BYTES) throw siteFailure(name, 'site/too-large', 'an answer of the clinical server is too large');
    }
    try {
      return resourcesOf(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    } catch (cause) {
      throw siteFailure(name, 'site/invalid-answer', 'the clinical server answered no JSON', { cause });
    }
  };
  const answersOf = async (person: FhirPerson, study: FhirStudy, signal: AbortSignal): Promise<ClinicalAnswer | undefined> => {
    const patient = patientOf(await search('Patient', { identifier: escapeToken(person.patientId) }, signal), person);
    const id = patient?.['id'];
    // The id becomes part of questions: FHIR allows letters, digits, - and . (R4 2.24.0.1).
    if (typeof id !== 'string' || !/^[A-Za-z0-9\-.]{1,64}$/u.test(id)) return undefined;
    const reference = `Patient/${id}`;
    const found = await Promise.allSettled(TYPES.map((type) => {
      const { person: role, ...more } = ASKED[type];
      return search(type, { [role]: reference, ...more }, signal);
    }));
    const failures = found.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    const bug = failures.find((reason) => !isAppError(reason) && !signal.aborted);
    if (bug !== undefined || failures.length === TYPES.length) throw bug ?? failures[0];
    return {
      facts: factsOfResources(found.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])), reference, study),
      unanswered: TYPES.filter((_type, index) => found[index]?.status === 'rejected'),
    };
  };
  return {
    async factsOf(person, study, signal) {
      if (person.patientId === '') return undefined;
      const tooLong = AbortSignal.timeout(longestMs);
      try {
        return await answersOf(person, study, AbortSignal.any([signal, tooLong]));
      } catch (error) {
        if (!tooLong.aborted || signal.aborted || isAppError(error)) throw error;
        throw siteFailure(name, 'site/stalled', `the clinical server was not done in ${longestMs / 1000} s`, { facts: { seconds: longestMs / 1000 }, cause: error });
      }
    },
  };
}

/** In a search a comma, a bar and a dollar part values (R4 3.1.1.5.6). */
function escapeToken(value: string): string {
  return value.replaceAll(/[\\,|$]/gu, String.raw`\$&`);
}
