import { useEffect, useRef } from 'react';
import { useImaging } from '#renderer/imaging/ImagingProvider.tsx';

/** When a study is closed, its memory is given back, and that of what was compared with it. Nothing is drawn. */
export function ClosedStudies({ openStudyIds }: { readonly openStudyIds: readonly number[] }) {
  const imaging = useImaging();
  const before = useRef(openStudyIds);
  // An effect, so that all viewports of the study have left.
  useEffect(() => {
    const hasClosed = before.current.some((studyId) => !openStudyIds.includes(studyId));
    before.current = openStudyIds;
    if (hasClosed && imaging.status === 'ready') imaging.engine.keepStudies(new Set(openStudyIds));
  }, [imaging, openStudyIds]);
  return null;
}
