/** A stack of a series on its way from the rail to a viewport. */
export interface DraggedSeries {
  readonly studyId: number;
  readonly seriesInstanceUid: string;
  /** Zero-based. */
  readonly stackIndex: number;
}

const TYPE = 'application/x-tongyue-series';

export function putSeries(transfer: DataTransfer, { studyId, seriesInstanceUid, stackIndex }: DraggedSeries): void {
  transfer.setData(TYPE, `${studyId}/${seriesInstanceUid}/${stackIndex}`);
  transfer.effectAllowed = 'copy';
}

/** True while a series hovers; what it is can only be read when it is dropped. */
export function holdsSeries(transfer: DataTransfer): boolean {
  return transfer.types.includes(TYPE);
}

export function takeSeries(transfer: DataTransfer): DraggedSeries | undefined {
  const [, studyId, seriesInstanceUid, stackIndex] = /^(\d+)\/([0-9.]+)\/(\d+)$/.exec(transfer.getData(TYPE)) ?? [];
  if (studyId === undefined || seriesInstanceUid === undefined || stackIndex === undefined) return undefined;
  return { studyId: Number(studyId), seriesInstanceUid, stackIndex: Number(stackIndex) };
}

const VIEWPORT_TYPE = 'application/x-tongyue-viewport';

/** A viewport on its way to another, with which it will change places. @param index zero-based place on the desk */
export function putViewport(transfer: DataTransfer, index: number): void {
  transfer.setData(VIEWPORT_TYPE, String(index));
  transfer.effectAllowed = 'move';
}

export function holdsViewport(transfer: DataTransfer): boolean {
  return transfer.types.includes(VIEWPORT_TYPE);
}

/** @returns the zero-based place that it comes from */
export function takeViewport(transfer: DataTransfer): number | undefined {
  const from = transfer.getData(VIEWPORT_TYPE);
  return /^\d{1,2}$/.test(from) ? Number(from) : undefined;
}
