import type { CheckedReport, ReportProblem } from './checked-report.ts';
import { isHistory, plainText, sentencesOf } from './clauses.ts';
import type { Mention, ReadText } from './mentions.ts';
import { negatedRanges } from './negation.ts';

const HEADING = /^(?:影像(?:学)?|初步|超声|CT|MRI?|X线)?(?:诊断意见|诊断印象|诊断|印象|结论|提示|意见)[:：]?/iu;
const POINTS_ELSEWHERE = /^(?:请)?(?:详?见|参[见照阅]|同|如)?(?:影像|检查|报告|超声|CT|MRI?|正文)?(?:上|前|下|所见|表现|正文|内容|检查所见|影像所见|影像表现|描述|上述|上所述|以上|上述所见)(?:所述|所见|描述|述)?$/u;
const SAYS_NOTHING = /^(?:无|暂无|略|待定|待诊|待补(?:充)?|待填(?:写)?|待写|待出|同前|见图|空|请结合临床|建议复查|建议随诊|随诊|.)$/u;

/** Empty, blank, only a heading or a number, 见上. */
export function checkMissingImpression({ impression }: CheckedReport): ReportProblem[] {
  const said = sentencesOf(impression)
    .flatMap((sentence) => plainText(sentence).split(/[,:]/u))
    .map((piece) => piece.replaceAll(/[^\p{L}\p{N}]/gu, '').replace(HEADING, '').replace(/^\d{1,2}$/u, ''))
    .filter((piece) => piece !== '' && !POINTS_ELSEWHERE.test(piece) && !SAYS_NOTHING.test(piece));
  return said.length > 0 ? [] : [{ code: 'missing-impression', level: 'block', section: 'impression', excerpt: impression.trim() }];
}

/** What everybody may have. With nothing else beside it a report is negative. */
const VARIANT = /正常变异|变异|副脾|奇叶|奇静脉裂|骨岛|副舟骨|二分髌骨|副骨|大枕大池|枕大池|透明隔间?腔|韦氏腔|骶化|腰化|移行椎|颈肋|叉状肋|籽骨|生理性|正常表现|胸腺影|血管周围间隙|永存/u;
const NORMAL = /未见|正常|未及|未发现|无异常|无明显|排除|没有|(?:BI|TI|Lung)-?RADS1(?!\d)(?:类|级)?|早孕|中孕|晚孕|活胎|与(?:年龄|月龄)相(?:符|仿)|阴性|窦性心律(?!不齐|失常)/iu;
/** Says nothing by itself. */
const ASIDE = /^(?:请|建议|必要时|随诊|随访|复查|结合|进一步|定期|余|对照|较前|较旧|年度)/u;
const DISEASE = /病|症|综合征|炎|瘤|癌|折|畸形|损伤|梗|栓|石|囊|肿|增生|增厚|增大|窄|扩张|积|缺损|裂|坏死|硬化|出血|占位|结节|BI-?RADS[34560]|TI-?RADS[2345]|PI-?RADS[345]|退变|退行|脱位|突出|膨出|疏松|异物|空洞|灶|疝|曲张|夹层|穿孔|气胸|不张|高密度|低密度|异常信号|乳腺发育|颤动|扑动|阻滞|早搏|期前收缩|(?<!窦性)心动过[速缓]|逸搏|预激|停搏|缺血|ST-?T改变|T波改变|ST段改变|(?:异常|不正常)心电图|Q-?T间期延长|低电压|起搏|脱垂|关闭不全|[反返]流|狭窄|闭[锁塞]|瘘|窦道|[内外]翻|低下|减低|减弱|减退|降低|亢进|肥[厚大]|衰竭|积[气脓水液血]|水肿|肿胀|渗出|异位(?!节律)|粘连|套叠|梗阻|阻生|多生牙|龋|脓|溃疡|浓聚|(?:摄取|代谢)增高|异常活跃|增粗|迂曲|受压|压迫|移位|偏[曲移]|松动|[侧后]弯|实变|浸润|纤维化|结核|感染|压缩|塌陷|扭转|死胎|停育|胎死|高压|脱髓鞘|破坏|破裂|毛玻璃|磨玻璃|陈旧|钙化|条索|扩[张大]|不全|残留|复发|转移|脱落|血栓|斑块|硬化|萎缩|游离体|骨赘|变性|变形|过[高低多少]|偏[大小宽厚]|前置|早剥|绕颈|增强灶|异常信号|异常强化/iu;
const POST_OPERATIVE = /术后/u;
/** What was there before and is there no more. */
const GONE = /已(?:完全|基本)?(?:吸收|消失|愈合|复张)|(?:完全|基本)吸收|未再显示/u;

export type Polarity = 'abnormal' | 'normal' | 'unclear';

/** The flag, against what the impression says. */
export function checkPositiveFlag(report: CheckedReport, impression: ReadText): ReportProblem[] {
  if (report.positive === null) return [];
  const polarity = polarityOf(report.impression, impression.mentions);
  const contradicts = report.positive ? polarity === 'normal' : polarity === 'abnormal';
  return contradicts ? [{ code: 'positive-flag', level: 'confirm', section: 'impression', excerpt: sentencesOf(report.impression)[0] ?? '' }] : [];
}

/** Whether an impression concludes an abnormality. An operation long ago is neither. */
export function polarityOf(text: string, mentions: readonly Mention[]): Polarity {
  const sentences = sentencesOf(text).filter((sentence) => !ASIDE.test(plainText(sentence)));
  const polarities = sentences.map((sentence) => polarityOfSentence(sentence, mentions));
  if (polarities.includes('abnormal')) return 'abnormal';
  return polarities.length > 0 && polarities.every((polarity) => polarity === 'normal') ? 'normal' : 'unclear';
}

function polarityOfSentence(sentence: string, mentions: readonly Mention[]): Polarity {
  const pieces = sentence.split(/[，,：:]/u).map((piece) => piece.trim()).filter((piece) => piece !== '');
  const polarities = pieces.map((piece) => polarityOfPiece(piece, mentions.filter(({ clause }) => clause.original === piece)));
  if (polarities.includes('abnormal')) return 'abnormal';
  return polarities.includes('normal') && !polarities.includes('unclear') ? 'normal' : 'unclear';
}

function polarityOfPiece(piece: string, mentions: readonly Mention[]): Polarity {
  const text = plainText(piece);
  if (isHistory(text) || ASIDE.test(text)) return NORMAL.test(text) ? 'normal' : text.startsWith('余') ? 'normal' : 'unclear';
  const affirmed = mentions.filter(({ isNegated, kind }) => !isNegated && kind === 'specific');
  if (VARIANT.test(text)) return affirmed.some(({ weight }) => weight !== 'trivial') ? 'abnormal' : 'normal';
  if (POST_OPERATIVE.test(text) && affirmed.every(({ isPast }) => isPast)) return 'unclear';
  if (GONE.test(text) && affirmed.every(({ isPast }) => isPast)) return 'unclear';
  if (affirmed.length > 0) return 'abnormal';
  if (NORMAL.test(text)) return 'normal';
  const denied = negatedRanges(text);
  const said = denied.reduceRight((left, { from, to }) => left.slice(0, from) + left.slice(to), text);
  if (DISEASE.test(said)) return 'abnormal';
  return denied.length > 0 ? 'normal' : 'unclear';
}
