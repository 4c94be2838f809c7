import { describe, expect, test } from 'vitest';
import { readPart10 } from '#main/part10/read-part10.ts';
import { buildDataSet, codeItem } from '#shared/dicom/data-set/build-data-set.ts';
import type { DataSet, JsonValue } from '#shared/dicom/data-set/data-set.ts';
import { objectKindOf } from '#shared/dicom/values/object-kind.ts';
import { readContentTree, readableDateTime, type ContentNode } from '#shared/structured-report/read-content-tree.ts';
import { readReportHeader } from '#shared/structured-report/report-header.ts';
import { hasTestData, readTestFile, testTable } from '#tests/support/test-data.ts';

const concept = (meaning: string) => [codeItem({ value: '1', scheme: '99T', meaning })];
const item = (ValueType: string, meaning: string, more: Parameters<typeof buildDataSet>[0] = {}) =>
  buildDataSet({ RelationshipType: 'CONTAINS', ValueType, ConceptNameCodeSequence: concept(meaning), ...more });
const documentOf = (...ContentSequence: readonly DataSet[]) => buildDataSet({ ValueType: 'CONTAINER', ConceptNameCodeSequence: concept('Title'), ContentSequence });

function* walk(node: ContentNode): Generator<ContentNode> {
  yield node;
  for (const child of node.children) yield* walk(child);
}

test('a measurement keeps its number as sent, its unit and what modifies it', () => {
  const measured = buildDataSet({ NumericValue: '15.80', MeasurementUnitsCodeSequence: [codeItem({ value: 'mm', scheme: 'UCUM', meaning: 'millimeter' })] });
  const site = item('CODE', 'Finding Site', { RelationshipType: 'HAS CONCEPT MOD', ConceptCodeSequence: concept('Lung') });
  const [node] = readContentTree(documentOf(item('NUM', 'Diameter', { MeasuredValueSequence: [measured], ContentSequence: [site] }))).root.children;
  expect(node).toMatchObject({ path: '1.1', concept: { meaning: 'Diameter' }, value: { kind: 'number', value: '15.80', unit: { value: 'mm' } } });
  expect(node?.children[0]).toMatchObject({ path: '1.1.1', relationship: 'HAS CONCEPT MOD', value: { kind: 'code', code: { meaning: 'Lung' } } });
});

test('a number that is not there says why', () => {
  const [node] = readContentTree(documentOf(item('NUM', 'Volume', { NumericValueQualifierCodeSequence: concept('Not a number') }))).root.children;
  expect(node?.value).toEqual({ kind: 'number', value: '', unit: undefined, qualifier: { value: '1', scheme: '99T', meaning: 'Not a number' } });
});

test('text is kept letter by letter, markup included, with its line breaks', () => {
  const [node] = readContentTree(documentOf(item('TEXT', 'Finding', { TextValue: '<script>alert(1)</script>\r\n第二行' }))).root.children;
  expect(node?.value).toEqual({ kind: 'text', text: '<script>alert(1)</script>\n第二行' });
});

test('an image reference names the instance and its one-based frames', () => {
  const reference = buildDataSet({ ReferencedSOPClassUID: '1.2', ReferencedSOPInstanceUID: '1.2.3', ReferencedFrameNumber: [2, 7] });
  const [node] = readContentTree(documentOf(item('IMAGE', 'Source', { ReferencedSOPSequence: [reference] }))).root.children;
  expect(node?.value).toEqual({ kind: 'reference', references: [{ sopClassUid: '1.2', sopInstanceUid: '1.2.3', frameNumbers: [2, 7] }] });
});

test('points of the plane come in pairs, points of the patient in triples', () => {
  const plane = item('SCOORD', 'Outline', { GraphicType: 'POLYLINE', GraphicData: [1, 2, 3, 4] });
  const space = item('SCOORD3D', 'Outline', { GraphicType: 'POINT', GraphicData: [1, 2, 3] });
  const [first, second] = readContentTree(documentOf(plane, space)).root.children;
  expect(first?.value).toMatchObject({ kind: 'coordinates', dimensions: 2, points: [[1, 2], [3, 4]] });
  expect(second?.value).toMatchObject({ kind: 'coordinates', dimensions: 3, points: [[1, 2, 3]] });
});

test('an item by reference says where the other stands', () => {
  const [node] = readContentTree(documentOf(buildDataSet({ RelationshipType: 'INFERRED FROM', ReferencedContentItemIdentifier: [1, 2, 1] }))).root.children;
  expect(node).toMatchObject({ refersTo: '1.2.1', relationship: 'INFERRED FROM' });
});

test('a value type that nobody knows is shown with whatever text it holds', () => {
  const [node] = readContentTree(documentOf(item('HOLOGRAM', 'Future', { TextValue: 'seen in 2031', UID: '1.2.3' }))).root.children;
  expect(node?.value).toEqual({ kind: 'unknown', text: 'seen in 2031 · 1.2.3' });
});

test('a document nested 10,000 deep is cut and says so', () => {
  let nested = item('TEXT', 'bottom', { TextValue: 'x' });
  for (let depth = 0; depth < 10_000; depth += 1) nested = item('CONTAINER', 'level', { ContentSequence: [nested] });
  const tree = readContentTree(documentOf(nested));
  expect(tree.isCut).toBe(true);
  // The root and 64 levels below it.
  expect([...walk(tree.root)]).toHaveLength(65);
});

test('an empty data set is a tree without a word', () => {
  expect(readContentTree({})).toEqual({ isCut: false, root: { path: '1', relationship: '', valueType: '', concept: undefined, value: { kind: 'unknown', text: '' }, refersTo: undefined, children: [] } });
});

test.each([
  ['20261121083000', '2026-11-21 08:30:00'],
  ['20261121083000.123+0800', '2026-11-21 08:30:00 +0800'],
  ['20261121', '2026-11-21'],
  ['yesterday', 'yesterday'],
])('the moment %s reads %s', (sent, read) => expect(readableDateTime(sent)).toBe(read));

test('a header says how far the document is done and who answers for it', () => {
  const verifier = buildDataSet({ VerifyingObserverName: { alphabetic: 'Li^Wei', ideographic: '李^伟', phonetic: '' }, VerifyingOrganization: '县医院', VerificationDateTime: '20261121101500' });
  const header = readReportHeader(buildDataSet({ CompletionFlag: 'PARTIAL', VerificationFlag: 'VERIFIED', PreliminaryFlag: 'PRELIMINARY', ContentDate: '20261121', ContentTime: '101400', VerifyingObserverSequence: [verifier] }));
  expect(header).toMatchObject({
    completion: 'PARTIAL', verification: 'VERIFIED', isPreliminary: true, writtenAt: '2026-11-21 10:14:00',
    verifiers: [{ name: '李伟', organization: '县医院', at: '2026-11-21 10:15:00' }],
  });
});

/** Every word of the content: texts, numbers, meanings of codes, names of instances. */
function wordsOf(dataSet: DataSet): readonly string[] {
  const carriers = new Set(['0040A160', '00080104', '0040A30A', '00081155', '0040A124']);
  const inValue = (value: JsonValue): readonly string[] => (typeof value === 'object' && value !== null ? wordsOf(value as DataSet) : []);
  return Object.entries(dataSet).flatMap(([tag, { Value }]) =>
    (Value ?? []).flatMap((value) => (carriers.has(tag) && (typeof value === 'string' || typeof value === 'number') ? [String(value).replaceAll(/\r\n?/g, '\n').trim()] : inValue(value))),
  );
}

describe.runIf(hasTestData())('all SR documents of the shared set', () => {
  const files = hasTestData()
    ? testTable('CATALOGUE.tsv').map(({ file = '' }) => file).filter((file) => !file.startsWith('malformed/fuzz/') && /(^|\/)(sr|sr_|reportsi|sample-sr|test-SR|kos|no-pixel-data|sr-)[^/]*\.dcm$/i.test(file))
    : [];

  test('are found', () => expect(files.length).toBeGreaterThanOrEqual(10));

  test.each(files)('%s loses no word of its content', (file) => {
    const { metadata, sopClassUid } = readPart10(readTestFile(file));
    expect(['structured-report', 'key-object']).toContain(objectKindOf(sopClassUid));
    const { root, isCut } = readContentTree(metadata);
    expect(isCut).toBe(false);
    const shown = JSON.stringify([...walk(root)]);
    const content = (metadata['0040A730']?.Value ?? []) as readonly DataSet[];
    const words = content.flatMap(wordsOf).filter((word) => word !== '');
    expect(words.length).toBeGreaterThan(0);
    // As JSON writes it, so that quotes and breaks compare.
    expect(words.filter((word) => !shown.includes(JSON.stringify(word).slice(1, -1)))).toEqual([]);
  });
});
