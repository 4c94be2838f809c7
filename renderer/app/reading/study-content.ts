import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';

/** What a study is read as. `waiting`: the hospital has not named its series yet. */
export type StudyContent = 'images' | 'ecg' | 'documents' | 'waiting';

export function contentOf({ series }: Pick<OpenStudy, 'series'>): StudyContent {
  if (series.length === 0) return 'waiting';
  if (series.some(({ content }) => content === 'images')) return 'images';
  return series.some(({ content }) => content === 'ecg') ? 'ecg' : 'documents';
}

/** True when a study holds pictures and traces, so that the physician has to be able to go from one to the other. */
export function hasBoth({ series }: Pick<OpenStudy, 'series'>): boolean {
  return series.some(({ content }) => content === 'images') && series.some(({ content }) => content === 'ecg');
}
