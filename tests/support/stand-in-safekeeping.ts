import type { KeyStateSummary } from '#shared/contract/services/keys.contract.ts';
import type { RetentionPreview, RetentionStateSummary } from '#shared/contract/services/retention.contract.ts';
import { FIRST_RULES } from '#shared/people/retention-rule.ts';

/** Keys and retention of a seat that does not exist: the pages that show them are tested against it. */
export function createSafekeeping() {
  let keys: KeyStateSummary = { keeper: 'seat.key', rotation: null, escrow: 'stale' };
  let retention: RetentionStateSummary = { rules: [...FIRST_RULES], lastRun: null, holds: [] };
  const at = () => new Date().toISOString();
  const preview: RetentionPreview = {
    amounts: [{ kind: 'images', count: 2, bytes: 640e6, oldest: '2025-06-01T00:00:00.000Z' }, { kind: 'drafts', count: 0, bytes: 0, oldest: null }],
    studies: [{ siteName: '曲阳县人民医院', studyDate: '2025-06-01', modalities: ['CT'], lastUsedAt: '2025-06-01T00:00:00.000Z', bytes: 320e6 }],
  };
  return {
    keys: () => keys,
    rotate: () => (keys = { ...keys, rotation: { status: 'running', startedAt: at(), startedBy: '赵主任', endedAt: null, studies: 12, studiesDone: 5, bytesDone: 1e9, secondsLeft: 40, studiesLeftOut: 0, failure: null } }),
    stop: () => (keys = { ...keys, rotation: keys.rotation && { ...keys.rotation, status: 'stopped', secondsLeft: null } }),
    renewEscrow: () => (keys = { ...keys, escrow: 'current' }),
    retention: () => retention,
    setRules: (rules: RetentionStateSummary['rules']) => (retention = { ...retention, rules }),
    preview: () => preview,
    run: () => (retention = { ...retention, lastRun: { at: at(), amounts: preview.amounts } }),
    hold: (accessionNumber: string, reason: string) =>
      (retention = { ...retention, holds: [...retention.holds, { holdId: retention.holds.length + 1, siteName: '曲阳县人民医院', accessionNumber, reason, placedBy: '赵主任', placedAt: at() }] }),
    releaseHold: (holdId: number) => (retention = { ...retention, holds: retention.holds.filter((hold) => hold.holdId !== holdId) }),
  };
}
