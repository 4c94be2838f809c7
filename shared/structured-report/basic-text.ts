import { itemsOf, textOf, type DataSet } from '../dicom/data-set/data-set.ts';
import { buildDataSet } from '../dicom/data-set/build-data-set.ts';
import type { ContentItem, RelatedItem } from './content-item.ts';

/**
 * The same document for an archive that takes no Enhanced SR: a Basic Text SR (PS3.3 A.35.1) knows no NUM, so a number with its unit becomes words
 * under the same concept name. The image that it was measured on stays below it. A template whose rows are numbers is claimed no longer.
 */
export function toBasicText(root: ContentItem<'CONTAINER'>, keepsTemplate: boolean): ContentItem<'CONTAINER'> {
  return { valueType: 'CONTAINER', attributes: keepsTemplate ? root.attributes : without(root.attributes, TEMPLATE), children: root.children.map(related) };
}

/** Content Template Sequence (0040,A504). */
const TEMPLATE = '0040A504';

/** Measured Value Sequence (0040,A300). */
const MEASURED_VALUE = '0040A300';

function without(attributes: DataSet, left: string): DataSet {
  return Object.fromEntries(Object.entries(attributes).filter(([tag]) => tag !== left));
}

function related({ relationship, item }: RelatedItem): RelatedItem {
  return { relationship, item: basicItem(item) };
}

function basicItem(item: ContentItem): ContentItem {
  if (item.valueType !== 'NUM') return { ...item, children: item.children.map(related) };
  const [measured] = itemsOf(item.attributes, 'MeasuredValueSequence');
  const [unit] = measured === undefined ? [] : itemsOf(measured, 'MeasurementUnitsCodeSequence');
  if (measured === undefined || unit === undefined) throw new Error('a NUM has its value and its unit');
  const code = textOf(unit, 'CodeValue');
  // `1` is UCUM's name of no unit; what stands in braces is a remark.
  const words = [textOf(measured, 'NumericValue'), code === '1' ? '' : code].filter((part) => part !== '').join(' ');
  return {
    valueType: 'TEXT',
    attributes: { ...without(item.attributes, MEASURED_VALUE), ...buildDataSet({ ValueType: 'TEXT', TextValue: words }) },
    children: item.children.map(related),
  };
}
