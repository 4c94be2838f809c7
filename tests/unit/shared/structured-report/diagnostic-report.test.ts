import { describe, expect, test } from 'vitest';
import { reportObjectIdentities } from '#main/documents/object-identities.ts';
import { itemsOf, numberOf, personNameOf, textOf, valuesOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import type { CanonicalReport, ReportedMeasurement } from '#shared/report/canonical-report.ts';
import { checkDiagnosticReport } from '#shared/structured-report/check-diagnostic-report.ts';
import { buildDiagnosticReport } from '#shared/structured-report/diagnostic-report.ts';
import { buildEncapsulatedPdf, ENCAPSULATED_DOCUMENT_PATH } from '#shared/structured-report/encapsulated-pdf.ts';
import { longString } from '#shared/structured-report/report-object.ts';
import { documentTitle } from '#shared/structured-report/tid-2000-diagnostic-report.ts';
import { amendedReport, chestStudy, CT_IMAGE, earlierStudy, ecgReport, radiologyReport, twoStudyReport } from '#tests/support/sample-report.ts';

const build = (report: CanonicalReport) => buildDiagnosticReport(report, reportObjectIdentities(report));
const meaningOf = (item: DataSet) => textOf(itemsOf(item, 'ConceptNameCodeSequence')[0] ?? {}, 'CodeMeaning');
const children = (item: DataSet) => itemsOf(item, 'ContentSequence');
const section = (root: DataSet, heading: string) => children(children(root).find((child) => meaningOf(child) === heading) ?? {});
const uidsOf = (studies: readonly DataSet[]) =>
  studies.map((study) => [
    textOf(study, 'StudyInstanceUID'),
    ...itemsOf(study, 'ReferencedSeriesSequence').flatMap((series) => itemsOf(series, 'ReferencedSOPSequence').map((item) => textOf(item, 'ReferencedSOPInstanceUID'))),
  ]);

describe('the content of a radiology report', () => {
  test('stands in the order of TID 2000, language before observer before sections', () => {
    expect(children(build(radiologyReport)).map(meaningOf)).toEqual([
      'Acquisition Device Type',
      'Language of Content Item and Descendants',
      'Observer Type', 'Person Observer Name', "Person Observer's Organization Name", "Person Observer's Role in this Procedure",
      'Clinical Information', 'Request', 'Current Procedure Descriptions', 'Prior Procedure Descriptions', 'Findings', 'Impressions', 'Recommendations',
    ]);
  });

  test('has one impression a line and the outcome as a code of our own scheme', () => {
    const root = build({ ...radiologyReport, impression: ['肺结节', '肝囊肿'], outcome: 'negative' });
    const items = section(root, 'Impressions');
    expect(items.map((item) => textOf(item, 'TextValue') || textOf(itemsOf(item, 'ConceptCodeSequence')[0]!, 'CodeMeaning'))).toEqual(['肺结节', '肝囊肿', '阴性']);
    expect(itemsOf(root, 'CodingSchemeIdentificationSequence').map((item) => textOf(item, 'CodingSchemeDesignator'))).toEqual(['99TONGYUE']);
  });

  test('has the values of a form behind the findings: a number that PS3.16 has a word for as a number, the rest as words, and all as words for an old archive', () => {
    const number = { label: '出血量', text: '30 ml', number: { value: 30, unit: 'ml', concept: 'volume' } } as const;
    const forms = [{ name: '血肿', fields: [number, { ...number, label: '移位', text: '4 mm', number: { value: 4, unit: 'mm', concept: '' } }, { label: '侧别', text: '左', number: null, code: { value: '7771000', scheme: 'SCT', meaning: 'Left' } }, { label: '破入脑室', text: '未破入脑室', number: null, code: { value: '373067005', scheme: 'SCT', meaning: 'No' } }] }] as const;
    const root = build({ ...radiologyReport, measurements: [], forms });
    expect(checkDiagnosticReport(root)).toEqual([]);
    const [, volume, ...words] = section(root, 'Findings');
    const [measured] = itemsOf(volume!, 'MeasuredValueSequence');
    expect([meaningOf(volume!), textOf(measured!, 'NumericValue'), textOf(itemsOf(measured!, 'MeasurementUnitsCodeSequence')[0]!, 'CodeValue')]).toEqual(['Volume', '30', 'cm3']);
    expect(words.map((item) => textOf(item, 'TextValue'))).toEqual(['血肿　移位：4 mm', '血肿　侧别：左', '血肿　破入脑室：未破入脑室']);
    // CID 244 and CID 230, below the words they say.
    expect(words.map((item) => children(item).map((child) => [textOf(child, 'RelationshipType'), meaningOf(child), textOf(itemsOf(child, 'ConceptCodeSequence')[0]!, 'CodeValue')]))).toEqual([
      [], [['HAS CONCEPT MOD', 'Laterality', '7771000']], [['HAS PROPERTIES', '字段回答', '373067005']],
    ]);
    const plain = section(build({ ...radiologyReport, measurements: [], forms, hospital: { ...radiologyReport.hospital, structuredReport: 'basic-text' } }), 'Findings');
    expect(plain.slice(1).map((item) => [textOf(item, 'ValueType'), textOf(item, 'TextValue')])).toEqual([['TEXT', '30 cm3'], ['TEXT', '血肿　移位：4 mm'], ['TEXT', '血肿　侧别：左'], ['TEXT', '血肿　破入脑室：未破入脑室']]);
  });

  test('has a measured value for each quantity, each with its unit and its image', () => {
    const numbers = section(build(radiologyReport), 'Findings').slice(1);
    expect(numbers.map((item) => {
      const [measured] = itemsOf(item, 'MeasuredValueSequence');
      const source = children(item).find((child) => textOf(child, 'ValueType') === 'IMAGE')!;
      return [meaningOf(item), textOf(measured!, 'NumericValue'), textOf(itemsOf(measured!, 'MeasurementUnitsCodeSequence')[0]!, 'CodeValue'), textOf(itemsOf(source, 'ReferencedSOPSequence')[0]!, 'ReferencedSOPInstanceUID')];
    })).toEqual([
      ['Length', '15.8', 'mm', '1.2.826.0.1.3680043.10.1561.1.4.91'],
      ['Area of defined region', '98.4', 'mm2', '1.2.826.0.1.3680043.10.1561.1.4.91'],
      ['Attenuation Coefficient', '31.2', "[hnsf'U]", '1.2.826.0.1.3680043.10.1561.1.4.91'],
      ['Attenuation Coefficient', '8.0', "[hnsf'U]", '1.2.826.0.1.3680043.10.1561.1.4.91'],
    ]);
  });

  test('calls a grey value without a physical meaning by a code of our own', () => {
    const [, ellipse] = radiologyReport.measurements;
    const grey: ReportedMeasurement = { ...ellipse!, quantities: [{ quantity: 'mean', value: 812, unit: '1' }] };
    const [, mean] = section(build({ ...radiologyReport, measurements: [grey] }), 'Findings');
    expect([meaningOf(mean!), children(mean!).map((child) => textOf(child, 'RelationshipType'))]).toEqual(['像素值', ['HAS CONCEPT MOD', 'INFERRED FROM']]);
  });

  test('leaves empty sections out', () => {
    const bare = { ...radiologyReport, recommendation: ' ', clinicalInformation: '', comparisonStudies: [] };
    expect(children(build(bare)).map(meaningOf).slice(6)).toEqual(['Request', 'Current Procedure Descriptions', 'Findings', 'Impressions']);
  });

  test.each([
    [['CT'], 'CT Report'], [['MR'], 'MRI Report'], [['DX', 'CR'], 'X-Ray Report'], [['CT', 'MR'], 'Diagnostic Imaging Report'], [['XX'], 'Diagnostic Imaging Report'],
  ])('of %s is titled %s', (modalities, expected) => {
    expect(documentTitle([{ ...chestStudy, modalities }]).meaning).toBe(expected);
  });
});

describe('the content of an ECG report', () => {
  test('refers to its recordings as waveforms and claims no template', () => {
    const root = build(ecgReport);
    const types = section(root, 'Current Procedure Descriptions').map((item) => textOf(item, 'ValueType'));
    expect([meaningOf(root), types, itemsOf(root, 'ContentTemplateSequence').length]).toEqual(['ECG Report', ['TEXT', 'WAVEFORM'], 0]);
  });
});

describe('the header of a report', () => {
  test('is complete, verified and final, with who wrote it and who takes responsibility', () => {
    const root = build(radiologyReport);
    const [observer] = itemsOf(root, 'VerifyingObserverSequence');
    expect({
      flags: [textOf(root, 'CompletionFlag'), textOf(root, 'VerificationFlag'), textOf(root, 'PreliminaryFlag')],
      verified: [personNameOf(observer!, 'VerifyingObserverName').ideographic, textOf(observer!, 'VerifyingOrganization'), textOf(observer!, 'VerificationDateTime')],
      author: personNameOf(itemsOf(root, 'AuthorObserverSequence')[0]!, 'PersonName').ideographic,
      zone: textOf(root, 'TimezoneOffsetFromUTC'),
      series: [textOf(root, 'Modality'), textOf(root, 'SeriesDescription'), numberOf(root, 'InstanceNumber')],
    }).toEqual({
      flags: ['COMPLETE', 'VERIFIED', 'FINAL'],
      verified: ['林知远', '澜州市第一医院', '20261120100340+0800'],
      author: '周牧',
      zone: '+0800',
      series: ['SR', 'CT 结构化报告', 1],
    });
  });

  test('carries patient and study as the images have them', () => {
    const root = build(radiologyReport);
    expect([
      personNameOf(root, 'PatientName'), textOf(root, 'PatientID'), textOf(root, 'IssuerOfPatientID'), textOf(root, 'PatientBirthDate'), textOf(root, 'PatientSex'),
      textOf(root, 'StudyInstanceUID'), textOf(root, 'StudyDate'), textOf(root, 'StudyTime'), textOf(root, 'AccessionNumber'),
    ]).toEqual([
      { alphabetic: 'Chen^Guilan', ideographic: '陈^桂兰', phonetic: '' }, 'YX0061842', 'YUNXIU-HIS', '19590402', 'F',
      chestStudy.studyInstanceUid, '20261120', '075100', 'YX26112000318',
    ]);
  });

  test('names the issuer of the number as a namespace or as an object identifier', () => {
    const issuer = (issuerOfAccessionNumber: string) => {
      const [item] = itemsOf(build({ ...radiologyReport, request: { ...radiologyReport.request, issuerOfAccessionNumber } }), 'IssuerOfAccessionNumberSequence');
      return item && [textOf(item, 'LocalNamespaceEntityID'), textOf(item, 'UniversalEntityID'), textOf(item, 'UniversalEntityIDType')];
    };
    expect([issuer('RIS'), issuer('1.2.156.1'), issuer('')]).toEqual([['RIS', '', ''], ['', '1.2.156.1', 'ISO'], undefined]);
  });

  test('of an amended report names the one it replaces and nothing else of it', () => {
    const root = build(amendedReport);
    const [predecessor] = itemsOf(root, 'PredecessorDocumentsSequence');
    expect(uidsOf([predecessor!])).toEqual([[chestStudy.studyInstanceUid, textOf(build(radiologyReport), 'SOPInstanceUID')]]);
    expect([textOf(root, 'SOPInstanceUID') === textOf(build(radiologyReport), 'SOPInstanceUID'), valuesOf(predecessor!, 'ConceptNameCodeSequence')]).toEqual([false, []]);
  });

  test('falls back to the centre and then to the hospital where a physician has no organisation', () => {
    const verifyingPhysician = { ...radiologyReport.verifyingPhysician, organisation: '' };
    const organisation = (changes: Partial<CanonicalReport>) =>
      textOf(itemsOf(build({ ...radiologyReport, verifyingPhysician, ...changes }), 'VerifyingObserverSequence')[0]!, 'VerifyingOrganization');
    expect([organisation({}), organisation({ centreName: '' })]).toEqual(['澜州市第一医院远程影像诊断中心', '云岫县人民医院']);
  });
});

describe('the evidence', () => {
  test('lists every instance of every study, and one request for each study', () => {
    const root = build(twoStudyReport);
    expect(uidsOf(itemsOf(root, 'CurrentRequestedProcedureEvidenceSequence'))).toEqual([
      ['1.2.826.0.1.3680043.10.1561.1', '1.2.826.0.1.3680043.10.1561.1.4.90', '1.2.826.0.1.3680043.10.1561.1.4.91', '1.2.826.0.1.3680043.10.1561.1.4.92'],
      ['1.2.826.0.1.3680043.10.1561.2', '1.2.826.0.1.3680043.10.1561.2.1.1'],
    ]);
    expect(itemsOf(root, 'ReferencedRequestSequence').map((item) => [textOf(item, 'StudyInstanceUID'), textOf(item, 'AccessionNumber')])).toEqual([
      ['1.2.826.0.1.3680043.10.1561.1', 'YX26112000318'], ['1.2.826.0.1.3680043.10.1561.2', 'YX26112000318'],
    ]);
  });

  test('lists the image of a measurement on an earlier study as other evidence', () => {
    const [length] = radiologyReport.measurements;
    const earlier = { ...length!, source: { ...length!.source, studyInstanceUid: earlierStudy.studyInstanceUid, seriesInstanceUid: '1.2.9.1', sopInstanceUid: '1.2.9.1.88' } };
    const root = build({ ...radiologyReport, measurements: [length!, earlier] });
    expect(uidsOf(itemsOf(root, 'PertinentOtherEvidenceSequence'))).toEqual([[earlierStudy.studyInstanceUid, '1.2.9.1.88']]);
    expect(checkDiagnosticReport(root)).toEqual([]);
  });

  test('is found wanting when a measurement refers to an image nobody listed', () => {
    const [length] = radiologyReport.measurements;
    const stray = { ...length!, source: { ...length!.source, studyInstanceUid: '1.2.99', sopInstanceUid: '1.2.99.1' } };
    expect(checkDiagnosticReport(build({ ...radiologyReport, measurements: [stray] }))).toEqual(['1.2.99.1 is referred to and not in the evidence']);
  });
});

describe('the paper as an object', () => {
  const paper = buildEncapsulatedPdf(radiologyReport, reportObjectIdentities(radiologyReport), 97_359);

  test('keeps the length of the PDF without padding and refers to its bytes', () => {
    expect([numberOf(paper, 'EncapsulatedDocumentLength'), paper[ENCAPSULATED_DOCUMENT_PATH]]).toEqual([97_359, { vr: 'OB', BulkDataURI: '00420011' }]);
  });

  test('says what it is and what it was made from', () => {
    expect([
      textOf(paper, 'Modality'), textOf(paper, 'MIMETypeOfEncapsulatedDocument'), textOf(paper, 'BurnedInAnnotation'), textOf(paper, 'DocumentTitle'),
      textOf(paper, 'AcquisitionDateTime'), itemsOf(paper, 'SourceInstanceSequence').map((item) => textOf(item, 'ReferencedSOPClassUID')), meaningOf(paper),
    ]).toEqual(['DOC', 'application/pdf', 'YES', 'CT 检查报告单', '20261120075100+0800', [CT_IMAGE, CT_IMAGE, CT_IMAGE], 'CT Report']);
  });

  test('lies in another series than the structured report, under another number', () => {
    const report = build(radiologyReport);
    const places = [paper, report].map((object) => [textOf(object, 'StudyInstanceUID'), textOf(object, 'SeriesInstanceUID'), numberOf(object, 'SeriesNumber')]);
    expect([places[0]![0] === places[1]![0], places[0]![1] === places[1]![1], places[0]![2]! as number - (places[1]![2] as number)]).toEqual([true, false, 1]);
  });
});

test('a long string has at most 64 characters, no backslash and no line feed', () => {
  expect([longString('胸部\\CT\n平扫'), Array.from(longString('胸'.repeat(80))).length]).toEqual(['胸部／CT 平扫', 64]);
});
