import type { EcgRecording, EcgTrace, UndrawnChannel } from './ecg-recording.ts';
import { findTrace } from './derived-lead.ts';
import type { EcgLayout, LayoutCell } from './layout.ts';

/** What stands in a cell. `missing`: the recording does not hold this lead; the cell stays blank and keeps its place. */
export type CellContent =
  | { readonly kind: 'trace'; readonly cell: LayoutCell; readonly trace: EcgTrace }
  | { readonly kind: 'missing'; readonly cell: LayoutCell }
  | { readonly kind: 'undrawn'; readonly cell: LayoutCell; readonly reason: UndrawnChannel['reason'] };

/** All cells of a layout, row by row, with what is drawn in them. */
export function cellContents(layout: EcgLayout, recording: EcgRecording): readonly CellContent[] {
  return layout.rows.flatMap((row) => row.cells.map((cell) => contentOf(cell, recording)));
}

function contentOf(cell: LayoutCell, recording: EcgRecording): CellContent {
  const trace = findTrace(recording, cell.key);
  if (trace !== undefined) return { kind: 'trace', cell, trace };
  const undrawn = recording.undrawn.find(({ key }) => key === cell.key);
  return undrawn === undefined ? { kind: 'missing', cell } : { kind: 'undrawn', cell, reason: undrawn.reason };
}
