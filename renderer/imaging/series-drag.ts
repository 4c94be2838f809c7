/** A series on its way from the rail to a viewport. */
export interface DraggedSeries {
  readonly studyId: number;
  readonly seriesInstanceUid: string;
}

const TYPE = 'application/x-tongyue-series';

export function putSeries(transfer: DataTransfer, { studyId, seriesInstanceUid }: DraggedSeries): void {
  transfer.setData(TYPE, `${studyId}/${seriesInstanceUid}`);
  transfer.effectAllowed = 'copy';
}

/** True while a series hovers; what it is can only be read when it is dropped. */
export function holdsSeries(transfer: DataTransfer): boolean {
  return transfer.types.includes(TYPE);
}

export function takeSeries(transfer: DataTransfer): DraggedSeries | undefined {
  const [, studyId, seriesInstanceUid] = /^(\d+)\/([0-9.]+)$/.exec(transfer.getData(TYPE)) ?? [];
  return studyId === undefined || seriesInstanceUid === undefined ? undefined : { studyId: Number(studyId), seriesInstanceUid };
}
