import type { DemoDay } from './demo-day.ts';
import type { DemoOrder } from './demo-order.ts';

export type DemoOrderName = 'stroke' | 'chest-pain' | 'nodule' | 'nodule-prior' | 'two-chest' | 'two-abdomen' | 'pair' | 'lumbar' | 'child' | 'bedside' | 'checkup';

type OrderText = Omit<DemoOrder, 'accessionNumber' | 'procedureId'> & { readonly prefix: string; readonly serial: string };

const ORDERS: Readonly<Record<DemoOrderName, OrderText>> = {
  stroke: {
    prefix: 'QL', serial: '00417', procedureText: '头颅平扫', priority: 'STAT', requestingService: '急诊科', requestingPhysician: { pinyin: 'Qian^Lei', han: '钱^磊' },
    reason: '突发右侧肢体无力 1 小时，失语，疑卒中', history: '卒中绿色通道；除外出血，拟静脉溶栓。血压 186/104 mmHg，NIHSS 14 分。房颤 6 年，口服利伐沙班。',
  },
  'chest-pain': {
    prefix: 'HX', serial: '00052', procedureText: '12 导联静息心电图', priority: 'STAT', requestingService: '急诊科', requestingPhysician: { pinyin: 'Lu^Yan', han: '陆^燕' },
    reason: '胸骨后压榨痛 40 分钟，大汗，急性胸痛', history: '胸痛绿色通道。血压 96/60 mmHg。吸烟 30 年，高血压 8 年。',
  },
  nodule: {
    prefix: 'YX', serial: '00233', procedureText: '胸部平扫（薄层）', priority: 'ROUTINE', requestingService: '呼吸内科', requestingPhysician: { pinyin: 'Jiang^Wen', han: '蒋^雯' },
    reason: '肺结节复查，8 个月前右肺上叶结节', history: '吸烟史无。母亲肺癌病史。无咳嗽、咯血。',
  },
  'nodule-prior': {
    prefix: 'YX', serial: '00118', procedureText: '胸部平扫', priority: 'ROUTINE', requestingService: '体检科', requestingPhysician: { pinyin: 'Jiang^Wen', han: '蒋^雯' }, reason: '体检，肺部筛查',
  },
  'two-chest': {
    prefix: 'QL', serial: '00431', procedureText: '胸部平扫', priority: 'ROUTINE', requestingService: '感染科', requestingPhysician: { pinyin: 'Yu^Hong', han: '于^红' }, reason: '低热、乏力 2 周，除外肺部感染',
  },
  'two-abdomen': {
    prefix: 'QL', serial: '00432', procedureText: '上腹部平扫', priority: 'ROUTINE', requestingService: '感染科', requestingPhysician: { pinyin: 'Yu^Hong', han: '于^红' }, reason: '乙肝病史 20 年，甲胎蛋白升高', allergies: '碘造影剂（荨麻疹）', admittingDiagnosis: '慢性乙型病毒性肝炎',
  },
  pair: {
    prefix: 'YX', serial: '00247', procedureText: '头颅＋胸部平扫', priority: 'HIGH', requestingService: '老年病科', requestingPhysician: { pinyin: 'Tian^Bo', han: '田^博' }, reason: '慢阻肺急性加重；今晨跌倒，头部着地',
  },
  lumbar: {
    prefix: 'HX', serial: '00061', procedureText: '腰椎平扫', priority: 'ROUTINE', requestingService: '骨伤科', requestingPhysician: { pinyin: 'Fang^Qi', han: '方^琦' },
    reason: '腰痛伴左下肢放射痛 2 月', history: '左直腿抬高 50°（＋）。否认外伤。保守治疗 3 周无明显好转。',
  },
  child: {
    prefix: 'YX', serial: '00251', procedureText: '胸部正位', priority: 'HIGH', requestingService: '儿科急诊', requestingPhysician: { pinyin: 'Wei^Lan', han: '魏^岚' }, reason: '发热、咳嗽 4 天', history: '体温 39.2 ℃，右肺呼吸音低。',
  },
  bedside: {
    prefix: 'QL', serial: '00426', procedureText: '胸部正位（床旁）', priority: 'HIGH', requestingService: '呼吸内科', requestingPhysician: { pinyin: 'Shi^Yun', han: '石^云' }, reason: '发热伴咳痰 3 天，血氧 89 %',
  },
  checkup: {
    prefix: 'QL', serial: '00440', procedureText: '12 导联静息心电图', priority: 'ROUTINE', requestingService: '体检科', requestingPhysician: { pinyin: 'Gu^Ning', han: '顾^宁' }, reason: '入职体检',
  },
};

/** Accession numbers carry hospital and day: `QL26112100417`. */
export function orderOf(name: DemoOrderName, day: DemoDay): DemoOrder {
  const { prefix, serial, ...text } = ORDERS[name];
  const date = (name === 'nodule-prior' ? day.monthsBefore(8, 18) : day.date).replaceAll('-', '').slice(2);
  return { ...text, accessionNumber: `${prefix}${date}${serial}`, procedureId: `RP${date}${serial}` };
}
