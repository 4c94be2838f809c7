/** A string the compiler keeps apart from other strings. The mark exists only in types. */
export type Branded<Mark extends string> = string & { readonly __mark: { readonly [M in Mark]: true } };

export type Uid = Branded<'Uid'>;
export type StudyInstanceUid = Branded<'Uid' | 'StudyInstanceUid'>;
export type SeriesInstanceUid = Branded<'Uid' | 'SeriesInstanceUid'>;
export type SopInstanceUid = Branded<'Uid' | 'SopInstanceUid'>;

/**
 * PS3.5 section 9: at most 64 characters of digits and dots. Leading zeros in a component are against the rule but are sent by
 * real devices; reading accepts them, writing never makes them.
 */
export function isUid(text: string): text is Uid {
  return text.length <= 64 && /^\d+(\.\d+)*$/.test(text);
}

/** Removes the padding (a NUL or spaces) that PS3.5 section 6.2 allows behind a UI value. */
export function trimUid(text: string): string {
  return text.replace(/[\0 ]+$/, '').trim();
}
