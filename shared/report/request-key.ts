/** What identifies a request of one hospital. */
export interface RequestIdentity {
  readonly accessionNumber: string;
  /** Issuer of Accession Number, as text; '' when not sent. */
  readonly issuerOfAccessionNumber: string;
  readonly patientId: string;
  readonly issuerOfPatientId: string;
  readonly studyInstanceUid: string;
}

/**
 * The key under which a hospital's request is remembered. An accession number is only trusted together with its patient: the same number
 * under two patients is two requests, so that one report can never cover two people. Without a number the study is the request.
 */
export function requestKey(identity: RequestIdentity): string {
  if (identity.accessionNumber === '') return `study|${identity.studyInstanceUid}`;
  return ['accession', identity.issuerOfAccessionNumber, identity.accessionNumber, identity.issuerOfPatientId, identity.patientId]
    .map((part) => part.replaceAll('%', '%25').replaceAll('|', '%7C'))
    .join('|');
}
