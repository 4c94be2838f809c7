import type { PersonName } from '#shared/dicom/values/person-name.ts';
import type { DemoDay } from './demo-day.ts';

export type DemoSiteId = 'yunxiu' | 'qingling' | 'hexi';

/** Everybody and everything here is invented. */
export interface DemoPatient {
  readonly name: PersonName;
  readonly patientId: string;
  readonly sex: 'M' | 'F';
  readonly birthDate: string;
  /** AS. */
  readonly age: string;
  readonly admissionId?: string;
}

export interface DemoMachine {
  readonly manufacturer: string;
  readonly model: string;
  readonly stationName: string;
  readonly serialNumber: string;
  readonly softwareVersions: string;
}

export interface DemoHospital {
  readonly name: string;
  readonly address: string;
  readonly patientIdIssuer: string;
  readonly machines: Readonly<Record<'CT' | 'MR' | 'DX' | 'CR' | 'ECG', DemoMachine>>;
}

const machine = (manufacturer: string, model: string, stationName: string, serialNumber: string, softwareVersions: string): DemoMachine => ({ manufacturer, model, stationName, serialNumber, softwareVersions });

export const DEMO_HOSPITALS: Readonly<Record<DemoSiteId, DemoHospital>> = {
  yunxiu: {
    name: '云岫县人民医院', address: '云岫县城关镇人民路 18 号', patientIdIssuer: 'YUNXIU',
    machines: {
      CT: machine('华曜影像', 'HY-Spiral 64', 'YXCT01', '640217', 'HY-R5.2'), MR: machine('衡岳医疗', 'HM-150', 'YXMR01', '150033', 'HM-4.1'),
      DX: machine('岱远医疗', 'DY-DR 3000', 'YXDR02', '300118', '3.4.1'), CR: machine('岱远医疗', 'DY-CR 800', 'YXCR01', '800052', '2.0.7'), ECG: machine('临川电子', 'LC-12S', 'YXECG1', '120077', '1.9'),
    },
  },
  qingling: {
    name: '青岭县人民医院', address: '青岭县北关街 6 号', patientIdIssuer: 'QINGLING',
    machines: {
      CT: machine('岱远医疗', 'DY-CT 32', 'QLCT01', '320041', 'VB20C'), MR: machine('衡岳医疗', 'HM-150', 'QLMR01', '150061', 'HM-4.1'),
      DX: machine('岱远医疗', 'DY-DR 2000', 'QLDR01', '200311', '3.3.0'), CR: machine('岱远医疗', 'DY-CR 800', 'QLCR01', '800119', '2.0.7'), ECG: machine('临川电子', 'LC-12S', 'QLECG1', '120102', '1.9'),
    },
  },
  hexi: {
    name: '鹤溪县中医院', address: '鹤溪县文昌路 41 号', patientIdIssuer: 'HEXI',
    machines: {
      CT: machine('华曜影像', 'HY-Spiral 16', 'HXCT01', '160090', 'HY-R4.0'), MR: machine('衡岳医疗', 'HM-150', 'HXMR01', '150018', 'HM-4.1'),
      DX: machine('岱远医疗', 'DY-DR 2000', 'HXDR01', '200155', '3.3.0'), CR: machine('岱远医疗', 'DY-CR 500', 'HXCR01', '500007', '1.8.2'), ECG: machine('临川电子', 'LC-12S', 'HXECG1', '120019', '1.9'),
    },
  },
};

/** @param pinyin and @param han family name, a caret, given name */
export function personName(pinyin: string, han: string): PersonName {
  return { alphabetic: pinyin, ideographic: han, phonetic: '' };
}

export interface DemoPatients {
  readonly zhaoShoutian: DemoPatient;
  readonly maChunsheng: DemoPatient;
  readonly pengGuodong: DemoPatient;
  readonly chenGuilan: DemoPatient;
  readonly sunHaoyu: DemoPatient;
  readonly liXiuzhi: DemoPatient;
  readonly gaoWenxiu: DemoPatient;
  readonly caoDefu: DemoPatient;
  readonly dongGuiying: DemoPatient;
}

export function demoPatients(day: DemoDay): DemoPatients {
  const adult = (name: PersonName, patientId: string, sex: 'M' | 'F', years: number, admissionId?: string): DemoPatient => ({
    name, patientId, sex, birthDate: day.born(years), age: `${String(years).padStart(3, '0')}Y`, ...(admissionId === undefined ? {} : { admissionId }),
  });
  return {
    zhaoShoutian: adult(personName('Zhao^Shoutian', '赵^守田'), '0412207', 'M', 71),
    maChunsheng: adult(personName('Ma^Chunsheng', '马^春生'), '0284417', 'M', 58),
    pengGuodong: adult(personName('Peng^Guodong', '彭^国栋'), '0413350', 'M', 51),
    chenGuilan: adult(personName('Chen^Guilan', '陈^桂兰'), '0061842', 'F', 67, '0061842'),
    sunHaoyu: { ...adult(personName('Sun^Haoyu', '孙^浩宇'), '0357719', 'M', 6), birthDate: day.born(6, 4) },
    liXiuzhi: adult(personName('Li^Xiuzhi', '李^秀芝'), '0408816', 'F', 80, '0098213'),
    gaoWenxiu: adult(personName('Gao^Wenxiu', '高^文秀'), '0410582', 'F', 55, '0098177'),
    caoDefu: adult(personName('Cao^Defu', '曹^德福'), '0350966', 'M', 77, '0061907'),
    dongGuiying: adult(personName('Dong^Guiying', '董^桂英'), '0190325', 'F', 60),
  };
}
