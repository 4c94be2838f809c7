import { CANONICAL_REPORT_FORMAT, type CanonicalReport, type ReportedStudy } from '#shared/report/canonical-report.ts';

/** SOP classes of the evidence. */
export const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';
export const TWELVE_LEAD_ECG = '1.2.840.10008.5.1.4.1.1.9.1.1';

const ROOT = '1.2.826.0.1.3680043.10.1561';

/** A chest CT of three images, the invented patient and hospitals of the design pages (look, mock-up 10). */
export const chestStudy: ReportedStudy = {
  studyInstanceUid: `${ROOT}.1`,
  studyDate: '2026-11-20',
  studyTime: '07:51:00',
  modalities: ['CT'],
  description: '胸部 CT 平扫',
  bodyPart: '胸部',
  device: 'CT-64（院内编号 CT02）',
  series: [
    {
      seriesInstanceUid: `${ROOT}.1.4`,
      modality: 'CT',
      instances: [90, 91, 92].map((number) => ({ sopClassUid: CT_IMAGE, sopInstanceUid: `${ROOT}.1.4.${number}` })),
    },
  ],
};

export const earlierStudy: ReportedStudy = {
  ...chestStudy,
  studyInstanceUid: `${ROOT}.9`,
  studyDate: '2026-03-18',
  studyTime: '09:10:00',
  description: '胸部 CT（本院）',
  series: [],
};

const signedAtLocal = '2026-11-20T10:03:40+08:00';

export const radiologyReport: CanonicalReport = {
  format: CANONICAL_REPORT_FORMAT,
  reportUid: '2.25.181213893276118373982137461982736498127',
  version: 1,
  predecessor: null,
  isDemo: false,
  hospital: { name: '云岫县人民医院', address: '云岫县滨河路 18 号', telephone: '0000-5510033', logo: null },
  centreName: '澜州市第一医院远程影像诊断中心',
  request: {
    accessionNumber: 'YX26112000318',
    issuerOfAccessionNumber: 'YUNXIU-RIS',
    requestedProcedureId: 'RP318',
    procedureText: '胸部 CT 平扫',
    referringPhysician: { alphabetic: 'Ning^Hai', ideographic: '宁^海', phonetic: '' },
    department: '呼吸内科',
    patientLocation: '呼吸科 12 床',
    admissionId: '0061842',
  },
  patient: {
    name: { alphabetic: 'Chen^Guilan', ideographic: '陈^桂兰', phonetic: '' },
    nameRepair: null,
    patientId: 'YX0061842',
    issuerOfPatientId: 'YUNXIU-HIS',
    sex: 'F',
    birthDate: '1959-04-02',
    ageAsSent: '067Y',
    ageText: '67岁',
  },
  studies: [chestStudy],
  comparisonStudies: [earlierStudy],
  clinicalInformation: '右肺上叶结节',
  procedure: '平扫，层厚 1 mm，肺窗与纵隔窗',
  findings:
    '右肺上叶后段见部分实性结节，大小约 15.8 mm × 12.1 mm（层 91），边缘见分叶及毛刺，邻近胸膜牵拉；实性成分平均 31 HU，边缘见少许磨玻璃。' +
    '前次（2026-03-18）为 12.0 mm × 9.4 mm，较前增大。余肺未见新发结节。气管及主支气管通畅。纵隔未见肿大淋巴结。' +
    '心影大小正常，主动脉未见扩张。双侧胸腔未见积液。所示骨质未见异常。',
  impression: ['右肺上叶后段部分实性结节，较 2026-03-18 增大，考虑恶性可能（Lung-RADS 4B，2022 版，医师确认）。'],
  recommendation: '建议胸外科会诊，行增强 CT 或 PET/CT。',
  addenda: [],
  outcome: 'positive',
  measurements: [
    {
      trackingUid: '2.25.1001',
      label: 1,
      kind: 'length',
      quantities: [{ quantity: 'length', value: 15.83, unit: 'mm' }],
      spacingSource: 'patient',
      knownLengthMm: null,
      source: {
        sopClassUid: CT_IMAGE,
        sopInstanceUid: `${ROOT}.1.4.91`,
        studyInstanceUid: `${ROOT}.1`,
        seriesInstanceUid: `${ROOT}.1.4`,
        seriesNumber: 4,
        instanceNumber: 91,
        frameNumber: 1,
        numberOfFrames: 1,
      },
    },
    {
      trackingUid: '2.25.1002',
      label: 2,
      kind: 'ellipse',
      quantities: [
        { quantity: 'area', value: 98.4, unit: 'mm2' },
        { quantity: 'mean', value: 31.2, unit: "[hnsf'U]" },
        { quantity: 'standard-deviation', value: 8.04, unit: "[hnsf'U]" },
      ],
      spacingSource: 'patient',
      knownLengthMm: null,
      source: {
        sopClassUid: CT_IMAGE,
        sopInstanceUid: `${ROOT}.1.4.91`,
        studyInstanceUid: `${ROOT}.1`,
        seriesInstanceUid: `${ROOT}.1.4`,
        seriesNumber: 4,
        instanceNumber: 91,
        frameNumber: 1,
        numberOfFrames: 1,
      },
    },
  ],
  keyImages: [],
  ecg: null,
  imageQuality: { kind: 'full' },
  viewedImages: { seen: 3, seenWhileArriving: 0, lossySeries: [] },
  reportingPhysician: { name: '周牧', organisation: '澜州市第一医院', signedAtLocal: '2026-11-20T09:58:12+08:00' },
  verifyingPhysician: { name: '林知远', organisation: '澜州市第一医院', signedAtLocal },
  signedAt: '2026-11-20T02:03:40.000Z',
  signedAtLocal,
};

/** The same request answered again: a new version with an identity of its own. */
export const amendedReport: CanonicalReport = {
  ...radiologyReport,
  reportUid: '2.25.99120398120398120938120398120938120312',
  version: 2,
  predecessor: {
    kind: 'amended',
    reportUid: radiologyReport.reportUid,
    version: 1,
    studyInstanceUid: chestStudy.studyInstanceUid,
    signedAtLocal,
    reason: '诊断意见侧别更正，左改为右。',
  },
  signedAt: '2026-11-20T03:20:00.000Z',
  signedAtLocal: '2026-11-20T11:20:00+08:00',
};

/** The first version with words added to it. */
export const addendumReport: CanonicalReport = {
  ...amendedReport,
  reportUid: '2.25.88120398120398120938120398120938120388',
  predecessor: { kind: 'addendum', reportUid: radiologyReport.reportUid, version: 1, studyInstanceUid: chestStudy.studyInstanceUid, signedAtLocal, reason: '' },
  addenda: [
    {
      text: '补阅薄层重建：右肺中叶另见直径约 4 mm 磨玻璃小结节，建议随访。',
      physician: { name: '林知远', organisation: '澜州市第一医院', signedAtLocal: '2026-11-20T11:20:00+08:00' },
    },
  ],
};

/** One request that covers a chest and an abdomen study. */
export const twoStudyReport: CanonicalReport = {
  ...radiologyReport,
  reportUid: '2.25.77120398120398120938120398120938120377',
  studies: [
    chestStudy,
    {
      ...chestStudy,
      studyInstanceUid: `${ROOT}.2`,
      studyTime: '07:58:30',
      description: '上腹部 CT 平扫',
      bodyPart: '上腹部',
      series: [{ seriesInstanceUid: `${ROOT}.2.1`, modality: 'CT', instances: [{ sopClassUid: CT_IMAGE, sopInstanceUid: `${ROOT}.2.1.1` }] }],
    },
  ],
};

export const ecgReport: CanonicalReport = {
  ...radiologyReport,
  reportUid: '2.25.55120398120398120938120398120938120355',
  request: { ...radiologyReport.request, accessionNumber: 'YX26112000400', procedureText: '常规 12 导心电图' },
  studies: [
    {
      ...chestStudy,
      studyInstanceUid: `${ROOT}.3`,
      modalities: ['ECG'],
      description: '常规心电图',
      bodyPart: '',
      device: '12 导心电图机',
      series: [{ seriesInstanceUid: `${ROOT}.3.1`, modality: 'ECG', instances: [{ sopClassUid: TWELVE_LEAD_ECG, sopInstanceUid: `${ROOT}.3.1.1` }] }],
    },
  ],
  comparisonStudies: [],
  clinicalInformation: '胸痛 2 小时',
  procedure: '静息 12 导联，25 mm/s，10 mm/mV',
  findings: '窦性心律，心率 78 次/分，PR 162 ms，QRS 96 ms，QT/QTc 380/412 ms（Bazett），电轴 +46°。II、III、aVF 导联 ST 段抬高 0.15 mV。',
  impression: ['窦性心律', 'II、III、aVF 导联 ST 段抬高，请结合临床及心肌损伤标志物'],
  recommendation: '',
  measurements: [],
};

const measuredImage: CanonicalReport['measurements'][number]['source'] = {
  sopClassUid: CT_IMAGE, sopInstanceUid: `${ROOT}.1.4.91`, studyInstanceUid: `${ROOT}.1`, seriesInstanceUid: `${ROOT}.1.4`, seriesNumber: 4, instanceNumber: 91, frameNumber: 1,
  numberOfFrames: 1,
};

/** Values of a form, every way in which a number can be scaled, and images that were seen lossy and before all had come. */
export const truthfulReport: CanonicalReport = {
  ...radiologyReport,
  reportUid: '2.25.181213893276118373982137461982736498999',
  forms: [
    {
      name: '肺结节测量',
      fields: [
        { label: '肺叶', text: '右肺上叶', number: null },
        { label: '长径', text: '15.8 mm', number: { value: 15.8, unit: 'mm', concept: 'long-axis' } },
        { label: '短径', text: '12.1 mm', number: { value: 12.1, unit: 'mm', concept: 'short-axis' } },
        { label: '体积', text: '1.2 ml', number: { value: 1.2, unit: 'ml', concept: 'volume' } },
        { label: '平均CT值', text: '-31 HU', number: { value: -31, unit: 'HU', concept: 'attenuation' } },
        { label: '距胸膜', text: '3 mm', number: { value: 3, unit: 'mm', concept: '' }, isUnsaid: true },
        { label: '侧别', text: '右', number: null, code: { value: '24028007', scheme: 'SCT', meaning: 'Right' } },
        { label: '胸膜牵拉', text: '邻近胸膜无牵拉', number: null, code: { value: '373067005', scheme: 'SCT', meaning: 'No' }, isUnsaid: true },
      ],
    },
  ],
  // 陈^桂兰 in GB 18030, padded: B3 C2 5E B9 F0 C0 BC 20.
  patient: { ...radiologyReport.patient, nameRepair: { declared: 'ISO_IR 100', readAs: 'GB18030', bytes: 's8JeufDAvCA=' } },
  measurements: [
    ...radiologyReport.measurements,
    ...(['user-calibrated', 'calibrated', 'detector-plane', 'magnification-corrected', 'none', 'ultrasound-axes'] as const).map(
      (spacingSource, index): CanonicalReport['measurements'][number] => ({
        trackingUid: `2.25.200${index}`,
        label: 3 + index,
        kind: 'length',
        quantities:
          spacingSource === 'ultrasound-axes'
            ? [{ quantity: 'time', value: 0.5, unit: 's' }, { quantity: 'velocity', value: 40, unit: 'cm/s' }]
            : [{ quantity: 'length', value: 50, unit: spacingSource === 'none' ? '{px}' : 'mm' }],
        spacingSource,
        knownLengthMm: spacingSource === 'user-calibrated' ? 25 : null,
        source: measuredImage,
      }),
    ),
    {
      trackingUid: '2.25.2009',
      label: 9,
      kind: 'ellipse',
      quantities: [{ quantity: 'area', value: 98.4, unit: 'mm2' }, { quantity: 'mean', value: 1.8919, unit: 'g/ml{SUVbw}' }],
      spacingSource: 'patient',
      knownLengthMm: null,
      source: measuredImage,
    },
  ],
  imageQuality: { kind: 'lossy', ratio: 12 },
  viewedImages: { seen: 3, seenWhileArriving: 2, lossySeries: [{ seriesNumber: 4, images: 3, ratio: 12 }] },
};
