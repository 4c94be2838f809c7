import { describe, expect, test } from 'vitest';
import { CABRERA_LEADS, identifyLead, STANDARD_LEADS } from '#shared/dicom/waveform/lead.ts';
import { mdcLead, scpLead, STANDARD_LEAD_NUMBERS } from '#tests/support/build-waveform.ts';

describe('lead identity', () => {
  test.each(STANDARD_LEADS.map((name, index) => [name, STANDARD_LEAD_NUMBERS[index]!] as const))('%s is MDC 2:%i and SCPECG 5.6.3-9 with the same number', (name, number) => {
    expect(identifyLead(mdcLead(number), '')).toEqual({ name, source: 'by-code' });
    expect(identifyLead(scpLead(number), '')).toEqual({ name, source: 'by-code' });
    // The 32-bit form: partition 2 is 2 x 65536 = 131072.
    expect(identifyLead({ value: String(131_072 + number), scheme: 'MDC', meaning: '' }, '')).toEqual({ name, source: 'by-code' });
  });

  test('the reference identifier in place of its number is the same lead, and one that is none stays unknown', () => {
    const named = (value: string) => identifyLead({ value, scheme: 'MDC', meaning: 'Lead V1' }, 'V1');
    expect([named('MDC_ECG_LEAD_AVF'), named('MDC_ECG_LEAD_V3R')?.name, named('MDC_ECG_LEAD_CONFIG')]).toEqual([{ name: 'aVF', source: 'by-code' }, 'V3R', undefined]);
  });

  test('the code decides against the label', () => {
    expect(identifyLead(mdcLead(62), 'V6')).toEqual({ name: 'aVR', source: 'by-code' });
  });

  test('a coded lead that we do not know stays unknown, whatever its label says', () => {
    // 2:24 is Frank's lead I, which is not Einthoven's.
    expect(identifyLead({ ...mdcLead(24), meaning: 'Lead I' }, 'Lead I')).toBeUndefined();
  });

  test.each([
    ['Lead I (Einthoven)', 'I'], ['aVR', 'aVR'], ['AVF', 'aVF'], ['导联 II', 'II'], ['v3r', 'V3R'], ['Lead_V6', 'V6'], ['-aVR', '-aVR'],
  ])('the label %s alone makes a lead by label', (label, name) => {
    expect(identifyLead(undefined, label)).toEqual({ name, source: 'by-label' });
  });

  test('the scheme of EN 1064 is known however its name is divided; a local scheme whose name ends alike is another', () => {
    for (const scheme of ['SCPECG', 'SCP-ECG', 'scp ecg']) expect(identifyLead({ value: '5.6.3-9-3', scheme, meaning: '' }, '')).toEqual({ name: 'V1', source: 'by-code' });
    expect(identifyLead({ value: '2:3', scheme: '99MDC', meaning: '' }, '')).toBeUndefined();
  });

  test('a code of an unknown scheme leaves the decision to the label, then to the meaning', () => {
    expect(identifyLead({ value: 'X1', scheme: '99CART', meaning: 'V1' }, 'V2')).toEqual({ name: 'V2', source: 'by-label' });
    expect(identifyLead({ value: 'X1', scheme: '99CART', meaning: 'V1' }, '')).toEqual({ name: 'V1', source: 'by-label' });
  });

  test.each(['', 'Lead I (Frank)', 'Derived lead I', 'ABP', 'X', 'V10', 'aV'])('%o is no lead', (label) => {
    expect(identifyLead(undefined, label)).toBeUndefined();
  });

  test("Cabrera's order holds the same twelve leads with aVR upside down", () => {
    expect(CABRERA_LEADS.map((name) => name.replace('-', '')).toSorted()).toEqual(STANDARD_LEADS.toSorted());
  });
});
