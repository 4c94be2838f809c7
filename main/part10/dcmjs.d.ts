/** dcmjs has no types. Only its copy of the PS3.6 data dictionary is used here. */
declare module 'dcmjs' {
  interface DictionaryRow {
    /** Such as `(0010,0010)`. */
    readonly tag: string;
    /** Two letters, or dcmjs's own `xs` (US or SS), `ox` (OB or OW), `lt` (US or OW), `up` (UL), `na` (delimiters). */
    readonly vr: string;
  }
  export const data: { readonly DicomMetaDictionary: { readonly nameMap: Readonly<Record<string, DictionaryRow | undefined>> } };
}
