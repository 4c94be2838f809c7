import type { SiteFamily } from './sites.ts';

/** What is abnormal, so far that a description and a diagnosis can be recognised as the same thing. */
export type FindingClass =
  | 'mass' | 'nodule' | 'cyst' | 'abscess' | 'inflammation' | 'fracture' | 'dislocation' | 'hemorrhage' | 'infarct' | 'white-matter' | 'atrophy'
  | 'effusion' | 'gas' | 'thrombus' | 'dissection' | 'aneurysm' | 'stenosis' | 'stone' | 'hydro' | 'fat' | 'cirrhosis' | 'spleen-size' | 'obstruction'
  | 'perforation' | 'tear' | 'disc' | 'root' | 'degeneration' | 'hyperplasia' | 'lymph' | 'destruction' | 'necrosis' | 'varix' | 'hernia' | 'bronchus'
  | 'emphysema' | 'heart-size' | 'old' | 'foreign' | 'ectopic' | 'rupture' | 'anomaly' | 'swelling' | 'herniation' | 'wall-motion' | 'torsion' | 'dilatation' | 'curve';

/** `significant`: left out of the impression it is missed. `trivial`: may be left out. */
export type Weight = 'significant' | 'plain' | 'trivial';

export type Term =
  | { readonly kind: 'specific'; readonly classes: readonly FindingClass[]; readonly weight: Weight; readonly family?: SiteFamily }
  /** A word of description that many diagnoses rest on: 高密度影, 增厚. */
  | { readonly kind: 'generic' }
  | { readonly kind: 'normal' }
  /** Read over: it would look like another word. */
  | { readonly kind: 'blank' };

interface Row {
  readonly words: string;
  readonly classes: readonly FindingClass[];
  readonly weight: Weight;
  readonly family?: SiteFamily;
}

const row = (weight: Weight, classes: string, words: string, family?: SiteFamily): Row => ({
  words, weight, classes: classes.split(' ') as FindingClass[], ...(family === undefined ? {} : { family }),
});

const SPECIFIC: readonly Row[] = [
  row('significant', 'mass nodule', '肿块 肿物 占位 占位性病变 新生物 软组织肿块 肿块影 肿物影 占位影 占位病变 葡萄胎 白血病 骨髓瘤 淋巴瘤浸润 癌 肉瘤 淋巴瘤 恶性肿瘤 肿瘤 胶质瘤 脑膜瘤 神经鞘瘤 听神经瘤 间质瘤 骨肉瘤 垂体瘤 胸腺瘤 转移 转移瘤 转移灶 畸胎瘤 恶性'),
  row('significant', 'mass nodule cyst abscess ectopic obstruction', '包块'),
  row('significant', 'mass nodule cyst abscess', '回声团 低回声团 等回声团 混合回声团 不均质回声团 不均质低回声团 稍低回声团 低强化肿块 菜花状 菜花样 菜花状肿物'),
  row('significant', 'mass nodule', '非肿块样强化 非肿块强化 非肿块性强化'),
  row('plain', 'mass nodule', '高回声团 稍高回声团'),
  row('significant', 'mass nodule hemorrhage', '团块 团块影 团块状'),
  row('plain', 'mass nodule', '腺瘤 血管瘤 错构瘤 脂肪瘤 肌瘤 平滑肌瘤 微腺瘤 瘤 骨软骨瘤 炎性假瘤 结核球 神经纤维瘤 息肉 胆脂瘤 憩室'),
  row('plain', 'nodule', '结节 结节影 小结节 微小结节 微结节 结节灶'),
  row('significant', 'mass nodule cyst', '囊实性 囊实性肿块 囊实性占位'),
  row('plain', 'hyperplasia', '乳腺发育 乳房发育 男性乳腺发育', 'breast'),
  row('plain', 'cyst mass', '子宫内膜异位囊肿 子宫内膜样囊肿 内膜异位囊肿 巧克力囊肿 巧囊'),
  row('plain', 'cyst', '囊肿 囊性 囊状 无回声 囊样 多囊 水样密度 囊性灶 囊性影'),
  row('significant', 'abscess mass inflammation', '脓肿'),
  row('significant', 'inflammation', '阑尾增粗 阑尾增大 阑尾肿胀 阑尾明显增粗 阑尾管径增粗 阑尾炎 急性阑尾炎', 'gut'),
  row('significant', 'inflammation', '肺炎 支气管肺炎 大叶性肺炎 吸入性肺炎 肺结核 继发性肺结核', 'lung'),
  row('significant', 'inflammation mass', '空洞 空洞影'),
  row('significant', 'inflammation', '间质性肺炎', 'lung'),
  row('plain', 'inflammation', '呼吸窘迫综合征 呼吸窘迫 肺透明膜病 透明膜病 湿肺 ARDS', 'lung'),
  row('significant', 'inflammation', '实变 实变影 结核 脓胸 积脓 骨髓炎 蜂窝织炎 条片影'),
  row('plain', 'inflammation nodule', '磨玻璃 磨玻璃影 磨玻璃密度'),
  row('plain', 'inflammation', '斑片 斑片状 斑片影 斑片状影 片状影 片影 片絮 絮状 云絮状 条片状 毛玻璃 毛玻璃影 磨砂玻璃 铺路石 充气支气管 空气支气管征 渗出 炎症 炎性 感染 炎 浸润 肺不张 不张 膨胀不全 树芽 支气管充气征 网格 蜂窝 间质 间质性 水肿 肺水肿 液平 脂肪间隙模糊 纤维化'),
  row('significant', 'fracture', '骨折 骨折线 骨裂 骨皮质不连续 骨皮质连续性中断 骨皮质中断 骨皮质断裂 骨皮质皱褶 骨皮质褶皱 骨质不连续 骨质中断 骨质连续性中断 压缩变扁 楔形变 楔形改变 楔状变 骨折片 骨碎片 骨折透亮线 骨质断裂 骨皮质扭曲 骨皮质扭折 骨皮质隆起 骨小梁中断 骨小梁断裂 皮质不连续 皮质中断 皮质皱褶 皮质断裂 骨皮质不连 骨骺分离 骨骺滑脱 骺离'),
  row('plain', 'fracture', '断端 压缩性 凹陷 骨皮质不规整 骨片 骨片影 小骨片影 线样透亮影 透亮线 骨质扭曲 骨挫伤'),
  row('plain', 'fracture inflammation swelling necrosis', '骨髓水肿'),
  row('significant', 'fracture tear', '撕脱'),
  row('plain', 'fracture tear', '连续性中断 中断 不连续'),
  row('significant', 'dislocation', '脱位 半脱位'),
  row('plain', 'dislocation', '滑脱 沈通氏线不连续 覆盖不良'),
  row('trivial', 'gas', '积气'),
  row('significant', 'hemorrhage', '出血 血肿 积血 挫裂伤'),
  row('significant', 'hemorrhage inflammation', '挫伤'),
  row('significant', 'hemorrhage', '硬膜下血肿 硬膜外血肿 蛛网膜下腔出血 脑出血 新月形高密度 新月形高密度影 新月形混杂密度 新月形等密度 梭形高密度 梭形高密度影 双凸形高密度 双凸透镜形高密度', 'brain'),
  row('significant', 'hemorrhage effusion', '高密度积液 新月形低密度 新月形低密度影'),
  row('plain', 'hemorrhage', '渗血 新月形'),
  row('significant', 'herniation', '脑疝 脑疝形成 钩回疝 大脑镰下疝 枕骨大孔疝 小脑扁桃体疝 天幕疝 天幕裂孔疝 小脑幕切迹疝 小脑幕裂孔疝 沟回疝 海马沟回疝', 'brain'),
  row('significant', 'wall-motion', '运动消失 运动减弱 运动减低 普遍减弱 运动普遍减弱 运动普遍减低 弥漫性减弱 弥漫减弱 运动弥漫性减弱 节段性减弱 运动幅度减弱 运动幅度减低 幅度减低 幅度减弱 搏幅减低 运动不协调 运动异常 无运动 运动低下 运动障碍 收缩减弱 收缩无力 收缩功能下降 收缩功能降低 收缩功能减退 矛盾运动 室壁瘤 节段性室壁运动异常 室壁运动异常 心肌梗死 心梗 心肌病 收缩功能减低', 'heart'),
  row('significant', 'torsion', '扭转'),
  row('significant', 'infarct', '弥散受限 急性梗死 扩散受限 弥散明显受限 扩散明显受限 DWI明显高信号 DWI呈明显高信号 DWI上呈高信号 DWI上高信号 DWI示高信号 DWI呈稍高信号 DWI序列高信号 DWI序列呈高信号 DWI为高信号 DWI见高信号 弥散高信号 急性脑梗死 大面积脑梗死 DWI高信号 DWI呈高信号'),
  row('plain', 'infarct', '梗死 梗塞 脑梗死 梗死灶 软化灶 缺血 腔隙 腔隙灶 腔隙性脑梗死 腔隙性梗死'),
  row('trivial', 'white-matter infarct', '白质疏松 脱髓鞘 白质病变 白质变性 缺血灶 脑白质 脑白质病变 脑白质变性 脑白质疏松', 'brain'),
  row('trivial', 'atrophy', '脑萎缩 老年性脑改变 老年脑 脑沟增宽 脑沟增深 脑裂增宽 脑室扩大 脑室扩张 脑室系统扩大 脑室系统稍扩大', 'brain'),
  row('trivial', 'atrophy', '萎缩'),
  row('plain', 'effusion inflammation', '变钝 圆钝 肋膈角变钝 肋膈角消失 肋膈角模糊 外高内低', 'pleura'),
  row('plain', 'effusion', '积液 液性密度 液体密度 液性信号 液体信号 液体影 液性密度影 积脓 胸水 腹水 积液影 液性暗区 游离液 游离液体'),
  row('significant', 'gas', '气胸 液气胸 气体密度影 肺压缩 胸腔积气 无肺纹理区 无肺纹理 无肺纹理透亮区 含气无肺纹理区', 'pleura'),
  row('significant', 'thrombus', '栓塞 肺栓塞 栓子 癌栓 瘤栓'),
  row('significant', 'thrombus stone mass', '充盈缺损'),
  row('significant', 'thrombus', '血栓 附壁血栓'),
  row('significant', 'dissection', '夹层 内膜片 真假腔 壁间血肿'),
  row('plain', 'dissection', '真腔 假腔'),
  row('significant', 'aneurysm mass', '囊状突起 囊袋状突起 囊状膨出 囊袋状膨出 囊状凸起'),
  row('significant', 'aneurysm', '动脉瘤 瘤样扩张 瘤样膨出 瘤样突起'),
  { words: '主动脉瘤 腹主动脉瘤 主动脉瘤样扩张 腹主动脉瘤样扩张 胸主动脉瘤', classes: ['aneurysm'], weight: 'significant', family: 'aorta' },
  row('plain', 'stenosis', '狭窄 斑块 粥样硬化 动脉硬化 轻度狭窄'),
  row('significant', 'stenosis thrombus', '闭塞 次全闭塞 几近闭塞'),
  row('significant', 'stenosis', '重度狭窄 中重度狭窄 中-重度狭窄 极重度狭窄'),
  row('plain', 'stenosis', '主动脉硬化 主动脉粥样硬化', 'aorta'),
  row('plain', 'stenosis', '冠状动脉硬化 冠状动脉粥样硬化 冠心病 冠脉硬化', 'coronary'),
  row('plain', 'stone', '结石 粪石 强回声团 强回声伴声影'),
  row('plain', 'stone nodule', '高密度结节 结节状高密度影 致密结节'),
  row('plain', 'mass nodule', 'FNH 局灶性结节性增生 HCC ICC IPMN GIST AML HAML'),
  row('plain', 'nodule inflammation', 'GGO GGN mGGN pGGN'),
  row('trivial', 'anomaly', '胚胎型 发育变异 先天变异'),
  row('trivial', 'nodule', '副脾 副脾结节', 'spleen'),
  row('plain', 'hydro', '积水'),
  row('plain', 'fat', '脂肪肝 脂肪浸润', 'liver'),
  row('significant', 'cirrhosis', '肝硬化', 'liver'),
  row('plain', 'spleen-size', '脾大 脾肿大 巨脾 脾脏增大 脾增大 脾脏明显增大 脾明显增大 脾脏体积增大 脾体积增大 脾脏体积明显增大', 'spleen'),
  row('significant', 'obstruction', '梗阻'),
  row('significant', 'obstruction', '肠梗阻', 'gut'),
  row('significant', 'obstruction', '液气平面 液气平 气液平面 气液平'),
  row('significant', 'obstruction mass', '肠套叠 套叠 同心圆征', 'gut'),
  row('significant', 'perforation', '穿孔 游离气体 气腹', 'gut'),
  row('significant', 'tear', '骨软骨缺损 骨软骨骨折 骨软骨剥脱 剥脱性骨软骨炎 撕裂 断裂 全层不连续 部分中断 连续性部分中断 信号不连续 裂伤 裂口 III级信号 Ⅲ级信号 III级高信号 Ⅲ级高信号 3级信号 三级信号 III度信号 Ⅲ度信号'),
  row('plain', 'tear', '损伤 软骨缺损 软骨损伤 骨软骨损伤'),
  row('plain', 'disc', '突出 膨出 脱出 游离髓核'),
  row('plain', 'root', '神经根受压'),
  row('trivial', 'degeneration', '退行性变 退变 退行性改变 退行性骨关节病 骨性关节炎 骨性关节病 骨关节病 退行性关节炎 骨质增生 骨赘 变尖 骨刺 间隙变窄 间隙狭窄 椎间隙狭窄 骨桥 许莫氏结节 Schmorl结节 小关节增生 小关节肥大 关节突增生 钩突增生 反弓 颈椎病 骨关节炎 骨质疏松 骨质密度减低 韧带肥厚 曲度变直 椎管狭窄'),
  row('plain', 'hyperplasia mass', '增生 肥大 肥厚 肥厚性'),
  row('plain', 'hyperplasia nodule', '增生结节 增生性结节 结节状增生 结节样增生 结节性增生 结节性甲状腺肿'),
  row('plain', 'lymph mass nodule', '淋巴结肿大 肿大淋巴结 淋巴结增大 淋巴结'),
  row('significant', 'destruction mass', '骨质破坏 放射性浓聚 浓聚 代谢异常活跃'),
  row('plain', 'necrosis', '坏死 塌陷 缺血性坏死 无菌性坏死'),
  row('plain', 'varix', '静脉曲张 曲张 反流 返流 关闭不全 反流束 返流束 脱垂 脱向'),
  row('significant', 'mass inflammation', '肠壁增厚 肠壁不均匀增厚 肠壁环形增厚 肠壁不规则增厚 肠壁明显增厚 胃壁增厚 胃壁不均匀增厚 胃壁不规则增厚 胃壁局限性增厚 苹果核征 食管壁增厚 食管壁不规则增厚 食管壁不均匀增厚', 'gut'),
  row('significant', 'inflammation mass infarct white-matter', '脊髓增粗 脊髓稍增粗 脊髓肿胀 脊髓变性 脊髓异常信号 髓内异常信号 脊髓内异常信号 脊髓水肿', 'spine'),
  row('significant', 'effusion inflammation', '脓胸', 'pleura'),
  row('plain', 'dilatation', '胆管扩张 胆道扩张 胆总管扩张 肝内外胆管扩张 胆系扩张', 'bile'),
  row('plain', 'dilatation obstruction', '胆道梗阻 胆管梗阻 胆总管梗阻 胆系梗阻 低位胆道梗阻 高位胆道梗阻 低位梗阻性 梗阻性黄疸', 'bile'),
  row('plain', 'dilatation', '胰管扩张', 'pancreas'),
  row('plain', 'hydro atrophy', '脑积水', 'brain'),
  row('plain', 'white-matter inflammation', '多发性硬化', 'brain'),
  row('plain', 'inflammation nodule hyperplasia', '胆囊腺肌症', 'bile'),
  row('plain', 'anomaly tear', '房间隔缺损 室间隔缺损 动脉导管未闭 法洛四联症 回声失落 回声中断', 'heart'),
  row('plain', 'fracture', '峡部裂 椎弓峡部裂 椎弓崩裂'),
  row('plain', 'curve', '侧弯 侧凸 脊柱侧弯', 'spine'),
  row('plain', 'hernia', '斜疝 直疝 疝 疝出'),
  row('plain', 'bronchus', '支气管扩张 支扩 细支气管扩张 支气管炎 纹理增多 纹理增粗', 'lung'),
  row('trivial', 'emphysema', '肺气肿 气肿 气囊腔 薄壁含气腔 含气囊腔 肺大疱 肺大泡 大疱 透亮度增高 透光度增高', 'lung'),
  row('plain', 'varix spleen-size cirrhosis', '门脉高压 门静脉高压', 'liver'),
  row('plain', 'heart-size varix', '肺动脉高压 肺高压', 'pulmonary-artery'),
  row('plain', 'heart-size', '左房增大 左房扩大 左心房增大 左心房扩大 右房增大 右房扩大 左室增大 左室扩大 左心室增大 右室增大 右室扩大 左心增大 左心扩大 右心增大 右心扩大 全心增大 全心扩大 双房增大 双房扩大 室间隔增厚 室间隔肥厚 室壁增厚 左室壁增厚 左室肥厚 心肌肥厚', 'heart'),
  row('plain', 'hyperplasia', '腺肌症 腺肌病 子宫腺肌症 子宫腺肌病', 'uterus'),
  row('plain', 'cyst mass', '附件囊肿 附件区囊肿 附件囊性灶 附件囊性占位', 'adnexa'),
  row('significant', 'mass cyst', '附件包块 附件区包块 附件占位 附件区占位 附件肿块', 'adnexa'),
  row('trivial', 'heart-size wall-motion effusion', '心功能减低 心功能不全 心力衰竭 心衰'),
  row('trivial', 'heart-size', '心影增大 心脏增大 心影饱满 心影向左增大', 'heart'),
  row('trivial', 'old inflammation', '钙化 钙化灶 纤维灶 纤维条索 索条 条索 纤维索条 陈旧灶 硬结灶 纤维硬结灶 纤维增殖灶 纤维增殖 陈旧性病变 陈旧 索条影 条索影'),
  row('trivial', 'old inflammation', '胸膜增厚 胸膜肥厚 胸膜粘连', 'pleura'),
  row('significant', 'foreign', '异物 异物影'),
  row('plain', 'foreign stone', '游离体'),
  row('significant', 'ectopic mass', '异位妊娠 宫外孕 输卵管妊娠 宫角妊娠 卵巢妊娠 腹腔妊娠 瘢痕妊娠'),
  row('significant', 'rupture', '脾破裂 脾脏破裂', 'spleen'),
  row('significant', 'rupture', '肝破裂 肝脏破裂', 'liver'),
  row('significant', 'rupture', '肾破裂 肾脏破裂', 'kidney'),
  row('significant', 'rupture', '破裂 裂隙样低密度 低密度裂隙 不规则低密度裂隙 裂隙状低密度 裂隙状'),
  row('plain', 'anomaly', '隐睾 异位睾丸', 'scrotum'),
  row('plain', 'anomaly', '畸形 隔离症 发育不良 发育不全 马蹄肾'),
  row('plain', 'swelling', '肿胀 软组织肿胀'),
];

const GENERIC =
  '密度影 低密度 高密度 壁厚 等密度 信号影 高信号 低信号 等信号 异常信号 长T1 长T2 强回声 低回声 高回声 混合回声 强化 影 灶 增大 稍大 偏大 略大 增粗 增宽 增厚 增多 增高 减低 减少 降低 缩小 变扁 变细 变窄 变形 扩张 扩大 紊乱 毛糙 毛刷 模糊 不均 不规则 不光整 不光滑 不规整 异常 缺损 肿大 破坏 改变 隆起 受压 移位 偏曲 硬化 消失 抬高 失常 膨隆 饱满 突起 破坏 致密 结节状 结节样 肿块样 波浪状 疑似 可疑 信号增高 内翻 成角 突入 空虚 未探及血流 未探及血流信号 未见血流信号 未见明显血流信号 无血流信号 未见流空 流空消失 流空影消失 未显影 不显影 未见显影 变性 病变 纤维 显示不清 代谢 粘连 裂隙 透亮 衰减 细密 迂曲 低平 稀疏 充填 截断 牵拉 推移 缺失 分离 迂曲 聚集 包裹 侵犯 累及 腺体组织 挛缩 糜烂 侵蚀 压缩 缺如 压迹 外凸';

const NORMAL =
  '未见异常 未见明显异常 无异常 界限清楚 界限清 分界清楚 分界清 清楚 符合月龄 与月龄相符 符合年龄 与年龄相符 与胎龄相符 透亮度好 透光度好 气化良好 气化好 含气良好 含气好 显示清楚 显示清晰 显影良好 充盈良好 充盈好 正常 清晰 通畅 完整 光滑 规整 居中 良好 对称 不大 不厚 不扩张 不增宽 均匀 连续 协调 启闭正常 启闭可 柔和 光整 锐利 自然 存在 未见明确异常 尚可 形态可 曲度可 如常 无殊 在位 适中 未见确切异常 未见显著异常 无明显异常 无明确异常 未见特殊 无特殊 规则 不宽 清亮 透亮 充气良好 平滑 圆滑 位置正常 对位良好 走行自然 走形自然 整齐 流畅 (-) 适中 不粗 不增粗 未增粗 不肿大 未肿大 未增宽 未增大 未增厚 未扩张 不肿 未见狭窄';

/** Words that hold a word which they do not mean. */
const BLANK =
  '瘤颈 肋下 肋缘下 肾下段 肾下型 不均匀纤维腺体 不均匀纤维腺体型 不均匀致密 不均匀致密型 不均匀腺体型 胸膜下区 胸膜下 背景强化 背景实质强化 纤维腺体 纤维腺体型 散在纤维腺体型 多量腺体型 手术 不足 充足 足够 足月 乳头状 内中膜 血管内膜 占位效应 大结节 骨骺板 增强扫描 增强检查 增强后 增强 金属夹影 缝线影 骨髓 髓内钉 髓内固定 心电图 复查 肺窗 骨窗 右优势型 左优势型 右侧优势 左侧优势 左束支 右束支 左右径 右位心 左位心 左向右 右向左 囊括 病史 检查 节育环影 胸腺影 炎性肠病史 无变化 较前片 前片 影像 影像学 造影 阴影检查 消失征象 双轨征 双边征 双顶径 双能 双期 双腔 双位';

/** Every word with what it means. */
export const TERMS: ReadonlyMap<string, Term> = new Map<string, Term>([
  ...split(GENERIC).map((word) => [word, { kind: 'generic' }] as const),
  ...split(NORMAL).map((word) => [word, { kind: 'normal' }] as const),
  ...SPECIFIC.flatMap(({ words, classes, weight, family }) =>
    split(words).map((word) => [word, { kind: 'specific', classes, weight, ...(family === undefined ? {} : { family }) }] as const),
  ),
  ...split(BLANK).map((word) => [word, { kind: 'blank' }] as const),
]);

function split(words: string): string[] {
  return [...new Set(words.split(' '))];
}
