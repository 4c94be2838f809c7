/** Where something lies, as coarsely as two sections of a report can be compared. */
export type SiteFamily =
  | 'lung' | 'pulmonary-artery' | 'pleura' | 'rib' | 'mediastinum' | 'esophagus' | 'heart' | 'pericardium' | 'coronary' | 'aorta' | 'liver' | 'bile' | 'pancreas'
  | 'spleen' | 'kidney' | 'adrenal' | 'bladder' | 'gut' | 'uterus' | 'adnexa' | 'prostate' | 'scrotum' | 'breast' | 'thyroid' | 'salivary'
  | 'larynx' | 'pharynx' | 'neck' | 'brain' | 'sella' | 'skull' | 'sinus' | 'ear' | 'orbit' | 'face' | 'spine' | 'pelvis' | 'arm' | 'leg' | 'vessel'
  | 'groin' | 'axilla' | 'chest-wall';

const WORDS: Readonly<Record<SiteFamily, string>> = {
  lung: '肺 上叶 中叶 下叶 舌段 舌叶 肺野 肺尖 肺门 肺底 支气管 主支气管 尖后段 前基底段 后基底段 外基底段 内基底段 内前基底段 背段 斜裂 水平裂 叶间裂 细支气管 段支气管',
  'pulmonary-artery': '肺动脉',
  pleura: '胸腔 胸膜 肋膈角 膈肌 横膈 膈面 膈顶 肋膈窦 叶间胸膜',
  rib: '肋骨 前肋 后肋 腋肋 肋软骨 肋 胸骨 胸骨柄 胸骨体 剑突 肋弓',
  mediastinum: '纵隔 胸腺 气管 隆突 心膈角 主肺动脉窗',
  esophagus: '食管 食道 贲门 食管裂孔 食管胃结合部 胃食管结合部',
  heart: '心影 心脏 室壁 前壁心尖段 室间隔 二尖瓣 三尖瓣 主动脉瓣 肺动脉瓣 瓣膜 左室 右室 左房 右房 心房 心室 心肌 心腔 心缘 心界 心尖 房间隔 心耳 左心耳 右心耳 乳头肌 腱索 瓣叶 瓣环 瓣口 左心室 右心室 左心房 右心房 左心 右心 左室壁 左心室壁 右室壁 心功能',
  pericardium: '心包',
  coronary: '冠状动脉 右冠状动脉 左冠状动脉 右冠 左冠 前降支 左前降支 回旋支 左回旋支 左主干 对角支 钝缘支 后降支 左室后支 冠脉 中间支 心肌桥 左冠状动脉主干 右冠脉 左冠脉',
  aorta: '主动脉',
  liver: '肝 门静脉 肝内胆管 门脉 尾状叶 肝静脉',
  bile: '胆 胆囊 胆管 胆总管 壶腹部 肝总管 肝外胆管 肝内外胆管',
  pancreas: '胰',
  spleen: '脾',
  kidney: '肾 肾盂 肾盏 下盏 上盏 中盏 输尿管 肾区 输尿管膀胱入口 膀胱入口 膀胱入口处 输尿管末端 上尿路 膀胱壁内段 壁内段',
  adrenal: '肾上腺',
  bladder: '膀胱 尿道 输尿管口 输尿管开口 膀胱三角',
  gut: '胃 肝肾隐窝 肝肾间隙 脾肾隐窝 脾肾间隙 肠 结肠 直肠 乙状结肠 阑尾 回盲 小肠 十二指肠 空肠 回肠 盲肠 腹腔 膈下 腹膜 肠系膜 网膜 结肠脾曲 脾曲 结肠肝曲 肝曲 十二指肠乳头 幽门 肛管 肛周 肛门 系膜 升结肠 降结肠 横结肠 回肠末端 末段回肠',
  uterus: '子宫 肌层 宫颈 宫腔 宫体 宫内 内膜 肌壁 宫旁 宫底 宫角 阴道 外阴 结合带 肌壁间 胎盘',
  adnexa: '附件区 卵巢 输卵管 双附件 双侧附件区',
  prostate: '前列腺 精囊 外周带 移行带 内腺 外腺 移行区 外周区 中央带 精囊腺',
  scrotum: '睾丸 附睾 阴囊 精索 鞘膜 阴茎 海绵体',
  breast: '乳腺 乳房 乳晕 乳头 乳 外上象限 外下象限 内上象限 内下象限',
  thyroid: '甲状腺 峡部 甲状旁腺',
  salivary: '腮腺 颌下腺 下颌下腺 舌下腺',
  larynx: '喉 声门 声带 梨状窝 会厌 声门上区 声门下 杓会厌襞 杓状软骨 环状软骨 甲状软骨 喉室 室带 喉咽 下咽',
  pharynx: '鼻咽 口咽 咽后壁 咽隐窝 咽 腺样体 扁桃体 咽旁间隙 咽侧壁 舌根 舌体 舌缘 软腭 悬雍垂 腭扁桃体',
  neck: '颈部 颈根部 锁骨上窝 锁骨上 颈 颈前 颈后 颌下 颏下 舌骨',
  brain: '脑 颅板下 内板下 颅内板下 颅骨内板下 额叶 颞叶 顶叶 枕叶 岛叶 额颞叶 颞顶叶 额顶叶 顶枕叶 颞枕叶 基底节 丘脑 放射冠 半卵圆中心 内囊 外囊 壳核 尾状核 苍白球 小脑 脑干 桥脑 脑桥 延髓 中脑 海马 侧脑室 脑室 胼胝体 硬膜下 硬膜外 蛛网膜 蛛网膜下腔 额颞部 额颞顶部 颞顶部 额顶部 颞部 额部 顶部 枕部 桥小脑角 大脑 大脑半球 颅内 鞍上池 外侧裂池 环池 脑沟 幕上 幕下 供血区 大脑中动脉供血区 大脑前动脉供血区 大脑后动脉供血区 大脑脚 小脑扁桃体 蚓部 扣带回 岛盖 侧脑室三角区 第三脑室 第四脑室 松果体 松果体区 室管膜 脉络丛 脑膜 软脑膜 硬脑膜 大脑镰 小脑幕 镰旁 枕大池 外侧裂 侧裂 纵裂 中央前回 中央后回 桥臂 皮层下 脑白质区 三叉神经 听神经',
  sella: '垂体 鞍区 蝶鞍 视交叉 鞍上 鞍旁 鞍内 海绵窦',
  skull: '头皮 颅骨 顶骨 颞骨 枕骨 额骨 颅底 颅板 颅缝 蝶骨 岩骨 斜坡 颅顶 内外板 帽状腱膜 人字缝 冠状缝 矢状缝',
  sinus: '上颌窦 额窦 蝶窦 筛窦 副鼻窦 鼻窦 鼻甲 鼻腔 鼻中隔 筛房 中鼻道 鼻道 窦口鼻道复合体 后鼻孔 鼻前庭 钩突',
  ear: '乳突 中耳 内听道 鼓室 外耳道 听小骨 内耳 耳蜗 耳 鼓窦 鼓膜 盾板 听骨链 砧骨 锤骨 镫骨 半规管 前庭 前庭导水管 面神经管 咽鼓管',
  orbit: '视网膜 眼眶 眶 眶尖 肌锥 肌锥内 肌锥外 肌锥内外 眼球 眼 内直肌 外直肌 视神经 泪腺 晶状体 玻璃体 眶壁 眶底 纸样板 眼外肌 上直肌 下直肌 上斜肌 泪囊 眼睑 眼环 球后 脉络膜',
  face: '鼻骨 颧弓 颧骨 上颌骨 下颌骨 下颌 颌骨 颞下颌关节 牙 下颌支 下颌角 髁突 颏部 牙槽骨 牙槽嵴 磨牙 前磨牙 切牙 尖牙 智齿 根尖 颞颌关节 硬腭 翼突 面部 颌面部',
  spine: '脊柱 胸腰段 腰骶段 椎弓峡部 椎弓根 椎体 椎间盘 腰椎 颈椎 胸椎 骶椎 尾骨 骶骨 脊髓 椎管 椎间孔 椎弓 横突 棘突 硬膜囊 侧隐窝 神经根 椎 附件骨质 椎旁 寰椎 枢椎 寰枢关节 齿状突 骶管 马尾 圆锥 脊髓圆锥 终丝 黄韧带 后纵韧带 前纵韧带 棘上韧带 棘间韧带 小关节 关节突 椎板 椎间隙 终板 硬脊膜囊 尾椎 钩椎关节 腰大肌 竖脊肌 骶尾部 髓内 颈髓 胸髓 腰髓 颈段 胸段 腰段',
  pelvis: '骨盆 髂骨 耻骨 坐骨 骶髂关节 髋臼 耻骨上支 耻骨下支 骶髂 耻骨联合 坐骨结节 髂翼 髂嵴 髂骨翼 髋臼盂唇',
  arm: '肩关节 肩 冈上肌 冈上肌腱 肩袖 肩峰 肩胛骨 锁骨 肱骨 肱骨头 肱骨髁上 肱骨外髁 肘关节 肘 尺骨鹰嘴 鹰嘴 桡骨 桡骨小头 桡骨远端 尺骨 前臂 腕关节 腕 手 舟骨 月骨 掌骨 指骨 拇指 食指 中指 环指 小指 桡骨茎突 三角纤维软骨 肩锁关节 肩胛盂 盂唇 肱二头肌 肱二头肌长头腱 肩胛下肌 冈下肌 小圆肌 三角肌 喙突 肱骨大结节 肱骨小结节 肱骨小头 尺骨冠突 尺骨茎突 桡骨头 桡骨颈 桡尺关节 下尺桡关节 三角骨 大多角骨 小多角骨 头状骨 钩骨 腕骨 近节指骨 中节指骨 末节指骨 远节指骨 掌指关节 指间关节 TFCC 腕管 正中神经 尺神经 无名指 示指',
  leg: '髋关节 髋 股骨头 股骨颈 股骨粗隆 粗隆 转子间 股骨 大腿 膝关节 膝 髌骨 髌 半月板 交叉韧带 前后交叉韧带 前交叉韧带 后交叉韧带 内侧副韧带 胫骨平台 髁间隆突 胫骨 腓骨 胫腓骨 小腿 踝关节 踝 外踝 内踝 后踝 距骨 跟骨 跟腱 距下关节 距腓前韧带 足 足舟骨 跖骨 趾骨 拇趾 楔骨 骰骨 腘窝 股骨干 股骨髁 股骨外髁 股骨内髁 股骨大转子 大转子 小转子 大粗隆 小粗隆 粗隆间 臀部 臀肌 臀大肌 髌上囊 髌韧带 髌腱 股四头肌 胫骨结节 腓骨头 腓骨小头 外侧副韧带 腘肌腱 腓肠肌 比目鱼肌 下胫腓 下胫腓联合 三角韧带 跟腓韧带 跖趾关节 趾间关节 足底筋膜 跖腱膜 跗骨 跗骨窦 胫后肌腱 腓骨长短肌腱 腓骨肌腱 距舟关节 Baker囊肿 腘窝囊肿',
  vessel: '颈内动脉 颈总动脉 颈外动脉 椎动脉 大脑中动脉 大脑前动脉 大脑后动脉 基底动脉 锁骨下动脉 股动脉 股静脉 髂动脉 髂总动脉 髂血管 肾动脉 肠系膜上动脉 下肢静脉 颈动脉 腘静脉 颈静脉 深静脉 下肢深静脉 大隐静脉 腹腔干 腹腔动脉 脾动脉 脾静脉 肝动脉 肝固有动脉 肠系膜上静脉 肠系膜下动脉 肠系膜静脉 肠系膜动脉 下腔静脉 上腔静脉 奇静脉 头臂干 头臂静脉 锁骨下静脉 腋静脉 腋动脉 肱静脉 肱动脉 桡动脉 尺动脉 髂外动脉 髂内动脉 髂静脉 髂总静脉 髂外静脉 股总静脉 股总动脉 股浅静脉 股浅动脉 股深静脉 股深动脉 腘动脉 胫前动脉 胫后动脉 腓动脉 足背动脉 小隐静脉 胫后静脉 腓静脉 肌间静脉 小腿肌间静脉 穿静脉 交通静脉 颈内静脉 颈外静脉 前交通动脉 后交通动脉 眼动脉 小脑后下动脉 小脑上动脉 上矢状窦 横窦 乙状窦 直窦 静脉窦 肾静脉 头静脉 内瘘',
  groin: '腹股沟',
  axilla: '腋下 腋窝 腋前 双腋 左腋 右腋 腋部',
  'chest-wall': '胸壁 皮下 腹壁 背部',
};

/** Organs that are single: a side beside them says something else. The liver and the thyroid have lobes, which are sides. */
const SINGLE: ReadonlySet<SiteFamily> = new Set([
  'mediastinum', 'esophagus', 'heart', 'pericardium', 'coronary', 'aorta', 'bile', 'pancreas', 'spleen', 'bladder', 'gut', 'uterus',
]);

/** Families that two physicians may name for the same place. */
const NEAR: readonly (readonly SiteFamily[])[] = [
  ['lung', 'pulmonary-artery'],
  ['lung', 'mediastinum'],
  ['esophagus', 'mediastinum'],
  ['esophagus', 'gut'],
  ['lung', 'pleura'],
  ['brain', 'skull'],
  ['brain', 'sella'],
  ['brain', 'vessel'],
  ['pharynx', 'larynx'],
  ['pelvis', 'leg'],
  ['rib', 'chest-wall'],
  ['gut', 'chest-wall'],
  ['groin', 'chest-wall'],
  ['groin', 'scrotum'],
  ['heart', 'aorta'],
  ['heart', 'pulmonary-artery'],
  ['sella', 'vessel'],
  ['pharynx', 'face'],
  ['pharynx', 'sinus'],
  ['aorta', 'vessel'],
  ['gut', 'vessel'],
  ['gut', 'groin'],
  ['gut', 'spleen'],
  ['gut', 'liver'],
  ['gut', 'adnexa'],
  ['heart', 'coronary'],
  ['heart', 'pericardium'],
  ['aorta', 'pericardium'],
  ['liver', 'bile'],
  ['larynx', 'neck'],
  ['thyroid', 'neck'],
  ['pelvis', 'spine'],
  ['adnexa', 'uterus'],
  ['ear', 'skull'],
  ['orbit', 'face'],
  ['sinus', 'face'],
];

/** Every word for a place. */
export const SITE_WORDS: ReadonlyMap<string, SiteFamily> = new Map([
  ...(Object.entries(WORDS) as [SiteFamily, string][]).flatMap(([family, words]) => words.split(' ').map((word) => [word, family] as const)),
  ...lobesTogether().map((word) => [word, 'brain'] as const),
]);

/** Structures that many places have: the place stays what it was. */
export const LOOSE_SITES: ReadonlySet<string> = new Set(['韧带', '肌腱']);

/** 额顶叶, 颞顶枕部: two or three neighbours in one word. */
function lobesTogether(): readonly string[] {
  const lobes = ['额', '颞', '顶', '枕', '岛'];
  const two = lobes.flatMap((one) => lobes.filter((other) => other !== one).map((other) => one + other));
  const three = two.flatMap((one) => lobes.filter((other) => !one.includes(other)).map((other) => one + other));
  return [...two, ...three].flatMap((names) => [`${names}叶`, `${names}部`]);
}

export function isSingle(family: SiteFamily | undefined): boolean {
  return family !== undefined && SINGLE.has(family);
}

/** True for the same family and for neighbours; an unnamed place may be any. */
export function mayBeSamePlace(left: SiteFamily | undefined, right: SiteFamily | undefined): boolean {
  if (left === undefined || right === undefined || left === right) return true;
  return NEAR.some((pair) => pair.includes(left) && pair.includes(right));
}

/** A word precise enough to tell two places of one organ apart: 上叶, 基底节, 股骨颈. */
const PARTS = /^(?:上叶|中叶|下叶|舌段|额叶|颞叶|顶叶|枕叶|岛叶|基底节|丘脑|放射冠|小脑|上颌窦|额窦|蝶窦|外周带|移行带|外上象限|外下象限|内上象限|内下象限|股骨颈|股骨头|胫骨|腓骨|桡骨|尺骨|肱骨|锁骨)$/u;
export function isPart(word: string): boolean {
  return PARTS.test(word) || /^[额颞顶枕岛]{2,3}叶$/u.test(word);
}

/** Defined Terms of Body Part Examined (PS3.16 annex L) that a side may be ordered for. */
const ENGLISH: Readonly<Record<string, SiteFamily>> = {
  KNEE: 'leg', HIP: 'leg', ANKLE: 'leg', FOOT: 'leg', FEMUR: 'leg', LEG: 'leg', TOE: 'leg', CALCANEUS: 'leg', PATELLA: 'leg', THIGH: 'leg', TIBIA: 'leg',
  SHOULDER: 'arm', ELBOW: 'arm', WRIST: 'arm', HAND: 'arm', FINGER: 'arm', HUMERUS: 'arm', FOREARM: 'arm', CLAVICLE: 'arm', SCAPULA: 'arm', ARM: 'arm',
  BREAST: 'breast', EYE: 'orbit', ORBIT: 'orbit', EAR: 'ear', KIDNEY: 'kidney', RIB: 'rib', LUNG: 'lung',
};

/** The family of an ordered body part; undefined where none is known. */
export function familyOfBodyPart(bodyPart: string): SiteFamily | undefined {
  const english = ENGLISH[bodyPart.toUpperCase().replaceAll(/[^A-Z]/gu, '')];
  if (english !== undefined) return english;
  let best: { readonly word: string; readonly family: SiteFamily } | undefined;
  for (const [word, family] of SITE_WORDS) {
    if (bodyPart.includes(word) && (best === undefined || word.length > best.word.length)) best = { word, family };
  }
  return best?.family;
}
