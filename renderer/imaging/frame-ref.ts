/** One frame of one study of this seat. Everything outside `loader` names pictures by it. */
export interface FrameRef {
  readonly studyId: number;
  readonly sopInstanceUid: string;
  /** One-based. */
  readonly frameNumber: number;
}

export function isSameFrame(left: FrameRef | undefined, right: FrameRef | undefined): boolean {
  return (
    left?.studyId === right?.studyId && left?.sopInstanceUid === right?.sopInstanceUid && left?.frameNumber === right?.frameNumber
  );
}
