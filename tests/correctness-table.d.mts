/** Types of correctness-table.mjs, for the tests of it. */
export interface Row {
  readonly number: number;
  readonly trap: string;
  readonly tests: readonly { readonly file: string; readonly title: string }[];
  /** What is not proved yet; undefined: nothing. */
  readonly open: string | undefined;
  readonly isElsewhere: boolean;
}
export declare function readRows(markdown: string): Row[];
export declare function faultsOf(rows: readonly Row[], readSource: (file: string) => string | undefined): string[];
export declare function faultsInResults(
  rows: readonly (Pick<Row, 'tests'> & { readonly number: number | string })[],
  results: readonly { readonly file: string; readonly path: readonly string[]; readonly isPassed: boolean }[],
): string[];
export declare function isTitleIn(source: string, title: string): boolean;
export declare function readResults(folder: string): { readonly file: string; readonly path: readonly string[]; readonly isPassed: boolean }[];
