/** What the ward asked for. */
export interface DemoOrder {
  readonly accessionNumber: string;
  readonly procedureId: string;
  readonly procedureText: string;
  /** Clinical history and question: LO, at most 64 characters; kept to 64 bytes, because validators count those. */
  readonly reason: string;
  /** Longer history, Additional Patient's History (0010,21B0). */
  readonly history?: string;
  /** Allergies (0010,2110). */
  readonly allergies?: string;
  /** Admitting Diagnoses Description (0008,1080). */
  readonly admittingDiagnosis?: string;
  readonly priority: 'STAT' | 'HIGH' | 'ROUTINE';
  readonly requestingService: string;
  readonly requestingPhysician: { readonly pinyin: string; readonly han: string };
}
