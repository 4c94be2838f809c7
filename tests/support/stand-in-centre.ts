import { implement } from '@orpc/server';
import { applicationContract } from '#shared/contract/application.contract.ts';
import type { CentreRules } from '#shared/contract/services/centre.contract.ts';
import type { LedgerCase, WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { DEFAULT_GREEN_CHANNEL_RULES, judgeCase } from '#shared/worklist/green-channel.ts';

export interface StandInCentreDependencies {
  readonly rows: () => readonly WorklistRow[];
}

/** The centre's common data and clinical facts, over data in memory. */
export function createStandInCentre({ rows }: StandInCentreDependencies) {
  let rules: CentreRules = {
    serviceLevels: { revision: 0, lines: [] },
    greenChannel: { revision: 0, lines: DEFAULT_GREEN_CHANNEL_RULES.map((rule) => ({ ...rule, places: [...rule.places] })) },
    roster: { revision: 0, lines: [] }, assignments: [], seats: [{ seatId: 'this-seat', person: '', isThis: true }, { seatId: 'seat-2', person: '沈若衡', isThis: false }],
  };
  const os = implement(applicationContract);
  return {
    ledger: (): LedgerCase[] =>
      rows().filter(({ urgency }) => urgency === 'green-channel').map((row) => ({
        studyId: row.studyId, siteName: row.siteName, reason: row.urgencyReason, modalities: row.modalities, examination: row.studyDescription,
        times: { arrived: row.arrivedAt, 'first-image': row.arrivedAt, complete: row.completeAt, opened: null, called: null, signed: null, delivered: null },
        openedBy: '', signedBy: '', hasCriticalValue: false,
      })),
    services: {
      centre: {
        rules: os.centre.rules.handler(() => rules),
        saveServiceLevels: os.centre.saveServiceLevels.handler(({ input: { revision, lines } }) => {
          rules = { ...rules, serviceLevels: { revision: revision + 1, lines } };
          return {};
        }),
        saveGreenChannel: os.centre.saveGreenChannel.handler(({ input: { revision, lines } }) => {
          rules = { ...rules, greenChannel: { revision: revision + 1, lines } };
          return {};
        }),
        saveRoster: os.centre.saveRoster.handler(({ input: { revision, lines } }) => {
          rules = { ...rules, roster: { revision: revision + 1, lines } };
          return {};
        }),
        saveAssignment: os.centre.saveAssignment.handler(({ input: { seatId, revision, rule } }) => {
          rules = { ...rules, assignments: [...rules.assignments.filter((one) => one.seatId !== seatId), { seatId, revision: revision + 1, rule }] };
          return {};
        }),
        tryGreenChannel: os.centre.tryGreenChannel.handler(({ input: { lines, ...words } }) => {
          const { urgency, reason } = judgeCase({ ...words, mark: '' }, lines);
          return { urgency, reason };
        }),
        joining: os.centre.joining.handler(() => ({ mode: 'embedded' as const, things: [], kept: [] })),
        join: os.centre.join.handler(() => ({ mode: 'embedded' as const, things: [], kept: [] })),
        putBack: os.centre.putBack.handler(() => ({ mode: 'embedded' as const, things: [], kept: [] })),
      },
      clinical: {
        facts: os.clinical.facts.handler(({ input: { studyId } }) => {
          const row = rows().find((one) => one.studyId === studyId);
          return {
            facts: row === undefined || row.clinicalInformation === '' ? [] : [{ kind: 'request' as const, text: row.clinicalInformation, source: 'search-answer' as const, sourceDetail: 'ReasonForTheRequestedProcedure', at: '', isAlert: false }],
            documents: [], server: { status: 'none' as const, failure: null, unanswered: [] },
          };
        }),
        server: os.clinical.server.handler(({ input: { siteId } }) => ({ siteId, baseUrl: '', hasToken: false })),
        setServer: os.clinical.setServer.handler(({ input: { siteId, baseUrl, token } }) => ({ siteId, baseUrl, hasToken: token !== '' })),
      },
    },
  };
}
