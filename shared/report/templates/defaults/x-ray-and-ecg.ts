import type { ReportTemplate } from '../report-template.ts';

/** Radiographs, mammography and ECG. Written for this project; a department edits its own copy. */
export const X_RAY_AND_ECG_TEMPLATES: readonly ReportTemplate[] = [
  {
    templateId: 'dx-chest-normal', name: '胸片正常', modality: 'DX', bodyPart: '胸部', sex: '', leastYears: 14, mostYears: null, outcome: 'negative', abbreviation: '',
    findings: '胸廓骨质完整，双肺野透亮度正常，肺纹理清晰。两侧肺门影不大，气管居中。心胸比在正常范围，主动脉结不宽，膈面光滑，肋膈角锐利。',
    impression: '心、肺、膈未见异常。',
    recommendation: '',
  },
  {
    templateId: 'dx-chest-infection', name: '胸片肺部感染', modality: 'DX', bodyPart: '胸部', sex: '', leastYears: 14, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【左|右】【上|中|下】肺野见斑片状模糊影，密度不均，边界不清，该侧肺门影稍增浓。其余肺野清晰，膈角锐利。',
    impression: '【左|右】【上|中|下】肺野炎症。',
    recommendation: '治疗后复查胸片或进一步CT检查。',
  },
  {
    templateId: 'dx-lumbar', name: '腰椎退行性变（DR）', modality: 'DX', bodyPart: '腰椎', sex: '', leastYears: 35, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '腰椎诸椎体边缘唇样骨质增生，【L3/4|L4/5|L5/S1】椎间隙变窄，终板硬化，椎小关节间隙模糊。生理前凸变直，附件骨质完整，腰大肌影清楚。',
    impression: '腰椎退行性变，【L3/4|L4/5|L5/S1】椎间隙变窄。',
    recommendation: '症状明显者行MR检查。',
  },
  {
    templateId: 'dx-knee', name: '膝骨关节炎（DR）', modality: 'DX', bodyPart: '膝关节', sex: '', leastYears: 40, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【左膝|右膝|双膝】胫骨髁间隆突变尖，胫骨平台及髌骨后缘骨赘形成，内侧关节间隙变窄，关节面下骨质硬化。周围软组织未见肿块及游离体。',
    impression: '【左膝|右膝|双膝】退行性骨关节病。',
    recommendation: '',
  },
  {
    templateId: 'dx-wrist-fracture', name: '桡骨远端骨折', modality: 'DX', bodyPart: '腕关节', sex: '', leastYears: 16, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【左|右】桡骨远端距关节面约【例:20 mm】处骨皮质中断，远折端向【背侧|掌侧】移位、成角，尺骨茎突【完整|撕脱】。腕骨排列未见异常。',
    impression: '【左|右】桡骨远端骨折。',
    recommendation: '骨科复位固定后复查。',
  },
  {
    templateId: 'dx-ankle-normal', name: '踝关节正常', modality: 'DX', bodyPart: '踝关节', sex: '', leastYears: 16, mostYears: null, outcome: 'negative', abbreviation: '',
    findings: '所示胫腓骨下段、距骨及跟骨骨小梁清晰，皮质连续。踝穴对称，内外踝间隙正常，关节面光滑，软组织层次清楚。',
    impression: '所示踝关节诸骨未见骨折及脱位。',
    recommendation: '肿痛不缓解者1周后复查或行CT。',
  },
  {
    templateId: 'dx-hip-fracture', name: '股骨颈骨折', modality: 'DX', bodyPart: '髋关节', sex: '', leastYears: 50, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【左侧|右侧】股骨颈【头下型|经颈型|基底部】骨皮质断裂，断端嵌插上移，颈干角变小，Shenton线中断。骨盆环连续，骨质疏松。',
    impression: '【左侧|右侧】股骨颈骨折，骨质疏松。',
    recommendation: '骨科急诊手术评估。',
  },
  {
    templateId: 'dx-abdomen-normal', name: '腹部立位正常', modality: 'DX', bodyPart: '腹部', sex: '', leastYears: null, mostYears: null, outcome: 'negative', abbreviation: '',
    findings: '双侧膈下未见游离气体。胃泡及结肠少量积气，小肠无扩张，未见液平。双肾区与输尿管走行区未见致密结石影，腰大肌影对称。',
    impression: '腹部立位片未见异常。',
    recommendation: '',
  },
  {
    templateId: 'mg-normal', name: '乳腺钼靶正常', modality: 'MG', bodyPart: '乳腺', sex: 'F', leastYears: 35, mostYears: null, outcome: 'negative', abbreviation: '',
    findings: '双侧乳腺呈【脂肪型|散在纤维腺体型|不均匀致密型】，腺体分布对称，未见肿块、结构扭曲及成簇钙化。皮肤及乳头无增厚凹陷，腋前未见肿大淋巴结。',
    impression: '双侧乳腺未见异常，BI-RADS 1类。',
    recommendation: '常规筛查。',
  },
  {
    templateId: 'mg-mass', name: '乳腺肿块', modality: 'MG', bodyPart: '乳腺', sex: 'F', leastYears: 25, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【左乳|右乳】【外上|外下|内上|内下】象限见【圆形|不规则形】高密度肿块，大小约【例:18 mm×15 mm】，边缘【毛刺|浸润|遮蔽】，内见多形性微钙化，邻近皮肤牵拉。对侧腺体未见同类征象。',
    impression: '【左乳|右乳】【外上|外下|内上|内下】象限肿块伴钙化，BI-RADS 【4B|4C|5】类。',
    recommendation: '建议超声引导下穿刺活检。',
  },
  {
    templateId: 'dx-infant-chest', name: '婴儿胸片正常（1岁以下）', modality: 'DX', bodyPart: '胸部', sex: '', leastYears: 0, mostYears: 1, outcome: 'negative', abbreviation: '',
    findings: '仰卧位摄片，双侧肋骨走行对称，肺充气良好，肺门结构清楚。上纵隔增宽呈帆状，为该月龄胸腺影。心影饱满属仰卧位所致，膈肌位置正常。',
    impression: '心肺未见异常，胸腺影为婴儿正常表现。',
    recommendation: '',
  },
  {
    templateId: 'dx-newborn-rds', name: '新生儿呼吸窘迫', modality: 'DX', bodyPart: '胸部', sex: '', leastYears: 0, mostYears: 1, outcome: 'positive', abbreviation: '',
    findings: '双肺野透亮度普遍减低，呈弥漫细颗粒网状影，可见支气管充气征，以【双下肺|全肺】为著，心缘及膈面模糊。气管插管尖端位于【例:T2】水平，胃管在位。',
    impression: '新生儿肺透明膜病。',
    recommendation: '结合孕周与血气，4至6小时后复查。',
  },
  {
    templateId: 'dx-child-pneumonia', name: '小儿支气管肺炎', modality: 'DX', bodyPart: '胸部', sex: '', leastYears: 1, mostYears: 13, outcome: 'positive', abbreviation: '',
    findings: '双肺纹理增多、模糊，【右下|左下|双下】肺内带沿支气管见小斑片状密度增高影，肺门影增浓，肺野轻度过度充气。心影不大，膈角清楚。',
    impression: '支气管肺炎。',
    recommendation: '儿科治疗后7至10天复查。',
  },
  {
    templateId: 'dx-infant-hip', name: '婴儿髋发育不良', modality: 'DX', bodyPart: '髋关节', sex: '', leastYears: 0, mostYears: 3, outcome: 'positive', abbreviation: '',
    findings: '【左侧|右侧】髋臼顶陡直，髋臼角约【例:34】度，股骨头骨化中心较对侧小并向外上移位，位于Perkin方格外下象限以外，沈通氏线不连续。',
    impression: '【左侧|右侧】发育性髋关节脱位。',
    recommendation: '小儿骨科就诊。',
  },
  {
    templateId: 'dx-child-elbow', name: '儿童肱骨髁上骨折', modality: 'DX', bodyPart: '肘关节', sex: '', leastYears: 2, mostYears: 13, outcome: 'positive', abbreviation: '',
    findings: '【左|右】肱骨髁上皮质断裂，远端向【后|尺侧|桡侧】移位，前脂肪垫呈帆样抬高。肱骨小头、桡骨小头骨化中心与年龄相符，对位关系正常。',
    impression: '【左|右】肱骨髁上骨折。',
    recommendation: '急诊小儿骨科，注意末梢血运。',
  },
  {
    templateId: 'dx-bone-age', name: '骨龄（儿童左手）', modality: 'DX', bodyPart: '手', sex: '', leastYears: 2, mostYears: 17, outcome: 'negative', abbreviation: '',
    findings: '左手正位：腕骨骨化中心【例:7】枚，掌指骨骨骺与干骺端宽度相称，桡骨远端骨骺未与骨干融合。参照G-P图谱，骨龄约【例:8】岁。',
    impression: '骨龄约【例:8】岁，与实际年龄相符，属正常范围。',
    recommendation: '内分泌门诊结合身高曲线。',
  },
  {
    templateId: 'dx-adenoid', name: '腺样体肥大（儿童侧位）', modality: 'DX', bodyPart: '鼻咽', sex: '', leastYears: 2, mostYears: 14, outcome: 'positive', abbreviation: '',
    findings: '鼻咽部侧位：咽后壁顶部软组织影隆起，厚约【例:15 mm】，A/N比值约【例:0.75】，鼻咽气道变窄。舌根部及喉腔气道通畅，颈椎前软组织不厚。',
    impression: '腺样体肥大。',
    recommendation: '耳鼻喉科评估睡眠呼吸。',
  },
  {
    templateId: 'dx-greenstick', name: '儿童前臂青枝骨折', modality: 'DX', bodyPart: '前臂', sex: '', leastYears: 2, mostYears: 14, outcome: 'positive', abbreviation: '',
    findings: '【左|右】【桡骨|尺骨|尺桡骨】【中段|远段】一侧骨皮质皱褶隆起，对侧皮质连续，轻度成角，骨骺板未受累。',
    impression: '【左|右】【桡骨|尺骨|尺桡骨】【中段|远段】青枝骨折。',
    recommendation: '石膏固定，复查力线。',
  },
  {
    templateId: 'ecg-normal', name: '正常心电图', modality: 'ECG', bodyPart: '心脏', sex: '', leastYears: 16, mostYears: null, outcome: 'negative', abbreviation: '',
    findings: '窦性P波规律出现，P波在II导联直立、aVR导联倒置，PR间期与QRS时限在正常范围，ST段无偏移，T波方向与主波一致，电轴不偏。',
    impression: '窦性心律，正常心电图。',
    recommendation: '',
  },
  {
    templateId: 'ecg-af', name: '心房颤动（心电图）', modality: 'ECG', bodyPart: '心脏', sex: '', leastYears: 30, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: 'P波消失，代之以大小形态不等的f波，以V1导联清楚，RR间距绝对不齐，平均心室率约【例:96】次/分，QRS波形态正常，ST-T【未见|可见】继发改变。',
    impression: '心房颤动，心室率约【例:96】次/分。',
    recommendation: '评估栓塞风险与心室率控制。',
  },
];
