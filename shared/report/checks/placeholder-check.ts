import type { CheckedReport, ReportProblem } from './checked-report.ts';
import { WRITTEN_SECTIONS } from './clauses.ts';

/** Gaps that a template leaves for the physician. The first that is found is reported. */
const GAPS: readonly RegExp[] = [
  // A heading that words follow is none.
  /【(?!(?:(?:影像|检查|超声|CT|MRI?|X线|心电图?|扫描|临床|诊断)?(?:技术|方法|所见|表现|诊断|印象|结论|意见|建议|附注|备注)|(?:检查|扫描)(?:部位|参数|目的)|(?:临床)?病史|(?:影像)?(?:比较|对比))】\s*[^\s【])[^】]{0,120}】/u,
  /\[\s*(?:\s|请|选择|部位|大小|左|右|填|输入|数值|描述|侧|[xX×_.…?？]|\d?\s*(?:mm|cm))[^\]]{0,20}\]|\[\s*\]/iu,
  /\[[^\]]*(?:请|描述|填写|选择|补充|如有|待定)[^\]]*\]/u,
  /(?<![A-Za-z0-9])[A-Za-z][_＿](?![A-Za-z0-9])/u,
  // The name of a field, alone in its brackets.
  /[[［（(<＜〔]\s*[\u4e00-\u9fff]{0,4}(?:节段|部位|侧别|方位|方向|位置|大小|数量|个数|枚数|数目|级别|分级|等级|分期|形态|程度|日期|时间|姓名|名称|长度|宽度|厚度|角度|直径|径线|范围|医师|医生|科室|电话|序号|性质|类型|类别|分类|数字|数据|段名|叶名)\s*[\]］）)>＞〕]|(?<![A-Za-z])[SCTL]\s*[[［][^\]］]*[\]］]/u,
  /\{[^}]{0,30}\}|｛[^｝]{0,30}｝|<\s*(?:请|选择|部位|大小|侧别|左|右|填|输入|描述|日期|数值)[^>]{0,20}>|《\s*》|\$\{?[A-Za-z_]+/u,
  /[（(]\s*[）)]/u,
  /[_＿]{2,}|—{4,}/u,
  /[×✕╳]{2,}|(?<![A-Za-z])[xX]{2,}(?=$|[^A-Za-z]|mm|cm|ml|HU)|[*＊]{2,}|[#＃]{2,}|[○〇□■]{1,}(?=\s*(?:mm|cm|年|月|日|侧|叶|段|枚|[，。,.]|$))|[?？]{2,}|△{2,}/iu,
  /(?:大小|直径|长径|短径|最大径|径线|厚|厚度|宽|深|范围|长|高)\s*(?:约|为|约为)?\s*(?:mm|cm)/iu,
  /约\s*(?:mm|cm|HU|ml|层|枚|个|％|%)(?![A-Za-z])/iu,
  /\d\s*(?:mm|cm)?\s*[×xX*]\s*(?:mm|cm)(?![A-Za-z])/iu,
  /(?:约|为|大小|范围)\s*(?:[×xX*]\s*)+\d*(?:\.\d+)?\s*(?:mm|cm)/iu,
  /RADS\s*(?:[XＸ?？×*＿_—]|(?=[类级分]))/iu,
  /(?<![A-Za-z0-9])[SCTL]\s*[?？*＊_＿]|[?？]\s*(?=[段椎肋叶侧])/u,
  /第\s*(?=[肋掌跖趾指颈胸腰骶](?![一二三四五六七八九十]))|(?<![A-Za-z0-9])[SCTL]\s*(?=段|椎)|(?<![A-Za-z0-9])[CTL]\s*[-–]\s*(?=椎)/u,
  /[*＊?？]\s*(?:mm|cm|[×xX]\s*[*＊?？\d])/iu,
  /左\s*[/／]\s*右|右\s*[/／]\s*左|[有]\s*[/／]\s*无|是\s*[/／]\s*否|阳性\s*[/／]\s*阴性|[（(](?:左|右)\s*[、,，/／]\s*(?:左|右)[)）]/u,
  /待(?:补充|填写|填|录入|输入|完善描述|修改|定稿)|此处(?:填写|描述|输入)|请(?:选择|填写|输入|补充)(?!.*复查)|TODO|TBD|lorem/iu,
  /(?:^|[^\d])(?:年\s*月\s*日)/u,
  /选填|必填|任选|选一|择一|删除(?:本|此|该|不)|不适用(?:则|请)|如无(?:则|请)删|请删|模板|范文|占位符|某某|(?<![A-Za-z])(?:null|NaN|undefined|N\/A)(?![A-Za-z])/iu,
  // 积液/无积液, 正常/异常, 光滑/毛糙: a choice that nobody made.
  /([\u4e00-\u9fff]{1,6})[/／](?:无|未见|不)\1|(?:正常[/／]异常|清晰[/／]模糊|光滑[/／](?:毛糙|粗糙)|完整[/／](?:缺损|中断)|通畅[/／](?:狭窄|堵塞)|存在[/／](?:缺如|消失)|(?:均匀|规则|对称|清楚|清晰|光滑|完整|通畅)[/／]不)|(?:增大|增高|增厚|增宽|缩小|降低|扩张|狭窄|轻度?|上)[/／](?:缩小|减低|降低|变薄|变窄|增大|正常|中度?[/／]重|中[/／]下)/u,
  /(?<![\d.A-Za-z])[*＊×Xx]\s*(?:点|叶|段|级|类|枚|个|肋|分(?!钟)|次|月|周|岁|侧|区|度|期)/u,
  /(?<=[\u4e00-\u9fff\d])[_＿](?=[\u4e00-\u9fff])|…{2,}/u,
  /约\s*[-–~～]+\s*(?:mm|cm|ml|[×xX*])|(?<![\d.])0+(?:\.0+)?\s*(?:mm|cm)?\s*[×xX*]\s*0+(?:\.0+)?\s*(?:mm|cm)/iu,
  /[.。…]{6,}|\.{4,}/u,
];

/** Gaps of a template that are still in the text. */
export function checkPlaceholders(report: CheckedReport): ReportProblem[] {
  return WRITTEN_SECTIONS.flatMap((section) => {
    const gap = placeholderIn(report[section]);
    return gap === undefined ? [] : [{ code: 'placeholder', level: 'block', section, excerpt: gap } as const];
  });
}

/** The first gap as it stands in the text; undefined where there is none. */
export function placeholderIn(text: string): string | undefined {
  for (const gap of GAPS) {
    const found = gap.exec(text)?.[0].trim();
    if (found !== undefined && found !== '') return found;
  }
  return undefined;
}
