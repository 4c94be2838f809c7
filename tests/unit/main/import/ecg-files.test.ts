import { describe, expect, test } from 'vitest';
import { convertEcgFile } from '#main/import/ecg-files/open-ecg-file.ts';
import { SOURCE_BLOCK } from '#main/import/ecg-files/to-general-ecg.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { textOf } from '#shared/dicom/data-set/data-set.ts';
import { channelRawValues, readWaveformRecord } from '#shared/dicom/waveform/waveform-record.ts';
import { deviceValue, readDeviceFindings } from '#shared/ecg/device-measurement.ts';
import { readEcgRecording } from '#shared/ecg/ecg-recording.ts';
import { buildScp, type GivenScp } from '#tests/support/build-scp.ts';
import { hasTestData, readTestFile } from '#tests/support/test-data.ts';

function readConverted(bytes: Uint8Array) {
  const instance = readPart10(convertEcgFile(bytes)!);
  const bulk = new Map(instance.bulkData.map((one) => [one.elementPath, one.bytes]));
  return { instance, bulk, record: readWaveformRecord(instance.metadata, (path) => bulk.get(path)) };
}

const sequence = (code: string, value: string) => `<component><sequence><code code="${code}"/>${value}</sequence></component>`;
const annotatedEcg = (sequences: string) => new TextEncoder().encode(
  `<?xml version="1.0" encoding="UTF-8"?><a:AnnotatedECG xmlns:a="urn:hl7-org:v3"><a:effectiveTime><a:low value="20260302093015"/></a:effectiveTime><a:component><a:series><a:code code="RHYTHM"/><a:component><a:sequenceSet>${sequences.replaceAll('<', '<a:').replaceAll('<a:/', '</a:')}</a:sequenceSet></a:component></a:series></a:component></a:AnnotatedECG>`,
);
const clock = sequence('TIME_RELATIVE', '<value type="GLIST_PQ"><head value="0" unit="s"/><increment value="2" unit="ms"/></value>');
const lead = (digits: string, scale = '2.5', unit = 'uV', type = 'SLIST_PQ') => sequence('MDC_ECG_LEAD_V2', `<value type="${type}"><origin value="10" unit="uV"/><scale value="${scale}" unit="${unit}"/><digits>${digits}</digits></value>`);

describe('HL7 aECG', () => {
  test('a lead is kept in its digits, with scale, origin, rate and code, under any namespace prefix', () => {
    const { record, instance } = readConverted(annotatedEcg(clock + lead('4 -4\n 100')));
    const recording = readEcgRecording(record);
    const [trace] = recording.traces;
    // origin 10 uV + digit x 2.5 uV
    expect([...trace!.millivolts(0, 3)]).toEqual([expect.closeTo(0.02, 12), expect.closeTo(0, 12), expect.closeTo(0.26, 12)]);
    expect([trace!.key, trace!.lead?.source, trace!.samplingFrequencyHz, record.acquisitionDateTime]).toEqual(['V2', 'by-code', 500, '20260302093015']);
    expect(instance.sopClassUid).toBe('1.2.840.10008.5.1.4.1.1.9.1.2');
  });

  test('digits beyond 16 bits become a General 32-bit ECG without losing one', () => {
    const { record, instance } = readConverted(annotatedEcg(clock + lead('70000 -70000')));
    const [group] = record.groups;
    expect([instance.sopClassUid, group?.status === 'readable' && [...channelRawValues(group, 1)]]).toEqual(['1.2.840.10008.5.1.4.1.1.9.1.4', [70_000, -70_000]]);
  });

  test('a shorter lead ends in a gap, not in zeros', () => {
    const short = sequence('MDC_ECG_LEAD_I', '<value type="SLIST_PQ"><scale value="1" unit="uV"/><digits>5</digits></value>');
    const { record } = readConverted(annotatedEcg(clock + lead('1 2 3') + short));
    expect([...readEcgRecording(record).traces.find(({ key }) => key === 'I')!.millivolts(0, 3)]).toEqual([expect.closeTo(0.005, 12), NaN, NaN]);
  });

  test('the same file is the same object, with the file inside, byte for byte', () => {
    const source = annotatedEcg(clock + lead('1 2 3'));
    const { instance, bulk } = readConverted(source);
    const inline = instance.metadata[SOURCE_BLOCK.bytes]?.InlineBinary;
    const kept = inline === undefined ? bulk.get(SOURCE_BLOCK.bytes) : new Uint8Array(Buffer.from(inline, 'base64'));
    expect(Buffer.from(kept!).subarray(0, source.length).equals(Buffer.from(source))).toBe(true);
    expect(readConverted(source).instance.sopInstanceUid).toBe(instance.sopInstanceUid);
  });

  test.each([
    ['no voltage', lead('1 2', '2.5', 'Pa')], ['digits that are no whole numbers', lead('1.5 2')], ['no digits', lead('')], ['another type of list', lead('1 2', '1', 'uV', 'SLIST_INT')],
  ])('a lead with %s refuses the file', (_what, given) => {
    expect(() => convertEcgFile(annotatedEcg(clock + given))).toThrow(expect.objectContaining({ code: 'file/unsupported-ecg' }));
  });

  test('a sequence set without a clock, XML with a document type and broken XML are refused', () => {
    const text = new TextDecoder().decode(annotatedEcg(clock + lead('1 2')));
    for (const bad of [annotatedEcg(lead('1 2')), new TextEncoder().encode(text.replace('?>', '?><!DOCTYPE x [<!ENTITY y "z">]>')), new TextEncoder().encode(text.slice(0, -20))]) {
      expect(() => convertEcgFile(bad)).toThrow(expect.objectContaining({ code: 'file/unsupported-ecg' }));
    }
  });

  test('the first bytes of an SCP-ECG file, cut anywhere, are no crash', () => {
    const whole = buildScp({ leads: [{ id: 1, samples: [1, 2, 3] }] });
    for (let length = 0; length < 60; length += 1) {
      const code = (() => {
        try {
          return convertEcgFile(whole.slice(0, length)) === undefined ? 'left' : 'read';
        } catch (error) {
          return (error as { readonly code?: string }).code;
        }
      })();
      expect(['left', 'file/unsupported-ecg']).toContain(code);
    }
  });

  test('what is no ECG file is left to the DICOM reader', () => {
    expect([convertEcgFile(new Uint8Array(500)), convertEcgFile(new TextEncoder().encode('<html><body/></html>')), convertEcgFile(new Uint8Array())]).toEqual([undefined, undefined, undefined]);
  });
});

describe('GE MUSE XML', () => {
  const base64 = (...digits: number[]) => Buffer.from(Int16Array.from(digits).buffer).toString('base64');
  const leadData = (name: string, digits: readonly number[], extra = '') => `<LeadData><LeadSampleCountTotal>${digits.length}</LeadSampleCountTotal><LeadAmplitudeUnitsPerBit>4.88</LeadAmplitudeUnitsPerBit><LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits><LeadID>${name}</LeadID><LeadSampleSize>2</LeadSampleSize>${extra}<WaveFormData>\n${base64(...digits)}\n</WaveFormData></LeadData>`;
  const waveform = (type: string, leads: string) => `<Waveform><WaveformType>${type}</WaveformType><SampleBase>500</SampleBase><SampleExponent>0</SampleExponent><HighPassFilter>56</HighPassFilter><LowPassFilter>150</LowPassFilter><ACFilter>50</ACFilter>${leads}</Waveform>`;
  const muse = (waveforms: string) => new TextEncoder().encode(`<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE RestingECG SYSTEM "restecg.dtd"><RestingECG>
    <PatientDemographics><PatientID>P-9</PatientID><DateofBirth>05-06-1970</DateofBirth><Gender>FEMALE</Gender></PatientDemographics>
    <TestDemographics><AcquisitionDate>03-02-2026</AcquisitionDate><AcquisitionTime>09:30:15</AcquisitionTime></TestDemographics>
    <RestingECGMeasurements><VentricularRate>72</VentricularRate><PRInterval>160</PRInterval><QTCorrected>0</QTCorrected><RAxis>-12</RAxis></RestingECGMeasurements>
    <Diagnosis><DiagnosisStatement><StmtFlag>USERINSERT</StmtFlag><StmtText>Sinus</StmtText></DiagnosisStatement><DiagnosisStatement><StmtFlag>ENDSLINE</StmtFlag><StmtText>rhythm</StmtText></DiagnosisStatement><DiagnosisStatement><StmtFlag>ENDSLINE</StmtFlag><StmtText>Normal ECG</StmtText></DiagnosisStatement></Diagnosis>
    ${waveforms}</RestingECG>`);

  test('median and rhythm become groups, leads by name, 4.88 microvolts a bit', () => {
    const { record, instance } = readConverted(muse(waveform('Median', leadData('I', [1, 2])) + waveform('Rhythm', leadData('V6', [0, 100]) + leadData('I', [205, -205]) + leadData('II', [1, 1], '<LeadOff>TRUE</LeadOff>'))));
    const recording = readEcgRecording(record);
    // 205 x 4.88 uV = 1.0004 mV; the lead that was off is missing.
    expect(recording.traces.map(({ key, millivolts }) => [key, ...millivolts(0, 2)])).toEqual([['I', expect.closeTo(1.0004, 9), expect.closeTo(-1.0004, 9)], ['V6', 0, expect.closeTo(0.488, 9)]]);
    expect([recording.medianTraces.length, recording.traces[0]!.filters.lowFrequencyHz, record.acquisitionDateTime, textOf(instance.metadata, 'PatientBirthDate')]).toEqual([1, 0.56, '20260302093015', '19700506']);
    const findings = readDeviceFindings(record.annotations);
    expect([deviceValue(findings, 'pr-interval'), deviceValue(findings, 'qtc-interval'), deviceValue(findings, 'qrs-axis'), findings.statements]).toEqual([160, undefined, -12, ['Sinus rhythm', 'Normal ECG']]);
  });

  test.each([
    ['no scale', leadData('I', [1]).replace('<LeadAmplitudeUnitsPerBit>4.88</LeadAmplitudeUnitsPerBit>', '')], ['another count of samples', leadData('I', [1, 2]).replace('>2</LeadSampleCountTotal>', '>3</LeadSampleCountTotal>')],
    ['no base64', leadData('I', [1]).replace(/<WaveFormData>[^<]*/, '<WaveFormData>!!')],
  ])('a lead with %s refuses the file', (_what, lead) => {
    expect(() => convertEcgFile(muse(waveform('Rhythm', lead)))).toThrow(expect.objectContaining({ code: 'file/unsupported-ecg' }));
  });
});

describe('SCP-ECG', () => {
  const wave = (scale: number) => Array.from({ length: 400 }, (_, index) => Math.round(scale * Math.sin(index / 9) * (index % 100 < 20 ? 60 : 4)) + (index === 50 ? 900 * scale : 0));
  const leads = [{ id: 1, samples: wave(1) }, { id: 3, samples: wave(-2) }];
  const rhythmOf = (scp: GivenScp) => {
    const { record } = readConverted(buildScp(scp));
    const [group] = record.groups;
    return group?.status === 'readable' ? group.channels.map((channel) => [channel.lead?.name, [...channelRawValues(group, channel.channelNumber)]]) : group;
  };

  test.each([
    ['the default Huffman table, second differences', {}], ['first differences', { difference: 1 }], ['no differences', { difference: 0 }],
    ["the file's own table", { huffman: 'own' }], ['no Huffman code', { huffman: 'none' }],
  ] as const)('%s give back every sample under its lead', (_what, given) => {
    expect(rhythmOf({ leads, ...given })).toEqual([['I', leads[0]!.samples], ['V1', leads[1]!.samples]]);
  });

  test('the reference beat that was subtracted is added again, and is a group of its own', () => {
    const reference = { beats: [[0, 5, 200, -80, 3], [1, -4, -150, 60, 0]], fiducial: 3, at: [40, 140, 399] };
    expect(rhythmOf({ leads, reference })).toEqual([['I', leads[0]!.samples], ['V1', leads[1]!.samples]]);
    const { record } = readConverted(buildScp({ leads, reference }));
    const recording = readEcgRecording(record);
    // 200 digits of 2500 nV
    expect([recording.medianTraces.map(({ key }) => key), recording.medianTraces[0]!.millivolts(2, 3)[0]]).toEqual([['I', 'V1'], expect.closeTo(0.5, 12)]);
  });

  test('patient, time, rate, filters and statements are taken over', () => {
    const { instance, record } = readConverted(buildScp({ leads }));
    const [trace] = readEcgRecording(record).traces;
    expect([textOf(instance.metadata, 'PatientID'), textOf(instance.metadata, 'PatientSex'), textOf(instance.metadata, 'PatientBirthDate'), record.acquisitionDateTime]).toEqual(['P-77', 'F', '19700506', '20260302093015']);
    expect([trace!.samplingFrequencyHz, trace!.filters]).toEqual([500, { lowFrequencyHz: 0.05, highFrequencyHz: 150, notchFrequencyHz: 50, notchBandwidthHz: undefined }]);
    expect(readDeviceFindings(record.annotations).statements).toEqual(['SINUS RHYTHM']);
  });

  // A beat of 200 digits at samples 41 to 48, added on a line that climbs by one digit a sample.
  const climbing = Array.from({ length: 96 }, (_, index) => 4 * Math.floor(index / 4) + (index % 4) + (index >= 40 && index < 48 ? 200 : 0));
  const climb = { leads: [{ id: 2, samples: climbing }], reference: { beats: [[200, 200, 200, 200, 200, 200, 200, 200]], fiducial: 1, at: [41] } };

  test('bimodal compression: zones keep every sample, between them a line runs through the means that are stored, and the beat is added', () => {
    // Outside of samples 37 to 52 four samples are one mean: of 0 1 2 3 it is 1.5, stored as 2; of 4 5 6 7 it is 6. They stand in the middle, after 1.5 samples.
    // Sample index 2 lies 0.5 of 4 behind: 2 + 4 x 0.125 = 2.5, rounded 3; index 3: 2 + 4 x 0.375 = 3.5, rounded 4; index 4: 4.5, 5; index 5: 5.5, 6.
    const [[, samples]] = rhythmOf({ ...climb, isBimodal: true, decimation: { factor: 4, zones: [[37, 52]] } }) as [[string, number[]]];
    expect(samples.slice(0, 6)).toEqual([2, 2, 3, 4, 5, 6]);
    expect(samples.slice(36, 52)).toEqual(climbing.slice(36, 52));
    expect(samples).toHaveLength(96);
    expect(Math.max(...samples.map((sample, index) => Math.abs(sample - climbing[index]!)))).toBeLessThanOrEqual(2);
  });

  test('a residue at half the rate of its reference beat comes back at the rate of the beat', () => {
    const [[, samples]] = rhythmOf({ ...climb, decimation: { factor: 2, zones: [] } }) as [[string, number[]]];
    expect(samples).toHaveLength(96);
    // The subtracted residue is the climbing line alone, so nothing is lost but halves.
    expect(Math.max(...samples.map((sample, index) => Math.abs(sample - climbing[index]!)))).toBeLessThanOrEqual(1);
  });

  test("the device's intervals are the differences of its bounds, and its rates stand behind the blocks", () => {
    const u16 = (...values: number[]) => values.flatMap((value) => [value & 0xff, (value >> 8) & 0xff]);
    // One block, no spikes, RR 800, PP not measured; P 60 to 160, QRS 220 to 310, T to 600; axes 50, -30, 999 (none); two QRS classified; 75 a minute, QTc 425.
    const measurements = [1, 0, ...u16(800, 29_999, 60, 160, 220, 310, 600, 50, 0x1_0000 - 30, 999, 2), 0, 0, ...u16(75, 0, 425), 1, 0, 0];
    const findings = readDeviceFindings(readConverted(buildScp({ leads, measurements })).record.annotations);
    const kinds = ['ventricular-rate', 'atrial-rate', 'rr-interval', 'pp-interval', 'p-duration', 'pr-interval', 'qrs-duration', 'qt-interval', 'qtc-interval', 'p-axis', 'qrs-axis', 't-axis'] as const;
    expect(kinds.map((kind) => deviceValue(findings, kind))).toEqual([75, undefined, 800, undefined, 100, 160, 90, 380, 425, 50, -30, undefined]);
  });

  test('bimodal compression without its zones, a changed byte and a cut file are refused, never shown', () => {
    const whole = buildScp({ leads });
    const changed = Uint8Array.from(whole);
    changed[whole.length - 200]! ^= 1;
    for (const bad of [buildScp({ leads, isBimodal: true }), changed, whole.slice(0, whole.length - 100)]) expect(() => convertEcgFile(bad)).toThrow(expect.objectContaining({ code: 'file/unsupported-ecg' }));
  });
});

describe.runIf(hasTestData())('the shared files', () => {
  test("the Mindray aECG gives the device's values, the vendor's own ones under their names", () => {
    const { record } = readConverted(readTestFile('ecg/aecg-hl7/hl7aecg_example.xml'));
    const findings = readDeviceFindings(record.annotations);
    expect((['ventricular-rate', 'pr-interval', 'qrs-duration', 'qt-interval', 'qtc-interval'] as const).map((kind) => deviceValue(findings, kind))).toEqual([57, 192, 88, 418, undefined]);
    expect(findings.otherMeasurements.map(({ concept, value }) => `${concept.meaning} ${value}`)).toContain('MINDRAY_ECG_TIME_PD_QTcH 413');
    expect(findings.statements[0]).toBe('Rythme sinusal avec ESA');
    expect(readEcgRecording(record).medianTraces).toHaveLength(12);
  });

  test('the Healforce file that departs from EN 1064 is refused with a reason', () => {
    expect(() => convertEcgFile(readTestFile('ecg/scp/62.SCP'))).toThrow(expect.objectContaining({ code: 'file/unsupported-ecg' }));
  });

  test("the Philips file: its leads obey Einthoven's law, its beat has the height that the device gives, its pulse is not the patient's", () => {
    const { record } = readConverted(readTestFile('ecg/philips-xml/ad4d3d80-d165_1-04_orig.xml'));
    const recording = readEcgRecording(record);
    const lead = (key: string) => recording.traces.find((trace) => trace.key === key)!;
    const [one, two, three] = ['I', 'II', 'III'].map((key) => [...lead(key).millivolts(0, 5300)]);
    // Each lead is rounded to 5 uV, III with the filters of the device: no more than three steps.
    expect(Math.max(...three!.map((value, index) => Math.abs(value - two![index]! + one![index]!)))).toBeLessThanOrEqual(0.0151);
    // Samples 5300 to 5499 are the recorder's own 1 mV pulse.
    expect([lead('II').sampleCount, [...lead('II').millivolts(5300, 5500)].every(Number.isNaN)]).toEqual([5500, true]);
    const findings = readDeviceFindings(record.annotations);
    expect((['ventricular-rate', 'pr-interval', 'qrs-duration', 'qt-interval'] as const).map((kind) => deviceValue(findings, kind))).toEqual([41, 144, 102, 564]);
    expect([findings.statements[0], recording.medianTraces.length]).toEqual(['SINUS BRADYCARDIA · V-rate<60', 12]);
    // `ramp` of lead II: 900 uV.
    const beat = recording.medianTraces.find(({ key }) => key === 'II')!;
    expect(Math.max(...[...beat.millivolts(0, beat.sampleCount)].filter((value) => !Number.isNaN(value)))).toBeCloseTo(0.9, 1);
  });
});
