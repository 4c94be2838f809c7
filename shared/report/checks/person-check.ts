import type { CheckedReport, ReportProblem } from './checked-report.ts';
import { WRITTEN_SECTIONS } from './clauses.ts';

const COMPOUND = '欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|令狐|呼延|轩辕|拓跋';
const COMMON = '高于傅阎赖洪王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由';
/** Surnames that begin no other word where a sentence begins. */
const SURE = '王李张刘陈杨赵黄周吴徐孙朱郭梁宋韩唐冯董萧曹袁邓傅沈彭吕苏卢蒋蔡魏薛阎闫潘杜戴汪姜姚谭廖邹陆郝崔秦邵孟钱丁贾尹侯邱贺龚樊';
/** One surname and one or two characters. Latin, digits and punctuation end a name. */
const NAME = `(?:${COMPOUND})[\\p{Script=Han}]{1,2}|[${COMMON}][\\p{Script=Han}]{1,2}`;
const AFTER_LABEL = String.raw`(?=$|[\s，,。；;：:、（(）)]|[男女]|\d|左|右|双|因|于|既往|曾|行|术|有|无|为|自|来|就|昨|今|近|接受|要求|已|未|检|复|外伤|车祸|跌|摔|坠|撞|入院|发热|咳|突|空腹|饮|服|住|诉|持|带|由|经|与|上次|前次|本次|此次|首次|再次|原|旧|该|其|肝|肺|胆|肾|脑|胸|腹|头|颈|腰|甲状腺|乳|子宫|膀胱|前列腺|心|主诉|自述|前片|旧片|原片|的|今|同志)`;

/** What no given name has in it, and what begins like a surname and is none: 高龄, 车祸伤, 平卧. */
const NOT_A_NAME =
  /黄[韧体疸色]|周[围边身期岁末]|陈[旧述诉]|张[力口闭开]|苏醒|陆续|唐[氏筛]|孙[女子]|韩国|周[一二三四五六日]|张嘴|戴[环镜着有口假]|石[膏骨]|万[元分]|许莫|范围|程度|曾|马[尾蹄]|任何|危急|丁字|孟氏|苏木|高龄|高热|高血|高处|高位|高密|高度|于[外我本院前后术其此该]|洪[亮]|高信|高回|车祸|安静|平卧|平躺|平素|平扫|平片|平均|常规|严重|时有|白天|白细|成人|成年|水肿|方便|向[左右前后上下]|于[今昨]|[膝髋肩腰颈胸腹头手足眼耳鼻口乳]|全[身麻部肺腹]|双[侧肺肾]|关节|连续|温度|强[化回直]|支[气架]|石膏|金属|容积|广泛|管腔|房颤|国产|伊始|计划|相[关符]|花费|海[绵马]|由于|来[院诊自]|满意|和缓|易[激动]|乐观|应[用激]|游离|解剖|符合|普[通查]|公斤|干咳|居家|农[民药]|阴性|阳性|冷[汗痛]|温水|牛奶|鱼刺|米粒|毛[刺玻糙]|明[显确]|单[纯位侧]|目前|配合|要求|家属|本人|既往|门诊|急诊|包[块膜绕裹]|边[缘界]|范围|方[位向]|时[相间]|元[素]|项[背]|席|江|云[絮雾]|汤|束|池|[病症痛影像密肺肝肾脑骨肌膜腔管脉椎诊医检查术史余何未见无及或者的了在是有可因侧区]|[男女]$|请|显|叶|^[左右双]/u;
const DOCTOR_AFTER = /^(?:[\p{Script=Han}]{0,2})?(?:主任|医师|医生|大夫|教授|护士|技师|技士|老师|院长|科长|主治|住院总|护师|护士长|药师)/u;
const DOCTOR_BEFORE = /(?:医师|医生|大夫|护士|主任|技师|教授|主治|护士长|通知|告知|联系|致电|接听者?|接听人|接电话者?|报告人|审核|会诊|申请者?|操作者|执行者|家属|家长|法人)[:：]?\s*$/u;

interface FoundName {
  readonly name: string;
  readonly level: 'block' | 'confirm';
  readonly excerpt: string;
}

/** Another person in the text: a name, or a sex and an age that are not the patient's. */
export function checkPersons(report: CheckedReport): ReportProblem[] {
  return WRITTEN_SECTIONS.flatMap((section) => {
    const text = report[section];
    const found = [...namesIn(text, hanName(report.patientName)), ...strangersIn(text, report)][0];
    return found === undefined ? [] : [{ code: 'other-patient', level: found.level, section, excerpt: found.excerpt } as const];
  });
}

/** The Han part of a name; '' for a name that was only written in Latin letters: then no name can be compared. */
function hanName(patientName: string): string {
  const group = patientName.split('=').find((part) => /\p{Script=Han}/u.test(part)) ?? '';
  return group.replaceAll(/[^\p{Script=Han}]/gu, '');
}

const PATTERNS: readonly { readonly pattern: RegExp; readonly level: FoundName['level']; readonly isLabelled: boolean }[] = [
  { pattern: new RegExp(String.raw`(?:患者|病人|受检者|病员|伤者)?姓名\s*[:：为]?\s*(${NAME})`, 'gu'), level: 'block', isLabelled: true },
  { pattern: new RegExp(String.raw`(?:患者|病人|患儿|受检者|被检者|病员|伤者|检查者|孕妇|产妇|被检人|受检人|送检者|检查对象)\s*[:：]?\s*(${NAME})${AFTER_LABEL}`, 'gu'), level: 'block', isLabelled: false },
  { pattern: new RegExp(String.raw`(?<![\p{Script=Han}])(${NAME})[，,、\s（(]*(?:性别[:：]?)?[男女](?:性)?(?=$|[，,、。；\s\d）)])`, 'gu'), level: 'confirm', isLabelled: false },
  { pattern: new RegExp(String.raw`(?:^|[，,。；;：:、\s（(]|请|与|和|同|将|嘱|系|为)(${NAME})(?:女士|先生|小姐|同志|大爷|大妈|大叔|阿姨|奶奶|爷爷|小朋友)`, 'gu'), level: 'confirm', isLabelled: true },
  { pattern: new RegExp(String.raw`(?:患者|病人|患儿|受检者|被检者|病员|伤者|孕妇|产妇|被检人|受检人)\s*[:：]?\s*([${SURE}][\p{Script=Han}]{2})`, 'gu'), level: 'confirm', isLabelled: false },
  { pattern: new RegExp(String.raw`(?:^|[，,。；;：:、\s（(])([${SURE}])(?=女士|先生|小姐|大爷|大妈|大叔|阿姨|奶奶|爷爷)`, 'gu'), level: 'confirm', isLabelled: true },
  { pattern: new RegExp(String.raw`(?:与|同|和|对比|比较|参照|参考|对照|较|系|为)(${NAME})(?:的)?\s*(?=(?:19|20)\d{2}|前片|旧片|原片|既往片|上次)`, 'gu'), level: 'confirm', isLabelled: false },
  { pattern: new RegExp(String.raw`(?:^|[。；;\n])\s*((?:${COMPOUND})[\p{Script=Han}]{1,2}|[${SURE}][\p{Script=Han}]{2})(?=[，,：:]|\s*(?:CT|MR|DR))`, 'gu'), level: 'confirm', isLabelled: false },
  { pattern: new RegExp(String.raw`(?:^|[。；;\n，,])\s*([${SURE}][\p{Script=Han}]{2})(?=左[侧肺肾膝踝腕肘肩髋足手乳眼耳叶上下]|右[侧肺肾膝踝腕肘肩髋足手乳眼耳叶上下]|双[侧肺肾膝踝腕肘肩髋足手乳眼耳]|两肺|肝[脏右左]|胆囊|甲状腺|子宫|前列腺|膀胱|主动脉|纵隔|气管|脊柱|心影|胸廓|脑[室实沟]|骨盆|乳腺|的?(?:CT|MR|DR|片|图像|影像|检查)|胸部|腹部|头颅|颅脑|腰椎|颈椎|盆腔|正位|双侧|双肺|心脏|患者)`, 'gu'), level: 'confirm', isLabelled: false },
  { pattern: new RegExp(String.raw`[（(]\s*([${SURE}][\p{Script=Han}]{1,2})\s*[）)]`, 'gu'), level: 'confirm', isLabelled: false },
];

function namesIn(text: string, own: string): FoundName[] {
  if (own === '') return [];
  return PATTERNS.flatMap(({ pattern, level, isLabelled }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const name = match[1] ?? '';
      const at = match.index + match[0].indexOf(name);
      const before = text.slice(0, at);
      const after = text.slice(at + name.length);
      if (text.startsWith(own, at) || own.includes(name) || name.startsWith(own)) return [];
      if (DOCTOR_AFTER.test(after) || DOCTOR_BEFORE.test(before) || /^[某X×*]/u.test(name.slice(1))) return [];
      if (!isLabelled && NOT_A_NAME.test(name)) return [];
      if (/(?:主任|医师|医生|大夫|教授|护士|老师)$/u.test(name)) return [];
      return [{ name, level, excerpt: match[0].trim() }];
    }),
  );
}

/** `患者，女，58岁` in the report of a man, an age that is years off, an identity number of somebody else. */
function strangersIn(text: string, { sex, ageYears, studyDate }: CheckedReport): FoundName[] {
  const found: FoundName[] = [];
  const said = /(?:患者|病人|患儿|受检者)\s*[，,、]?\s*(?:为|系)?\s*(男|女)(?:性)?(?=[，,。；、\s\d]|患|$)|(?:老年|中年|青年|成年)?(男|女)性(?:患者|病人)/u.exec(text);
  const saidSex = said?.[1] ?? said?.[2];
  if (said !== null && saidSex !== undefined && ((sex === 'M' && saidSex === '女') || (sex === 'F' && saidSex === '男'))) {
    found.push({ name: '', level: 'confirm', excerpt: said[0] });
  }
  const age = /(?:患者|病人|患儿|受检者)[^。；\d]{0,8}?(\d{1,3})岁/u.exec(text);
  if (age !== null && ageYears !== null && Math.abs(Number(age[1]) - ageYears) > 2) found.push({ name: '', level: 'confirm', excerpt: age[0] });
  const number = /(?<!\d)\d{6}((?:19|20)\d{2})\d{4}\d{2}(\d)[\dXx](?!\d)/u.exec(text);
  if (number !== null) {
    const isOtherSex = (sex === 'M' || sex === 'F') && (Number(number[2]) % 2 === 1) !== (sex === 'M');
    const ageThen = Number(/\d{4}/u.exec(studyDate)?.[0] ?? Number.NaN) - Number(number[1]);
    const isOtherAge = ageYears !== null && Math.abs(ageThen - ageYears) > 2;
    if (isOtherSex || isOtherAge) found.push({ name: '', level: 'confirm', excerpt: number[0].slice(0, 6) });
  }
  return found;
}
