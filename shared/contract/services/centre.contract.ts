import { z } from 'zod';
import { GREEN_CHANNELS, RULE_PLACES } from '../../worklist/green-channel.ts';
import { method } from '../base-contract.ts';
import { instant, siteId, urgency } from '../vocabulary.ts';

/** What all seats of a centre share and its administrators edit. `revision`: what the editor has seen; 0 while nobody has saved. */
const revision = z.int().nonnegative();
const modality = z.string().trim().max(16);
const seatId = z.string().min(1).max(63);

export const serviceLevel = z.object({
  siteId: z.union([siteId, z.literal('')]),
  modality,
  urgency: z.union([urgency, z.literal('')]),
  minutes: z.int().min(5).max(10_080),
});
export const serviceLevels = z.array(serviceLevel).max(500);

export const greenChannelRule = z.object({
  channel: z.enum(GREEN_CHANNELS),
  name: z.string().trim().min(1).max(20),
  places: z.array(z.enum(RULE_PLACES)).min(1),
  words: z.string().trim().min(1).max(500),
  unless: z.string().trim().max(500),
  needsUrgent: z.boolean(),
  isActive: z.boolean(),
});
export const greenChannelRules = z.array(greenChannelRule).max(100);

export const dutyLine = z
  .object({ seatId, from: instant, until: instant, modalities: z.array(modality).max(20), siteIds: z.array(siteId).max(200), bodyParts: z.array(z.string().trim().max(32)).max(40).optional() })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until));
export const dutyRoster = z.array(dutyLine).max(2_000);

export const readingRule = z.object({
  mayReadModalities: z.array(modality).max(20),
  mayReadSiteIds: z.array(siteId).max(200),
  ownModalities: z.array(modality).max(20),
  ownBodyParts: z.array(z.string().trim().max(32)).max(40),
  ownSiteIds: z.array(siteId).max(200),
});

export const centreRules = z.object({
  serviceLevels: z.object({ revision, lines: serviceLevels }),
  /** As long as nobody has saved: those that the program comes with. */
  greenChannel: z.object({ revision, lines: greenChannelRules }),
  roster: z.object({ revision, lines: dutyRoster }),
  assignments: z.array(z.object({ seatId, revision, rule: readingRule })),
  /** Seats that may read. */
  seats: z.array(z.object({ seatId, person: z.string(), isThis: z.boolean() })),
});
export type CentreRules = z.infer<typeof centreRules>;

export const JOINED_KINDS = ['person', 'site', 'letterhead', 'hanging-protocol', 'report-template', 'report-macro', 'critical-list'] as const;
export const JOINED_PARTS = ['name', 'roles', 'hospitals', 'password', 'active', 'address', 'access', 'cases', 'words'] as const;
const joinedKind = z.enum(JOINED_KINDS);

/** What this seat had before it joined the centre, and what was put away then. */
export const joiningView = z.object({
  mode: z.enum(['embedded', 'hub']),
  things: z.array(z.object({
    kind: joinedKind, key: z.string(), name: z.string(),
    /** `both`: the centre has another of the same name, which waits for a decision; `here`: the centre has none. */
    place: z.enum(['here', 'both']),
    differs: z.array(z.enum(JOINED_PARTS)),
  })),
  kept: z.array(z.object({ keptId: z.int().positive(), kind: joinedKind, name: z.string(), whose: z.enum(['seat', 'centre']), at: instant, by: z.string() })),
});
export type JoiningView = z.infer<typeof joiningView>;

const decideJoining = () => method('hub/not-allowed', 'hub/unreachable', 'hub/changed-elsewhere', 'site/still-needed');
const save = () => method('centre/changed-elsewhere', 'centre/bad-rule', 'hub/not-allowed', 'hub/unreachable');

export const centreContract = {
  rules: method().output(centreRules),
  saveServiceLevels: save().input(z.object({ revision, lines: serviceLevels })).output(z.object({})),
  saveGreenChannel: save().input(z.object({ revision, lines: greenChannelRules })).output(z.object({})),
  saveRoster: save().input(z.object({ revision, lines: dutyRoster })).output(z.object({})),
  saveAssignment: save().input(z.object({ seatId, revision, rule: readingRule })).output(z.object({})),
  joining: method('hub/unreachable', 'hub/not-allowed').output(joiningView),
  /** `bring`: the centre has this seat's from now on; `take`: this seat has the centre's. What is replaced is kept here. */
  join: decideJoining().input(z.object({ kind: joinedKind, key: z.string().min(1).max(200), choice: z.enum(['bring', 'take']) })).output(joiningView),
  /** What was put away is the centre's again, and what stands there is put away. */
  putBack: decideJoining().input(z.object({ keptId: z.int().positive() })).output(joiningView),
  /** What a case with these words would be, by rules that need not be saved. */
  tryGreenChannel: method()
    .input(z.object({ lines: greenChannelRules, priority: z.string().max(16), request: z.string().max(2_000), protocol: z.string().max(500) }))
    .output(z.object({ urgency, reason: z.string() })),
};
