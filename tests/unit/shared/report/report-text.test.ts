import { describe, expect, test } from 'vitest';
import type { ReportedQuantity, ReportedStudy } from '#shared/report/canonical-report.ts';
import { isWaveformReport } from '#shared/report/canonical-report.ts';
import { impressionLines } from '#shared/report/impression-lines.ts';
import { dicomDateTime, localTimeText, printedTime } from '#shared/report/local-time.ts';
import { quantityText, roundedQuantity } from '#shared/report/quantity-text.ts';
import { amendmentText, examinationWord, imageQualityText, physicianPersonName, reportTitle, studyText } from '#shared/report/report-words.ts';
import { amendedReport, chestStudy, ecgReport, radiologyReport } from '#tests/support/sample-report.ts';

const quantity = (value: number, unit: string): ReportedQuantity => ({ quantity: 'length', value, unit });

describe('local time', () => {
  test('is eight hours ahead of UTC, over midnight too', () => {
    expect(localTimeText('2026-11-20T18:30:59.999Z')).toBe('2026-11-21T02:30:59+08:00');
  });

  test('follows an offset west of Greenwich', () => {
    // 02:03 - 3:30 = 22:33 of the day before
    expect(localTimeText('2026-11-20T02:03:40Z', '-03:30')).toBe('2026-11-19T22:33:40-03:30');
  });

  test('refuses what is no instant', () => {
    expect(() => localTimeText('today')).toThrow('instant');
  });

  test('is printed without its zone and sent to DICOM with it', () => {
    const local = '2026-11-20T10:03:40+08:00';
    expect([printedTime(local), dicomDateTime(local), printedTime('')]).toEqual(['2026-11-20 10:03:40', '20261120100340+0800', '']);
  });
});

describe('a measured quantity', () => {
  test.each([
    [15.83, 'mm', '15.8 mm'],
    [15.85, 'mm', '15.8 mm'], // 15.85 is held as 15.8499…
    [98.4, 'mm2', '98.4 mm²'],
    [-31.25, "[hnsf'U]", '−31.3 HU'],
    [-0.04, "[hnsf'U]", '0.0 HU'],
    [12.5, 'deg', '12.5°'],
    [1023, '1', '1023.0'],
    [17, '{px}', '17.0 px'],
    [289, '{px}2', '289.0 px²'],
  ])('%d %s is printed %s', (value, unit, expected) => {
    expect(quantityText(quantity(value, unit))).toBe(expected);
  });

  test('goes to the structured report with the same digits and an ASCII minus', () => {
    expect(roundedQuantity(quantity(-31.25, "[hnsf'U]"))).toBe('-31.3');
  });

  test('is refused when it is no number', () => {
    expect(() => roundedQuantity(quantity(NaN, 'mm'))).toThrow('finite');
  });
});

describe('the lines of an impression', () => {
  test('lose their numbers and the empty lines between them', () => {
    expect(impressionLines('1. 肺结节\n\n2、肝囊肿\r\n（3）胆囊结石\n④ 肾囊肿\n5．脾大')).toEqual(['肺结节', '肝囊肿', '胆囊结石', '肾囊肿', '脾大']);
  });

  test('keep a size at their start', () => {
    expect(impressionLines('1.5 cm 结节\n12 枚结节')).toEqual(['1.5 cm 结节', '12 枚结节']);
  });

  test('are none for blank text', () => {
    expect(impressionLines(' \n \n')).toEqual([]);
  });
});

describe('words of a report', () => {
  const study = (changes: Partial<ReportedStudy>): ReportedStudy => ({ ...chestStudy, ...changes });

  test('name the examination by its modality', () => {
    expect([['CT'], ['MR'], ['DX'], ['ECG'], ['CT', 'PT'], ['XX'], []].map((modalities) => examinationWord([study({ modalities })]))).toEqual([
      'CT', 'MR', 'X 线', '心电图', 'CT、PET', '影像', '影像',
    ]);
  });

  test('part Han and Latin in the title', () => {
    expect([reportTitle(radiologyReport), reportTitle(ecgReport)]).toEqual(['CT 检查报告单', '心电图检查报告单']);
  });

  test('say a study without a description by its part and modality', () => {
    expect(studyText(study({ description: '', studyDate: '2026-03-18' }))).toBe('2026-03-18 胸部 CT');
  });

  test('say what an amended report replaces and why', () => {
    expect(amendmentText(amendedReport)).toBe('更正报告，取代版本 1（2026-11-20 10:03）。更正原因：诊断意见侧别更正，左改为右。');
  });

  test('say the compression ratio where it is known', () => {
    expect([imageQualityText({ kind: 'full' }), imageQualityText({ kind: 'lossy', ratio: 11.7 }), imageQualityText({ kind: 'lossy', ratio: null })]).toEqual([
      '无损', '有损 1:12', '有损（压缩比未知）',
    ]);
  });

  test('put a Han name into the ideographic group and into the one that every reader shows', () => {
    expect(physicianPersonName('欧阳修')).toEqual({ alphabetic: '欧阳修', ideographic: '欧阳修', phonetic: '' });
  });

  test('take out of a name what would part it into components', () => {
    expect(physicianPersonName('Zhou^Mu=\\x').alphabetic).toBe('Zhou Mu x');
  });
});

test('a report of waveforms alone is an ECG report, one with an image is not', () => {
  const mixed = { ...ecgReport, studies: [...ecgReport.studies, chestStudy] };
  expect([ecgReport, mixed, radiologyReport].map(isWaveformReport)).toEqual([true, false, false]);
});
