import type { PersonName } from '../dicom/values/person-name.ts';
import { printedTime } from './local-time.ts';
import type { CanonicalReport, ImageQuality, ReportedStudy, ViewedImages } from './canonical-report.ts';

/** How a modality is called on a Chinese report. Defined Terms of Modality (0008,0060), PS3.3 C.7.3.1.1.1. */
const MODALITY_WORDS: Readonly<Record<string, string>> = {
  CT: 'CT', MR: 'MR', CR: 'X 线', DX: 'X 线', DR: 'X 线', RG: 'X 线', RF: 'X 线透视', MG: '乳腺 X 线', US: '超声', XA: '血管造影',
  NM: '核医学', PT: 'PET', ECG: '心电图', ES: '内镜', PX: '口腔 X 线', IO: '口腔 X 线', BMD: '骨密度',
};

/** What kind of examination the report is about: CT, MR, X 线, 心电图; several are joined; 影像 when unknown. */
export function examinationWord(studies: readonly ReportedStudy[]): string {
  const words = studies.flatMap((study) => study.modalities).map((modality) => MODALITY_WORDS[modality]).filter((word) => word !== undefined);
  return words.length === 0 ? '影像' : [...new Set(words)].join('、');
}

/** The title on paper: CT 检查报告单, 心电图检查报告单. Han and Latin are parted by a space. */
export function reportTitle(report: CanonicalReport): string {
  const word = examinationWord(report.studies);
  return `${word}${/[A-Za-z]$/.test(word) ? ' ' : ''}检查报告单${report.isPreliminary === true ? '（急诊初步报告）' : ''}`;
}

/** What a preliminary report says of itself before anything else. */
export function preliminaryText({ isPreliminary }: CanonicalReport): string {
  return isPreliminary === true ? '急诊初步报告，供抢救参考；以随后签发的正式报告为准。' : '';
}

/** The values of forms that no sentence says, a line for each form: its name, a wide space, 距胸膜 3 mm；毛刺 有. */
export function unsaidFieldsText({ forms = [] }: Pick<CanonicalReport, 'forms'>): string {
  return forms.flatMap(({ name, fields }) => {
    const unsaid = fields.filter(({ isUnsaid }) => isUnsaid === true).map(({ label, text }) => `${label} ${text}`);
    return unsaid.length === 0 ? [] : [`${name}　${unsaid.join('；')}`];
  }).join('\n');
}

/** The heading of an addendum: 补充报告, its time and its physician. */
export function addendumHeading({ physician }: CanonicalReport['addenda'][number]): string {
  return `补充报告（${[printedTime(physician.signedAtLocal).slice(0, 16), physician.name].filter((part) => part !== '').join('　')}）`;
}

export function sexText(sex: 'M' | 'F' | 'O' | ''): string {
  return { M: '男', F: '女', O: '其他', '': '' }[sex];
}

export function outcomeText(outcome: CanonicalReport['outcome']): string {
  return outcome === 'positive' ? '阳性' : '阴性';
}

/** 无损, 有损 1:12, 有损（压缩比未知）. */
export function imageQualityText(quality: ImageQuality): string {
  if (quality.kind === 'full') return '无损';
  return quality.ratio === null ? '有损（压缩比未知）' : `有损 1:${Math.round(quality.ratio)}`;
}

/** 看过有损影像：序列 3（12 幅，1:12）；5 幅首次阅看时该序列未到齐，签发前已到齐。'' when all that was seen was whole and lossless. */
export function viewedImagesText({ seenWhileArriving, lossySeries }: ViewedImages): string {
  const series = lossySeries.map(({ seriesNumber, images, ratio }) => {
    const name = seriesNumber === null ? '无号序列' : `序列 ${seriesNumber}`;
    return `${name}（${images} 幅${ratio === null ? '' : `，1:${Math.round(ratio)}`}）`;
  });
  const parts = [
    series.length === 0 ? '' : `看过有损影像：${series.join('、')}`,
    seenWhileArriving === 0 ? '' : `${seenWhileArriving} 幅首次阅看时该序列未到齐，签发前已到齐`,
  ];
  return parts.filter((part) => part !== '').join('；');
}

/** 2026-03-18 胸部 CT: the day, what and how, as far as known. */
export function studyText(study: ReportedStudy): string {
  const what = study.description !== '' ? study.description : [study.bodyPart, examinationWord([study])].filter((part) => part !== '').join(' ');
  return [study.studyDate ?? '', what].filter((part) => part !== '').join(' ');
}

/** How a comparison begins, in the language of the report. @param studyDate `YYYY-MM-DD` */
export function comparedText(studyDate: string): string {
  return `与${studyDate}片对比，`;
}

/** Why the final report changes a preliminary one. The sentence on paper knows it by this reason. */
export const FINAL_AFTER_PRELIMINARY = '急诊初步报告之后的正式报告';

/** What a later version says of itself; '' for a first one. */
export function amendmentText({ predecessor }: CanonicalReport): string {
  if (predecessor === null) return '';
  if (predecessor.kind === 'addendum') return `补充报告，补充版本 ${predecessor.version}（${printedTime(predecessor.signedAtLocal).slice(0, 16)}），原文未改。`;
  if (predecessor.reason === FINAL_AFTER_PRELIMINARY) return `正式报告，取代急诊初步报告（版本 ${predecessor.version}，${printedTime(predecessor.signedAtLocal).slice(0, 16)}）。`;
  const replaced = `更正报告，取代版本 ${predecessor.version}（${printedTime(predecessor.signedAtLocal).slice(0, 16)}）`;
  return predecessor.reason === '' ? `${replaced}。` : `${replaced}。更正原因：${predecessor.reason}`;
}

/**
 * A physician's name for a PN value. Han characters belong into the ideographic group (PS3.5 6.2.1.1) and stand in the first group too:
 * readers that know no other, many archives and dcmtk among them, would show nobody. A name is not cut into family and given name, because
 * nobody can tell 欧阳修 from 欧阳 and 修 by rule.
 */
export function physicianPersonName(name: string): PersonName {
  const text = name.replaceAll(/[\^=\\\p{Cc}\s]+/gu, ' ').trim();
  if (text === '') throw new Error('a physician has a name');
  return { alphabetic: text, ideographic: /\p{Script=Han}/u.test(text) ? text : '', phonetic: '' };
}
