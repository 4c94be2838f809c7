import fc from 'fast-check';
import type { DataElement, DataSet, JsonValue } from '#shared/dicom/data-set/data-set.ts';

/** What is done to one element of a header: removed, doubled, given another representation, another value, or another place. */
export type HeaderMutation =
  | { readonly kind: 'remove' | 'double' | 'empty' | 'shorten' | 'wrap' }
  | { readonly kind: 'representation'; readonly vr: string }
  | { readonly kind: 'values'; readonly values: readonly JsonValue[] };

const JUNK: readonly JsonValue[] = [
  '', ' ', 'abc', '1e400', '-', '0', '-1', '1\\2', 'NaN', '\u0000', 'MONOCHROME1', 'RGB', 'YBR_FULL_422', 'PALETTE COLOR', 'HU', 'RECTANGULAR', 'SIGMOID', '9'.repeat(400),
  0, -1, 1, 2, 8, 15, 16, 17, 32, 64, 255, 65_535, 65_536, 2 ** 31, -(2 ** 31), 2 ** 53, 1e308, -1e308, 1e-308, 0.5, null, {},
];
const REPRESENTATIONS = ['DS', 'IS', 'US', 'SS', 'UL', 'LO', 'CS', 'OB', 'OW', 'SQ', 'UN', 'FD', 'PN', 'DA', 'UI'];

const mutation: fc.Arbitrary<HeaderMutation> = fc.oneof(
  fc.constantFrom('remove', 'double', 'empty', 'shorten', 'wrap').map((kind): HeaderMutation => ({ kind: kind as 'remove' })),
  fc.constantFrom(...REPRESENTATIONS).map((vr): HeaderMutation => ({ kind: 'representation', vr })),
  fc.array(fc.constantFrom(...JUNK), { minLength: 1, maxLength: 6 }).map((values): HeaderMutation => ({ kind: 'values', values })),
);

/** One to five mutations, each on the element at a place, counted through all items. */
export const headerMutations: fc.Arbitrary<readonly (readonly [place: number, mutation: HeaderMutation])[]> = fc.array(fc.tuple(fc.nat(200), mutation), { minLength: 1, maxLength: 5 });

/** Bytes of a header that are changed, put in or taken out. */
export type ByteMutation = readonly [kind: 'set' | 'insert' | 'delete' | 'truncate', place: number, value: number];

export const byteMutations: fc.Arbitrary<readonly ByteMutation[]> = fc.array(
  fc.tuple(fc.constantFrom('set' as const, 'set' as const, 'set' as const, 'insert' as const, 'delete' as const, 'truncate' as const), fc.nat(0xffff), fc.nat(255)),
  { minLength: 1, maxLength: 6 },
);

export function mutateHeader(dataSet: DataSet, mutations: readonly (readonly [number, HeaderMutation])[]): DataSet {
  return mutations.reduce((current, [place, change]) => mutateAt(current, place, change), dataSet);
}

export function mutateBytes(bytes: Uint8Array, mutations: readonly ByteMutation[]): Uint8Array {
  return mutations.reduce((current, [kind, place, value]) => {
    // Behind the preamble: what stands in it means nothing.
    const at = 128 + (place % Math.max(1, current.length - 128));
    if (kind === 'truncate') return current.slice(0, at);
    if (kind === 'delete') return Uint8Array.from([...current.slice(0, at), ...current.slice(at + 1 + (value % 4))]);
    if (kind === 'insert') return Uint8Array.from([...current.slice(0, at), value, ...current.slice(at)]);
    const changed = Uint8Array.from(current);
    changed[at] = value;
    return changed;
  }, bytes);
}

function mutateAt(dataSet: DataSet, place: number, change: HeaderMutation): DataSet {
  const tags = Object.keys(dataSet);
  const tag = tags[place % Math.max(1, tags.length)];
  const element = tag === undefined ? undefined : dataSet[tag];
  if (tag === undefined || element === undefined) return dataSet;
  const items = (element.Value ?? []).filter((value): value is DataSet => element.vr === 'SQ' && typeof value === 'object' && value !== null);
  // Every other time the change goes into an item.
  const item = items[place % Math.max(1, items.length)];
  if (item !== undefined && place % 2 === 1) {
    return { ...dataSet, [tag]: { ...element, Value: (element.Value ?? []).map((value) => (value === item ? mutateAt(item, Math.floor(place / 2), change) : value)) } };
  }
  const changed = changeElement(element, change);
  const { [tag]: _, ...rest } = dataSet;
  return changed === undefined ? rest : { ...rest, [tag]: changed };
}

function changeElement(element: DataElement, change: HeaderMutation): DataElement | undefined {
  const values = element.Value ?? [];
  switch (change.kind) {
    case 'remove':
      return undefined;
    case 'double':
      return { ...element, Value: [...values, ...values] };
    case 'empty':
      return { vr: element.vr };
    case 'shorten':
      return { ...element, Value: values.slice(1) };
    case 'wrap':
      return { vr: 'SQ', Value: [{ '00080060': element }] };
    case 'representation':
      return { ...element, vr: change.vr };
    default:
      return { vr: element.vr, Value: change.values };
  }
}
