import { tagOf } from '#shared/dicom/data-set/attribute.ts';
import { buildDataSet, codeItem } from '#shared/dicom/data-set/build-data-set.ts';
import { itemsOf, textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';

/** PixelMed of 2022 knows the headings and elements of CID 7001 and CID 7002 by the codes that LOINC has replaced since. */
const OLD_HEADINGS: Readonly<Record<string, readonly [value: string, meaning: string]>> = {
  '55752-0': ['121060', 'History'],
  '11329-0': ['121060', 'History'],
  '55115-0': ['121062', 'Request'],
  '55111-9': ['121064', 'Current Procedure Descriptions'],
  '55114-3': ['121066', 'Prior Procedure Descriptions'],
  '59776-5': ['121070', 'Findings'],
  '19005-8': ['121072', 'Impressions'],
  '18783-1': ['121074', 'Recommendations'],
  '55113-5': ['121180', 'Key Images'],
};

/** A copy of a content tree with the headings that PixelMed knows. */
export function withOldHeadings(item: DataSet): DataSet {
  const [name] = itemsOf(item, 'ConceptNameCodeSequence');
  const old = name && OLD_HEADINGS[textOf(name, 'CodeValue')];
  const renamed = old === undefined ? {} : buildDataSet({ ConceptNameCodeSequence: [codeItem({ value: old[0], scheme: 'DCM', meaning: old[1] })] });
  const children = itemsOf(item, 'ContentSequence');
  return { ...item, ...renamed, ...(children.length === 0 ? {} : { [tagOf('ContentSequence')]: { vr: 'SQ', Value: children.map(withOldHeadings) } }) };
}
