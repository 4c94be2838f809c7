import type { SignedReport } from '#shared/contract/services/reports.contract.ts';
import { parseCanonicalReport } from '#shared/report/canonical-report.ts';
import type { Delivery } from '../delivery/delivery.repository.ts';
import type { StoredReport } from './report.repository.ts';

/** A signed report as the page sees it. */
export function describeSigned(report: StoredReport, deliveries: readonly Delivery[]): SignedReport {
  const content = parseCanonicalReport(new TextDecoder().decode(report.content));
  return {
    reportUid: report.reportUid,
    version: report.version,
    text: { findings: content.findings, impression: content.impression.join('\n'), recommendation: content.recommendation, outcome: content.outcome },
    signedAt: report.signedAt,
    signerName: report.signerName,
    objects: deliveries.map(toDeliveredObject),
  };
}

export function toDeliveredObject(delivery: Delivery): SignedReport['objects'][number] {
  const { kind, sopInstanceUid, station, attempts, nextAttemptAt, failure } = delivery;
  return { kind, sopInstanceUid, station, attempts, nextAttemptAt, failure: failure === null ? null : { ...failure, facts: { ...failure.facts } } };
}
