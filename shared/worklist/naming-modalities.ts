/** Modalities that accompany a study and never name it: reports, marks, references. */
const ACCOMPANYING: ReadonlySet<string> = new Set(['SR', 'KO', 'PR', 'DOC', 'SEG', 'RTSTRUCT', 'REG', 'FID', 'OT']);

/** The modalities by which a study is called, in their order; all of them where none other is there. */
export function namingModalities(modalities: readonly string[]): readonly string[] {
  const own = modalities.filter((modality) => !ACCOMPANYING.has(modality));
  return own.length === 0 ? modalities : own;
}
