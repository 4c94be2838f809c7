import type { OpenStudy, SeriesSummary } from '#shared/contract/services/studies.contract.ts';

/** What a study is read as. `waiting`: the hospital has not named its series yet. */
export type StudyContent = 'images' | 'ecg' | 'documents' | 'waiting';

export function contentOf({ series }: Pick<OpenStudy, 'series'>): StudyContent {
  if (series.length === 0) return 'waiting';
  if (series.some(({ content }) => content === 'images')) return 'images';
  return series.some(({ content }) => content === 'ecg') ? 'ecg' : 'documents';
}

export type StudyTab = Exclude<StudyContent, 'waiting'>;

/** What the physician can go to and fro between. Documents of a study with pictures are read beside them and need no place of their own. */
export function tabsOf({ series }: Pick<OpenStudy, 'series'>): readonly StudyTab[] {
  const has = (...contents: readonly SeriesSummary['content'][]) => series.some(({ content }) => contents.includes(content));
  const isThere = { images: has('images'), ecg: has('ecg'), documents: !has('images') && has('document', 'other') } as const satisfies Record<StudyTab, boolean>;
  return (['images', 'ecg', 'documents'] as const).filter((tab) => isThere[tab]);
}
