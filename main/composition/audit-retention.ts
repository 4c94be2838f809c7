import type { AuditWriter } from '../audit/audit-writer.ts';
import type { RetentionHappening } from '../reports/retention.service.ts';
import { auditedStudy, type AuditedServicesDependencies } from './audited-services.ts';

/** What the rules of retention remove, and what persons change in them, goes into the audit trail. */
export function auditRetention({ trail, writer, findStudy, siteName, clock, log }: AuditedServicesDependencies & { readonly writer: AuditWriter }): (happening: RetentionHappening) => void {
  const ofStudy = (studyId: number, act: (study: ReturnType<typeof auditedStudy>) => void): void =>
    void findStudy(studyId).then(
      (study) => {
        if (study !== undefined) act(auditedStudy(study, siteName(study.siteId)));
      },
      (error: unknown) => log.error('a study could not be read for the audit trail', { studyId }, error),
    );
  return (happening) => {
    const at = clock.now().toISOString();
    switch (happening.kind) {
      case 'study-removed':
        return ofStudy(happening.studyId, (study) => trail.record(writer.studyRemoved(at, study, happening.rule.days)));
      case 'rows-removed':
        return trail.record(writer.rowsRemoved(at, happening.what, happening.count, happening.oldest, happening.before));
      case 'rules-changed':
        return trail.record(writer.retentionChanged(at, happening.rules.map(({ kind, days }) => `${kind} ${days ?? 'never'}`).join(', ')));
      case 'hold-placed':
      case 'hold-released':
        return ofStudy(happening.studyId, (study) => trail.record(writer.holdChanged(at, study, happening.kind === 'hold-placed', happening.reason)));
    }
  };
}
