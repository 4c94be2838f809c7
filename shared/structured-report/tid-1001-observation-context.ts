import type { CodedConcept } from '../dicom/values/coded-concept.ts';
import type { ReportPhysician } from '../report/canonical-report.ts';
import { physicianPersonName } from '../report/report-words.ts';
import { CONTEXT } from './codes.ts';
import { code, hasObservationContext, personName, text, type RelatedItem } from './content-item.ts';

/** TID 1001 Observation Context with TID 1002 and TID 1003 for one person. The name and the role have no default. */
export function observationContext(physician: ReportPhysician, role: CodedConcept): readonly RelatedItem<'HAS OBS CONTEXT'>[] {
  return [
    hasObservationContext(code(CONTEXT.observerType, CONTEXT.person)),
    hasObservationContext(personName(CONTEXT.personName, physicianPersonName(physician.name))),
    ...(physician.organisation === '' ? [] : [hasObservationContext(text(CONTEXT.personOrganisation, physician.organisation))]),
    hasObservationContext(code(CONTEXT.personRole, role)),
  ];
}
