import { factsOfResources, patientOf, resourcesOf, type FhirPerson, type FhirResource } from '#shared/worklist/fhir-facts.ts';
import type { ClinicalFact } from '#shared/worklist/clinical-fact.ts';
import { mayAsk, type SiteSecurity } from '../sites/site-security.ts';
import { createSiteAuthorization } from './site-authorization.ts';
import { sendRequest, type SiteConnection } from './site-connection.ts';
import { createSiteFetch } from './site-fetch.ts';
import { siteFailure } from './site-failure.ts';

/** A hospital's clinical server, HL7 FHIR R4 as JSON. It is read, never written. */
export interface ClinicalServer {
  /**
   * Service requests and conditions of a patient; undefined when no patient there is surely this one.
   * @throws AppError with a `site/` code
   */
  readonly factsOf: (person: FhirPerson, signal: AbortSignal) => Promise<ClinicalFact[] | undefined>;
}

export interface ClinicalServerOptions {
  /** The hospital's name, for failures. */
  readonly name: string;
  readonly baseUrl: string;
  /** Bearer token; '' for none. */
  readonly token: string;
  /** As of the hospital's line: its authority, our certificate, whether it may be asked in the clear. */
  readonly security: SiteSecurity;
}

/** A physician waits: what the server has not begun to say by then is done without. */
const NO_PROGRESS_MS = 4_000;
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_RESOURCES = '50';

export function createClinicalServer({ name, baseUrl, token, security }: ClinicalServerOptions, { now }: { readonly now: () => Date }): ClinicalServer {
  const ask = createSiteFetch(security);
  const base = baseUrl.replace(/\/+$/u, '');
  const connection: SiteConnection = {
    name, baseUrl: base, noProgressTimeoutMs: NO_PROGRESS_MS, fetch: ask, onBytes: () => {}, hasCredentials: token !== '', mayAsk: (url) => mayAsk(url, security),
    authorization: createSiteAuthorization({ name, credentials: undefined, token: token === '' ? { kind: 'none' } : { kind: 'bearer', token }, fetch: ask, now: () => now().getTime() }),
  };
  const search = async (resourceType: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<FhirResource[]> => {
    const url = `${base}/${resourceType}?${new URLSearchParams({ ...query, _count: MOST_RESOURCES }).toString()}`;
    const { body } = await sendRequest(connection, { transaction: 'search', method: 'GET', url, headers: { Accept: 'application/fhir+json' }, signal });
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
  return {
    async factsOf(person, signal) {
      if (person.patientId === '') return undefined;
      const patient = patientOf(await search('Patient', { identifier: person.patientId }, signal), person);
      const id = patient?.['id'];
      // The id becomes part of questions: FHIR allows letters, digits, - and . (R4 2.24.0.1).
      if (typeof id !== 'string' || !/^[A-Za-z0-9\-.]{1,64}$/u.test(id)) return undefined;
      const reference = `Patient/${id}`;
      const found = await Promise.all([search('ServiceRequest', { subject: reference }, signal), search('Condition', { subject: reference }, signal)]);
      return factsOfResources(found.flat(), reference);
    },
  };
}
