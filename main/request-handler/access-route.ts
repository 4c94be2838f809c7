import { REQUEST_PATHS } from '#shared/contract/request-paths.ts';
import type { AccessGate } from '../people/access-gate.ts';
import type { Route } from './request-handler.ts';
import { secureHeaders } from './security-headers.ts';

export interface AccessRouteDependencies {
  readonly gate: Pick<AccessGate, 'isAttended' | 'mayReadStudy' | 'mayReadRequest'>;
  readonly requestOfReport: (reportUid: string) => Promise<number | undefined>;
  /** For the audit trail. @param kind of address, without what it leads to */
  readonly onRefused?: (kind: string) => void;
}

/**
 * Stands before the addresses that lead to a patient: 403 for whoever may not read there, and the next route for the rest. Methods have a
 * gate of their own.
 */
export function createAccessRoute({ gate, requestOfReport, onRefused }: AccessRouteDependencies): Route {
  const ofStudy = new RegExp(`^(?:${REQUEST_PATHS.frames}|${REQUEST_PATHS.metadata}|${REQUEST_PATHS.bulk}|${REQUEST_PATHS.pictures})/(\\d{1,12})/`);
  const ofRequest = new RegExp(`^${REQUEST_PATHS.documents}/preview/(\\d{1,12})/`);
  const ofReport = new RegExp(`^${REQUEST_PATHS.documents}/signed/([\\d.]{1,64})$`);
  const isGuarded = new RegExp(`^(?:${Object.values(REQUEST_PATHS).filter((path) => path !== REQUEST_PATHS.rpc).join('|')})(?:/|$)`);

  const mayRead = async (pathname: string): Promise<boolean> => {
    const studyId = ofStudy.exec(pathname)?.[1];
    if (studyId !== undefined) return gate.mayReadStudy(Number(studyId));
    const reportUid = ofReport.exec(pathname)?.[1];
    const requestId = reportUid === undefined ? ofRequest.exec(pathname)?.[1] : await requestOfReport(reportUid);
    if (requestId !== undefined) return gate.mayReadRequest(Number(requestId));
    return gate.isAttended();
  };
  return async (_request, pathname) => {
    if (!isGuarded.test(pathname) || (await mayRead(pathname))) return undefined;
    onRefused?.(`/${pathname.split('/')[1] ?? ''}`);
    return new Response(null, { status: 403, headers: secureHeaders('data', {}) });
  };
}
