import type { CodedConcept } from '../dicom/values/coded-concept.ts';

/**
 * Every coded concept this program writes, in one place. Meanings are those of PS3.16 and stay English: receivers show their own words, and
 * the code tables of validators compare them. A conformance test looks each one up in an independent copy of the tables.
 */
const concept = (scheme: string, value: string, meaning: string): CodedConcept => ({ scheme, value, meaning });
const dcm = (value: string, meaning: string) => concept('DCM', value, meaning);
const loinc = (value: string, meaning: string) => concept('LN', value, meaning);
const snomed = (value: string, meaning: string) => concept('SCT', value, meaning);

/** CID 7000 Diagnostic Imaging Report Document Title. */
export const DOCUMENT_TITLES = {
  diagnosticImaging: loinc('18748-4', 'Diagnostic Imaging Report'),
  ct: loinc('18747-6', 'CT Report'),
  mr: loinc('18755-9', 'MRI Report'),
  xRay: loinc('43468-8', 'X-Ray Report'),
  ultrasound: loinc('18760-9', 'Ultrasound Report'),
  nuclearMedicine: loinc('18757-5', 'Nuclear Medicine Report'),
  pet: loinc('18758-3', 'PET Scan Report'),
  fluoroscopy: loinc('49512-7', 'Fluoroscopy Study Report'),
  /** As PS3.16 prints it. LOINC's own check digit would be 6. */
  ecg: loinc('11524-0', 'ECG Report'),
} as const;

/** CID 7001 Diagnostic Imaging Report Heading. */
export const HEADINGS = {
  clinicalInformation: loinc('55752-0', 'Clinical Information'),
  request: loinc('55115-0', 'Request'),
  currentProcedure: loinc('55111-9', 'Current Procedure Descriptions'),
  priorProcedures: loinc('55114-3', 'Prior Procedure Descriptions'),
  findings: loinc('59776-5', 'Findings'),
  impressions: loinc('19005-8', 'Impressions'),
  recommendations: loinc('18783-1', 'Recommendations'),
  addendum: loinc('55107-7', 'Addendum'),
} as const;

/** CID 7002 Diagnostic Imaging Report Element. */
export const ELEMENTS = {
  history: loinc('11329-0', 'History'),
  request: loinc('55115-0', 'Request'),
  procedureDescription: dcm('121065', 'Procedure Description'),
  finding: dcm('121071', 'Finding'),
  impression: dcm('121073', 'Impression'),
  recommendation: dcm('121075', 'Recommendation'),
  summary: dcm('121111', 'Summary'),
} as const;

/** CID 7003 Diagnostic Imaging Report Purpose of Reference. */
export const PURPOSES = { sourceOfMeasurement: dcm('121112', 'Source of Measurement') } as const;

export const CONTEXT = {
  language: dcm('121049', 'Language of Content Item and Descendants'),
  chinese: concept('RFC5646', 'zh-CN', 'Chinese (S)'),
  acquisitionDeviceType: dcm('122142', 'Acquisition Device Type'),
  observerType: dcm('121005', 'Observer Type'),
  person: dcm('121006', 'Person'),
  personName: dcm('121008', 'Person Observer Name'),
  personOrganisation: dcm('121009', "Person Observer's Organization Name"),
  personRole: dcm('121011', "Person Observer's Role in this Procedure"),
  performing: dcm('121094', 'Performing'),
  verifying: dcm('121098', 'Verifying'),
} as const;

/** CID 7470, CID 7471 and CID 7469; the angle is of CID 12304. */
export const MEASUREMENTS = {
  length: snomed('410668003', 'Length'),
  /** What TID 1401 calls an area that was drawn; only this one may name its image. */
  area: snomed('131184002', 'Area of defined region'),
  angle: snomed('1483009', 'Angle'),
  attenuation: dcm('112031', 'Attenuation Coefficient'),
  /** Where the pixel has no physical meaning. Ours: PS3.16 has no such concept. */
  pixelValue: concept('99TONGYUE', 'PIXEL-VALUE', '像素值'),
} as const;

export const DERIVATION = dcm('121401', 'Derivation');
/** CID 7464 General Region of Interest Measurement Modifier. */
export const DERIVATIONS = {
  mean: snomed('373098007', 'Mean'),
  'standard-deviation': snomed('386136009', 'Standard Deviation'),
  minimum: snomed('255605001', 'Minimum'),
  maximum: snomed('56851009', 'Maximum'),
} as const;

/** Units as the measurements hold them, to UCUM. `{px}` and `{px}2` both count pixels: UCUM has no square of an annotation. */
export const UNITS: Readonly<Record<string, CodedConcept>> = {
  mm: concept('UCUM', 'mm', 'millimeter'),
  mm2: concept('UCUM', 'mm2', 'square millimeter'),
  deg: concept('UCUM', 'deg', 'Degree'),
  "[hnsf'U]": concept('UCUM', "[hnsf'U]", 'Hounsfield Unit'),
  '1': concept('UCUM', '1', 'no units'),
  '{px}': concept('UCUM', '{pixels}', 'pixels'),
  '{px}2': concept('UCUM', '{pixels}', 'pixels'),
};

/** Our own scheme. Each object that uses it names it in Coding Scheme Identification Sequence (0008,0110). */
export const OWN_SCHEME = { designator: '99TONGYUE', name: '通阅代码', organisation: 'Tongyue' } as const;
export const OUTCOMES = {
  positive: concept(OWN_SCHEME.designator, 'POSITIVE', '阳性'),
  negative: concept(OWN_SCHEME.designator, 'NEGATIVE', '阴性'),
} as const;

/** CID 29 Acquisition Modality, as far as hospitals send it. */
export const DEVICE_TYPES: Readonly<Record<string, CodedConcept>> = {
  CT: dcm('CT', 'Computed Tomography'),
  MR: dcm('MR', 'Magnetic Resonance'),
  CR: dcm('CR', 'Computed Radiography'),
  DX: dcm('DX', 'Digital Radiography'),
  MG: dcm('MG', 'Mammography'),
  XA: dcm('XA', 'X-Ray Angiography'),
  RF: dcm('RF', 'Radiofluoroscopy'),
  NM: dcm('NM', 'Nuclear Medicine'),
  PT: dcm('PT', 'Positron emission tomography'),
  ECG: dcm('ECG', 'Electrocardiography'),
};
