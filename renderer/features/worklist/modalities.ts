import { namingModalities } from '#shared/worklist/naming-modalities.ts';

/** What the column shows: `CT`, `PT CT`; DX, CR and DR are one kind of examination to a reader. */
export function modalityWord(modalities: readonly string[]): string {
  return [...new Set(namingModalities(modalities).map((modality) => PLAIN_RADIOGRAPHY.includes(modality) ? 'DR' : modality))].join(' ');
}

const PLAIN_RADIOGRAPHY: readonly string[] = ['DX', 'CR', 'DR'];

export interface ModalityChoice {
  readonly label: string;
  /** Modality (0008,0060) values. */
  readonly modalities: readonly string[];
}

/** What the list can be narrowed to. */
export const MODALITY_CHOICES: readonly ModalityChoice[] = [
  { label: 'CT', modalities: ['CT'] },
  { label: 'MR', modalities: ['MR'] },
  { label: 'DR', modalities: PLAIN_RADIOGRAPHY },
  { label: 'MG', modalities: ['MG'] },
  { label: 'US', modalities: ['US'] },
  { label: 'ECG', modalities: ['ECG'] },
  { label: 'XA', modalities: ['XA', 'RF'] },
  { label: 'NM', modalities: ['NM', 'PT'] },
];
