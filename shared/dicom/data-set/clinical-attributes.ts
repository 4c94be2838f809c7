/** Attributes that say something of the patient's condition: PS3.3 C.7.1.1, C.7.2.2, C.7.2.3, C.4.11. */
export const CLINICAL_ATTRIBUTES = {
  AdmittingDiagnosesDescription: ['00081080', 'LO'],
  AdmittingDiagnosesCodeSequence: ['00081084', 'SQ'],
  MedicalAlerts: ['00102000', 'LO'],
  Allergies: ['00102110', 'LO'],
  Occupation: ['00102180', 'SH'],
  SmokingStatus: ['001021A0', 'CS'],
  PregnancyStatus: ['001021C0', 'US'],
  LastMenstrualDate: ['001021D0', 'DA'],
  ReasonForStudy: ['00321030', 'LO'],
  ReasonForVisit: ['00321066', 'UT'],
  ReasonForVisitCodeSequence: ['00321067', 'SQ'],
  SpecialNeeds: ['00380050', 'LO'],
  PatientState: ['00380500', 'LO'],
  ReasonForRequestedProcedureCodeSequence: ['0040100A', 'SQ'],
  ImagingServiceRequestComments: ['00402400', 'LT'],
} as const satisfies Record<string, readonly [tag: string, valueRepresentation: string]>;
