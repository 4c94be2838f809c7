import type { EcgCriticalCall, EcgReading, EcgStatementEdit, EcgThresholds, StoredEcgReading } from '#shared/contract/services/ecg.contract.ts';
import { DRAFT_THRESHOLDS } from '#shared/ecg/critical-findings.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { SettingRepository } from '../database/setting.repository.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { EcgRepository } from './ecg.repository.ts';

export interface EcgServiceDependencies {
  readonly ecg: Remote<EcgRepository>;
  readonly settings: Remote<SettingRepository>;
  /** @throws AppError `study/unknown` */
  readonly requireStudy: (studyId: number) => Promise<unknown>;
  readonly events: EventHub;
  readonly clock: Clock;
}

export type EcgService = ReturnType<typeof createEcgService>;

/** What physicians do to ECGs, the dictionary of their department, and whom they told. */
export function createEcgService({ ecg, settings, requireStudy, events, clock }: EcgServiceDependencies) {
  return {
    async reading(studyId: number, sopInstanceUid: string): Promise<StoredEcgReading | null> {
      await requireStudy(studyId);
      return (await ecg.reading(studyId, sopInstanceUid)) ?? null;
    },

    async saveReading(reading: EcgReading): Promise<StoredEcgReading> {
      await requireStudy(reading.studyId);
      const changedAt = clock.now().toISOString();
      await ecg.saveReading(reading, changedAt);
      events.publish({ kind: 'measurements-changed', studyId: reading.studyId });
      return { ...reading, changedAt };
    },

    async dictionary(): Promise<{ edits: EcgStatementEdit[]; thresholds: EcgThresholds }> {
      const [edits, { ecgThresholds }] = await Promise.all([ecg.statementEdits(), settings.read()]);
      return { edits, thresholds: readThresholds(ecgThresholds) };
    },

    async saveStatement(edit: EcgStatementEdit): Promise<void> {
      await ecg.saveStatement(edit, clock.now().toISOString());
    },

    resetStatement: (code: string): Promise<void> => ecg.resetStatement(code),

    async saveThresholds(thresholds: EcgThresholds): Promise<void> {
      await settings.write('ecgThresholds', JSON.stringify(thresholds));
    },

    async criticalCalls(studyId: number): Promise<EcgCriticalCall[]> {
      await requireStudy(studyId);
      return ecg.criticalCalls(studyId);
    },

    async recordCriticalCall(call: EcgCriticalCall): Promise<void> {
      await requireStudy(call.studyId);
      await ecg.addCriticalCall(call);
      events.publish({ kind: 'measurements-changed', studyId: call.studyId });
    },
  };
}

/** What a department set, over the drafts: a threshold that came with a later version has its draft until somebody sets it. */
function readThresholds(stored: string): EcgThresholds {
  return { ...DRAFT_THRESHOLDS, ...(stored === '' ? {} : (JSON.parse(stored) as Partial<EcgThresholds>)) };
}
