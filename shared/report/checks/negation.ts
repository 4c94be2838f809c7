export interface TextRange {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** What begins a denial. 无回声 is a description, 无变化 denies nothing, 不除外 suspects. */
const NEGATOR =
  /未见到?|未及|未发现|未显示|未提示|未查见|未探及|未扪及|未观察到|未有|未(?=[受累突扩增塌压移肿强狭梗骨破侵变])|无(?!回声|名|变化|明显变化|显著变化|明显改变|功能|气肺|强化(?:的)?(?:坏死|区|灶|低|囊)|法|症状|需|菌性|移位性?骨折|明显移位性?骨折|移位的)|没有|否认|不伴|不合并|不支持|(?<!不能|不可|不|未|待|需|进一步|检查)排除|(?<!不能|不可|不|未|待|需|进一步|检查)除外|不(?=扩张|增宽|增厚|增大|肿大|狭窄|突出|强化|受压)/gu;
/** What ends a denial inside a clause. */
const TURN = /但|而|仅见|可见|另见|伴有|余|；/u;
/** Behind the thing that is denied: 骨折征象未见, 肺栓塞已排除. */
const DENIED_AT_END = /(?:未见|阴性|(?<!不|不能|待|未)(?:可|已|基本|可以)?(?:排除|除外)|不成立)(?:明显|确切)?$/u;

/** Where a clause denies. */
export function negatedRanges(text: string): readonly TextRange[] {
  const ranges: TextRange[] = [];
  for (const match of text.matchAll(NEGATOR)) {
    const from = match.index + match[0].length;
    const rest = text.slice(from);
    const turn = TURN.exec(rest);
    ranges.push({ from, to: turn === null ? text.length : from + turn.index });
  }
  const end = DENIED_AT_END.exec(text);
  if (end !== null && /(?:不|不能|待|未)(?:可|以)?$/u.exec(text.slice(0, end.index)) === null) ranges.push({ from: 0, to: end.index });
  return ranges;
}

/** What is left of a clause when all that it denies is cut out. */
export function withoutDenied(text: string): string {
  return negatedRanges(text).reduceRight((left, { from, to }) => left.slice(0, from) + left.slice(to), text);
}
