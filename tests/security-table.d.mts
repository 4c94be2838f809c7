export interface Point {
  readonly id: string;
  readonly number: string;
  readonly point: string;
  readonly tests: readonly { readonly file: string; readonly title: string }[];
  readonly open: string | undefined;
  readonly isByHand: boolean;
}
export declare function readPoints(markdown: string): Point[];
export declare function faultsOfPoints(points: readonly Point[], readSource: (file: string) => string | undefined): string[];
