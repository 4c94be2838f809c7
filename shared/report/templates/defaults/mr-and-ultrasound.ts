import type { ReportTemplate } from '../report-template.ts';

/** MR and ultrasound. Written for this project; a department edits its own copy. */
export const MR_AND_ULTRASOUND_TEMPLATES: readonly ReportTemplate[] = [
  {
    templateId: 'mr-head-normal', name: '颅脑平扫正常（MR）', modality: 'MR', bodyPart: '头颅', sex: '', leastYears: 18, mostYears: null, outcome: 'negative', abbreviation: '',
    findings: '脑实质各序列未见异常信号，弥散加权像无高信号灶。脑室系统对称，脑沟不宽，中线居中。垂体不大，小脑扁桃体位置正常。主要血管流空信号存在，鼻窦及乳突信号正常。',
    impression: '颅脑MR平扫未见异常。',
    recommendation: '',
  },
  {
    templateId: 'mr-acute-infarct', name: '急性脑梗死', modality: 'MR', bodyPart: '头颅', sex: '', leastYears: 18, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【左侧|右侧】【基底节区|放射冠|额颞叶|枕叶|小脑半球】见片状DWI高信号，ADC值减低，T2 FLAIR呈稍高信号，范围约【例:25 mm×18 mm】，占位效应不明显。',
    impression: '【左侧|右侧】【基底节区|放射冠|额颞叶|枕叶|小脑半球】急性脑梗死。',
    recommendation: '卒中绿色通道处理，行MRA评估责任血管。',
  },
  {
    templateId: 'mr-lumbar', name: '腰椎间盘退变（MR）', modality: 'MR', bodyPart: '腰椎', sex: '', leastYears: 16, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '腰椎生理曲度变直。各椎间盘T2信号减低，【L4/5|L5/S1】椎间盘后缘局限性突出，矢状径约【例:5 mm】，【双侧|左侧|右侧】神经根受压。脊髓圆锥位于L1水平，信号正常。',
    impression: '【L4/5|L5/S1】椎间盘突出，【双侧|左侧|右侧】神经根受压；多节段椎间盘变性。',
    recommendation: '',
  },
  {
    templateId: 'mr-cervical', name: '颈椎病（MR）', modality: 'MR', bodyPart: '颈椎', sex: '', leastYears: 25, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '颈椎序列连续，椎体缘见骨赘。【C4/5|C5/6|C6/7】椎间盘向后突出，蛛网膜下腔前缘变窄，脊髓形态正常，髓内未见异常信号。双侧椎间孔未见明显狭窄。',
    impression: '【C4/5|C5/6|C6/7】椎间盘突出，颈椎退行性变。',
    recommendation: '',
  },
  {
    templateId: 'mr-knee-meniscus', name: '膝半月板撕裂', modality: 'MR', bodyPart: '膝关节', sex: '', leastYears: null, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【左膝|右膝】【内侧|外侧】半月板【后角|体部|前角】见线状高信号达关节面。前、后交叉韧带走行连续，侧副韧带完整。髌上囊少量积液，软骨面光整。',
    impression: '【左膝|右膝】【内侧|外侧】半月板【后角|体部|前角】撕裂，关节少量积液。',
    recommendation: '运动医学科就诊。',
  },
  {
    templateId: 'mr-shoulder-cuff', name: '肩袖损伤', modality: 'MR', bodyPart: '肩关节', sex: '', leastYears: 18, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【左肩|右肩】冈上肌腱近大结节止点处信号增高，【关节面侧部分|全层】纤维不连续，范围约【例:10 mm】。肩峰下滑囊积液，肱二头肌长头腱在位，盂唇未见撕脱。',
    impression: '【左肩|右肩】冈上肌腱【关节面侧部分|全层】撕裂，肩峰下滑囊积液。',
    recommendation: '',
  },
  {
    templateId: 'mr-pituitary', name: '垂体微腺瘤', modality: 'MR', bodyPart: '垂体', sex: '', leastYears: 14, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '动态增强早期垂体【左翼|右翼】见局灶性弱强化区，直径约【例:5 mm】，局部鞍膈稍隆起，垂体柄轻度偏移，海绵窦及视交叉未受累。',
    impression: '垂体【左翼|右翼】微腺瘤。',
    recommendation: '结合泌乳素等激素水平，内分泌科就诊。',
  },
  {
    templateId: 'mr-femoral-head', name: '股骨头缺血坏死', modality: 'MR', bodyPart: '髋关节', sex: '', leastYears: 18, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '【左侧|右侧】股骨头负重区见线样低信号包绕，T2压脂呈双线征，周围骨髓水肿，关节面【光整|轻度塌陷】，关节腔少量液体信号。对侧股骨头信号均匀。',
    impression: '【左侧|右侧】股骨头缺血性坏死。',
    recommendation: '减少负重，骨科就诊分期治疗。',
  },
  {
    templateId: 'mrcp-bile-stone', name: '胆总管结石（MRCP）', modality: 'MR', bodyPart: '胆道', sex: '', leastYears: 18, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '肝内胆管轻度扩张。胆总管【上段|下段】腔内见类圆形低信号充盈缺损，直径约【例:8 mm】，其上胆管最宽约【例:13 mm】。胰管未见扩张。',
    impression: '胆总管【上段|下段】结石，伴胆道扩张。',
    recommendation: '消化内镜中心评估ERCP取石。',
  },
  {
    templateId: 'us-thyroid-nodule', name: '甲状腺结节（超声）', modality: 'US', bodyPart: '甲状腺', sex: '', leastYears: 14, mostYears: null, outcome: 'positive', abbreviation: '',
    findings: '甲状腺【左叶|右叶】【上极|中部|下极】见【低回声|等回声|囊实性】结节，大小约【例:9 mm×7 mm】，边界【清|不清】，纵横比【小于1|大于1】，内部【未见|可见】点状强回声，血流信号不丰富。颈部淋巴结结构正常。',
    impression: '甲状腺【左叶|右叶】结节，TI-RADS 【3|4a|4b|5】类。',
    recommendation: '',
  },
  {
    templateId: 'us-abdomen', name: '肝胆胰脾正常（超声）', modality: 'US', bodyPart: '腹部', sex: '', leastYears: 16, mostYears: null, outcome: 'negative', abbreviation: '',
    findings: '肝包膜光滑，实质回声细腻均匀，门静脉血流通畅。胆囊形态正常，透声好。胰腺回声均匀，脾厚正常。双肾皮髓质分界清楚，集合系统无分离。',
    impression: '肝、胆、胰、脾、双肾声像图未见异常。',
    recommendation: '',
  },
  {
    templateId: 'us-intussusception', name: '小儿肠套叠（超声）', modality: 'US', bodyPart: '腹部', sex: '', leastYears: 0, mostYears: 6, outcome: 'positive', abbreviation: '',
    findings: '【右上腹|右下腹|脐周】见包块，横断面呈同心圆征，直径约【例:28 mm】，纵断面呈套筒样，肠壁血流信号存在。腹腔肠间少量液性暗区。',
    impression: '【右上腹|右下腹|脐周】肠套叠。',
    recommendation: '立即联系小儿外科行空气灌肠复位。',
  },
];
