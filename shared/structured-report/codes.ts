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
  keyImages: loinc('55113-5', 'Key Images'),
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

/** TID 1400 and TID 1401: what the graphic is that a measurement was inferred from. */
export const PATH = dcm('121055', 'Path');
export const AREA_OUTLINE = dcm('121056', 'Area Outline');

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

/** The parts of a shape that has several numbers. Ours: the concepts of PS3.16 for them name a finding site or a method that nobody stated here. */
export const PART_MEASUREMENTS = {
  'short-axis': concept('99TONGYUE', 'SHORT-AXIS', '短径'),
  ratio: concept('99TONGYUE', 'CT-RATIO', '心胸比'),
  'heart-width': concept('99TONGYUE', 'HEART-WIDTH', '心影横径'),
  'thorax-width': concept('99TONGYUE', 'THORAX-WIDTH', '胸廓横径'),
  femur: concept('99TONGYUE', 'FEMUR', '股骨长度'),
  tibia: concept('99TONGYUE', 'TIBIA', '胫骨长度'),
} as const;

/** Numbers of a form, where PS3.16 has the very word: CID 7470 Linear Measurement, CID 7472 Volume Measurement. */
export const FIELD_MEASUREMENTS = {
  'long-axis': snomed('103339001', 'Long axis'),
  'short-axis': snomed('103340004', 'Short axis'),
  volume: snomed('118565006', 'Volume'),
  attenuation: MEASUREMENTS.attenuation,
} as const;

/** What says which side a finding is on; its value is of CID 244. */
export const LATERALITY = snomed('272741003', 'Laterality');
/** What was chosen in a field that asks yes or no; its value is of CID 230. Ours: PS3.16 has no word for the answer to any question. */
export const FIELD_ANSWER = concept('99TONGYUE', 'FIELD-ANSWER', '字段回答');

/** Where there is no spacing: a length and an area of PS3.16 have units of CID 7460 and CID 7461, which pixels are not. Ours. */
export const PIXEL_MEASUREMENTS = {
  length: concept('99TONGYUE', 'PIXEL-LENGTH', '像素距离'),
  area: concept('99TONGYUE', 'PIXEL-AREA', '像素面积'),
} as const;

/** Measured along the axes of an ultrasound region. Ours: the concepts of PS3.16 each name a vessel or a phase. */
export const AXIS_MEASUREMENTS = {
  time: concept('99TONGYUE', 'TIME', '时间'),
  velocity: concept('99TONGYUE', 'VELOCITY', '速度'),
  frequency: concept('99TONGYUE', 'FREQUENCY', '频率'),
} as const;

/** TID 300 row 4 calls it so: how the number came about. */
export const METHOD = snomed('370129005', 'Measurement Method');
/** Where the millimetres come from, when they are not simply those of the patient. Ours. */
export const SPACING_METHODS = {
  calibrated: concept('99TONGYUE', 'CALIBRATED', '设备已标定'),
  'user-calibrated': concept('99TONGYUE', 'USER-CALIBRATED', '用户校准'),
  'detector-plane': concept('99TONGYUE', 'DETECTOR-PLANE', '探测器平面'),
  'magnification-corrected': concept('99TONGYUE', 'MAGNIFICATION', '放大率校正'),
  'ultrasound-axes': concept('99TONGYUE', 'US-REGION', '超声区域标尺'),
  none: concept('99TONGYUE', 'PIXELS', '无间距，仅像素'),
} as const;
/** The length of the object that a physician calibrated an image with. Ours. */
export const CALIBRATION_LENGTH = concept('99TONGYUE', 'CAL-LENGTH', '校准物已知长度');

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
  cm: concept('UCUM', 'cm', 'centimeter'),
  cm3: concept('UCUM', 'cm3', 'cubic centimeter'),
  deg: concept('UCUM', 'deg', 'Degree'),
  "[hnsf'U]": concept('UCUM', "[hnsf'U]", 'Hounsfield Unit'),
  '1': concept('UCUM', '1', 'no units'),
  'g/ml{SUVbw}': concept('UCUM', 'g/ml{SUVbw}', 'Standardized Uptake Value body weight'),
  s: concept('UCUM', 's', 'second'),
  ms: concept('UCUM', 'ms', 'millisecond'),
  mV: concept('UCUM', 'mV', 'millivolt'),
  '/min': concept('UCUM', '{H.B.}/min', 'Heart beat per minute'),
  a: concept('UCUM', 'a', 'year'),
  mo: concept('UCUM', 'mo', 'month'),
  wk: concept('UCUM', 'wk', 'week'),
  d: concept('UCUM', 'd', 'day'),
  'cm/s': concept('UCUM', 'cm/s', 'centimeter/second'),
  Hz: concept('UCUM', 'Hz', 'hertz'),
  'Bq/mL': concept('UCUM', 'Bq/mL', 'becquerel/milliliter'),
  'g/mL': concept('UCUM', 'g/mL', 'gram/milliliter'),
  'mg/mL': concept('UCUM', 'mg/mL', 'milligram/milliliter'),
  'cm2/mL': concept('UCUM', 'cm2/mL', 'square centimeter/milliliter'),
  '%': concept('UCUM', '%', 'percent'),
  '{px}': concept('UCUM', '{pixels}', 'pixels'),
  '{px}2': concept('UCUM', '{pixels}', 'pixels'),
};

/** CID 7010 Key Object Selection Document Title, and CID 7011 for what must no longer be used. */
export const KEY_OBJECT_TITLES = {
  forReportAttachment: dcm('113020', 'For Report Attachment'),
  rejectedForQuality: dcm('113001', 'Rejected for Quality Reasons'),
  rejectedForSafety: dcm('113037', 'Rejected for Patient Safety Reasons'),
} as const;
/** TID 2010. */
export const KEY_OBJECT_DESCRIPTION = dcm('113012', 'Key Object Description');

/** TID 1500, TID 1501 and TID 4108. */
export const MEASUREMENT_REPORT = {
  title: dcm('126000', 'Imaging Measurement Report'),
  procedureReported: dcm('121058', 'Procedure Reported'),
  imageLibrary: dcm('111028', 'Image Library'),
  measurements: dcm('126010', 'Imaging Measurements'),
  group: dcm('125007', 'Measurement Group'),
  trackingIdentifier: dcm('112039', 'Tracking Identifier'),
  trackingUniqueIdentifier: dcm('112040', 'Tracking Unique Identifier'),
} as const;
/** CID 100 is long: the one procedure that fits every modality. */
export const IMAGING_PROCEDURE = snomed('363679005', 'Imaging procedure');

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
