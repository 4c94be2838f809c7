import type { ReportTemplate } from '../report-template.ts';

/** CT of the abdomen, the pelvis, the spine and the vessels. Written for this project; a department edits its own copy. */
export const CT_BODY_TEMPLATES: readonly ReportTemplate[] = [
  {
    templateId: 'ct-abdomen-normal', name: '上腹部平扫正常', modality: 'CT', bodyPart: '上腹部', sex: '', leastYears: 16, mostYears: null, outcome: 'negative', abbreviation: '',
    findings: '肝脏形态大小正常，各叶比例协调，实质密度均匀，肝内外胆管无扩张。胆囊充盈良好，壁不厚。胰腺轮廓清晰，胰管未见扩张。脾不大，双肾、肾上腺未见异常，腹膜后未见肿大淋巴结。',
    impression: '上腹部CT平扫未见异常。',
    recommendation: '',
  },
  {
    templateId: 'ct-fatty-liver', name: '脂肪肝', modality: 'CT', bodyPart: '上腹部', sex: '', leastYears: 18, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '肝脏体积饱满，实质密度【弥漫|不均匀】减低，平扫CT值约【例:32】 HU，低于同层脾脏，肝内血管影相对呈稍高密度。胆囊壁光滑，胰腺、脾脏及双肾未见异常。',
    impression: '【轻度|中度|重度】脂肪肝。',
    recommendation: '控制体重，复查肝功能、血脂。',
  },
  {
    templateId: 'ct-gallstone', name: '胆囊结石胆囊炎', modality: 'CT', bodyPart: '上腹部', sex: '', leastYears: 18, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '胆囊体积【正常|增大】，壁弥漫增厚，约【例:5 mm】，腔内见【单发|多发】环形或点状高密度结石，较大者约【例:10 mm】，周围脂肪间隙模糊。胆总管直径正常。',
    impression: '胆囊结石，胆囊炎。',
    recommendation: '普外科就诊，结合墨菲征及血象。',
  },
  {
    templateId: 'ct-liver-cyst', name: '肝囊肿', modality: 'CT', bodyPart: '上腹部', sex: '', leastYears: 18, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '肝【左叶|右叶】见类圆形水样低密度影，直径约【例:22 mm】，CT值约【例:8】 HU，边缘锐利，增强各期无强化。余肝实质密度均匀。胆道系统未见扩张。',
    impression: '肝【左叶|右叶】囊肿。',
    recommendation: '年度超声随访。',
  },
  {
    templateId: 'ct-cirrhosis', name: '肝硬化门脉高压', modality: 'CT', bodyPart: '上腹部', sex: '', leastYears: 18, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '肝脏缩小，表面呈结节状，肝裂增宽，尾状叶相对增大。脾大，门静脉主干增粗，食管下段及胃底周围见迂曲血管影。肝周、脾周见少量液体密度影。',
    impression: '肝硬化，脾大，门静脉高压，少量腹水。',
    recommendation: '消化科随诊，增强扫描排除占位。',
  },
  {
    templateId: 'ct-pancreatitis', name: '急性胰腺炎', modality: 'CT', bodyPart: '上腹部', sex: '', leastYears: 16, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '胰腺弥漫肿大，边缘毛糙，实质密度不均，胰周脂肪间隙见条片状渗出，左侧肾前筋膜增厚。胰管不扩张，胆总管下段未见结石影。',
    impression: '急性胰腺炎。',
    recommendation: '查血淀粉酶、脂肪酶，必要时增强评估坏死。',
  },
  {
    templateId: 'ct-urinary-stone', name: '输尿管结石', modality: 'CT', bodyPart: '泌尿系', sex: '', leastYears: 16, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【左侧|右侧】输尿管【上段|中段|下段】见结节状高密度影，大小约【例:5 mm×4 mm】，CT值约【例:760】 HU，其近端输尿管及肾盂扩张积水。对侧肾盂、输尿管未见扩张及结石。',
    impression: '【左侧|右侧】输尿管【上段|中段|下段】结石，伴同侧上尿路积水。',
    recommendation: '泌尿外科就诊，多饮水，注意发热。',
  },
  {
    templateId: 'ct-appendicitis', name: '急性阑尾炎', modality: 'CT', bodyPart: '下腹部', sex: '', leastYears: 5, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '阑尾增粗，直径约【例:11 mm】，壁水肿增厚，腔内【见|未见】粪石，盲肠周围脂肪间隙呈条索状模糊。右下腹未见脓腔及游离气体。',
    impression: '急性阑尾炎。',
    recommendation: '急诊外科就诊。',
  },
  {
    templateId: 'ct-bowel-obstruction', name: '肠梗阻', modality: 'CT', bodyPart: '全腹部', sex: '', leastYears: null, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '中上腹小肠肠袢扩张，最宽约【例:38 mm】，内见多发气液平面，移行带位于【回肠中段|回肠末端|空肠】，远侧肠管萎陷。肠壁强化存在，系膜无水肿，未见游离气体。',
    impression: '小肠梗阻，移行带位于【回肠中段|回肠末端|空肠】。',
    recommendation: '急诊外科会诊，动态观察肠壁血供。',
  },
  {
    templateId: 'ct-perforation', name: '消化道穿孔', modality: 'CT', bodyPart: '全腹部', sex: '', leastYears: null, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '膈下、肝前缘见弧形游离气体影，【胃窦前壁|十二指肠球部|小肠】旁见小气泡聚集，邻近脂肪间隙混浊，盆腔少量积液。',
    impression: '腹腔游离气体，考虑【胃窦前壁|十二指肠球部|小肠】穿孔。',
    recommendation: '危急值，立即电话通知急诊外科。',
  },
  {
    templateId: 'ct-pelvis-male-normal', name: '男性盆腔正常', modality: 'CT', bodyPart: '盆腔', sex: 'M', leastYears: 18, mostYears: 50, outcome: 'negative', abbreviation: '',
    findings: '膀胱充盈良好，壁光滑。前列腺不大，密度均匀，精囊腺两侧对称，膀胱精囊角清晰。直肠壁未见增厚，盆壁及髂血管旁未见肿大淋巴结。',
    impression: '盆腔CT平扫未见异常。',
    recommendation: '',
  },
  {
    templateId: 'ct-pelvis-female-normal', name: '女性盆腔正常', modality: 'CT', bodyPart: '盆腔', sex: 'F', leastYears: 18, mostYears: 55, outcome: 'negative', abbreviation: '',
    findings: '子宫位置、大小正常，肌层密度均匀，宫腔线居中。双侧附件区未见占位。膀胱壁不厚，直肠周围脂肪清晰，子宫直肠陷凹无积液，腹股沟未见肿大淋巴结。',
    impression: '女性盆腔CT平扫未见异常。',
    recommendation: '',
  },
  {
    templateId: 'ct-prostate', name: '前列腺增生', modality: 'CT', bodyPart: '盆腔', sex: 'M', leastYears: 50, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '前列腺体积增大，横径约【例:52 mm】，向上突入膀胱底部，密度欠均，内见斑点状钙化。膀胱壁增厚、小梁形成。精囊腺形态对称。',
    impression: '前列腺增生伴钙化。',
    recommendation: '结合PSA及残余尿测定。',
  },
  {
    templateId: 'ct-ovary-cyst', name: '附件区囊肿', modality: 'CT', bodyPart: '盆腔', sex: 'F', leastYears: 14, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【左侧|右侧】附件区见圆形囊性低密度影，大小约【例:45 mm×40 mm】，囊壁薄而光滑，内部密度均匀，无强化结节。子宫受推移，盆底无积液。',
    impression: '【左侧|右侧】附件区囊肿。',
    recommendation: '月经后2至3个月超声复查，查肿瘤标志物。',
  },
  {
    templateId: 'ct-spine-disc', name: '腰椎间盘突出（CT）', modality: 'CT', bodyPart: '腰椎', sex: '', leastYears: 16, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '扫描L3至S1椎间隙。【L4/5|L5/S1|L3/4】椎间盘向【正后方|左后方|右后方】突出约【例:5 mm】，硬膜囊前缘受压。黄韧带不厚，椎小关节边缘骨质增生，椎管骨性径线正常。',
    impression: '【L4/5|L5/S1|L3/4】椎间盘突出，腰椎退行性变。',
    recommendation: '骨科或康复科就诊。',
  },
  {
    templateId: 'ct-spine-fracture', name: '腰椎压缩骨折', modality: 'CT', bodyPart: '腰椎', sex: '', leastYears: 18, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【L1|L2|L3|T12】椎体呈楔形变，前缘高度减低约【例:1/3】，椎体内见横行致密带及骨折线，后缘【完整|轻度后凸】，椎管【无狭窄|轻度狭窄】。附件骨质连续。',
    impression: '【L1|L2|L3|T12】椎体压缩性骨折。',
    recommendation: '脊柱外科就诊，老年患者查骨密度。',
  },
  {
    templateId: 'ct-coronary', name: '冠状动脉粥样硬化', modality: 'CT', bodyPart: '冠状动脉', sex: '', leastYears: 30, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '冠状动脉起源正常，【右|左|均衡】优势型。【前降支近段|前降支中段|右冠状动脉近段|回旋支】见【钙化|非钙化|混合】斑块，管腔狭窄约【例:40】%。其余分支管壁光滑，未见明确斑块。',
    impression: '【前降支近段|前降支中段|右冠状动脉近段|回旋支】粥样硬化斑块伴管腔狭窄。',
    recommendation: '心内科就诊，控制危险因素。',
  },
  {
    templateId: 'ct-aortic-dissection', name: '主动脉夹层', modality: 'CT', bodyPart: '主动脉', sex: '', leastYears: 18, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【升主动脉至腹主动脉|左锁骨下动脉以远降主动脉】腔内见线样内膜片，分隔真腔与假腔，破口位于【例:主动脉峡部】，最大管径约【例:42 mm】。腹腔干、肠系膜上动脉起自真腔，心包未见积液。',
    impression: '主动脉夹层（Stanford 【A|B】型）。',
    recommendation: '危急值，立即通知急诊科与心脏大血管外科。',
  },
  {
    templateId: 'ct-pulmonary-embolism', name: '肺动脉栓塞', modality: 'CT', bodyPart: '肺动脉', sex: '', leastYears: 18, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【右肺动脉干|左肺动脉干|双侧叶段肺动脉】腔内见低密度充盈缺损，管腔部分闭塞。肺动脉主干直径约【例:28 mm】，右心室【不大|扩大】。双肺灌注区未见楔形实变。',
    impression: '【右肺动脉干|左肺动脉干|双侧叶段肺动脉】栓塞。',
    recommendation: '危急值，立即通知临床；查下肢深静脉超声。',
  },
];
