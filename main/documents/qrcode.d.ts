/** The part of qrcode 1.5 that we use: the matrix, without its renderers. */
declare module 'qrcode/lib/core/qrcode.js' {
  export interface QrSymbol {
    readonly version: number;
    readonly modules: { readonly size: number; get(row: number, column: number): number };
  }
  export function create(
    segments: readonly { readonly data: string; readonly mode: 'alphanumeric' | 'byte' }[],
    options: { readonly errorCorrectionLevel: 'L' | 'M' | 'Q' | 'H' },
  ): QrSymbol;
}
