/** Where something lies, as coarsely as two sections of a report can be compared. */
export type SiteFamily =
  | 'lung' | 'pulmonary-artery' | 'pleura' | 'rib' | 'mediastinum' | 'esophagus' | 'heart' | 'pericardium' | 'coronary' | 'aorta' | 'liver' | 'bile' | 'pancreas'
  | 'spleen' | 'kidney' | 'adrenal' | 'bladder' | 'gut' | 'uterus' | 'adnexa' | 'prostate' | 'scrotum' | 'breast' | 'thyroid' | 'salivary'
  | 'larynx' | 'pharynx' | 'neck' | 'brain' | 'sella' | 'skull' | 'sinus' | 'ear' | 'orbit' | 'face' | 'spine' | 'pelvis' | 'arm' | 'leg' | 'vessel'
  | 'groin' | 'axilla' | 'chest-wall';

const WORDS: Readonly<Record<SiteFamily, string>> = {
  lung: '肺 上叶 中叶 下叶 舌段 舌叶 肺野 肺尖 肺门 肺底 支气管 主支气管',
  'pulmonary-artery': '肺动脉',
  pleura: '胸腔 胸膜 肋膈角 膈肌 横膈',
  rib: '肋骨 前肋 后肋 腋肋 肋软骨 肋',
  mediastinum: '纵隔 胸腺 气管',
  esophagus: '食管 食道 贲门',
  heart: '心影 心脏 室壁 前壁心尖段 室间隔 二尖瓣 三尖瓣 主动脉瓣 肺动脉瓣 瓣膜 左室 右室 左房 右房 心房 心室 心肌 心腔 心缘 心界 心尖',
  pericardium: '心包',
  coronary: '冠状动脉 右冠状动脉 左冠状动脉 右冠 左冠 前降支 左前降支 回旋支 左回旋支 左主干 对角支 钝缘支 后降支 左室后支 冠脉',
  aorta: '主动脉',
  liver: '肝 门静脉 肝内胆管',
  bile: '胆 胆囊 胆管 胆总管',
  pancreas: '胰',
  spleen: '脾',
  kidney: '肾 肾盂 肾盏 下盏 上盏 中盏 输尿管 肾区 输尿管膀胱入口 膀胱入口 膀胱入口处 输尿管末端 上尿路',
  adrenal: '肾上腺',
  bladder: '膀胱 尿道',
  gut: '胃 肠 结肠 直肠 乙状结肠 阑尾 回盲 小肠 十二指肠 空肠 回肠 盲肠 腹腔 膈下 腹膜 肠系膜 网膜 结肠脾曲 脾曲 结肠肝曲 肝曲 十二指肠乳头',
  uterus: '子宫 肌层 宫颈 宫腔 宫体 宫内 内膜 肌壁',
  adnexa: '附件区 卵巢 输卵管 双附件 双侧附件区',
  prostate: '前列腺 精囊 外周带 移行带',
  scrotum: '睾丸 附睾 阴囊 精索 鞘膜',
  breast: '乳腺 乳房 乳晕 乳头 乳 外上象限 外下象限 内上象限 内下象限',
  thyroid: '甲状腺 峡部 甲状旁腺',
  salivary: '腮腺 颌下腺 下颌下腺 舌下腺',
  larynx: '喉 声门 声带 梨状窝 会厌',
  pharynx: '鼻咽 口咽 咽后壁 咽隐窝 咽 腺样体 扁桃体',
  neck: '颈部 颈根部 锁骨上窝 锁骨上',
  brain: '脑 额叶 颞叶 顶叶 枕叶 岛叶 额颞叶 颞顶叶 额顶叶 顶枕叶 颞枕叶 基底节 丘脑 放射冠 半卵圆中心 内囊 外囊 壳核 尾状核 苍白球 小脑 脑干 桥脑 脑桥 延髓 中脑 海马 侧脑室 脑室 胼胝体 硬膜下 硬膜外 蛛网膜 蛛网膜下腔 额颞部 额颞顶部 颞顶部 额顶部 颞部 额部 顶部 枕部 桥小脑角 大脑 大脑半球 颅内 鞍上池 外侧裂池 环池 脑沟 幕上 幕下 供血区 大脑中动脉供血区 大脑前动脉供血区 大脑后动脉供血区',
  sella: '垂体 鞍区 蝶鞍 视交叉',
  skull: '头皮 颅骨 顶骨 颞骨 枕骨 额骨 颅底 颅板 内板下 颅缝',
  sinus: '上颌窦 额窦 蝶窦 筛窦 副鼻窦 鼻窦 鼻甲 鼻腔 鼻中隔',
  ear: '乳突 中耳 内听道 鼓室 外耳道 听小骨 内耳 耳蜗 耳',
  orbit: '视网膜 眼眶 眶 眼球 眼 内直肌 外直肌 视神经 泪腺',
  face: '鼻骨 颧弓 颧骨 上颌骨 下颌骨 下颌 颌骨 颞下颌关节 牙',
  spine: '脊柱 胸腰段 腰骶段 椎弓峡部 椎弓根 椎体 椎间盘 腰椎 颈椎 胸椎 骶椎 尾骨 骶骨 脊髓 椎管 椎间孔 椎弓 横突 棘突 硬膜囊 侧隐窝 神经根 椎 附件骨质 椎旁',
  pelvis: '骨盆 髂骨 耻骨 坐骨 骶髂关节 髋臼 耻骨上支 耻骨下支',
  arm: '肩关节 肩 冈上肌 冈上肌腱 肩袖 肩峰 肩胛骨 锁骨 肱骨 肱骨头 肱骨髁上 肱骨外髁 肘关节 肘 尺骨鹰嘴 鹰嘴 桡骨 桡骨小头 桡骨远端 尺骨 前臂 腕关节 腕 手 舟骨 月骨 掌骨 指骨 拇指 食指 中指 环指 小指 桡骨茎突 三角纤维软骨',
  leg: '髋关节 髋 股骨头 股骨颈 股骨粗隆 粗隆 转子间 股骨 大腿 膝关节 膝 髌骨 髌 半月板 交叉韧带 前后交叉韧带 前交叉韧带 后交叉韧带 内侧副韧带 胫骨平台 髁间隆突 胫骨 腓骨 胫腓骨 小腿 踝关节 踝 外踝 内踝 后踝 距骨 跟骨 跟腱 距下关节 距腓前韧带 足 足舟骨 跖骨 趾骨 拇趾 楔骨 骰骨 腘窝',
  vessel: '颈内动脉 颈总动脉 颈外动脉 椎动脉 大脑中动脉 大脑前动脉 大脑后动脉 基底动脉 锁骨下动脉 股动脉 股静脉 髂动脉 髂总动脉 髂血管 肾动脉 肠系膜上动脉 下肢静脉 颈动脉 腘静脉 颈静脉 深静脉 下肢深静脉 大隐静脉',
  groin: '腹股沟',
  axilla: '腋下 腋窝 腋前 双腋 左腋 右腋',
  'chest-wall': '胸壁 皮下',
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
export const SITE_WORDS: ReadonlyMap<string, SiteFamily> = new Map(
  (Object.entries(WORDS) as [SiteFamily, string][]).flatMap(([family, words]) => words.split(' ').map((word) => [word, family] as const)),
);

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
  return PARTS.test(word);
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
