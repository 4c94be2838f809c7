import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import type { Capability } from './capability-profile.ts';
import type { ModeRecord } from './retrieval-mode.ts';

/** How much of a hospital's line may be used for what nobody waits for. Set by a person. */
export interface LineRule {
  /** Nothing is fetched ahead. What a physician opens is fetched all the same. */
  readonly isPaused: boolean;
  /** Of the line's speed, 5 to 100, from 7 to 19 o'clock and in the rest of the day. */
  readonly daySharePercent: number;
  readonly nightSharePercent: number;
}

export const DEFAULT_LINE_RULE: LineRule = { isPaused: false, daySharePercent: 100, nightSharePercent: 100 };

interface CapabilityRow {
  site_id: string;
  sop_class_uid: string;
  form: Capability['form'];
  outcome: Capability['outcome'];
  answers: number;
  size_share: number | null;
  wait_ms: number | null;
  checked_at: string;
}

interface ModeRow {
  site_id: string;
  mode: ModeRecord['mode'];
  outcome: ModeRecord['outcome'];
  answers: number;
  bits_per_second: number | null;
  checked_at: string;
}

interface LineRow {
  site_id: string;
  is_paused: number;
  day_share_percent: number;
  night_share_percent: number;
}

/** What is set of a hospital's line, and what was learned of its server. */
export class SiteLineRepository {
  readonly #capabilities;
  readonly #putCapability;
  readonly #forget;
  readonly #modes;
  readonly #putMode;
  readonly #forgetModes;
  readonly #rules;
  readonly #putRule;

  constructor(database: SqliteDatabase) {
    this.#capabilities = database.prepare<[], CapabilityRow>('SELECT * FROM site_capability');
    this.#putCapability = database.prepare<CapabilityRow>(`
      INSERT INTO site_capability (site_id, sop_class_uid, form, outcome, answers, size_share, wait_ms, checked_at)
      VALUES ($site_id, $sop_class_uid, $form, $outcome, $answers, $size_share, $wait_ms, $checked_at)
      ON CONFLICT (site_id, sop_class_uid, form) DO UPDATE SET outcome = $outcome, answers = $answers, size_share = $size_share,
        wait_ms = $wait_ms, checked_at = $checked_at`);
    this.#forget = database.prepare<[string]>('DELETE FROM site_capability WHERE site_id = ?');
    this.#modes = database.prepare<[], ModeRow>('SELECT * FROM site_mode');
    this.#putMode = database.prepare<ModeRow>(`
      INSERT INTO site_mode (site_id, mode, outcome, answers, bits_per_second, checked_at) VALUES ($site_id, $mode, $outcome, $answers, $bits_per_second, $checked_at)
      ON CONFLICT (site_id, mode) DO UPDATE SET outcome = $outcome, answers = $answers, bits_per_second = $bits_per_second, checked_at = $checked_at`);
    this.#forgetModes = database.prepare<[string]>('DELETE FROM site_mode WHERE site_id = ?');
    this.#rules = database.prepare<[], LineRow>('SELECT * FROM site_line');
    this.#putRule = database.prepare<LineRow>(`
      INSERT INTO site_line (site_id, is_paused, day_share_percent, night_share_percent) VALUES ($site_id, $is_paused, $day_share_percent, $night_share_percent)
      ON CONFLICT (site_id) DO UPDATE SET is_paused = $is_paused, day_share_percent = $day_share_percent, night_share_percent = $night_share_percent`);
  }

  capabilities(): Capability[] {
    return this.#capabilities.all().map((row) => ({
      siteId: row.site_id,
      sopClassUid: row.sop_class_uid,
      form: row.form,
      outcome: row.outcome,
      answers: row.answers,
      sizeShare: row.size_share,
      waitMs: row.wait_ms,
      checkedAt: row.checked_at,
    }));
  }

  putCapability(capability: Capability): void {
    this.#putCapability.run({
      site_id: capability.siteId,
      sop_class_uid: capability.sopClassUid,
      form: capability.form,
      outcome: capability.outcome,
      answers: capability.answers,
      size_share: capability.sizeShare,
      wait_ms: capability.waitMs,
      checked_at: capability.checkedAt,
    });
  }

  /** Everything that was learned of a site: it is learned anew. */
  forgetCapabilities(siteId: string): void {
    this.#forget.run(siteId);
    this.#forgetModes.run(siteId);
  }

  modes(): ModeRecord[] {
    return this.#modes.all().map((row) => ({
      siteId: row.site_id, mode: row.mode, outcome: row.outcome, answers: row.answers, bitsPerSecond: row.bits_per_second, checkedAt: row.checked_at,
    }));
  }

  putMode({ siteId, mode, outcome, answers, bitsPerSecond, checkedAt }: ModeRecord): void {
    this.#putMode.run({ site_id: siteId, mode, outcome, answers, bits_per_second: bitsPerSecond, checked_at: checkedAt });
  }

  rules(): Record<string, LineRule> {
    return Object.fromEntries(
      this.#rules.all().map((row) => [
        row.site_id,
        { isPaused: row.is_paused === 1, daySharePercent: row.day_share_percent, nightSharePercent: row.night_share_percent },
      ]),
    );
  }

  putRule(siteId: string, { isPaused, daySharePercent, nightSharePercent }: LineRule): void {
    this.#putRule.run({ site_id: siteId, is_paused: isPaused ? 1 : 0, day_share_percent: daySharePercent, night_share_percent: nightSharePercent });
  }
}
