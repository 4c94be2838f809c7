import type { ContentNode } from '#shared/structured-report/read-content-tree.ts';

/** How siblings stand on the page: numbers side by side share a table, bare references of one name share a line. */
export type ContentRow =
  | { readonly kind: 'node'; readonly node: ContentNode }
  | { readonly kind: 'numbers'; readonly nodes: readonly ContentNode[] }
  | { readonly kind: 'references'; readonly nodes: readonly ContentNode[] };

/** Gathers neighbours; the order of the document stays. */
export function rowsOf(nodes: readonly ContentNode[]): readonly ContentRow[] {
  const rows: ContentRow[] = [];
  for (const node of nodes) {
    const last = rows.at(-1);
    const kind = kindOf(node);
    const isSameName = last?.kind !== 'references' || last.nodes[0]?.concept?.value === node.concept?.value;
    if (kind !== 'node' && last?.kind === kind && isSameName) rows[rows.length - 1] = { kind, nodes: [...last.nodes, node] };
    else rows.push(kind === 'node' ? { kind, node } : { kind, nodes: [node] });
  }
  return rows;
}

/** `15.8` and `mm`; a number that is not there says why. Units without a name of their own, such as `{pixels}`, say their meaning. */
export function measuredValue({ value }: ContentNode): { readonly value: string; readonly unit: string } {
  if (value.kind !== 'number') return { value: '', unit: '' };
  const { unit, qualifier } = value;
  const isBare = unit === undefined || unit.value === '1' || unit.value.startsWith('{');
  return { value: value.value === '' ? (qualifier?.meaning ?? '–') : value.value, unit: unit === undefined ? '' : isBare ? (unit.value === '1' ? '' : unit.meaning) : unit.value };
}

function kindOf({ value, children, refersTo }: ContentNode): ContentRow['kind'] {
  if (refersTo !== undefined) return 'node';
  if (value.kind === 'number') return 'numbers';
  return value.kind === 'reference' && children.length === 0 ? 'references' : 'node';
}
