import type { DescribedSeries } from '../../dicom/image/described-series.ts';
import type { Reading } from './series-class.ts';
import { says, seriesText, word } from './series-text.ts';

/** All bones of a child, or all of a myeloma. */
const WHOLE_SKELETON = '(?<!(?:skeletal|bone|metast[a-z]*|trauma|myeloma)[\\s_-]?)';
const SCOUT = [
  word('scouts?(?: ?views?)?', 'scano', 'topo', 'top(?:o)?grams?', 'sur ?view', `${WHOLE_SKELETON}(?:coil)?survey`, 'surv', 'locali[sz]ers?', 'locs?', 'plan[\\s-]?scan', 'pilot(?! ?(?:study|trial))', 'dingwei(?:xiang|pian|tu)?', 'aahscout'),
  /定位/u,
  // The three planes of a knee are a localizer too, whatever its sequence is called; three planes of a reformat are not.
  /(?<![a-z0-9])(?:3|three|tri)[\s_-]*(?:pl|plane|planes)(?![a-z])(?!.*(?:mpr|recon|reformat|重建))/,
];
/** A radiograph of that name measures the legs. */
const SCANOGRAM = word('scanograms?');
/** What says that a picture is a localizer. */
export const LOCALIZER_WORDS: readonly RegExp[] = [...SCOUT, SCANOGRAM];
/** To find the place for a needle, a wire or a beam. */
const FOR_A_NEEDLE = [/穿刺|活检|放疗|化疗|引导|粒子|消融|介入|术前|术中|导丝|靶区|适形|钩针|结节定位|肿[瘤块]定位|定位针|模拟定位|异物|胎[盘儿位]|节育器|定位诊断|[马玛γ]\s?刀|射波刀|钩丝|弹簧圈|微创|导航|立体|电极|靶点|病灶定位|深静脉|导管/u, word('biops(?:y|ies)', 'radiotherapy', 'rt', 'sim(?:ulation)?', 'guid(?:ed|ance)', 'needle', 'wire', 'dbs', 'sbrt', 'srs', 'gamma ?knife', 'cyber ?knife')];

/** A picture to plan others by. Image Type (0008,0008) value 3 LOCALIZER says it, or the words. */
export function readLocalizer({ modality, imageType = [], seriesDescription, protocolName = '' }: DescribedSeries): Reading<boolean> {
  if (imageType.some((value) => value.trim().toUpperCase() === 'LOCALIZER')) return { value: true, source: 'image-type' };
  const description = seriesText(seriesDescription);
  if (says(description, ...SCOUT) || (['CT', 'MR', 'PT', ''].includes(modality) && says(description, SCANOGRAM))) return { value: !says(`${description} ${seriesText(protocolName)}`, ...FOR_A_NEEDLE), source: 'description' };
  if (description === '' && says(seriesText(protocolName), ...SCOUT) && !says(seriesText(protocolName), ...FOR_A_NEEDLE)) return { value: true, source: 'protocol' };
  return { value: false, source: 'nothing' };
}
