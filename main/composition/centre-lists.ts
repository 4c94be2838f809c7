import { criticalRule } from '#shared/contract/services/critical-values.contract.ts';
import { siteLetterhead } from '#shared/contract/services/papers.contract.ts';
import { reportMacro, reportTemplate } from '#shared/contract/services/report-texts.contract.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import { z } from 'zod';
import { createCentreData, withMethods, type CentreData } from '../coordination/centre-data.ts';
import { createJoiningService, type JoiningService } from '../coordination/joining.service.ts';
import { isSameThing } from '../coordination/joining.ts';
import type { RemoteRepositories } from '../database/remote-repositories.ts';
import { createCentreProtocols, protocolList, type CentreProtocols } from '../hanging/centre-protocols.ts';
import { createCentrePeople, personList, type CentrePeople, type SharedPerson } from '../people/centre-people.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import type { PictureService } from '../reports/picture.service.ts';
import { sharedSite, toSharedSite } from '../sites/shared-site.ts';
import { isLocalSite, type Site } from '../sites/site.ts';
import type { CatalogueRepositories } from './catalogue-repositories.ts';
import type { Hospitals } from './hospitals.ts';

export interface CentreListDependencies {
  readonly coordinator: Coordinator;
  readonly catalogue: Pick<RemoteRepositories<CatalogueRepositories>, 'criticalValues' | 'reportWords' | 'settings' | 'people' | 'learnedProtocols' | 'sharedCopies'>;
  readonly pictures: PictureService;
  readonly hospitals: Pick<Hospitals, 'take' | 'shareable'>;
  /** Name of who acts. */
  readonly actor: () => string;
  readonly onPersonTaken: (person: SharedPerson) => Promise<void>;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
}

/** The same repositories and service, which change what the centre has in common at the hub first. */
export interface SharedCentre extends Pick<RemoteRepositories<CatalogueRepositories>, 'criticalValues' | 'reportWords'> {
  readonly data: CentreData;
  readonly pictures: PictureService;
  readonly people: CentrePeople;
  readonly protocols: CentreProtocols;
  /** Changes a hospital for all seats, and then here. What is imported here and the demo's are this seat's alone. */
  readonly publishSite: (site: Site, keep: () => Promise<void>) => Promise<void>;
  readonly joining: JoiningService;
}

const removable = { isRemoved: z.boolean() };
const storedTemplate = reportTemplate.extend(removable);
const storedMacro = reportMacro.extend({ text: z.string().max(4_000), ...removable });
const storedRules = z.array(criticalRule);
const EMPTY_LETTERHEAD = { address: '', telephone: '', logo: null, structuredReport: 'enhanced' };
/** All rules are one thing: they are edited together. */
const ALL_RULES = 'all';

/** People, hospitals, protocols, critical list, templates, macros and letterheads are the centre's, not a seat's. */
export function shareCentreData({ coordinator, catalogue, pictures, hospitals, actor, onPersonTaken, events, clock, log }: CentreListDependencies): SharedCentre {
  const { criticalValues, reportWords, settings, people, learnedProtocols } = catalogue;
  const now = () => clock.now().toISOString();
  const data = createCentreData({
    coordinator, settings, copies: catalogue.sharedCopies, log,
    lists: [
      {
        kind: 'critical-list',
        take: (_, content) => criticalValues.replaceRules(storedRules.parse(content), now()),
        // Empty until somebody edits it.
        own: async () => (await criticalValues.rules()).length === 0 ? [] : [{ key: ALL_RULES, name: '', content: await criticalValues.rules() }],
      },
      {
        kind: 'report-template',
        take: (_, content) => reportWords.putTemplate(storedTemplate.parse(content), now()),
        own: async () => (await reportWords.templates()).map((template) => ({ key: template.templateId, name: template.name, content: template })),
      },
      {
        kind: 'report-macro',
        take: (_, content) => reportWords.putMacro(storedMacro.parse(content), now()),
        own: async () => (await reportWords.macros()).map((macro) => ({ key: macro.abbreviation, name: macro.abbreviation, content: macro })),
      },
      {
        kind: 'letterhead',
        take: (siteId, content) => pictures.setLetterhead(siteId, siteLetterhead.parse(content)),
        async own() {
          const letterheads = await Promise.all(hospitals.shareable().map(async ({ id, name }) => ({ key: id, name, content: await pictures.letterhead(id) })));
          return letterheads.filter(({ content }) => !isSameThing(content, EMPTY_LETTERHEAD));
        },
      },
      personList(people, actor, clock, onPersonTaken),
      {
        kind: 'site',
        own: async () => hospitals.shareable().map((site) => ({ key: site.id, name: site.name, content: toSharedSite(site, { changedBy: actor(), changedAt: now() }) })),
        async take(key, content) {
          const site = sharedSite.parse(content);
          if (site.id !== key) throw new Error('a hospital under another’s name');
          await hospitals.take(site);
          events.publish({ kind: 'site-changed', siteId: site.id });
        },
      },
      protocolList(learnedProtocols, events, clock),
    ],
  });
  return {
    data,
    joining: createJoiningService({ joining: data.joining, coordinator, actor, events, clock }),
    people: createCentrePeople({ people, centre: data, coordinator, actor, clock }),
    protocols: createCentreProtocols({ protocols: learnedProtocols, centre: data, coordinator, events, clock }),
    publishSite: (site, keep) =>
      site.isDemo || isLocalSite(site) ? keep() : data.save('site', site.id, toSharedSite(site, { changedBy: actor(), changedAt: now() }), keep),
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
