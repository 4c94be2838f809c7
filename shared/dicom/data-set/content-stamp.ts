import { textOf, type DataSet } from './data-set.ts';

/**
 * When an object was made: Instance Creation Date and Time (0008,0012), (0008,0013) without the fraction of the second, which servers write or
 * leave out; null where it does not say. Two of one UID that differ are two objects.
 */
export function contentStamp(dataSet: DataSet): string | null {
  const stamp = `${textOf(dataSet, 'InstanceCreationDate')} ${textOf(dataSet, 'InstanceCreationTime').replace(/\..*$/, '')}`;
  return stamp.trim() === '' ? null : stamp;
}
