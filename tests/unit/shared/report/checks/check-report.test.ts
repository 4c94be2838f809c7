import { expect, test } from 'vitest';
import { quotedAnswer } from '#shared/collaboration/consultation.ts';
import { isSoundPattern } from '#shared/report/checks/critical-check.ts';
import { checkReport } from '#shared/report/checks/check-report.ts';
import type { CheckedReport } from '#shared/report/checks/checked-report.ts';
import { readReportLine } from '#tests/support/report-texts/read-report-line.ts';
import { readReportTexts, TEXT_SETS } from '#tests/support/report-texts/read-texts.ts';

const REPORT: CheckedReport = {
  modality: 'CT', bodyPart: '胸部', laterality: '', sex: 'M', ageYears: 61, patientName: '王建国', studyDate: '2026-11-20', comparisonDate: '',
  findings: '右肺上叶见结节，大小约12 mm×10 mm。左肺未见异常。', impression: '右肺上叶结节。', recommendation: '', positive: true, criticalHandled: false,
};
const codesOf = (change: Partial<CheckedReport>) => checkReport({ ...REPORT, ...change }).map(({ code }) => code);

const clean = TEXT_SETS.flatMap((set) => readReportTexts(`clean${set}`));
const contradictory = TEXT_SETS.flatMap((set) => readReportTexts(`contradictory${set}`));
const found = new Map([...clean, ...contradictory].map(({ report }) => [report, checkReport(report)]));
const interrupting = (report: CheckedReport) => (found.get(report) ?? []).filter(({ level }) => level !== 'hint');

test('the texts are at least 300, half of them contradictory', () => {
  expect(clean.length + contradictory.length).toBeGreaterThanOrEqual(300);
  expect(Math.min(clean.length, contradictory.length)).toBeGreaterThanOrEqual(150);
});

test('95 of 100 contradictions are found under their own code', () => {
  const missed = contradictory.filter(({ report, expected }) => !interrupting(report).some(({ code }) => code === expected)).map(({ name, expected }) => `${name} ${expected}`);
  expect({ missed, share: missed.length / contradictory.length }).toMatchObject({ share: expect.toSatisfy((share: number) => share <= 0.05) as unknown });
});

test('3 of 100 clean reports at most are interrupted', () => {
  const wrong = clean.flatMap(({ name, report }) => {
    const [first] = interrupting(report);
    return first === undefined ? [] : [`${name} ${first.code} ${first.excerpt}`];
  });
  expect({ wrong, share: wrong.length / clean.length }).toMatchObject({ share: expect.toSatisfy((share: number) => share <= 0.03) as unknown });
});

test('a contradiction of one kind is reported as one kind', () => {
  const others = contradictory.filter(({ report, expected }) => interrupting(report).some(({ code }) => code !== expected)).map(({ name }) => name);
  expect(others.length / contradictory.length, others.join(', ')).toBeLessThanOrEqual(0.03);
});

test('a side that is swapped in the impression of a clean report is found, 19 times of 20', () => {
  // Reports whose impression speaks of one side and of no direction.
  const oneSided = clean.filter(({ report: { impression } }) => impression.includes('左') !== impression.includes('右') && !/双|两侧|对侧|右位心|反位|[左右](?:主|前|室|房|心|移|偏)|向[左右]|弯|变异/u.test(impression));
  const missed = oneSided.filter(({ report }) => {
    const impression = report.impression.replaceAll(/[左右]/gu, (side) => (side === '左' ? '右' : '左'));
    return !checkReport({ ...report, impression }).some(({ code, level }) => code === 'laterality' && level !== 'hint');
  });
  expect(oneSided.length).toBeGreaterThan(300);
  expect(missed.length / oneSided.length, missed.map(({ name }) => name).join(', ')).toBeLessThanOrEqual(0.05);
});

test('an electrocardiogram is held against its own words and figures', () => {
  const ecg = (change: Partial<CheckedReport>) => codesOf({ modality: 'ECG', bodyPart: '心电图', findings: '窦性心律，心率72次/分，PR间期156ms，QRS时限88ms，ST-T未见异常。', impression: '窦性心律，正常心电图。', positive: false, ...change });
  expect(ecg({})).toEqual([]);
  expect(ecg({ impression: '心房颤动。', positive: true })).toEqual(['impression-without-finding']);
  expect(ecg({ findings: 'P波消失，代之以f波，RR间期绝对不齐，平均心室率96次/分。' })).toEqual(['finding-without-impression']);
  // 1.6 s are 1600 ms; no PR interval that was published is longer than 700.
  expect(ecg({ findings: '窦性心律，心率72次/分，PR间期1.6s，QRS时限88ms。' })).toEqual(['unit']);
  expect(ecg({ impression: '窦性心动过速。', positive: true })).toEqual(['impression-without-finding']);
});

test('an organ that measures a tenth or ten times of what any has is a slip of the unit', () => {
  const heart = { modality: 'US', bodyPart: '心脏彩超', impression: '心脏结构未见明显异常。', positive: false } as const;
  expect(codesOf({ ...heart, findings: '左房前后径35mm，左室舒张末内径46mm，室间隔厚9mm，主动脉瓣口峰值流速1.2m/s。' })).toEqual([]);
  // 46 cm for 46 mm; 120 m/s for 120 cm/s.
  expect(codesOf({ ...heart, findings: '左房前后径35mm，左室舒张末内径46cm，室间隔厚9mm。' })).toEqual(['unit']);
  expect(codesOf({ ...heart, findings: '左房前后径35mm，主动脉瓣口峰值流速120m/s。' })).toEqual(['unit']);
  // The film before: 7 cm against 7 mm now.
  expect(codesOf({ findings: '右肺上叶见结节，长径7mm。前片（2026-05-22）该结节长径7cm。' })).toEqual(['unit']);
});

test('an impression that finds nothing is held against every lesion that is no trifle', () => {
  const normal = { impression: '未见明显异常。', positive: false } as const;
  expect(codesOf({ ...normal, findings: '右下肺野见斑片状模糊影。左肺清晰。' })).toEqual(['finding-without-impression']);
  expect(codesOf({ ...normal, findings: '双肺纹理稍增多，双肺尖少许纤维灶。主动脉壁钙化。' })).toEqual([]);
});

test('what is broken, torn or closed must come back by its name', () => {
  const ankle = { modality: 'DR', bodyPart: '右踝', findings: '右腓骨远端见骨折线，断端稍移位。跟骨骨质增生。' } as const;
  expect(codesOf({ ...ankle, impression: '右外踝骨折；跟骨骨刺。' })).toEqual([]);
  expect(codesOf({ ...ankle, impression: '右足跟骨骨刺。' })).toEqual(['finding-without-impression']);
  expect(codesOf({ modality: 'DR', bodyPart: '右腕', findings: '右桡骨远端骨皮质中断。尺骨、腕骨未见骨折。', impression: '右桡骨远端骨折；右舟骨骨折。' })).toEqual(['impression-without-finding']);
  const coronary = { bodyPart: '冠状动脉CTA', findings: '前降支近段非钙化斑块，管腔狭窄约85%。右冠中段钙化斑块，轻微狭窄。' } as const;
  expect(codesOf({ ...coronary, impression: '前降支近段重度狭窄；右冠轻微狭窄。' })).toEqual([]);
  expect(codesOf({ ...coronary, impression: '右冠状动脉轻微狭窄。' })).toEqual(['finding-without-impression']);
});

test('a figure far out of the normal must come back in words', () => {
  const fetus = { modality: 'US', bodyPart: '产科', sex: 'F', ageYears: 30, positive: null, findings: '胎儿双顶径62mm，胎心率146次/分。双侧侧脑室宽度：左侧14mm，右侧13mm。' } as const;
  expect(codesOf({ ...fetus, impression: '宫内单活胎；双侧侧脑室增宽。' })).toEqual([]);
  expect(codesOf({ ...fetus, impression: '宫内单活胎，孕约25周。' })).toEqual(['finding-without-impression']);
  // 7 mm is what a fetus has.
  expect(codesOf({ ...fetus, findings: '胎儿双顶径62mm，胎心率146次/分。双侧侧脑室宽约7mm。', impression: '宫内单活胎。' })).toEqual([]);
});

test('a diagnosis needs a sign of its kind and its place in the findings', () => {
  expect(codesOf({ impression: '右肺上叶结节；肺大疱。' })).toEqual(['impression-without-finding']);
  expect(codesOf({ findings: '右肺上叶见结节，大小约12 mm×10 mm。左肺尖见薄壁含气囊腔。', impression: '右肺上叶结节；左肺尖肺大疱。' })).toEqual([]);
  const coronary = { bodyPart: '冠状动脉CTA', impression: '前降支轻度狭窄；右冠状动脉重度狭窄。' } as const;
  expect(codesOf({ ...coronary, findings: '冠脉呈右优势型。前降支近段斑块，管腔轻度狭窄。右冠状动脉管壁光滑，未见斑块及狭窄。' })).toEqual(['impression-without-finding']);
  expect(codesOf({ ...coronary, findings: '冠脉呈右优势型。前降支近段斑块，管腔轻度狭窄。右冠状动脉近段斑块，管腔重度狭窄。' })).toEqual([]);
});

test('a level, a rib or a lobe that is concluded must be described', () => {
  const spine = { modality: 'MR', bodyPart: '腰椎', findings: 'L4/5椎间盘向后突出，硬膜囊受压。' } as const;
  expect(codesOf({ ...spine, impression: 'L4-5椎间盘突出。' })).toEqual([]);
  expect(codesOf({ ...spine, impression: 'L4/5椎间盘突出；L5/S1椎间盘突出。' })).toEqual(['impression-without-finding']);
  const ribs = { findings: '右侧第3-5肋骨质中断，断端稍错位。' } as const;
  expect(codesOf({ ...ribs, impression: '右侧第4、5肋骨骨折。' })).toEqual([]);
  expect(codesOf({ ...ribs, impression: '右侧第3-5肋骨骨折；右侧第9肋骨骨折。' })).toEqual(['impression-without-finding']);
  expect(codesOf({ impression: '右肺上叶结节；右肺中叶结节。' })).toEqual(['impression-without-finding']);
});

test('what the organ next door has of its own concludes nothing here', () => {
  const head = { bodyPart: '颅脑', findings: '左侧额叶见片状高低混杂密度影，周围水肿。右侧颞部头皮下血肿。', criticalHandled: true } as const;
  expect(codesOf({ ...head, impression: '左侧额叶脑挫裂伤；右侧颞部头皮血肿。' })).toEqual([]);
  expect(codesOf({ ...head, impression: '右侧颞部头皮血肿。' })).toEqual(['finding-without-impression']);
});

test('a side is held against the very name of its place, and against an impression that says it twice', () => {
  const sinus = { bodyPart: '鼻窦', findings: '左侧蝶窦内见类圆形软组织密度。双侧下鼻甲肥大。' } as const;
  expect(codesOf({ ...sinus, impression: '左侧蝶窦囊肿；双侧下鼻甲肥大。' })).toEqual([]);
  expect(codesOf({ ...sinus, impression: '右侧蝶窦囊肿；双侧下鼻甲肥大。' })).toEqual(['laterality']);
  const kidney = { bodyPart: '腹部', findings: '左肾术后缺如。右肾代偿性增大。' } as const;
  expect(codesOf({ ...kidney, impression: '左肾切除术后，右肾代偿性增大。' })).toEqual([]);
  expect(codesOf({ ...kidney, impression: '左肾切除术后，左肾代偿性增大。' })).toEqual(['laterality']);
});

test('the name of a field in brackets is a gap, the name of a stranger before a part of the body is another patient', () => {
  expect(codesOf({ findings: '右肺上叶见结节，大小约12 mm×10 mm，L[节段]椎体正常。' })).toEqual(['placeholder']);
  expect(codesOf({ findings: '右肺上叶见结节，大小约12 mm×10 mm。蒋丽娜左肺未见异常。' })).toEqual(['other-patient']);
  expect(codesOf({ findings: '右肺上叶见结节，大小约12 mm×10 mm。陈旧性左肺病灶未见变化。' })).toEqual([]);
});

test('one size that is written in two units agrees with itself', () => {
  expect(codesOf({ findings: '右肺上叶结节0.6cm×0.5cm（6mm×5mm）。' })).toEqual([]);
  expect(codesOf({ findings: '右肺上叶结节0.6cm×0.5cm（60mm×50mm）。' })).toEqual(['unit']);
});

test('a heading in brackets is no gap, an empty bracket is one', () => {
  expect(codesOf({ findings: `【检查技术】平扫。【所见】${REPORT.findings}` })).toEqual([]);
  expect(codesOf({ findings: `【部位】${REPORT.findings}` })).toEqual(['placeholder']);
});

test('sizes and degrees that change sides are sides', () => {
  const carotid = { modality: 'US', bodyPart: '颈动脉', findings: '左侧颈内动脉斑块，管腔狭窄约75%。右侧颈内动脉斑块，狭窄约20%。' } as const;
  expect(codesOf({ ...carotid, impression: '左侧颈内动脉重度狭窄，右侧颈内动脉轻度狭窄。' })).toEqual([]);
  expect(codesOf({ ...carotid, impression: '右侧颈内动脉重度狭窄，左侧颈内动脉轻度狭窄。' })).toEqual(['laterality']);
});

test('what the findings describe, the impression may not deny or call normal', () => {
  const bladder = { modality: 'US', bodyPart: '泌尿系', findings: '膀胱右后壁见乳头状低回声，20mm×16mm。前列腺增大。' } as const;
  expect(codesOf({ ...bladder, impression: '前列腺增生；膀胱占位。' })).toEqual([]);
  expect(codesOf({ ...bladder, impression: '前列腺增生。膀胱未见异常。' })).toEqual(['finding-without-impression']);
});

test('inner and outer, and the largest of several, are sides too', () => {
  expect(codesOf({ modality: 'MR', bodyPart: '右膝', findings: '右膝内侧半月板后角见线状高信号达关节面。', impression: '右膝外侧半月板后角撕裂。' })).toEqual(['laterality']);
  expect(codesOf({ findings: '双肺多发小结节，较大者位于右肺下叶，直径约6mm。', impression: '双肺多发小结节，较大者位于左肺下叶。' })).toEqual(['laterality']);
});

test('what one section of an obstetric report says, the other may not deny', () => {
  const fetus = { modality: 'US', bodyPart: '产科', sex: 'F', ageYears: 27, findings: '宫内见一胎儿，头位，胎心率148次/分，规律，胎盘位于后壁。', positive: null } as const;
  expect(codesOf({ ...fetus, impression: '宫内单活胎，头位。' })).toEqual([]);
  expect(codesOf({ ...fetus, impression: '宫内孕，胎死宫内。' })).toContain('impression-without-finding');
  expect(codesOf({ ...fetus, impression: '宫内单活胎，臀位。' })).toEqual(['impression-without-finding']);
});

test('an excerpt stands in its section, so that the hand can be led to it', () => {
  for (const { report } of contradictory) {
    for (const { section, excerpt } of found.get(report) ?? []) {
      if (section !== 'header' && excerpt !== '') expect(report[section].replaceAll(/\s/g, '')).toContain(excerpt.replaceAll(/\s/g, ''));
    }
  }
});

test('a swapped side is laterality and nothing else', () => {
  expect(codesOf({ impression: '左肺上叶结节。' })).toEqual(['laterality']);
});

test('situs inversus is no contradiction of sides', () => {
  expect(codesOf({ findings: '右位心，内脏反位，肝脏位于左上腹。双肺清晰。', impression: '镜面人。' })).not.toContain('laterality');
});

test('a day that does not exist is a problem and stops nothing else', () => {
  expect(codesOf({ studyDate: '2026-02-30', impression: '左肺上叶结节。' })).toEqual(expect.arrayContaining(['date', 'laterality']));
  expect(codesOf({ studyDate: 'yesterday' })).toEqual(['date']);
});

test('the follow-up of a recommendation may lie ahead, a prior may not', () => {
  expect(codesOf({ recommendation: '建议2027-03-20复查胸部CT。' })).toEqual([]);
  expect(codesOf({ findings: `与2027-03-20片对比，${REPORT.findings}` })).toEqual(['date']);
});

test('an empty report is answered and not thrown at', () => {
  const empty: CheckedReport = { ...REPORT, bodyPart: '', sex: '', ageYears: null, patientName: '', studyDate: '', findings: '', impression: '', positive: null };
  expect(checkReport(empty).map(({ code }) => code)).toEqual(['missing-impression']);
});

test('a line of check:text may lack fields or carry them in other types', () => {
  const { id, report } = readReportLine('{"id":7,"ageYears":"3","sex":"f","laterality":null,"findings":null,"impression":"右肾结石"}');
  expect(id).toBe(7);
  expect(report).toMatchObject({ ageYears: 3, sex: 'F', laterality: '', findings: '', impression: '右肾结石', positive: null, criticalHandled: false });
  expect(() => readReportLine('[1]')).toThrow(SyntaxError);
});

test('a name of a pinyin header cannot be compared, so nobody is called a stranger', () => {
  expect(codesOf({ patientName: 'Wang^Jianguo', findings: `患者王建国。${REPORT.findings}` })).toEqual([]);
  expect(codesOf({ findings: `患者李秀英。${REPORT.findings}` })).toEqual(['other-patient']);
  expect(codesOf({ recommendation: '已与李秀英主任讨论。' })).toEqual([]);
});

test.each([
  ['脑出血|脑疝', true], ['脑(?:实质)?内?血肿', true], ['R-?on-?T', true],
  // An open bracket; a bar without a word: it would stand in every report.
  ['脑(出血', false], ['脑出血|', false], ['|脑疝', false], ['(?:出血)?', false], ['', false],
])('%s may stand in a list of critical values: %s', (words, isSound) => {
  expect(isSoundPattern(words)).toBe(isSound);
});

test('the answer of a colleague is quoted with its day, which is after the study: no wrong date; a wrong date in his words is one', () => {
  expect(codesOf({ findings: `${REPORT.findings}${quotedAnswer('胸外科', { by: '林知远', text: '考虑炎性结节' }, '2026-11-23 01:33')}` })).toEqual([]);
  expect(codesOf({ findings: `${REPORT.findings}${quotedAnswer('胸外科', { by: '林知远', text: '与2027-03-20片对比无变化' }, '2026-11-23 01:33')}` })).toEqual(['date']);
});

test('imaging, ECG and each modality have a critical list of their own; where it is not known what was examined, all are asked', () => {
  const line = (name: string, modality: string) => ({ name, words: name, unless: '', modality });
  const rules = [line('甲征', ''), line('乙征', 'imaging'), line('丙征', 'ECG'), line('丁征', 'CT')];
  const found = (modality: string) => rules.map(({ name }) => checkReport({ ...REPORT, modality, impression: name }, rules).some(({ code }) => code === 'critical-unhandled'));
  expect([found('CT'), found('MR'), found('ECG'), found('SR'), found('')]).toEqual([
    [true, true, false, true], [true, true, false, false], [true, false, true, false], [true, true, true, true], [true, true, true, true],
  ]);
});
