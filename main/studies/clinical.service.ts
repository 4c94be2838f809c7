import type { z } from 'zod';
import type { clinicalContract, clinicalServer } from '#shared/contract/services/clinical.contract.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { displayPersonName } from '#shared/dicom/values/person-name.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import { factsOfHeaders, factsOfStructuredReport, type ClinicalFact } from '#shared/worklist/clinical-fact.ts';
import type { SettingRepository } from '../database/setting.repository.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { ClinicalServer, ClinicalServerOptions } from '../dicomweb/clinical-server.ts';
import type { Clock } from '../platform/clock.ts';
import { unwrapIfOurs, type SecretStore } from '../platform/secret-store.ts';
import type { Site } from '../sites/site.ts';
import { mayAsk } from '../sites/site-security.ts';
import type { StudyKeeper } from './study-keeper.ts';
import type { StudyRepository } from './study.repository.ts';
import type { StoredSeries } from './study.ts';

export interface ClinicalServiceDependencies {
  readonly studies: Pick<Remote<StudyRepository>, 'series'>;
  readonly keeper: Pick<StudyKeeper, 'readSeriesMetadata'>;
  readonly settings: Pick<Remote<SettingRepository>, 'read' | 'write'>;
  readonly secrets: Pick<SecretStore, 'wrap' | 'unwrap'>;
  readonly site: (siteId: string) => Site | undefined;
  readonly siteName: (siteId: string) => string;
  readonly requireStudy: (studyId: number) => Promise<WorklistRow>;
  readonly earlierReports: (studyId: number) => Promise<readonly { readonly studyDate: string | null; readonly examination: string; readonly text: { readonly impression: string } }[]>;
  readonly connect: (options: ClinicalServerOptions) => ClinicalServer;
  readonly clock: Clock;
}

type Facts = z.infer<(typeof clinicalContract.facts)['~orpc']['outputSchema'] & z.ZodType>;
type ServerSummary = z.infer<typeof clinicalServer>;

export interface ClinicalService {
  /** @param scope `here` asks no server: the answer comes at once. @throws AppError `study/unknown` */
  readonly facts: (studyId: number, scope: 'here' | 'all', signal: AbortSignal) => Promise<Facts>;
  readonly server: (siteId: string) => Promise<ServerSummary>;
  /** @throws AppError `site/plain-refused` */
  readonly setServer: (siteId: string, baseUrl: string, token: string) => Promise<ServerSummary>;
}

interface StoredServer {
  readonly baseUrl: string;
  /** Wrapped, base64; '' for none. */
  readonly sealedToken: string;
}

const NOT_ASKED: { readonly facts: readonly ClinicalFact[]; readonly server: Facts['server'] } = { facts: [], server: { status: 'none', failure: null, unanswered: [] } };
const MOST_EARLIER = 3;
/** Secondary Capture and its multi-frame sisters: a scanned request form more often than a picture of the patient. */
const SECONDARY_CAPTURE = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.7(\.[1-4])?$/u;
const ENCAPSULATED_PDF = '1.2.840.10008.5.1.4.1.1.104.1';

/** What is known of a patient's condition, each piece with its source. */
export function createClinicalService(dependencies: ClinicalServiceDependencies): ClinicalService {
  const { studies, keeper, settings, secrets, site, siteName, requireStudy, connect, clock } = dependencies;

  const firstHeader = async (studyId: number, { seriesInstanceUid, heldInstances }: StoredSeries): Promise<DataSet | undefined> => {
    if (heldInstances === 0) return undefined;
    try {
      return (JSON.parse(await keeper.readSeriesMetadata(studyId, seriesInstanceUid)) as DataSet[])[0];
    } catch (error) {
      if (!isAppError(error)) throw error;
      return undefined;
    }
  };

  const stored = async (): Promise<Record<string, StoredServer>> => {
    const { clinicalServers } = await settings.read();
    return clinicalServers === '' ? {} : (JSON.parse(clinicalServers) as Record<string, StoredServer>);
  };

  const askServer = async (row: WorklistRow, signal: AbortSignal): Promise<{ readonly facts: readonly ClinicalFact[]; readonly server: Facts['server'] }> => {
    const server = (await stored())[row.siteId];
    const hospital = site(row.siteId);
    if (server === undefined || server.baseUrl === '' || hospital === undefined) return { facts: [], server: { status: 'none', failure: null, unanswered: [] } };
    const opened = server.sealedToken === '' ? undefined : unwrapIfOurs(secrets, Buffer.from(server.sealedToken, 'base64'));
    const token = opened === undefined ? '' : Buffer.from(opened).toString('utf8');
    const { patientId, birthDate, sex, name, nameRepair } = row.patient;
    const hanName = nameRepair === undefined ? hanNameOf(name) : '';
    try {
      const { accessionNumbers, studyDate } = row;
      const answer = await connect({ name: siteName(row.siteId), baseUrl: server.baseUrl, token, security: hospital.security })
        .factsOf({ patientId, hanName, birthDate, sex }, { accessionNumbers, studyDate }, signal);
      return { facts: answer?.facts ?? [], server: { status: answer === undefined ? 'no-patient' : 'answered', failure: null, unanswered: [...(answer?.unanswered ?? [])] } };
    } catch (error) {
      if (!isAppError(error)) throw error;
      return { facts: [], server: { status: 'failed', failure: { code: error.code, facts: { ...error.facts }, since: clock.now().toISOString() }, unanswered: [] } };
    }
  };

  const summary = async (siteId: string): Promise<ServerSummary> => {
    const server = (await stored())[siteId];
    return { siteId, baseUrl: server?.baseUrl ?? '', hasToken: (server?.sealedToken ?? '') !== '' };
  };

  return {
    async facts(studyId, scope, signal) {
      const row = await requireStudy(studyId);
      const series = await studies.series(studyId);
      const [headers, earlier, asked] = await Promise.all([
        Promise.all(series.map(async (one) => ({ one, header: await firstHeader(studyId, one) }))),
        dependencies.earlierReports(studyId),
        scope === 'here' ? NOT_ASKED : askServer(row, signal),
      ]);
      const held = headers.flatMap(({ header }) => (header === undefined ? [] : [header]));
      const forms = headers.filter(({ one }) => one.modality === 'SR').flatMap(({ header }) => (header === undefined ? [] : factsOfStructuredReport(header)));
      const ofHeaders = factsOfHeaders(held);
      const found: ClinicalFact[] = [
        // A search answer speaks before the first image is here.
        ...(ofHeaders.some(({ kind }) => kind === 'request') || row.clinicalInformation === ''
          ? [] : [{ kind: 'request', text: row.clinicalInformation, source: 'search-answer', sourceDetail: 'ReasonForTheRequestedProcedure', at: row.studyDate ?? '', isAlert: false } as const]),
        ...ofHeaders, ...forms, ...asked.facts,
        ...earlier.filter(({ text }) => text.impression.trim() !== '').slice(0, MOST_EARLIER).map(({ studyDate, examination, text }) => ({
          kind: 'prior-report' as const, text: text.impression.trim(), source: 'earlier-report' as const, sourceDetail: examination, at: studyDate ?? '', isAlert: false,
        })),
      ];
      return {
        facts: found.toSorted((left, right) => Number(right.isAlert) - Number(left.isAlert)).map((fact) => ({ ...fact })),
        documents: headers.flatMap(({ one, header }) => {
          const form = formOf(one, header);
          return form === undefined ? [] : [{ studyId, seriesInstanceUid: one.seriesInstanceUid, form, title: titleOf(one, header), isHeld: one.heldInstances > 0 }];
        }),
        server: asked.server,
      };
    },
    server: summary,
    async setServer(siteId, baseUrl, token) {
      const hospital = site(siteId);
      if (baseUrl !== '' && hospital !== undefined && !mayAsk(baseUrl, hospital.security)) {
        throw new AppError('site/plain-refused', 'a clinical server would be asked without encryption', { facts: { site: siteName(siteId) } });
      }
      const all = await stored();
      const sealedToken = baseUrl === '' ? '' : token === '' ? (all[siteId]?.sealedToken ?? '') : Buffer.from(secrets.wrap(Buffer.from(token, 'utf8'))).toString('base64');
      await settings.write('clinicalServers', JSON.stringify({ ...all, [siteId]: { baseUrl, sealedToken } }));
      return summary(siteId);
    },
  };
}

/** Chinese characters of a name without what parts them; '' where it has none, or a character was lost. */
function hanNameOf(name: WorklistRow['patient']['name']): string {
  const shown = displayPersonName(name).replaceAll(/\s/gu, '');
  return /^[\p{Script=Han}·]+$/u.test(shown) ? shown : '';
}

function formOf({ content, modality }: StoredSeries, header: DataSet | undefined): Facts['documents'][number]['form'] | undefined {
  const sopClassUid = textOf(header ?? {}, 'SOPClassUID');
  if (modality === 'SR') return 'structured-report';
  if (sopClassUid === ENCAPSULATED_PDF || modality === 'DOC') return 'pdf';
  if (SECONDARY_CAPTURE.test(sopClassUid)) return 'picture';
  return content === 'document' ? 'document' : undefined;
}

function titleOf({ seriesDescription, modality }: StoredSeries, header: DataSet | undefined): string {
  return seriesDescription || textOf(header ?? {}, 'DocumentTitle') || modality;
}
