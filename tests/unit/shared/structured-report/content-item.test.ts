import { describe, expect, test } from 'vitest';
import { itemsOf, textOf } from '#shared/dicom/data-set/data-set.ts';
import { CONTEXT, ELEMENTS, HEADINGS, MEASUREMENTS, PURPOSES, UNITS } from '#shared/structured-report/codes.ts';
import { code, container, contains, encodeDocumentTree, image, inferredFrom, num, personName, text, waveform } from '#shared/structured-report/content-item.ts';

const reference = { sopClassUid: '1.2.840.10008.5.1.4.1.1.2', sopInstanceUid: '1.2.3' };

describe('a content item', () => {
  test('is encoded with its relationship, name and value, and its children below it', () => {
    const tree = encodeDocumentTree(
      container(HEADINGS.findings, [contains(num(MEASUREMENTS.length, '15.8', UNITS['mm']!, [inferredFrom(image(PURPOSES.sourceOfMeasurement, reference, 7))]))]),
    );
    const [measurement] = itemsOf(tree, 'ContentSequence');
    const [source] = itemsOf(measurement!, 'ContentSequence');
    expect({
      root: [textOf(tree, 'ValueType'), textOf(tree, 'RelationshipType'), textOf(tree, 'ContinuityOfContent')],
      measurement: [textOf(measurement!, 'RelationshipType'), textOf(measurement!, 'ValueType'), textOf(itemsOf(measurement!, 'MeasuredValueSequence')[0]!, 'NumericValue')],
      source: [textOf(source!, 'RelationshipType'), textOf(itemsOf(source!, 'ReferencedSOPSequence')[0]!, 'ReferencedFrameNumber')],
    }).toEqual({ root: ['CONTAINER', '', 'SEPARATE'], measurement: ['CONTAINS', 'NUM', '15.8'], source: ['INFERRED FROM', '7'] });
  });

  test('has no frame number where the image has one frame', () => {
    const [referenced] = itemsOf(image(PURPOSES.sourceOfMeasurement, reference, null).attributes, 'ReferencedSOPSequence');
    expect(textOf(referenced!, 'ReferencedFrameNumber')).toBe('');
  });

  test.each<[string, () => unknown]>([
    ['an empty text', () => text(ELEMENTS.finding, ' ')],
    ['a number with a unit outside UCUM', () => num(MEASUREMENTS.length, '1.0', { value: 'mm', scheme: '99X', meaning: 'mm' })],
    ['a number that is none', () => num(MEASUREMENTS.length, '1,5', UNITS['mm']!)],
    ['a number longer than DS', () => num(MEASUREMENTS.length, '1.2345678901234567', UNITS['mm']!)],
    ['a name of nobody', () => personName(CONTEXT.personName, { alphabetic: '', ideographic: '', phonetic: '' })],
    ['frame 0', () => image(PURPOSES.sourceOfMeasurement, reference, 0)],
    ['a reference without a UID', () => waveform(PURPOSES.sourceOfMeasurement, { ...reference, sopInstanceUid: '' })],
    ['a code without a meaning', () => code(ELEMENTS.impression, { value: 'X', scheme: '99X', meaning: '' })],
    ['a code value longer than SH', () => code(ELEMENTS.impression, { value: 'SEVENTEEN-LETTERS', scheme: '99X', meaning: 'x' })],
  ])('is never made of %s', (_, make) => {
    expect(make).toThrow(Error);
  });

  test('cannot be put where Enhanced SR does not allow it', () => {
    // @ts-expect-error a measurement is inferred from an image, never from a container
    inferredFrom(container(HEADINGS.findings, []));
    // @ts-expect-error an observation context does not stand below a measurement
    num(MEASUREMENTS.length, '1.0', UNITS['mm']!, [{ relationship: 'HAS OBS CONTEXT', item: text(ELEMENTS.finding, 'x') }]);
    expect(UNITS['mm']).toBeDefined();
  });
});
