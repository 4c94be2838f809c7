/**
 * What a seat may remove by itself. `images`: studies that are held here and lie at their hospital too; `drafts`: reports that nobody went on with;
 * `wordings`: earlier wordings of delivered reports; `audit`: rows of the audit trail. Signed reports are in no rule: they stay.
 */
export const RETENTION_KINDS = ['images', 'drafts', 'wordings', 'audit'] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

export interface RetentionRule {
  readonly kind: RetentionKind;
  /** Null: never. */
  readonly days: number | null;
}

/** Six months of the audit trail: Cybersecurity Law, article 21 (3); six months of 31, 30 and 31 days are 184 at most. The others are the house's own. */
export const FEWEST_DAYS: Readonly<Record<RetentionKind, number>> = { images: 1, drafts: 90, wordings: 30, audit: 184 };

export const FIRST_RULES: readonly RetentionRule[] = [
  { kind: 'images', days: 365 }, { kind: 'drafts', days: null }, { kind: 'wordings', days: null }, { kind: 'audit', days: null },
];

/** The first rule that asks for fewer days than may be, or undefined. */
export function tooShort(rules: readonly RetentionRule[]): RetentionRule | undefined {
  return rules.find(({ kind, days }) => days !== null && days < FEWEST_DAYS[kind]);
}

/** The instant before which a rule reaches; undefined when it reaches nothing. @returns ISO 8601, UTC */
export function reachesBefore({ days }: RetentionRule, now: Date): string | undefined {
  return days === null ? undefined : new Date(now.getTime() - days * 86_400_000).toISOString();
}
