/** Text that an abbreviation stands for. */
export interface ReportMacro {
  /** Letters and digits, small: `zc`. Typed as `;zc` and a space. */
  readonly abbreviation: string;
  readonly text: string;
}

/** What a department starts with. */
export const DEFAULT_MACROS: readonly ReportMacro[] = [
  { abbreviation: 'wjyc', text: '未见异常' },
  { abbreviation: 'wjmx', text: '未见明显异常' },
  { abbreviation: 'jzcx', text: '胸腔未见积液，纵隔未见肿大淋巴结。' },
  { abbreviation: 'zxjz', text: '中线结构居中，脑室系统形态大小正常。' },
  { abbreviation: 'qjhlc', text: '请结合临床。' },
  { abbreviation: 'jysf', text: '建议【3|6|12】个月后复查。' },
  { abbreviation: 'jyzq', text: '建议增强扫描进一步检查。' },
  { abbreviation: 'jywx', text: '较前片无明显变化。' },
  { abbreviation: 'jyzd', text: '较前片增大，现约【例:12 mm】。' },
  { abbreviation: 'jyss', text: '较前片缩小，现约【例:8 mm】。' },
  { abbreviation: 'shgb', text: '术后改变，未见复发征象。' },
  { abbreviation: 'bqxs', text: '扫描范围内所示骨质未见破坏。' },
];

export interface MacroExpansion {
  /** Zero-based, of the `;` that goes. */
  readonly from: number;
  /** Exclusive: where the cursor stands. */
  readonly to: number;
  readonly text: string;
}

const TYPED = /[;；]([a-z0-9]{1,16})$/iu;

/** What a space behind the cursor expands; undefined where the text before it is no abbreviation. */
export function expandMacro(before: string, macros: readonly ReportMacro[]): MacroExpansion | undefined {
  const match = TYPED.exec(before);
  if (match === null) return undefined;
  const abbreviation = (match[1] ?? '').toLowerCase();
  const macro = macros.find((one) => one.abbreviation === abbreviation);
  return macro === undefined ? undefined : { from: match.index, to: before.length, text: macro.text };
}
