import { criticalRule } from '#shared/contract/services/critical-values.contract.ts';
import { siteLetterhead } from '#shared/contract/services/papers.contract.ts';
import { reportMacro, reportTemplate } from '#shared/contract/services/report-texts.contract.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import { z } from 'zod';
import { createCentreData, withMethods, type CentreData } from '../coordination/centre-data.ts';
import type { RemoteRepositories } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { PictureService } from '../reports/picture.service.ts';
import type { CatalogueRepositories } from './catalogue-repositories.ts';

export interface CentreListDependencies {
  readonly coordinator: Coordinator;
  readonly catalogue: Pick<RemoteRepositories<CatalogueRepositories>, 'criticalValues' | 'reportWords' | 'settings'>;
  readonly pictures: PictureService;
  readonly clock: Clock;
  readonly log: Log;
}

/** The same repositories and service, which change what the centre has in common at the hub first. */
export interface SharedCentre extends Pick<RemoteRepositories<CatalogueRepositories>, 'criticalValues' | 'reportWords'> {
  readonly data: CentreData;
  readonly pictures: PictureService;
}

const removable = { isRemoved: z.boolean() };
const storedTemplate = reportTemplate.extend(removable);
const storedMacro = reportMacro.extend({ text: z.string().max(4_000), ...removable });
const storedRules = z.array(criticalRule);
/** All rules are one thing: they are edited together. */
const ALL_RULES = 'all';

/** Critical list, templates, macros and letterheads are the centre's, not a seat's. */
export function shareCentreData({ coordinator, catalogue, pictures, clock, log }: CentreListDependencies): SharedCentre {
  const { criticalValues, reportWords, settings } = catalogue;
  const now = () => clock.now().toISOString();
  const data = createCentreData({
    coordinator, settings, log,
    lists: [
      { kind: 'critical-list', take: (_, content) => criticalValues.replaceRules(storedRules.parse(content), now()) },
      { kind: 'report-template', take: (_, content) => reportWords.putTemplate(storedTemplate.parse(content), now()) },
      { kind: 'report-macro', take: (_, content) => reportWords.putMacro(storedMacro.parse(content), now()) },
      { kind: 'letterhead', take: (siteId, content) => pictures.setLetterhead(siteId, siteLetterhead.parse(content)) },
    ],
  });
  return {
    data,
    criticalValues: withMethods(criticalValues, {
      replaceRules: (rules, changedAt) => data.save('critical-list', ALL_RULES, rules, () => criticalValues.replaceRules(rules, changedAt)),
    }),
    reportWords: withMethods(reportWords, {
      putTemplate: (template, changedAt) => data.save('report-template', template.templateId, template, () => reportWords.putTemplate(template, changedAt)),
      putMacro: (macro, changedAt) => data.save('report-macro', macro.abbreviation, macro, () => reportWords.putMacro(macro, changedAt)),
    }),
    pictures: {
      ...pictures,
      setLetterhead: (siteId, letterhead) => data.save('letterhead', siteId, letterhead, () => pictures.setLetterhead(siteId, letterhead)),
    },
  };
}
