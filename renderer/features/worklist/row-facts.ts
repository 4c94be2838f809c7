import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { displayPersonName } from '#shared/dicom/values/person-name.ts';
import type { Text } from '#renderer/text/use-text.ts';
import { modalityWord } from './modalities.ts';

type Images = Pick<WorklistRow, 'heldInstances' | 'expectedInstances' | 'completeAt' | 'modalities'>;

export interface Readiness {
  /** 0 to 1 */
  readonly fraction: number;
  /** All that the hospital has is here; what is here has been checked against its digest. */
  readonly isVerified: boolean;
  readonly isStalled: boolean;
}

export function readiness(images: Images, link: SiteSummary['link'] | undefined): Readiness {
  const { expectedInstances, heldInstances, completeAt } = images;
  const isAllHere = expectedInstances > 0 && heldInstances >= expectedInstances;
  return {
    fraction: expectedInstances === 0 ? 0 : heldInstances / expectedInstances,
    isVerified: isAllHere && completeAt !== null,
    isStalled: !isAllHere && link === 'unreachable',
  };
}

/** `32/32`, `154/214`, `1 份` for a single ECG. */
export function heldWords({ t }: Text, images: Images): string {
  const { expectedInstances, heldInstances } = images;
  if (modalityWord(images.modalities) === 'ECG' && heldInstances >= expectedInstances && expectedInstances > 0) {
    return t('worklist.records', { count: heldInstances });
  }
  return `${heldInstances}/${expectedInstances}`;
}

export interface StatusWords {
  readonly text: string;
  readonly tone: 'plain' | 'accent' | 'critical' | 'warn' | 'ok' | 'quiet';
}

/** Who has the case: a colleague, this seat, nobody. */
export function claimWords({ t }: Text, { claim }: Pick<WorklistRow, 'claim'>): string {
  if (claim === undefined || claim === null) return '—';
  if (claim.isMine) return t('claim.row.mine');
  return claim.isFinal ? claim.person : t('claim.row.reading', { person: claim.person });
}

/** The last column: what the case waits for, or how far its report has come. */
export function statusWords({ t, format }: Text, row: WorklistRow, site: SiteSummary | undefined, now: Date): StatusWords {
  if (row.claim !== undefined && row.claim !== null && !row.claim.isMine && row.claim.isFinal) return { text: t('claim.row.signed', { person: row.claim.person }), tone: 'ok' };
  if (row.service !== undefined && row.service.pause !== null && (row.status === 'ready' || row.status === 'drafting')) {
    return { text: t('worklist.status.paused', { reason: t(`worklist.pause.${row.service.pause.reason}`) }), tone: 'warn' };
  }
  switch (row.status) {
    case 'ready':
      return { text: t('worklist.status.ready'), tone: 'plain' };
    case 'drafting':
      return { text: t('worklist.status.drafting'), tone: 'accent' };
    case 'signed':
      return { text: t('worklist.status.signed'), tone: 'plain' };
    case 'sending':
      return { text: t('worklist.status.sending'), tone: 'plain' };
    case 'delivered':
      return { text: t('worklist.status.delivered'), tone: 'ok' };
    case 'conflict':
      return { text: t('worklist.status.conflict'), tone: 'critical' };
    case 'queued':
    case 'arriving':
      if (site?.link === 'unreachable') {
        return { text: t('worklist.status.cut', site.failure === null ? {} : { since: format.elapsed(site.failure.since, now) }), tone: 'critical' };
      }
      if (row.secondsToReady !== null) return { text: t('worklist.status.left', { duration: format.duration(row.secondsToReady) }), tone: 'quiet' };
      return { text: t(row.status === 'queued' ? 'worklist.status.queued' : 'worklist.status.arriving'), tone: 'quiet' };
    default:
      return row.status satisfies never;
  }
}

export function patientName(row: Pick<WorklistRow, 'patient'>): string {
  return displayPersonName(row.patient.name);
}

/** `男 71岁`; the age on the day of the study. */
export function sexAndAge({ format }: Text, row: Pick<WorklistRow, 'patient' | 'studyDate' | 'arrivedAt'>): string {
  const onDate = row.studyDate ?? format.date(row.arrivedAt);
  return [row.patient.sex === '' ? '' : format.sex(row.patient.sex), format.age(row.patient, onDate)].filter((part) => part !== '').join(' ');
}

/** What was examined, as the hospital calls it. */
export function examination({ format }: Text, row: Pick<WorklistRow, 'studyDescription' | 'bodyPart'>): string {
  return row.studyDescription !== '' ? row.studyDescription : format.bodyPart(row.bodyPart);
}
