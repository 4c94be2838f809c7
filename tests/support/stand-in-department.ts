import { implement } from '@orpc/server';
import { applicationContract } from '#shared/contract/application.contract.ts';
import { qualityFigures, type ReportFact } from '#shared/report/quality/quality-figures.ts';
import type { RecognitionItem } from '#shared/report/recognition/recognition-mark.ts';
import { READING_MINUTES } from '#shared/worklist/urgency.ts';

const DAY_MS = 86_400_000;
const SITES = ['云岫县人民医院', '青岭县人民医院', '石梁县中医院'];
const PHYSICIANS = ['林知远', '沈若衡'];
const MODALITIES = ['CT', 'DX', 'MR'];

/** What the head of a department sets and looks at, over data in memory. */
export function createStandInDepartment() {
  let items: RecognitionItem[] = [];
  let url = '';
  const os = implement(applicationContract);
  return {
    department: {
      quality: os.department.quality.handler(({ input: { from, to } }) => {
        const facts = Array.from({ length: 120 }, (_, index): ReportFact => {
          const signed = Date.parse(to) - 3_600_000 - (index * (Date.parse(to) - Date.parse(from) - DAY_MS / 4)) / 120;
          const minutes = 12 + ((index * 37) % 140);
          return {
            siteName: SITES[index % 3] ?? '', modality: MODALITIES[index % 3 === 0 ? 0 : index % 2] ?? '', urgency: index % 5 === 0 ? 'emergency' : 'routine',
            signerName: PHYSICIANS[index % 2] ?? '', arrivedAt: new Date(signed - (minutes + 10) * 60_000).toISOString(), completeAt: new Date(signed - minutes * 60_000).toISOString(),
            signedAt: new Date(signed).toISOString(), deliveredAt: index % 17 === 0 ? null : new Date(signed + 90_000).toISOString(), version: index % 40 === 7 ? 2 : 1,
            kind: index % 40 === 7 ? 'amended' : 'original', outcome: index % 3 === 0 ? 'negative' : 'positive', endsPreliminary: false,
          };
        });
        const { groups, days, ...rest } = qualityFigures(facts, [{ foundAt: from, notifiedAt: new Date(Date.parse(from) + 240_000).toISOString(), closedAt: to, escalationStep: 0 }], ({ urgency }) => READING_MINUTES[urgency], (instant) => instant.slice(0, 10));
        return { ...rest, groups: { site: [...groups.site], modality: [...groups.modality], physician: [...groups.physician], urgency: [...groups.urgency] }, days: [...days] };
      }),
      recognitionItems: os.department.recognitionItems.handler(() => items),
      saveRecognitionItems: os.department.saveRecognitionItems.handler(({ input }) => {
        items = input.items;
        return {};
      }),
      criticalHook: os.department.criticalHook.handler(() => ({ url })),
      setCriticalHook: os.department.setCriticalHook.handler(({ input }) => {
        url = input.url;
        return {};
      }),
      tryCriticalHook: os.department.tryCriticalHook.handler(() => ({ isTaken: url !== '' })),
    },
  };
}
