import type { ReportRequest } from '#shared/contract/services/reports.contract.ts';
import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import type { OpenStudy, SeriesSummary } from '#shared/contract/services/studies.contract.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { READING_MINUTES, type Urgency } from '#shared/worklist/urgency.ts';

/** Invented hospitals and people: what the page is developed and tested against when main is not there. */
export interface Alliance {
  sites: SiteSummary[];
  readonly studies: Map<number, OpenStudy>;
  /** Studies that are no cases; `studies` holds the cases. */
  readonly priors: Map<number, OpenStudy>;
  readonly requests: Map<number, ReportRequest>;
}

export const MINUTE_MS = 60_000;

const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS).toISOString();

const FAMILY = '赵马郭孙吴韩李陈董杨宋冯徐梁高罗曹沈何邵田彭白刘周郑王钱魏蒋';
const GIVEN = ['守田', '春生', '淑琴', '浩宇', '敏', '志刚', '秀芝', '桂兰', '桂英', '立军', '雅琴', '玉山', '凤兰', '振国', '文秀', '建平', '德福', '小禾', '淑珍', '文斌', '小雨', '国栋', '玉兰', '长河', '秀英'];
const EXAMINATIONS: readonly (readonly [modality: string, description: string, bodyPart: string, images: number, words: string])[] = [
  ['CT', '头颅平扫', '头颅', 32, '突发右侧肢体无力 1 小时，失语'],
  ['CT', '胸部平扫（薄层）', '胸部', 376, '肺结节复查，8 个月前右肺上叶结节'],
  ['MR', '腰椎平扫', '腰椎', 168, '腰痛伴左下肢放射痛 2 月'],
  ['DX', '左肘正侧位', '左肘', 2, '摔伤后左肘肿痛 2 小时'],
  ['ECG', '12 导联静息', '', 1, '心悸半月，房颤病史'],
  ['CT', '全腹平扫', '腹部', 214, '右下腹痛 8 小时，停经 43 天'],
  ['MG', '双乳四视图', '乳腺', 4, '乳腺筛查，母亲乳腺癌史'],
  ['US', '颅脑超声', '颅脑', 58, '胎龄 34 周，筛查颅内出血'],
  ['CR', '腰椎正侧位', '腰椎', 3, '已请县里补拍：侧位 L5/S1 未包全'],
  ['CT', '肺动脉 CTA', '胸部', 451, '下肢静脉血栓，气短'],
  ['MR', '颅脑平扫＋弥散', '颅脑', 142, '头晕 3 天，血压 178/102 mmHg'],
  ['DX', '胸部正位（床旁）', '胸部', 1, '发热伴咳痰 3 天，血氧 89 %'],
];

export const SITES = {
  qingling: 'qingling',
  beiyuan: 'beiyuan',
  liuquan: 'liuquan',
  yunxiu: 'yunxiu',
  hexi: 'hexi',
} as const;

const OPEN_LINE: SiteSummary['security'] = {
  protection: 'loopback', login: 'none', authority: '', clientCertificate: '', pin: '', isPlainAllowed: false, token: { kind: 'none' },
};

/** @param rowCount cases on the list; 0 for a list that has been read to the end */
export function createAlliance(rowCount: number): Alliance {
  const site = (siteId: string, name: string, change: Partial<SiteSummary> = {}): SiteSummary => ({
    siteId, name, baseUrl: `http://127.0.0.1:8042/${siteId}/dicom-web`, isDemo: true, isLocal: false, security: OPEN_LINE, link: 'reachable', failure: null,
    lastSeenAt: ago(0.2), throughputBitsPerSecond: 6_900_000, queuedInstances: 0, secondsToEmpty: null, requestsAtOnce: 2, waitMs: 95,
    line: { isPaused: false, daySharePercent: 100, nightSharePercent: 100 }, capabilities: [], modes: [], ...change,
  });
  const alliance: Alliance = {
    sites: [
      site(SITES.qingling, '青岭县人民医院'),
      site(SITES.beiyuan, '北原县人民医院', {
        link: 'unreachable', lastSeenAt: ago(33), throughputBitsPerSecond: 0, queuedInstances: 147,
        failure: { code: 'site/unreachable', facts: { site: '北原县人民医院', reason: 'ECONNREFUSED' }, since: ago(33) },
      }),
      site(SITES.liuquan, '柳泉县人民医院', { link: 'slow', throughputBitsPerSecond: 1_100_000, queuedInstances: 60 }),
      site(SITES.yunxiu, '云岫县人民医院', { throughputBitsPerSecond: 18_400_000, lastSeenAt: ago(2) }),
      site(SITES.hexi, '鹤溪县中医院', { throughputBitsPerSecond: 3_900_000 }),
    ],
    studies: new Map(),
    priors: new Map(),
    requests: new Map(),
  };
  for (let index = 0; index < rowCount; index += 1) addCase(alliance, index);
  return alliance;
}

/** Adds one case; `index` decides all about it, so that a list is the same each time. */
export function addCase(alliance: Alliance, index: number, change: Partial<WorklistRow> = {}): OpenStudy {
  const studyId = index + 1;
  const [modality, studyDescription, bodyPart, images, words] = EXAMINATIONS[index % EXAMINATIONS.length]!;
  const site = alliance.sites[index % alliance.sites.length]!;
  const urgency: Urgency = index === 0 || index === 7 ? 'green-channel' : index % 9 === 3 ? 'emergency' : 'routine';
  const isHere = site.link !== 'unreachable' && index % 5 !== 2;
  const heldInstances = isHere ? images : Math.floor((images * (index % 7)) / 8);
  const arrivedMinutes = 4 + index * 5;
  const completeAt = isHere ? ago(arrivedMinutes - 2) : null;
  const status: WorklistRow['status'] =
    index % 20 === 11 ? 'drafting' : isHere ? 'ready' : heldInstances === 0 ? 'queued' : 'arriving';
  const infant = modality === 'US';
  const study: WorklistRow = {
    studyId,
    siteId: site.siteId,
    siteName: site.name,
    studyInstanceUid: `1.2.826.0.1.3680043.10.777.${studyId}`,
    patient: {
      name: { alphabetic: '', ideographic: `${FAMILY[index % FAMILY.length]}^${GIVEN[index % GIVEN.length]}`, phonetic: '' },
      patientId: `00${61842 + index}`, issuerOfPatientId: site.siteId, sex: index % 2 === 0 ? 'M' : 'F',
      birthDate: infant ? ago(12 * 1440).slice(0, 10) : `${1946 + ((index * 7) % 60)}-03-08`, ageAsSent: '',
    },
    modalities: [modality], bodyPart, studyDescription,
    studyDate: ago(arrivedMinutes + 20).slice(0, 10), studyTime: '07:51:00',
    accessionNumbers: [`QL${26112000400 + index}`],
    clinicalInformation: words, urgency,
    urgencyReason: urgency === 'green-channel' ? (index === 0 ? '卒中' : '胸痛') : urgency === 'emergency' ? '急诊' : '',
    arrivedAt: ago(arrivedMinutes), completeAt,
    dueAt: completeAt === null ? null : new Date(Date.parse(completeAt) + READING_MINUTES[urgency] * MINUTE_MS).toISOString(),
    expectedInstances: images, heldInstances,
    secondsToReady: isHere || site.link === 'unreachable' ? null : 180 + index * 7,
    priorCount: index % 4, status, isNew: index < 2, keep: 'no', openChanges: 0, needsAddendum: false,
    ...change,
  };
  const open: OpenStudy = {
    study,
    series: seriesOf(study),
    priors: Array.from({ length: study.priorCount }, (_, prior) => ({
      studyId: 10_000 + studyId * 10 + prior, siteName: site.name, studyDate: `202${5 - prior}-02-11`, modalities: [modality],
      studyDescription, expectedInstances: images, heldInstances: prior === 0 ? images : 0, bodyPart: study.bodyPart, rank: prior + 1, reasons: ['same-body-part', 'same-modality'],
    })),
    unreachableSince: site.failure?.since ?? null,
    changes: [],
  };
  alliance.studies.set(studyId, open);
  addRequests(alliance, study);
  for (const prior of open.priors) addPrior(alliance, study, prior);
  return open;
}

/** Priors can be opened as any study can; the list never shows them. */
function addPrior(alliance: Alliance, of: WorklistRow, prior: OpenStudy['priors'][number]): void {
  const { studyId, studyDate, expectedInstances, heldInstances } = prior;
  const study: WorklistRow = { ...of, studyId, studyInstanceUid: `${of.studyInstanceUid}.${studyId}`, studyDate, expectedInstances, heldInstances, status: 'delivered', isNew: false };
  alliance.priors.set(studyId, { study, series: seriesOf(study), priors: [], unreachableSince: null, changes: [] });
}

/** The second case covers two requests; one of the third's covers two studies. */
function addRequests(alliance: Alliance, study: WorklistRow): void {
  const request = (requestId: number, accessionNumber: string, requestedProcedure: string, studyIds: number[]): ReportRequest => ({
    requestId, accessionNumber, requestedProcedure, studyIds, signed: null,
    draft: { findings: '', impression: '', recommendation: '', outcome: null, revision: 0, savedAt: null },
  });
  const { studyId, accessionNumbers, studyDescription } = study;
  const accessionNumber = accessionNumbers[0] ?? '';
  const procedure = `${study.modalities[0] ?? ''} ${studyDescription}`;
  alliance.requests.set(studyId * 10, request(studyId * 10, accessionNumber, procedure, [studyId]));
  if (studyId === 2) {
    alliance.requests.set(21, request(21, `${accessionNumber}B`, 'CT 上腹部平扫', [2, 3]));
    accessionNumbers.push(`${accessionNumber}B`);
  }
}

function seriesOf(study: WorklistRow): SeriesSummary[] {
  const [modality = 'OT'] = study.modalities;
  const parts = modality === 'CT' ? ['定位像', '轴位 5 mm', '骨窗 5 mm'] : [study.studyDescription];
  const shares = parts.length === 1 ? [study.expectedInstances] : [2, Math.max(1, study.expectedInstances - 8), 6];
  let heldLeft = study.heldInstances;
  return parts.map((seriesDescription, index) => {
    const expectedInstances = shares[index] ?? 0;
    const heldInstances = Math.min(expectedInstances, heldLeft);
    heldLeft -= heldInstances;
    return {
      seriesInstanceUid: `${study.studyInstanceUid}.${index + 1}`, modality, seriesNumber: index + 1, seriesDescription, bodyPart: study.bodyPart,
      expectedInstances, heldInstances, content: modality === 'ECG' ? 'ecg' : 'images', missingSlices: null,
    };
  });
}
