import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { chooseForm, learn, type Capability, type CapabilityObservation } from './capability-profile.ts';
import { chooseMode, learnMode, type ModeRecord, type RetrievalMode } from './retrieval-mode.ts';
import type { RetrieveForm } from './retrieve-form.ts';
import { DEFAULT_LINE_RULE, type LineRule, type SiteLineRepository } from './site-line.repository.ts';

/** What is known of each hospital's server and set for its line; kept in the catalogue. */
export interface SiteProfiles {
  /** Fulfilled when what was kept is here. */
  readonly ready: Promise<void>;
  readonly capabilities: (siteId: string) => readonly Capability[];
  readonly chooseForm: (siteId: string, sopClassUid: string, options: { readonly mayExplore: boolean; readonly bitsPerSecond: number | null }) => RetrieveForm;
  readonly record: (siteId: string, sopClassUid: string, form: RetrieveForm, observed: CapabilityObservation) => void;
  readonly modes: (siteId: string) => readonly ModeRecord[];
  /** For a series that nobody waits for. */
  readonly chooseMode: (siteId: string) => RetrievalMode;
  readonly recordMode: (siteId: string, mode: RetrievalMode, observed: Pick<ModeRecord, 'outcome' | 'bitsPerSecond'>) => void;
  /** Everything is learned anew. */
  readonly forget: (siteId: string) => Promise<void>;
  readonly rule: (siteId: string) => LineRule;
  readonly setRule: (siteId: string, rule: LineRule) => Promise<void>;
}

/** What only moved a little is kept in memory; the catalogue hears of every twentieth. */
const WRITE_EVERY = 20;

export function createSiteProfiles({ lines, clock, log }: { readonly lines: Remote<SiteLineRepository>; readonly clock: Clock; readonly log: Log }): SiteProfiles {
  const known = new Map<string, Capability>();
  const rules = new Map<string, LineRule>();
  const knownModes = new Map<string, ModeRecord>();
  const keyOf = (siteId: string, sopClassUid: string, form: RetrieveForm) => `${siteId} ${sopClassUid} ${form}`;

  const read = async () => {
    for (const capability of await lines.capabilities()) known.set(keyOf(capability.siteId, capability.sopClassUid, capability.form), capability);
    for (const one of await lines.modes()) knownModes.set(`${one.siteId} ${one.mode}`, one);
    for (const [siteId, rule] of Object.entries(await lines.rules())) rules.set(siteId, rule);
  };
  const ready = read().catch((error: unknown) => log.error('what was learned of the hospitals could not be read', {}, error));
  const capabilities = (siteId: string) => [...known.values()].filter((one) => one.siteId === siteId);
  const modes = (siteId: string) => [...knownModes.values()].filter((one) => one.siteId === siteId);

  return {
    ready,
    capabilities,
    chooseForm: (siteId, sopClassUid, options) =>
      chooseForm(sopClassUid, capabilities(siteId).filter((one) => one.sopClassUid === sopClassUid), { ...options, now: clock.now() }),
    record(siteId, sopClassUid, form, observed) {
      const key = keyOf(siteId, sopClassUid, form);
      const before = known.get(key);
      const after = learn(before, { siteId, sopClassUid, form }, observed, clock.now());
      known.set(key, after);
      if (before?.outcome !== after.outcome) log.info('a hospital was learned', { siteId, form, outcome: after.outcome });
      if (before?.outcome === after.outcome && after.answers % WRITE_EVERY !== 0) return;
      void lines.putCapability(after).catch((error: unknown) => log.error('what was learned of a hospital could not be kept', { siteId }, error));
    },
    modes,
    chooseMode: (siteId) => chooseMode(modes(siteId), clock.now()),
    recordMode(siteId, mode, observed) {
      const key = `${siteId} ${mode}`;
      const before = knownModes.get(key);
      const after = learnMode(before, { siteId, mode }, observed, clock.now());
      knownModes.set(key, after);
      if (mode === 'series') log.info('a hospital gave a series in one answer, or not', { siteId, outcome: after.outcome });
      const isOneOfMany = mode === 'instance' && before?.outcome === after.outcome && after.answers % WRITE_EVERY !== 0;
      if (!isOneOfMany) void lines.putMode(after).catch((error: unknown) => log.error('what was learned of a hospital could not be kept', { siteId }, error));
    },
    async forget(siteId) {
      for (const [key, one] of knownModes) if (one.siteId === siteId) knownModes.delete(key);
      for (const [key, one] of known) if (one.siteId === siteId) known.delete(key);
      await lines.forgetCapabilities(siteId);
    },
    rule: (siteId) => rules.get(siteId) ?? DEFAULT_LINE_RULE,
    async setRule(siteId, rule) {
      rules.set(siteId, rule);
      await lines.putRule(siteId, rule);
    },
  };
}
