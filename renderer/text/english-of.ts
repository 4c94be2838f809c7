/** The English messages of an area: each Chinese key once, or as `_one` and `_other` where English counts. */
export type EnglishOf<Chinese> = {
  readonly [K in keyof Chinese & string]?: string;
} & {
  readonly [K in `${keyof Chinese & string}_one` | `${keyof Chinese & string}_other`]?: string;
};
