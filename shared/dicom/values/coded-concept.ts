/** A coded entry. PS3.3 section 8. Two concepts are the same when value and scheme are; the meaning is only for people. */
export interface CodedConcept {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
  /** Coding Scheme Version (0008,0103), where the scheme needs one. */
  readonly schemeVersion?: string;
}

export function sameConcept(left: CodedConcept, right: CodedConcept): boolean {
  return left.value === right.value && left.scheme === right.scheme;
}
