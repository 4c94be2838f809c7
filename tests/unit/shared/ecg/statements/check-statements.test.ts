import { describe, expect, test } from 'vitest';
import { checkStatements, severityOf, type MeasuredFacts } from '#shared/ecg/statements/check-statements.ts';
import { createStatementDictionary } from '#shared/ecg/statements/statement-dictionary.ts';

const dictionary = createStatementDictionary();
const usual: MeasuredFacts = { ventricularRate: 72, prMs: 160, qrsMs: 90, qtcMs: 410, qrsAxisDeg: 45, isAdult: true };
const check = (impression: readonly string[], measured: Partial<MeasuredFacts> = {}, findings = '') =>
  checkStatements(dictionary, { findings, impression }, { ...usual, ...measured });

describe('contradictions', () => {
  test.each([
    [['窦性心律', '心房颤动']],
    [['窦性心动过速', '窦性心动过缓']],
    [['正常心电图', '完全性右束支传导阻滞']],
    [['完全性左束支传导阻滞', '完全性右束支传导阻滞']],
    [['一度房室传导阻滞', '三度房室传导阻滞']],
    [['心房颤动', '一度房室传导阻滞']],
    [['电轴左偏', '电轴右偏']],
    [['心房扑动', '交界性心律']],
    [['QT间期延长', 'QT间期缩短']],
    [['全导联低电压', '左室高电压']],
  ])('%j cannot both be signed', (impression) => {
    expect(check(impression, { ventricularRate: undefined, prMs: undefined, qrsMs: undefined, qtcMs: undefined, qrsAxisDeg: undefined })).toEqual([
      { kind: 'contradiction', first: impression[0], second: impression[1] },
    ]);
  });

  test.each([
    [['窦性心律', '频发室性早搏', 'ST-T改变']],
    [['心房颤动', '心室起搏心律']],
    [['窦性心律', '心室起搏心律']],
    [['窦性心律不齐', '窦性心律']],
    [['窦性心律，未见心房颤动']],
    [['完全性右束支传导阻滞', '左前分支传导阻滞', '双分支传导阻滞']],
    [['三度房室传导阻滞', '室性逸搏心律']],
  ])('%j may be signed', (impression) => {
    expect(check(impression, { ventricularRate: undefined, prMs: undefined, qrsMs: undefined, qtcMs: undefined, qrsAxisDeg: undefined })).toEqual([]);
  });
});

describe('sentences against numbers', () => {
  test('a tachycardia of 72 a minute is none', () => {
    expect(check(['窦性心动过速'])).toEqual([{ kind: 'measurement', statement: '窦性心动过速', of: 'ventricular-rate', value: 72, unit: '次/分' }]);
  });
  test('a bundle-branch block of 90 ms is none, of 120 ms it is', () => {
    expect(check(['完全性左束支传导阻滞'])).toHaveLength(1);
    expect(check(['完全性左束支传导阻滞'], { qrsMs: 120 })).toEqual([]);
  });
  test('a first-degree block starts above 200 ms, as printed', () => {
    expect(check(['一度房室传导阻滞'], { prMs: 200.4 })).toHaveLength(1);
    expect(check(['一度房室传导阻滞'], { prMs: 200.6 })).toEqual([]);
  });
  test('a child has other limits, which are not ours to judge', () => {
    expect(check(['窦性心动过速'], { isAdult: false })).toEqual([]);
  });
  test('what was not measured contradicts nothing', () => {
    expect(check(['窦性心动过速'], { ventricularRate: undefined })).toEqual([]);
  });
});

describe('numbers in words', () => {
  test('a QTc needs its formula', () => {
    expect(check(['窦性心律'], {}, '心率 72 次/分，QTc 412 ms')).toEqual([{ kind: 'qtc-formula', text: 'QTc 412' }]);
    expect(check(['窦性心律'], {}, '心率 72 次/分，QTc 412 ms（Fridericia）')).toEqual([]);
    expect(check(['窦性心律'], {}, 'QTc 不能测量')).toEqual([]);
  });
  test('a fibrillation and a complete block have no PR interval', () => {
    expect(check(['心房颤动'], {}, 'PR间期 160 ms')).toEqual([{ kind: 'contradiction', first: '心房颤动', second: 'PR间期 160' }]);
    expect(check(['三度房室传导阻滞'], {}, 'PR 180 ms')).toHaveLength(1);
  });
});

test('the worst sentence gives the severity', () => {
  expect(severityOf(dictionary, ['窦性心律', '急性下壁心肌梗死（II、III、aVF 导联）'])).toBe('red');
  expect(severityOf(dictionary, ['正常心电图'])).toBe('green');
  expect(severityOf(dictionary, ['自由文字'])).toBeUndefined();
});
