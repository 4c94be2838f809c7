import type { CheckedReport, ReportProblem } from './checked-report.ts';
import { clausesOf, isHistory } from './clauses.ts';
import { isEcg } from './ecg-check.ts';
import { withoutDenied } from './negation.ts';

/** A diagnosis, and the words of which the findings must hold one: wide of all that it has been described with. */
interface Ground {
  readonly diagnosis: RegExp;
  readonly signs: RegExp;
  /** Streaks, dots and fluid are no sign of it. */
  readonly isSolid?: true;
}
const ground = (diagnosis: string, signs: string): Ground => ({ diagnosis: new RegExp(diagnosis, 'iu'), signs: new RegExp(`${diagnosis}|${signs}`, 'iu') });
/** A place that is concluded to be ill must be named, or held by a wider name. */
const place = (names: string, wider = names): Ground => ({ diagnosis: new RegExp(names, 'iu'), signs: new RegExp(`${names}|${wider}`, 'iu') });

const GROUNDS: readonly Ground[] = [
  ground('结石', '强回声|高回声|高密度|致密|声影|充盈缺损|钙化|低信号|泥沙|沉积|粪石|晶'),
  ground('囊肿', '囊|无回声|低密度|低回声|圆形|[长高]T2|高信号|低信号|水样|液|透[声亮]|暗区|憩室|回声|无强化'),
  ground('脂肪肝', '脂|细密|密集|衰减|密度[^，]*(?:减|降|低)|低于脾|CT值|回声[^，]*(?:增|强|粗)|反相位|信号[^，]*(?:减|下降|降)'),
  ground('肝硬化', '光整|光滑|波浪|锯齿|比例|结节|肝裂|缩小|表面|粗|凹凸|平整|门静脉|脾大|腹水|曲张|缩小'),
  ground('副脾', '脾[^。]*(?:结节|回声|密度|团|影)'),
  ground('脾(?:脏)?(?:肿|增)?大', '脾[^。；]{0,24}(?:大|厚|长|肋单元|饱满|mm|cm)'),
  ground('(?:胸腔|胸)积液|胸水', '胸腔|肋膈角|积液|液|外高内低|弧形'),
  ground('心包积液', '心包|心腔'),
  ground('(?:腹腔|盆腔)(?:少量|大量|中量)?积液|腹水', '液|无回声|水样|暗区'),
  ground('气胸', '无肺纹理|压缩|气体|透亮|积气|脏层|气腔'),
  ground('肺气肿', '气肿|充气|透[亮光][度区]?|桶状|密度减低|低密度|膈[^，]*低|增宽'),
  ground('肺?大[疱泡]', '疱|泡|囊|透亮|气腔|含气'),
  ground('支气管扩张|支扩', '扩张|轨道|印戒|蜂窝|囊状|柱状|增宽'),
  ground('支气管炎', '纹理|支气管|管壁|斑片|渗出|模糊|影'),
  ground('肺不张|膨胀不全|不张', '体积|实变|密度|复张|影|塌陷|压缩|受压'),
  ground('肺水肿', '模糊|蝶翼|磨玻璃|间隔|[瘀淤]血|水肿|渗出|斑片|片'),
  ground('陈旧灶|纤维灶|硬结灶|钙化灶|陈旧性病[变灶]', '索|钙化|纤维|硬结|致密|高密度|陈旧|斑|结节|强回声|影'),
  ground('胸膜(?:增厚|肥厚|粘连)', '胸膜|肋膈角|膈|胸廓'),
  ground('心影?(?:增大|扩大)|心脏(?:增大|扩大)', '心影|心脏|心胸比|[房室]|全心|[左右]心'),
  ground('左(?:心)?房(?:增大|扩大|扩张)|双房(?:增大|扩大)', '左(?:心)?房|双(?:心)?房|全心|左心|LA|心房|双房'),
  ground('左(?:心)?室(?:增大|扩大|扩张)', '左(?:心)?室|全心|左心|LV|心影'),
  ground('右(?:心)?房(?:增大|扩大|扩张)', '右(?:心)?房|双(?:心)?房|全心|右心|RA|双房'),
  ground('右(?:心)?室(?:增大|扩大|扩张)', '右(?:心)?室|右房室|全心|右心|RV'),
  ground('肺动脉高压', '肺动脉|三尖瓣|PASP|右心'),
  ground('主动脉(?:粥样)?硬化', '主动脉|动脉壁|管壁|钙化|斑块|迂曲|硬化|血管'),
  ground('骨质疏松', '骨质|骨小梁|骨密度|T值|稀疏|透亮|皮质[^，]*薄|双凹|密度'),
  ground('骨岛', '致密|高密度|低信号|骨岛'),
  ground('骨质增生|退行性|退变|骨关节炎|骨性关节|骨关节病|颈椎病', '增生|骨赘|变尖|尖锐|骨刺|窄|退|硬化|骨桥|唇|信号|变扁|毛糙|磨|缺损|间隙|膨|突|肥|曲度|积气|侧|软骨|变直|毛刷|不[均平光]|厚|囊变|陡|Schmorl|许莫|薄|钙化|萎缩'),
  ground('侧[弯凸]', '侧[弯凸]|Cobb|弯|凸|S形|C形'),
  ground('椎管狭窄', '椎管|矢径|硬膜囊|狭窄|受压'),
  ground('滑脱', '滑|移|阶梯|错位'),
  ground('黄韧带肥?厚', '黄韧带'),
  ground('后纵韧带骨化', '后纵韧带|OPLL'),
  ground('峡部裂|崩裂', '峡部|裂|不连'),
  ground('隐性?裂|脊柱裂', '裂|未[^，]{0,2}[愈闭]|不连|融合'),
  ground('骶髂关节炎|强直性脊柱炎', '骶髂|竹节|强直|关节面'),
  ground('滑膜炎', '滑膜|积液|液|增厚'),
  ground('股骨头[^，]{0,6}坏死', '股骨头|坏死|双线|塌陷'),
  ground('脑萎缩|老年性?脑', '脑沟|脑室|脑?裂|萎缩|池|增[宽深]|白质|缺血|腔隙'),
  ground('白质(?:疏松|变性|病变|脱髓鞘|缺血|高信号|改变|缺血性)|脱髓鞘|Fazekas', '白质|脑室旁|脑室周围|半卵圆|放射冠|缺血|斑点|点状|FLAIR|脱髓|高信号|低密度|皮层下|斑片|髓内|T2|信号'),
  ground('脑积水', '脑室|积水|扩'),
  ground('脑疝|小脑幕切迹疝|海马沟回疝|大脑镰下疝', '疝|中线|池|移位|受压|移'),
  ground('鼻窦炎|上颌窦炎|筛窦炎|蝶窦炎|额窦炎', '窦|黏膜|粘膜|液|软组织|充填|窦腔'),
  ground('骨折', '折|不连续|中断|断|透亮线|低密度线|线[状样]|变扁|楔|压缩|碎|皱|隆起|凹|线|分离|水肿|移位|成角|裂|塌|错位|不连|骨片|扭曲|褶|高信号|脱位|滑脱'),
  ground('脱位', '脱位|移|分离|失|对位|间隙|对应|空虚|增宽|错|半脱|排列|滑脱|交锁|沈通|骨化中心|髋臼角'),
  ground('动脉瘤', '瘤|突起|突出|膨|扩张|凸|囊|增宽|局限|出血|铸型|密度增高|高密度|血肿'),
  ground('夹层', '内膜|腔|壁间|血肿|新月|内瓣'),
  ground('栓塞', '栓|缺损|闭塞|截断|显影|中断|稀疏'),
  ground('血栓', '栓|充盈缺损|低回声|回声|实性|压[瘪闭缩]|充盈|血流|信号'),
  ground('静脉曲张', '曲张|迂曲|增粗|扩张|反流'),
  ground('肌瘤', '肌瘤|低回声|结节|团|肿块|低信号|占位|回声|肿物|突|密度'),
  ground('腺肌症|腺肌病', '腺肌|厚|增大|回声|结合带|不均|球形|饱满|粗'),
  ground('息肉', '息肉|隆起|突起|附壁|高回声|回声|结节|软组织|充盈缺损|半圆|带蒂|影'),
  ground('畸胎瘤', '脂|畸胎|强回声|混合|钙化|面团|囊|毛发|牙'),
  ground('前列腺(?:增生|肥大)', '前列腺|移行带|腺体'),
  ground('积水', '积水|扩张|分离|扩大|增宽|肾盂|集合系统|无回声'),
  ground('胆囊炎', '胆囊'),
  ground('胰腺炎', '胰'),
  ground('腺样体(?:肥大|增大|肥厚|增生)', '腺样体|鼻咽|后壁|后鼻孔'),
  ground('阻生', '阻生|埋伏|倾|近中|萌出|水平|位'),
  ground('龋', '龋|缺损|低密度|透[亮射]'),
  ground('根尖(?:周)?(?:炎|囊肿|脓肿|病变)', '根尖|透[亮射]|低密度'),
  ground('空洞', '空洞|空腔|透亮|液平|厚壁|T2|信号'),
  ground('肺栓塞', '栓|缺损|截断|充盈'),
  ground('血管瘤', '血管瘤|回声|密度|强化|信号|结节|栅栏|肿块|团|影'),
  ground('乳腺?增生', '增生|腺体|结构|紊乱|不均|豹纹|导管|致密|结节|片状'),
  ground('桥本|甲状腺炎|弥漫性病变', '弥漫|不均|网[格状]|粗|厚|增大|减低|血流'),
  ground('椎间盘(?:突出|脱出|膨出)', '突出|膨出|脱出|突|受压|后缘|膨|疝|椎间盘'),
  ground('韧带(?:撕裂|断裂|损伤)', '韧带'),
  ground('半月板', '半月板'),
  ground('(?:关节|髌上囊|髋|膝|肩|踝|肘)[^，]{0,4}积液', '积液|液|囊|暗区|肿'),
  ground('淋巴结(?:肿大|转移|结核|炎)', '淋巴结|结节|LN'),
];

/** Of what is solid, or an inflammation of the lung. */
const SOLID: readonly Ground[] = [
  ground('癌(?!栓|胚)|占位|肉瘤|肿瘤|转移瘤|恶性', '肿块|结节|团|肿物|新生物|厚|软组织|强化|影|[低高等混]密度|回声|信号|狭窄|隆起|缺损|破坏|浓聚|代谢|摄取|不规则|灶|囊|钙化|瘤|截断|包块|突|溃疡|菜花|宽|增粗|肿|实变'),
  ground('结节', '肿块|灶|团|圆|影|肿|密度|GG|磨玻璃|信号|强化|囊|回声|突|斑片'),
  ground('肺(?:部)?(?:炎|感染)|肺[^，]{0,8}(?<!慢性|陈旧性?)(?:炎症|感染|炎性)', '斑片|片[状影絮]|渗出|实变|磨玻璃|模糊|浸润|絮|网格|树芽|纹理|条片|密度增|高密度|不张|空洞|充气|炎|(?<!结节|肿块)影|感染|间质|液平|囊'),
].map((one) => ({ ...one, isSolid: true }));

/** Places of one organ, or small ones that no normal report need name. */
const PLACES: readonly Ground[] = [
  place('胆囊', '胆'), place('胆总管|胆管|胆道|胆系', '胆|肝内?管|Vater|壶腹|胰头'), place('输尿管', '肾盂|尿路|壁内段|积水|膀胱入口|肾'), place('肾上腺', '肾上腺'), place('阑尾', '回盲|右下腹'),
  place('直肠', '肠|盆'), place('乙状结肠', '结肠|肠'), place('食管', '贲门|胸段|纵隔'), place('膀胱', '膀胱|尿'), place('宫颈', '子宫|宫|内口'), place('卵巢|附件', '附件|卵巢|盆腔|宫旁|输卵管|囊'),
  place('鼻中隔', '鼻'), place('鼻甲', '鼻'), place('上颌窦', '窦'), place('筛窦', '窦|筛'), place('蝶窦', '窦'), place('额窦', '窦'), place('乳突', '中耳|气房|鼓'),
  place('声带', '声门|喉|室带'), place('会厌', '会厌|喉'), place('垂体', '鞍'), place('二尖瓣', '瓣|MV|二'), place('三尖瓣', '瓣|TR'), place('主动脉瓣', '瓣|AV'),
  place('房间隔', '房间隔|卵圆|房水平'), place('室间隔', '室间隔|间隔|室壁|室水平|心肌'), place('前交叉韧带', '交叉韧带|ACL'), place('后交叉韧带', '交叉韧带|PCL'), place('腘窝|Baker', '腘|后方|半膜'),
  place('骶髂', '骶髂|髂骨|骶骨'), place('颈内动脉', '颈内|颈动脉|ICA|虹吸|C\\d|眼|海绵窦|鞍'), place('椎动脉', '椎动脉|VA|V\\d|基底'), place('大脑中动脉(?!供血)', '大脑中|MCA|M\\d'), place('基底动脉(?!供血)', '基底'),
  place('前交通', '前交通|大脑前'), place('后交通', '后交通|颈内|后循环'), place('门静脉|门脉', '门|肝硬化|脾大|曲张'), place('腘静脉', '腘|静脉'), place('大隐静脉', '隐|静脉'), place('肌间静脉', '肌间|静脉'),
  place('前降支|LAD', '前降支|LAD|左冠|LM|三支'), place('回旋支|LCX', '回旋支|LCX|左冠|三支|钝缘'), place('右冠|RCA', '右冠|RCA|三支|冠(?:状动)?脉[^，]{0,4}(?:多发|弥漫|各)'), place('左主干', '左主干|LM'), place('心肌桥', '肌桥|心肌'),
  place('肩袖|冈上肌', '冈|肩袖|肌腱'), place('跟腱', '腱'), place('距骨', '距|踝'), place('颧弓', '颧'), place('鼻骨', '鼻'), place('眶壁|纸样板', '眶|纸样'), place('视神经', '视|眶'), place('晶状体', '晶'),
  place('桥小脑角|听神经', '桥小脑角|内听道|听神经|面听|CPA'), place('鞍区|鞍上|鞍旁', '鞍|垂体|蝶鞍|视交叉'), place('小脑(?!幕|角|扁桃|萎缩|梗)', '小脑|后颅窝|幕下'), place('脑干|脑桥|桥脑|中脑|延髓', '脑干|脑桥|桥脑|中脑|延髓|桥|幕下|大脑脚'),
  place('丘脑', '丘脑|基底节|脑室旁|深部|腔隙'), place('基底节|壳核|尾状核|内囊|外囊|豆状核|苍白球', '基底节|壳核|尾状核|内囊|外囊|豆状核|苍白球|脑室旁|放射冠|半卵圆|供血区|半球|深部'), place('胼胝体', '胼胝体'), place('海马', '海马|颞'), place('额叶', '额|半球|供血区|大脑|放射冠|半卵圆|脑叶|脑内'), place('颞叶', '颞|半球|供血区|大脑|脑叶|海马'),
  place('顶叶', '顶|半球|供血区|大脑|脑叶|放射冠|半卵圆'), place('枕叶', '枕|半球|供血区|大脑|脑叶'), place('岛叶', '岛|半球|供血区|外侧裂'), place('松果体', '松果体'),
  place('胸腺', '纵隔|胸腺'), place('甲状腺(?!相关|功能|激素|毒)', '甲状|左叶|右叶|峡部|叶'), place('脾', '脾|左上腹'), place('胰', '胰|主胰管'), place('肝(?!性)', '肝|右叶|左叶|S\\d|胆'), place('精索', '精索|静脉|阴囊'), place('鞘膜', '鞘膜|睾丸|阴囊|液'), place('附睾', '附睾'),
  place('头皮', '头皮|软组织|皮下|帽状'), place('硬膜下', '硬膜下|颅板下|新月|内板下|颅骨内板'), place('硬膜外', '硬膜外|颅板下|梭|双凸|内板下|颅骨内板'), place('蛛网膜下腔', '蛛网膜|脑沟|池|裂|铸型'),
  place('股骨颈', '股骨颈|头下|经颈|基底|股骨头'), place('粗隆|转子', '粗隆|转子|股骨'), place('股浅动脉|股动脉', '股|下肢动脉'), place('腘动脉', '腘|下肢动脉'), place('胫前动脉', '胫前|胫|小腿|下肢动脉'), place('胫后动脉', '胫后|胫|小腿|下肢动脉'), place('股静脉|股总静脉|股浅静脉', '股|下肢'),
  place('髌上囊', '髌上|关节|积液'), place('肋骨|[前后腋]肋', '肋|胸廓|骨'), place('胸骨', '胸骨'), place('锁骨', '锁骨|肩锁'), place('肩胛骨', '肩胛'), place('髂骨|耻骨|坐骨', '髂|耻骨|坐骨|骨盆|髋'),
];

const CALM = /正常|清[晰楚亮]|良好|完整|光[滑整]|居中|通畅|无殊|如常|自然|(?<!不)对称|(?<!不)均匀|(?<!不)规则|尚可/u;
const ABNORMAL = /影|灶|结节|囊|[高低]|厚|[增粗]|大(?!小)|模糊|液|肿|扩|窄|钙|突|积|不|窦|异常|软|硬|肥|偏|移|裂|折|斑|术|萎缩/u;
const SETTLED = /术后|切除|缺如|置入|植入|支架|引流|史|治疗|吸收|消失|除外|排除|待排|复查|随访|变异|排查|警惕|来源|修补|愈合|正常|置换|造瘘|同前|前片|较前|较\d/u;
/** What is said to be ill. */
const ILL = /病|炎|瘤|癌|折|损伤|梗|栓|石|囊肿|囊性|肿|增生|增[厚大粗宽]|窄|扩[张大]|积|缺损|裂|坏死|硬化|出血|占位|结节|退变|突出|膨出|脱[位出垂]|异物|灶|疝|曲张|夹层|气胸|反流|返流|关闭不全|肥[厚大]|偏[曲移]|受[压侵]|侵犯|转移|钙化|斑块|憩室|水肿|闭塞|破坏|撕|断/u;

/** A diagnosis of whose signs, or of whose place, the findings hold no word. */
export function checkGrounds(report: CheckedReport): ReportProblem[] {
  if (isEcg(report)) return [];
  const clauses = clausesOf(report, 'findings').flatMap(({ text }) => (isHistory(text) || (CALM.test(text) && !ABNORMAL.test(withoutDenied(text))) ? [] : [withoutDenied(text)]));
  const affirmed = clauses.join('，');
  const solid = clauses.filter((text) => !FAINT.test(text)).join('，');
  if (affirmed.length < LEAST_CHARACTERS) return [];
  const wrong = clausesOf(report, 'impression').find(({ text }) => {
    if (isHistory(text) || SETTLED.test(text)) return false;
    const said = withoutDenied(text);
    return [...GROUNDS, ...SOLID].some(({ diagnosis, signs, isSolid }) => diagnosis.test(said) && !signs.test(isSolid === true ? solid : affirmed)) || (ILL.test(said) && PLACES.some(({ diagnosis, signs }) => diagnosis.test(said) && !signs.test(affirmed)));
  });
  return wrong === undefined ? [] : [{ code: 'impression-without-finding', level: 'confirm', section: 'impression', excerpt: wrong.original }];
}
const FAINT = /(?:条索|索条|纤维灶|纤维化|点状|纹理(?![^，]*(?:模糊|紊乱))|积液|骨质增生|光[滑整])(?![^，]*(?:结节|肿块|片|团|密度增高))/u;
/** Fewer are no description that could be held against a diagnosis. */
const LEAST_CHARACTERS = 4;
