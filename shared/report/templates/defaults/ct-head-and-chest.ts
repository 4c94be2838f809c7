import type { ReportTemplate } from '../report-template.ts';

/** CT of the head, the neck and the chest. Written for this project; a department edits its own copy. */
export const CT_HEAD_AND_CHEST_TEMPLATES: readonly ReportTemplate[] = [
  {
    templateId: 'ct-head-normal', name: '头颅平扫正常', modality: 'CT', bodyPart: '头颅', sex: '', leastYears: 18, mostYears: null, outcome: 'negative', abbreviation: '',
    findings: '双侧大脑半球灰白质分界清楚，脑实质内未见异常密度影。脑室、脑池、脑沟形态大小正常，中线结构居中。幕下小脑、脑干未见异常。颅骨骨质完整。',
    impression: '颅脑CT平扫未见异常。',
    recommendation: '',
  },
  {
    templateId: 'ct-head-lacunar', name: '腔隙性脑梗死', modality: 'CT', bodyPart: '头颅', sex: '', leastYears: 45, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【双侧|左侧|右侧】基底节区、放射冠见多发斑点状低密度影，边界清。侧脑室旁白质密度减低。脑沟、脑裂增宽，脑室系统轻度扩大，中线结构无移位。',
    impression: '1. 【双侧|左侧|右侧】基底节区、放射冠腔隙性脑梗死。\n2. 脑白质疏松，脑萎缩。',
    recommendation: '必要时行MR弥散成像排除新发梗死。',
  },
  {
    templateId: 'ct-head-hemorrhage', name: '脑出血', modality: 'CT', bodyPart: '头颅', sex: '', leastYears: 18, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【左侧|右侧】【基底节区|丘脑|颞叶|小脑半球】见团块状高密度影，范围约【例:40 mm×30 mm】，CT值约【例:65】 HU，周围见环形低密度水肿带，同侧侧脑室受压变形。中线结构【无移位|向对侧移位约5 mm】。脑室内【未见积血|见积血】。',
    impression: '【左侧|右侧】【基底节区|丘脑|颞叶|小脑半球】急性脑出血。',
    recommendation: '立即通知临床，短期内复查头颅CT。',
  },
  {
    templateId: 'ct-head-chronic-subdural', name: '慢性硬膜下血肿', modality: 'CT', bodyPart: '头颅', sex: '', leastYears: 50, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【左侧|右侧】额颞顶部颅骨内板下见新月形低或等密度影，最厚处约【例:14 mm】，邻近脑回受压、脑沟变浅，同侧侧脑室变窄。',
    impression: '【左侧|右侧】额颞顶部慢性硬膜下血肿。',
    recommendation: '神经外科就诊。',
  },
  {
    templateId: 'ct-head-subarachnoid', name: '蛛网膜下腔出血', modality: 'CT', bodyPart: '头颅', sex: '', leastYears: 18, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '鞍上池、环池及【双侧|左侧|右侧】外侧裂池内见条带状高密度影充填，脑沟内密度增高。脑室【不大|轻度扩大】。脑实质内未见血肿。',
    impression: '蛛网膜下腔出血。',
    recommendation: '危急值，立即通知临床；建议头颅CTA查找动脉瘤。',
  },
  {
    templateId: 'ct-head-trauma', name: '颅骨骨折伴头皮血肿', modality: 'CT', bodyPart: '头颅', sex: '', leastYears: null, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【左侧|右侧】【顶骨|颞骨|额骨|枕骨】见线形透亮骨折线，断端无明显凹陷。邻近头皮软组织肿胀增厚。颅内各部未见出血及挫伤灶，中线居中。',
    impression: '【左侧|右侧】【顶骨|颞骨|额骨|枕骨】线形骨折，头皮血肿。',
    recommendation: '密切观察，24小时内复查。',
  },
  {
    templateId: 'ct-sinus-normal', name: '副鼻窦正常', modality: 'CT', bodyPart: '副鼻窦', sex: '', leastYears: null, mostYears: null, outcome: 'negative', abbreviation: '',
    findings: '双侧额窦、筛窦、蝶窦及上颌窦气化良好，窦壁骨质光整，窦腔内黏膜未见增厚。鼻中隔居中，双侧鼻甲不大，鼻道通畅。',
    impression: '副鼻窦CT平扫未见异常。',
    recommendation: '',
  },
  {
    templateId: 'ct-sinusitis', name: '鼻窦炎', modality: 'CT', bodyPart: '副鼻窦', sex: '', leastYears: null, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【双侧|左侧|右侧】上颌窦及筛窦黏膜增厚，窦腔内见【软组织密度影|液平】，骨壁未见破坏。鼻中隔【居中|偏曲】。',
    impression: '【双侧|左侧|右侧】上颌窦、筛窦炎。',
    recommendation: '耳鼻喉科就诊。',
  },
  {
    templateId: 'ct-mastoid', name: '中耳乳突炎', modality: 'CT', bodyPart: '颞骨', sex: '', leastYears: null, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【左侧|右侧】乳突气房密度增高，鼓室内见软组织密度影，听小骨形态【完整|显示欠清】，鼓室壁骨质未见吸收。对侧颞骨结构正常。',
    impression: '【左侧|右侧】中耳乳突炎。',
    recommendation: '',
  },
  {
    templateId: 'ct-neck-thyroid', name: '甲状腺结节（CT）', modality: 'CT', bodyPart: '颈部', sex: '', leastYears: 18, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '甲状腺【左叶|右叶】增大，内见低密度结节，大小约【例:18 mm×15 mm】，边界【清|欠清】，增强后不均匀强化。气管受压不明显，颈部大血管旁未见肿大淋巴结。',
    impression: '甲状腺【左叶|右叶】结节。',
    recommendation: '建议甲状腺超声及甲状腺功能检查。',
  },
  {
    templateId: 'ct-chest-normal', name: '胸部平扫正常', modality: 'CT', bodyPart: '胸部', sex: '', leastYears: 16, mostYears: null, outcome: 'negative', abbreviation: '',
    findings: '两侧胸廓对称，双肺纹理走行自然，肺野内未见实变及结节。气管、叶段支气管通畅。纵隔及肺门未见肿大淋巴结，心影大小形态正常，胸腔未见积液。',
    impression: '胸部CT平扫未见异常。',
    recommendation: '',
  },
  {
    templateId: 'ct-pneumonia', name: '肺炎', modality: 'CT', bodyPart: '胸部', sex: '', leastYears: 16, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【右肺上叶|右肺中叶|右肺下叶|左肺上叶|左肺下叶】见片状实变影，边缘模糊，其内见支气管充气征，周围散在磨玻璃影。纵隔未见肿大淋巴结，胸腔未见积液。',
    impression: '【右肺上叶|右肺中叶|右肺下叶|左肺上叶|左肺下叶】肺炎。',
    recommendation: '抗感染治疗2周后复查。',
  },
  {
    templateId: 'ct-ground-glass-nodule', name: '磨玻璃结节', modality: 'CT', bodyPart: '胸部', sex: '', leastYears: 18, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【右肺上叶|右肺中叶|右肺下叶|左肺上叶|左肺下叶】【尖段|前段|后段|外基底段】见一【纯|混合】磨玻璃结节，大小约【例:8 mm×6 mm】，边界清楚，未见血管集束及胸膜牵拉。余肺未见同类病灶。',
    impression: '【右肺上叶|右肺中叶|右肺下叶|左肺上叶|左肺下叶】磨玻璃结节。',
    recommendation: '按结节大小定期随访薄层CT。',
  },
  {
    templateId: 'ct-lung-cancer', name: '肺占位', modality: 'CT', bodyPart: '胸部', sex: '', leastYears: 30, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【右肺上叶|右肺下叶|左肺上叶|左肺下叶】见不规则软组织肿块，大小约【例:42 mm×35 mm】，分叶状，边缘见短毛刺，牵拉邻近胸膜，增强后不均匀强化。同侧肺门及纵隔【未见|见】肿大淋巴结。',
    impression: '【右肺上叶|右肺下叶|左肺上叶|左肺下叶】占位，考虑周围型肺癌。',
    recommendation: '建议穿刺活检，完善全身分期检查。',
  },
  {
    templateId: 'ct-tuberculosis', name: '肺结核', modality: 'CT', bodyPart: '胸部', sex: '', leastYears: 14, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【双肺上叶|右肺上叶|左肺上叶】见多发斑片、结节及树芽状密度增高影，部分伴空洞形成，壁内缘光整，周围散在卫星灶与纤维索条。胸膜局限增厚。',
    impression: '【双肺上叶|右肺上叶|左肺上叶】继发性肺结核，伴空洞形成。',
    recommendation: '结合痰检，结核专科就诊，注意呼吸道隔离。',
  },
  {
    templateId: 'ct-emphysema', name: '慢支肺气肿', modality: 'CT', bodyPart: '胸部', sex: '', leastYears: 45, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '胸廓前后径增大，双肺透亮度增高，肺尖多发无壁含气囊腔，最大直径约【例:30 mm】。支气管壁增厚，肺纹理稀疏、紊乱。膈面低平，心影狭长。',
    impression: '慢性支气管炎，双肺气肿、肺大疱。',
    recommendation: '呼吸科随诊，查肺功能。',
  },
  {
    templateId: 'ct-pleural-effusion', name: '胸腔积液', modality: 'CT', bodyPart: '胸部', sex: '', leastYears: null, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【左侧|右侧】胸腔内见弧形液性密度影，最深处约【例:35 mm】，CT值约【例:12】 HU，邻近肺组织受压膨胀不全。对侧胸腔未见液体密度。心包不厚。',
    impression: '【左侧|右侧】胸腔积液，邻近肺组织膨胀不全。',
    recommendation: '必要时超声定位穿刺。',
  },
  {
    templateId: 'ct-pneumothorax', name: '气胸', modality: 'CT', bodyPart: '胸部', sex: '', leastYears: null, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【左侧|右侧】胸腔外带见无肺纹理透亮区，肺组织向肺门方向压缩约【例:20】%，纵隔居中。脏层胸膜下【未见|可见】肺大疱。肋骨未见骨折。',
    impression: '【左侧|右侧】气胸，肺压缩约【例:20】%。',
    recommendation: '胸外科处理，复查胸片。',
  },
  {
    templateId: 'ct-rib-fracture', name: '肋骨骨折', modality: 'CT', bodyPart: '胸部', sex: '', leastYears: null, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【左侧|右侧】第【例:5、6】肋骨【腋段|前段|后段】骨皮质不连续，断端【对位良好|轻度错位】，周围软组织肿胀。双肺未见挫伤，胸腔内无积血、积气。',
    impression: '【左侧|右侧】第【例:5、6】肋骨骨折。',
    recommendation: '2周后复查，除外隐匿骨折及迟发积液。',
  },
  {
    templateId: 'ct-child-head-normal', name: '小儿头颅正常', modality: 'CT', bodyPart: '头颅', sex: '', leastYears: 1, mostYears: 13, outcome: 'negative', abbreviation: '',
    findings: '脑实质密度与年龄相符，髓质发育良好，未见出血、挫伤及异常钙化。额部蛛网膜下腔不宽，第三、四脑室居中。颅缝未见分离，骨板连续。',
    impression: '小儿头颅CT平扫未见异常。',
    recommendation: '',
  },
];
