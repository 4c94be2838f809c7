/** Which studies something on a screen still needs. */
export interface StudyUse {
  /** @returns the way to leave; a second call does nothing */
  readonly enter: (studyId: number) => () => void;
  /** Studies that were used, and that nothing uses now. */
  readonly unused: () => readonly number[];
  readonly forget: (studyId: number) => void;
}

export function createStudyUse(): StudyUse {
  const uses = new Map<number, Set<object>>();
  return {
    enter: (studyId) => {
      const use = {};
      const ofStudy = uses.get(studyId) ?? new Set();
      uses.set(studyId, ofStudy.add(use));
      return () => void ofStudy.delete(use);
    },
    unused: () => [...uses].filter(([, ofStudy]) => ofStudy.size === 0).map(([studyId]) => studyId),
    forget: (studyId) => void uses.delete(studyId),
  };
}
