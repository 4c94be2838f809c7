import type { QualityFigures } from '#shared/report/quality/quality-figures.ts';
import type { RecognitionItem } from '#shared/report/recognition/recognition-mark.ts';
import type { ServiceLevel } from '#shared/worklist/service-level.ts';
import type { z } from 'zod';
import type { qualityFigures as sentFigures } from '#shared/contract/services/department.contract.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { SettingRepository } from '../database/setting.repository.ts';
import type { Clock } from '../platform/clock.ts';
import type { EscalationNotice } from './critical-value.service.ts';
import type { QualityRepository } from './quality.repository.ts';
import type { RecognitionRepository } from './recognition.repository.ts';

export interface DepartmentServiceDependencies {
  readonly quality: Remote<QualityRepository>;
  readonly recognition: Remote<RecognitionRepository>;
  readonly settings: Remote<SettingRepository>;
  readonly siteName: (siteId: string) => string;
  /** What is promised now. */
  readonly serviceLevels: () => readonly ServiceLevel[];
  /** Posts to an address; rejects when it did not take it. */
  readonly post: (url: string, notice: EscalationNotice) => Promise<boolean>;
  readonly clock: Clock;
}

export type DepartmentService = ReturnType<typeof createDepartmentService>;

/** What the head of a department sets and looks at: figures, recognised devices, where escalations go. */
export function createDepartmentService({ quality, recognition, settings, siteName, serviceLevels, post, clock }: DepartmentServiceDependencies) {
  return {
    async quality(from: string, to: string): Promise<z.infer<typeof sentFigures>> {
      const time = [withMilliseconds(from), withMilliseconds(to)] as const;
      const [{ groups, ...figures }, withdrawn] = await Promise.all([quality.figures(...time, serviceLevels()), quality.withdrawn(...time)]);
      return { ...toSent({ ...figures, groups: { ...groups, site: groups.site.map((group) => ({ ...group, name: siteName(group.name) })) } }), withdrawn };
    },

    recognitionItems: (): Promise<RecognitionItem[]> => recognition.items(),

    saveRecognitionItems: (items: readonly RecognitionItem[]): Promise<void> => recognition.replace(items),

    async criticalHook(): Promise<{ url: string }> {
      return { url: (await settings.read()).criticalWebhook };
    },

    setCriticalHook: (url: string): Promise<void> => settings.write('criticalWebhook', url),

    /** Tells the hook of a critical value, wherever the department set it last. @returns false where none is set. @throws Error when it did not take it */
    async tell(notice: EscalationNotice): Promise<boolean> {
      return post((await settings.read()).criticalWebhook, notice);
    },

    /** A notice of no critical value: number 0, step 0, and the word 演练. */
    async tryCriticalHook(): Promise<{ isTaken: boolean }> {
      const { criticalWebhook } = await settings.read();
      if (criticalWebhook === '') return { isTaken: false };
      try {
        await post(criticalWebhook, { criticalValueId: 0, step: 0, siteName: `演练 ${clock.now().toISOString()}`, minutes: 0 });
        return { isTaken: true };
      } catch {
        return { isTaken: false };
      }
    },
  };
}

/** Stored instants have milliseconds and are compared as text. */
function withMilliseconds(instant: string): string {
  return new Date(instant).toISOString();
}

/** Mutable arrays, as the schema's type has them. */
function toSent({ groups, days, ...rest }: QualityFigures): z.infer<typeof sentFigures> {
  return { ...rest, groups: { site: [...groups.site], modality: [...groups.modality], physician: [...groups.physician], urgency: [...groups.urgency] }, days: [...days] };
}
