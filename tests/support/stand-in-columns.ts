import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { filterWords, receivedBetween, type ColumnFilters, type ImageState, type Presence } from '#shared/worklist/column-filter.ts';
import { displayPersonName } from '#shared/dicom/values/person-name.ts';
import { bodyPartInChinese } from '#shared/dicom/values/body-part.ts';
import { countdown } from '#renderer/features/worklist/countdown.ts';

/** What main's list lets through, over the rows of the stand-in. */
export function matchesColumns(row: WorklistRow, columns: ColumnFilters | undefined, now: Date): boolean {
  if (columns === undefined) return true;
  const has = (text: string, typed: string | undefined) => filterWords(typed).every((word) => text.toLowerCase().includes(word));
  const isOf = <Value>(wanted: readonly Value[] | undefined, isOne: (value: Value) => boolean) => wanted === undefined || wanted.length === 0 || wanted.some(isOne);
  const isThere = (wanted: Presence | undefined, isPresent: boolean) => wanted === undefined || (wanted === 'some') === isPresent;
  const images: ImageState = row.expectedInstances > 0 && row.heldInstances >= row.expectedInstances ? 'all' : row.heldInstances === 0 ? 'none' : 'some';
  const clock = countdown(row, now);
  const leftMs = row.dueAt === null ? 0 : Date.parse(row.dueAt) - now.getTime();
  const years = row.patient.birthDate === null ? Number.parseInt(row.patient.ageAsSent, 10) : now.getFullYear() - Number(row.patient.birthDate.slice(0, 4));
  const received = columns.received === undefined ? undefined : receivedBetween(columns.received, now.getTime());
  const arrivedMs = Date.parse(row.arrivedAt);
  return (
    isOf(columns.images, (state) => state === images) &&
    isOf(columns.left, (state) => {
      if (state === 'half-hour') return clock.kind === 'running' && leftMs <= 1_800_000;
      if (state === 'hour') return clock.kind === 'running' && leftMs <= 3_600_000;
      return state === 'later' ? clock.kind === 'running' && leftMs > 3_600_000 : clock.kind === state;
    }) &&
    has(displayPersonName(row.patient.name), columns.patient) &&
    isOf(columns.sexes, (sex) => sex === row.patient.sex) &&
    (columns.age === undefined || (years >= (columns.age.fromYears ?? 0) && years <= (columns.age.toYears ?? 200))) &&
    has(`${row.studyDescription} ${row.bodyPart} ${bodyPartInChinese(row.bodyPart)}`, columns.examination) &&
    has(row.clinicalInformation, columns.request) &&
    isThere(columns.hasRequest, row.clinicalInformation !== '') &&
    isThere(columns.priors, row.priorCount > 0) &&
    (received === undefined || (arrivedMs >= (received.fromMs ?? 0) && arrivedMs < (received.untilMs ?? Number.POSITIVE_INFINITY))) &&
    isOf(columns.claims, (claim) => claim === (row.claim === undefined || row.claim === null ? 'free' : row.claim.isMine ? 'mine' : 'colleague')) &&
    has(row.claim?.person ?? '', columns.claimedBy) &&
    isOf(columns.statuses, (status) => status === row.status)
  );
}
