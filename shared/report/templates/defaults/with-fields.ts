import type { CodedConcept } from '../../../dicom/values/coded-concept.ts';
import type { ChoiceCodes } from '../../fields/choice-codes.ts';
import type { ChoiceField, NumberField, ReportField } from '../../fields/report-form.ts';
import type { ReportTemplate } from '../report-template.ts';

const number = (label: string, unit: string, least: number, most: number, more: Partial<Pick<NumberField, 'concept' | 'isRequired'>> = {}): ReportField => ({
  kind: 'number', label, unit, least, most, concept: '', isRequired: false, ...more,
});
const choice = (label: string, choices: ChoiceField['choices'], isRequired = true, codes?: ChoiceCodes): ReportField => ({ kind: 'choice', label, choices, isRequired, ...(codes === undefined ? {} : { codes }) });
const snomed = (value: string, meaning: string): CodedConcept => ({ value, scheme: 'SCT', meaning });
const LUNG_LOBES: ChoiceCodes = {
  右肺上叶: snomed('42400003', 'Upper lobe of right lung'), 右肺中叶: snomed('72481006', 'Middle lobe of right lung'), 右肺下叶: snomed('266005', 'Lower lobe of right lung'),
  左肺上叶: snomed('44714003', 'Upper lobe of left lung'), 左肺下叶: snomed('41224006', 'Lower lobe of left lung'),
};
const BRAIN_LOBES: ChoiceCodes = {
  丘脑: snomed('42695009', 'Thalamus'), 额叶: snomed('83251001', 'Frontal lobe'), 颞叶: snomed('78277001', 'Temporal lobe'), 顶叶: snomed('16630005', 'Parietal lobe'), 枕叶: snomed('31065004', 'Occipital lobe'),
};
const DEGREES: ChoiceCodes = { 轻度: snomed('255604002', 'Mild'), 中度: snomed('6736007', 'Moderate'), 重度: snomed('24484000', 'Severe') };
const side = (label: string, isRequired = true): ReportField => ({ kind: 'side', label, isRequired });
const LONG_AXIS = { concept: 'long-axis', isRequired: true } as const;
const SHORT_AXIS = { concept: 'short-axis', isRequired: true } as const;
const EVERYBODY = { sex: '', leastYears: null, mostYears: null, outcome: 'positive', abbreviation: '', impression: '' } as const;

/** Templates whose numbers and choices are asked for in fields. Written for this project; a department edits its own copy. */
export const TEMPLATES_WITH_FIELDS: readonly ReportTemplate[] = [
  {
    ...EVERYBODY, templateId: 'ct-nodule-fields', name: '肺结节测量（表单）', modality: 'CT', bodyPart: '胸部', leastYears: 18,
    findings: '余肺透亮度均匀，段以上支气管开口通畅，纵隔淋巴结短径不大，胸膜腔无积液。',
    recommendation: '按结节大小与密度定期薄层CT随访。',
    form: {
      fields: [
        choice('肺叶', ['右肺上叶', '右肺中叶', '右肺下叶', '左肺上叶', '左肺下叶'], true, LUNG_LOBES), choice('密度', ['实性', '部分实性', '纯磨玻璃']),
        number('长径', 'mm', 2, 30, LONG_AXIS), number('短径', 'mm', 2, 30, SHORT_AXIS), number('平均CT值', 'HU', -900, 300, { concept: 'attenuation' }),
        choice('边缘', ['光滑', '分叶', '毛刺', '模糊'], false), { kind: 'yes-no', label: '胸膜牵拉', isRequired: false, yes: '邻近胸膜受牵拉', no: '邻近胸膜无牵拉' },
        { kind: 'date', label: '对比日期', isRequired: false }, choice('变化', ['无明显变化', '增大', '缩小'], false),
      ],
      sentences: [
        { section: 'findings', pattern: '{肺叶}见{密度}结节，大小约{长径} mm×{短径} mm[，平均CT值约{平均CT值} HU][，边缘{边缘}][，{胸膜牵拉}]。[与{对比日期}片对比，结节{变化}。]' },
        { section: 'impression', pattern: '{肺叶}{密度}结节（长径约{长径} mm）[，较前{变化}]。' },
      ],
    },
  },
  {
    ...EVERYBODY, templateId: 'ct-hematoma-fields', name: '脑内血肿量（表单）', modality: 'CT', bodyPart: '头颅', leastYears: 18,
    findings: '余脑组织密度均匀，基底池清晰，颅骨内外板连续。',
    recommendation: '请急诊处理，按病情复查以观察血肿变化。',
    form: {
      fields: [
        side('侧别'), choice('部位', ['基底节区', '丘脑', '额叶', '颞叶', '顶叶', '枕叶', '小脑半球'], true, BRAIN_LOBES), number('长径', 'mm', 3, 120, LONG_AXIS), number('短径', 'mm', 3, 120, SHORT_AXIS),
        number('出血量', 'ml', 0.5, 200, { concept: 'volume', isRequired: true }), number('中线移位', 'mm', 0, 30),
        { kind: 'yes-no', label: '破入脑室', isRequired: true, yes: '血肿破入脑室', no: '脑室内未见积血' },
      ],
      sentences: [
        { section: 'findings', pattern: '{侧别}侧{部位}见团块状高密度血肿，层面最大约{长径} mm×{短径} mm，出血量约{出血量} ml，{破入脑室}[，中线结构移位约{中线移位} mm]。' },
        { section: 'impression', pattern: '{侧别}侧{部位}脑出血，出血量约{出血量} ml，{破入脑室}。' },
      ],
    },
  },
  {
    ...EVERYBODY, templateId: 'us-gallstone-fields', name: '胆囊结石测量（超声表单）', modality: 'US', bodyPart: '腹部', leastYears: 16,
    findings: '肝实质光点分布均匀，胰管不宽，脾肋下未及，双肾集合系统未分离。',
    recommendation: '',
    form: {
      fields: [
        choice('数目', ['单发', '多发']), number('结石长径', 'mm', 1, 60, LONG_AXIS), { kind: 'yes-no', label: '移动', isRequired: false, yes: '随体位移动', no: '不随体位移动' },
        number('胆囊壁厚', 'mm', 1, 20), number('胆总管内径', 'mm', 2, 20),
      ],
      sentences: [
        { section: 'findings', pattern: '胆囊腔内见{数目}强回声，后方伴声影[，{移动}]，较大者长径约{结石长径} mm[，胆囊壁厚约{胆囊壁厚} mm]。[胆总管内径约{胆总管内径} mm。]' },
        { section: 'impression', pattern: '胆囊{数目}结石，较大者约{结石长径} mm。' },
      ],
    },
  },
  {
    ...EVERYBODY, templateId: 'mr-knee-fields', name: '膝半月板分级（表单）', modality: 'MR', bodyPart: '膝关节',
    findings: '交叉韧带与侧副韧带连续，髌骨位置正常，所示骨髓信号未见异常。',
    recommendation: '',
    form: {
      fields: [
        side('侧别'), choice('半月板', ['内侧半月板前角', '内侧半月板后角', '外侧半月板前角', '外侧半月板后角']), choice('分级', ['Ⅰ级', 'Ⅱ级', 'Ⅲ级']), number('积液深度', 'mm', 1, 40),
      ],
      sentences: [
        { section: 'findings', pattern: '{侧别}膝{半月板}内见条状高信号，信号改变为{分级}[，关节腔积液，最深约{积液深度} mm]。' },
        { section: 'impression', pattern: '{侧别}膝{半月板}损伤（{分级}）。' },
      ],
    },
  },
  {
    ...EVERYBODY, templateId: 'mr-lumbar-fields', name: '腰椎间盘突出测量（表单）', modality: 'MR', bodyPart: '腰椎', leastYears: 16,
    findings: '腰椎各椎体高度保持，圆锥末端信号均匀，椎旁软组织不肿。',
    recommendation: '',
    form: {
      fields: [
        choice('节段', ['L2/3', 'L3/4', 'L4/5', 'L5/S1']), choice('类型', ['中央型', '旁中央型', '椎间孔型']), number('突出', 'mm', 1, 20, { isRequired: true }), number('硬膜囊前后径', 'mm', 3, 25), side('受压神经根', false),
      ],
      sentences: [
        { section: 'findings', pattern: '{节段}椎间盘向后呈{类型}突出，约{突出} mm[，硬膜囊前后径约{硬膜囊前后径} mm][，{受压神经根}侧神经根受压]。' },
        { section: 'impression', pattern: '{节段}椎间盘突出（{类型}）[，{受压神经根}侧神经根受压]。' },
      ],
    },
  },
  {
    ...EVERYBODY, templateId: 'ct-ureter-stone-fields', name: '输尿管结石测量（表单）', modality: 'CT', bodyPart: '泌尿系', leastYears: 16,
    findings: '膀胱充盈尚可，壁不厚，余所示腹盆腔脏器平扫未见明显异常。',
    recommendation: '',
    form: {
      fields: [
        side('侧别'), choice('节段', ['上段', '中段', '下段', '膀胱壁内段']), number('结石长径', 'mm', 1, 50, LONG_AXIS), number('结石CT值', 'HU', 100, 2000, { concept: 'attenuation' }), choice('肾积水', ['轻度', '中度', '重度'], false, DEGREES),
      ],
      sentences: [
        { section: 'findings', pattern: '{侧别}侧输尿管{节段}见致密结石影，长径约{结石长径} mm[，CT值约{结石CT值} HU][，同侧肾盂{肾积水}积水]。' },
        { section: 'impression', pattern: '{侧别}侧输尿管{节段}结石（约{结石长径} mm）[，{侧别}侧肾{肾积水}积水]。' },
      ],
    },
  },
];
