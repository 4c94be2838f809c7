import type { Nodule } from '../phantoms/chest/nodule.ts';
import { recordEcg } from '../phantoms/ecg/ecg-recording.ts';
import { INFERIOR_INFARCTION, NORMAL_ADULT, type HeartModel } from '../phantoms/ecg/heart-dipole.ts';
import { chestCtImages, type ChestScan } from './chest-ct-images.ts';
import type { DemoDay } from './demo-day.ts';
import type { DemoOrder } from './demo-order.ts';
import { demoPatients, type DemoPatient, type DemoSiteId } from './demo-people.ts';
import type { DemoResources } from './demo-resources.ts';
import type { DemoScale } from './demo-scale.ts';
import { demoUid } from './demo-uid.ts';
import { toEcgInstance, type DeviceValues } from './ecg-instance.ts';
import { headCtImages, type HeadScan } from './head-ct-images.ts';
import type { DemoInstance, GeneratedImage } from './image-instance.ts';
import { lumbarMrImages } from './lumbar-mr-images.ts';
import { computedRadiograph, digitalRadiograph } from './radiograph-images.ts';
import { orderOf } from './demo-orders.ts';
import type { SeriesHeader, StudyHeader } from './study-headers.ts';

/** A study of the demo: its header, its series, and how its objects are made. */
export interface DemoCase {
  readonly study: StudyHeader;
  readonly series: readonly SeriesHeader[];
  /** Images, made one by one; undefined where a long work may pause. */
  readonly images?: () => Iterable<GeneratedImage | undefined>;
  /** Objects that are not images. */
  readonly objects?: () => Iterable<DemoInstance>;
  readonly technicianMark?: SeriesHeader;
}

interface CaseContext {
  readonly day: DemoDay;
  readonly scale: DemoScale;
  readonly resources: DemoResources;
}

/** The nodule in the posterior segment of the right upper lobe, today and eight months ago. */
export const NODULE_NOW: Nodule = { center: [-66, 36, 38], longMm: 15.8, shortMm: 12.1, turn: 0.6 };
export const NODULE_BEFORE: Nodule = { ...NODULE_NOW, longMm: 12, shortMm: 9.4 };

const RADIOGRAPHER = { pinyin: 'He^Ping', han: '何^平' };

export function headStrokeCase({ day, scale, resources }: CaseContext): DemoCase {
  const order = orderOf('stroke', day);
  const study = studyOf(day, 'head-stroke', 'qingling', demoPatients(day).zhaoShoutian, '头颅平扫', 'CT', 24, order);
  const one = seriesMaker(day, order, 'CT', 'HEAD');
  const soft = one(2, '平扫 5.0 H30s', 'HeadSeq', scale.headSlices, 26);
  const bone = one(3, '骨窗 5.0 H60s', 'HeadSeq', scale.headSlices, 26);
  const scout = one(1, '定位像 Topogram 1.0 T20s', 'HeadSeq', 2, 25);
  return { study, series: [soft, bone, scout], images: () => headCtImages({ ...headScan(study, scale, resources), phantom: resources.strokeHead() }, { soft, bone, scout }) };
}

export function chestNoduleCase({ day, scale, resources }: CaseContext): DemoCase {
  const order = orderOf('nodule', day);
  const study = studyOf(day, 'chest-nodule', 'yunxiu', demoPatients(day).chenGuilan, '胸部平扫（薄层）', 'CT', 38, order);
  const one = seriesMaker(day, order, 'CT', 'CHEST');
  const stepMm = 292 / scale.chestSlices;
  const slabMm = Math.max(5, stepMm);
  const thin = one(3, '肺窗 1.25 B70f', '胸部平扫', scale.chestSlices, 40);
  const thick = one(2, '纵隔 5.0 B31f', '胸部平扫', Math.floor(292 / slabMm + 1e-6), 40);
  const scout = one(1, '定位像 T20f', '胸部平扫', 1, 39);
  return {
    study,
    series: [thin, thick, scout],
    images: () => chestCtImages(
      { ...chestScan(study, scale, resources), phantom: resources.womansChest(), nodule: NODULE_NOW },
      { thin, thick, scout, topZ: 104, stepMm, slabMm, sliceCount: scale.chestSlices },
    ),
  };
}

/** Eight months before: half as many thin slices, another place on the table. */
export function chestPriorCase({ day, scale, resources }: CaseContext): DemoCase {
  const order = orderOf('nodule-prior', day);
  const date = day.monthsBefore(8, 18).replaceAll('-', '');
  const moment = { date, time: '092214' };
  const study: StudyHeader = { ...studyOf(day, 'chest-prior', 'yunxiu', { ...demoPatients(day).chenGuilan, age: '066Y' }, '胸部平扫', 'CT', 0, order), moment };
  const one = seriesMaker(day, order, 'CT', 'CHEST');
  const count = scale.subSlices > 1 ? 58 : 6;
  const stepMm = 290 / count;
  const slabMm = Math.max(5, stepMm);
  const thin: SeriesHeader = { ...one(3, '肺窗 1.25 B70f', '胸部平扫', count, 0), moment };
  const thick: SeriesHeader = { ...one(2, '纵隔 5.0 B31f', '胸部平扫', Math.floor(290 / slabMm + 1e-6), 0), moment };
  return {
    study,
    series: [thin, thick],
    images: () => chestCtImages(
      { ...chestScan(study, scale, resources), phantom: resources.womansChest(), nodule: NODULE_BEFORE, offsetMm: [4.2, -2.6, 11.5] },
      { thin, thick, topZ: 102.5, stepMm, slabMm, sliceCount: count },
    ),
  };
}

/** One examination that answers two requests: chest and upper abdomen. */
export function twoRequestsCase({ day, scale, resources }: CaseContext): DemoCase {
  const chestOrder = orderOf('two-chest', day);
  const abdomenOrder = orderOf('two-abdomen', day);
  const study = studyOf(day, 'two-requests', 'qingling', demoPatients(day).gaoWenxiu, '胸部＋上腹部平扫', 'CT', 31, undefined);
  const count = (full: number) => (scale.subSlices > 1 ? full : 6);
  const stepMm = scale.subSlices > 1 ? 8 : 32;
  const chest = seriesMaker(day, chestOrder, 'CT', 'CHEST')(2, '胸部 8.0 B31f', '胸腹联扫', count(32), 33);
  const abdomen = seriesMaker(day, abdomenOrder, 'CT', 'ABDOMEN')(3, '上腹部 8.0 B31f', '胸腹联扫', count(24), 34);
  const scan = chestScan(study, scale, resources);
  return {
    study,
    series: [chest, abdomen],
    images: function* both() {
      yield* chestCtImages({ ...scan, phantom: resources.womansChest(), seed: `${study.key}/chest` }, { thick: chest, topZ: 98, stepMm, slabMm: stepMm, sliceCount: chest.count });
      yield* chestCtImages({ ...scan, phantom: resources.womansChest(), seed: `${study.key}/abdomen`, region: 'abdomen', isNative: true }, { thick: abdomen, topZ: -106, stepMm, slabMm: stepMm, sliceCount: abdomen.count });
    },
  };
}

/** Chest and head of one patient under one accession number, filed as two studies. */
export function pairChestCase({ day, scale, resources }: CaseContext): DemoCase {
  const order = orderOf('pair', day);
  const study = studyOf(day, 'pair-chest', 'yunxiu', demoPatients(day).caoDefu, '胸部平扫', 'CT', 12, order);
  const thin = seriesMaker(day, order, 'CT', 'CHEST')(2, '肺窗 1.25 B70f', '胸部平扫', scale.subSlices > 1 ? 36 : 6, 14);
  return {
    study,
    series: [thin],
    images: () => chestCtImages(
      { ...chestScan(study, scale, resources), phantom: resources.mansChest() },
      { thin, topZ: 100, stepMm: 288 / thin.count, slabMm: 5, sliceCount: thin.count },
    ),
  };
}

export function pairHeadCase({ day, scale, resources }: CaseContext): DemoCase {
  const order = orderOf('pair', day);
  const study = studyOf(day, 'pair-head', 'yunxiu', demoPatients(day).caoDefu, '头颅平扫', 'CT', 16, order);
  const soft = seriesMaker(day, order, 'CT', 'HEAD')(2, '平扫 8.0 H30s', '头颅平扫', scale.subSlices > 1 ? 20 : 6, 17);
  return { study, series: [soft], images: () => headCtImages({ ...headScan(study, scale, resources), phantom: resources.agedHead() }, { soft }) };
}

export function lumbarCase({ day, scale, resources }: CaseContext): DemoCase {
  const order = orderOf('lumbar', day);
  const study = studyOf(day, 'lumbar', 'hexi', demoPatients(day).dongGuiying, '腰椎平扫', 'MR', 44, order);
  const one = seriesMaker(day, order, 'MR', 'LSPINE');
  const series = {
    localizer: one(1, 'localizer 3plane', 'localizer', scale.subSlices > 1 ? 9 : 3, 44),
    sagittalT2: one(2, 't2_tse_sag', 't2_tse_sag', scale.mrSagittalSlices, 46),
    sagittalT1: one(3, 't1_tse_sag', 't1_tse_sag', scale.mrSagittalSlices, 49),
    sagittalStir: one(4, 't2_tirm_sag STIR 压脂', 't2_tirm_sag', scale.mrSagittalSlices, 51),
    axialT2: one(5, 't2_tse_tra 腰4/5', 't2_tse_tra', scale.mrAxialSlices, 54),
  };
  return {
    study,
    series: Object.values(series),
    images: () => lumbarMrImages(resources.lumbar(), series, scale, frameOf(study), study.key),
    technicianMark: { ...one(90, '检查完成', 'KO', 1, 58), modality: 'KO' },
  };
}

export function childRadiographCase({ day, scale, resources }: CaseContext): DemoCase {
  const order = orderOf('child', day);
  const study = studyOf(day, 'child-chest', 'yunxiu', demoPatients(day).sunHaoyu, '胸部正位', 'DX', 20, order);
  const series = seriesMaker(day, order, 'DX', 'CHEST')(1, '胸部 PA', '儿童胸部', 1, 21);
  return { study, series: [series], images: function* one() {
    yield digitalRadiograph(yield* resources.chestProjection(), series, scale.radiographDivisor, study.key);
  } };
}

export function bedsideRadiographCase({ day, scale, resources }: CaseContext): DemoCase {
  const order = orderOf('bedside', day);
  const study = studyOf(day, 'bedside-chest', 'qingling', demoPatients(day).liXiuzhi, '胸部正位（床旁）', 'CR', 33, order);
  const series = seriesMaker(day, order, 'CR', 'CHEST')(1, '床旁胸片 AP', '床旁胸部', 1, 33);
  return { study, series: [series], images: function* one() {
    yield computedRadiograph(yield* resources.chestProjection(), series, scale.radiographDivisor, study.key);
  } };
}

export function infarctionEcgCase(context: CaseContext): DemoCase {
  return ecgCase(context, 'ecg-inferior', 'hexi', demoPatients(context.day).maChunsheng, orderOf('chest-pain', context.day), 38, INFERIOR_INFARCTION, {
    ventricularRate: 60, prMs: 208, qrsMs: 94, qtMs: 400, statements: ['窦性心律', '下壁梗死?'],
  });
}

export function normalEcgCase(context: CaseContext): DemoCase {
  return ecgCase(context, 'ecg-normal', 'qingling', demoPatients(context.day).pengGuodong, orderOf('checkup', context.day), 9, NORMAL_ADULT, {
    ventricularRate: 72, prMs: 156, qrsMs: 92, qtMs: 372, statements: ['窦性心律', '正常心电图'],
  });
}

function ecgCase({ day }: CaseContext, key: string, siteId: DemoSiteId, patient: DemoPatient, order: DemoOrder, minute: number, model: HeartModel, device: DeviceValues): DemoCase {
  const study = studyOf(day, key, siteId, patient, '12 导联静息心电图', 'ECG', minute, order);
  const series = seriesMaker(day, order, 'ECG', 'HEART')(1, '12 导联静息', '静息心电图', 1, minute);
  return {
    study,
    series: [series],
    objects: () => [toEcgInstance(study, series, recordEcg(model, { seconds: 10, samplingFrequencyHz: 500, seed: key }), device)],
  };
}

function studyOf(day: DemoDay, key: string, siteId: DemoSiteId, patient: DemoPatient, description: string, modality: StudyHeader['modality'], minute: number, order: DemoOrder | undefined): StudyHeader {
  return { key, siteId, day, patient, description, moment: day.at(minute, 12), studyId: String(41_000 + minute), order, modality };
}

function seriesMaker(day: DemoDay, order: DemoOrder, modality: string, bodyPart: string) {
  return (number: number, description: string, protocol: string, count: number, minute: number): SeriesHeader => ({
    number, description, protocol, modality, bodyPart, order, moment: day.at(minute, 40), count, performingPhysician: RADIOGRAPHER,
  });
}

function headScan(study: StudyHeader, scale: DemoScale, { softCt, sharpCt }: DemoResources): Omit<HeadScan, 'phantom'> {
  return { softCt: softCt(), sharpCt, scale, frameOfReferenceUid: frameOf(study), seed: study.key };
}

function chestScan(study: StudyHeader, scale: DemoScale, { softCt, sharpCt }: DemoResources): Omit<ChestScan, 'phantom'> {
  return { softCt, sharpCt, matrix: scale.ctMatrix, frameOfReferenceUid: frameOf(study), seed: study.key, offsetMm: [0, 0, 0], region: 'chest' };
}

function frameOf(study: StudyHeader): string {
  return demoUid(study.day.key, study.key, 'frame of reference');
}
