import { createHash } from 'node:crypto';
import { AppError } from '#shared/errors/app-error.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import type { ReceivedInstance } from '../part10/read-part10.ts';

/** What the hospital says it has of one instance. */
export interface ExpectedInstance {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopClassUid: string;
  readonly instanceNumber: number | null;
  readonly numberOfFrames: number;
}

export interface HeldInstance {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopClassUid: string;
}

/**
 * `already-held`: the same content was here. `other-content`: the UID was held with other bytes; the old ones stay, the new ones are put aside,
 * a person must look.
 */
export type StoreOutcome = 'stored' | 'already-held' | 'other-content';

export interface HeldFrame {
  readonly bytes: Uint8Array;
  readonly transferSyntaxUid: string;
}

/** `damaged`: the digest did not match; the instance is expected again and will be fetched. `unknown`: not an instance of this study. */
export type FrameAnswer = { readonly kind: 'held'; readonly frame: HeldFrame } | { readonly kind: 'missing' | 'damaged' | 'unknown' };

interface InstanceRow {
  sop_instance_uid: string;
  series_instance_uid: string;
  instance_number: number | null;
  state: 'expected' | 'held' | 'withdrawn';
  header_sha256: Buffer | null;
}

/** One study's pack. Every method is one transaction or less. */
export class PackRepository {
  readonly #database;
  readonly #find;
  readonly #putHeld;
  readonly #putExpected;
  readonly #dropExpected;
  readonly #setWithdrawn;
  readonly #allStates;
  readonly #insertFrame;
  readonly #frame;
  readonly #frameDigests;
  readonly #insertBulk;
  readonly #bulk;
  readonly #quarantine;
  readonly #forgetFrames;
  readonly #forgetBulk;
  readonly #expectAgain;
  readonly #missing;
  readonly #heldBySeries;
  readonly #metadata;
  readonly #heldInstances;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#find = database.prepare<[string], InstanceRow>('SELECT * FROM instance WHERE sop_instance_uid = ?');
    this.#putHeld = database.prepare(`
      INSERT INTO instance (sop_instance_uid, series_instance_uid, sop_class_uid, instance_number, number_of_frames, state, transfer_syntax_uid,
        metadata, header, header_sha256, held_at)
      VALUES ($sopInstanceUid, $seriesInstanceUid, $sopClassUid, $instanceNumber, $numberOfFrames, 'held', $transferSyntaxUid,
        $metadata, $header, $headerSha256, $heldAt)
      ON CONFLICT (sop_instance_uid) DO UPDATE SET series_instance_uid = $seriesInstanceUid, sop_class_uid = $sopClassUid,
        instance_number = $instanceNumber, number_of_frames = $numberOfFrames, state = 'held', transfer_syntax_uid = $transferSyntaxUid,
        metadata = $metadata, header = $header, header_sha256 = $headerSha256, held_at = $heldAt`);
    this.#putExpected = database.prepare(`
      INSERT INTO instance (sop_instance_uid, series_instance_uid, sop_class_uid, instance_number, number_of_frames, state)
      VALUES ($sopInstanceUid, $seriesInstanceUid, $sopClassUid, $instanceNumber, $numberOfFrames, 'expected')
      ON CONFLICT (sop_instance_uid) DO UPDATE SET state = iif(state = 'withdrawn', 'held', state)`);
    this.#dropExpected = database.prepare("DELETE FROM instance WHERE sop_instance_uid = ? AND state = 'expected'");
    this.#setWithdrawn = database.prepare("UPDATE instance SET state = 'withdrawn' WHERE sop_instance_uid = ? AND state = 'held'");
    this.#allStates = database.prepare<[], { sop_instance_uid: string; state: string }>('SELECT sop_instance_uid, state FROM instance');
    this.#insertFrame = database.prepare('INSERT INTO frame (sop_instance_uid, frame_number, sha256, bytes) VALUES (?, ?, ?, ?)');
    this.#frame = database.prepare<[string, number], { sha256: Buffer; bytes: Buffer; transfer_syntax_uid: string }>(`
      SELECT sha256, bytes, transfer_syntax_uid FROM frame JOIN instance USING (sop_instance_uid)
      WHERE sop_instance_uid = ? AND frame_number = ?`);
    this.#frameDigests = database.prepare<[string], { sha256: Buffer }>(
      'SELECT sha256 FROM frame WHERE sop_instance_uid = ? ORDER BY frame_number',
    );
    this.#insertBulk = database.prepare('INSERT INTO bulk_data (sop_instance_uid, element_path, sha256, bytes) VALUES (?, ?, ?, ?)');
    this.#bulk = database.prepare<[string, string], { sha256: Buffer; bytes: Buffer }>(
      'SELECT sha256, bytes FROM bulk_data WHERE sop_instance_uid = ? AND element_path = ?',
    );
    this.#quarantine = database.prepare('INSERT INTO quarantine (sop_instance_uid, reason, found_at, bytes) VALUES (?, ?, ?, ?)');
    this.#forgetFrames = database.prepare('DELETE FROM frame WHERE sop_instance_uid = ?');
    this.#forgetBulk = database.prepare('DELETE FROM bulk_data WHERE sop_instance_uid = ?');
    this.#expectAgain = database.prepare(`
      UPDATE instance SET state = 'expected', transfer_syntax_uid = NULL, metadata = NULL, header = NULL, header_sha256 = NULL, held_at = NULL
      WHERE sop_instance_uid = ?`);
    this.#missing = database.prepare<[], { sop_instance_uid: string; series_instance_uid: string; instance_number: number | null; number_of_frames: number; sop_class_uid: string }>(`
      SELECT sop_instance_uid, series_instance_uid, instance_number, number_of_frames, sop_class_uid FROM instance WHERE state = 'expected'
      ORDER BY series_instance_uid, instance_number IS NULL, instance_number, sop_instance_uid`);
    this.#heldBySeries = database.prepare<[], { series_instance_uid: string; held: number }>(
      "SELECT series_instance_uid, sum(state = 'held') AS held FROM instance GROUP BY series_instance_uid",
    );
    this.#metadata = database.prepare<[string], { metadata: string }>(
      // A video is told from frames by its transfer syntax alone, which the data set does not hold: Available Transfer Syntax UID (0008,3002) says it.
      `SELECT iif(transfer_syntax_uid GLOB '1.2.840.10008.1.2.4.10[0-8]*',
         json_set(metadata, '$."00083002"', json_object('vr', 'UI', 'Value', json_array(transfer_syntax_uid))), metadata) AS metadata
       FROM instance WHERE series_instance_uid = ? AND state IN ('held', 'withdrawn') ORDER BY instance_number, sop_instance_uid`,
    );
    this.#heldInstances = database.prepare<[], { sop_instance_uid: string; series_instance_uid: string; sop_class_uid: string }>(
      "SELECT sop_instance_uid, series_instance_uid, sop_class_uid FROM instance WHERE state = 'held' ORDER BY series_instance_uid, instance_number",
    );
  }

  /** Whether SQLite can read every page. A single value with a wrong digest is no damage of the pack. */
  isSound(): boolean {
    try {
      return this.#database.pragma('quick_check(1)', { simple: true }) === 'ok';
    } catch {
      return false;
    }
  }

  /** Takes an instance in: all of it, or nothing. */
  store(instance: ReceivedInstance, original: Uint8Array, now: string): StoreOutcome {
    return this.#database.transaction((): StoreOutcome => {
      const known = this.#find.get(instance.sopInstanceUid);
      const headerSha256 = digest(instance.header);
      const frameDigests = instance.frames.map(digest);
      if (known !== undefined && known.state !== 'expected') {
        if (this.#isSameContent(known, headerSha256, frameDigests)) return 'already-held';
        this.#quarantine.run(instance.sopInstanceUid, 'other-content', now, original);
        return 'other-content';
      }
      this.#putHeld.run({
        sopInstanceUid: instance.sopInstanceUid,
        seriesInstanceUid: instance.seriesInstanceUid,
        sopClassUid: instance.sopClassUid,
        instanceNumber: instance.instanceNumber,
        numberOfFrames: instance.numberOfFrames,
        transferSyntaxUid: instance.transferSyntaxUid,
        metadata: JSON.stringify(instance.metadata),
        header: instance.header,
        headerSha256,
        heldAt: now,
      });
      instance.frames.forEach((frame, frameIndex) => this.#insertFrame.run(instance.sopInstanceUid, frameIndex + 1, frameDigests[frameIndex], frame));
      for (const { elementPath, bytes } of instance.bulkData) this.#insertBulk.run(instance.sopInstanceUid, elementPath, digest(bytes), bytes);
      return 'stored';
    })();
  }

  #isSameContent(known: InstanceRow, headerSha256: Buffer, frameDigests: readonly Buffer[]): boolean {
    const held = this.#frameDigests.all(known.sop_instance_uid);
    return (
      known.header_sha256?.equals(headerSha256) === true &&
      held.length === frameDigests.length &&
      held.every(({ sha256 }, index) => frameDigests[index]?.equals(sha256) === true)
    );
  }

  /** Takes over the hospital's list. What is held and no longer listed is marked, never deleted. */
  expect(instances: readonly ExpectedInstance[]): void {
    this.#database.transaction(() => {
      const listed = new Set(instances.map((instance) => instance.sopInstanceUid));
      for (const { sop_instance_uid: uid, state } of this.#allStates.all()) {
        if (listed.has(uid)) continue;
        if (state === 'expected') this.#dropExpected.run(uid);
        else this.#setWithdrawn.run(uid);
      }
      for (const instance of instances) this.#putExpected.run(instance);
    })();
  }

  /** What is expected and not held, by series and instance number. */
  missing(): ExpectedInstance[] {
    return this.#missing.all().map((row) => ({
      sopInstanceUid: row.sop_instance_uid,
      seriesInstanceUid: row.series_instance_uid,
      sopClassUid: row.sop_class_uid,
      instanceNumber: row.instance_number,
      numberOfFrames: row.number_of_frames,
    }));
  }

  /** Series UID to the number of held instances; series of which nothing is held are there with 0. */
  heldBySeries(): Record<string, number> {
    return Object.fromEntries(this.#heldBySeries.all().map((row) => [row.series_instance_uid, row.held]));
  }

  heldInstances(): HeldInstance[] {
    return this.#heldInstances.all().map((row) => ({
      sopInstanceUid: row.sop_instance_uid,
      seriesInstanceUid: row.series_instance_uid,
      sopClassUid: row.sop_class_uid,
    }));
  }

  /** Reads one frame and compares its digest. @param frameNumber one-based */
  frame(sopInstanceUid: string, frameNumber: number, now: string): FrameAnswer {
    const row = this.#frame.get(sopInstanceUid, frameNumber);
    if (row === undefined) {
      const instance = this.#find.get(sopInstanceUid);
      return { kind: instance?.state === 'expected' ? 'missing' : 'unknown' };
    }
    if (!digest(row.bytes).equals(row.sha256)) {
      this.#putAside(sopInstanceUid, row.bytes, now);
      return { kind: 'damaged' };
    }
    return { kind: 'held', frame: { bytes: row.bytes, transferSyntaxUid: row.transfer_syntax_uid } };
  }

  #putAside(sopInstanceUid: string, bytes: Uint8Array, now: string): void {
    this.#database.transaction(() => {
      this.#quarantine.run(sopInstanceUid, 'digest-mismatch', now, bytes);
      this.#forgetFrames.run(sopInstanceUid);
      this.#forgetBulk.run(sopInstanceUid);
      this.#expectAgain.run(sopInstanceUid);
    })();
  }

  /** @throws AppError `store/damaged`: the instance is expected again and will be fetched */
  bulkData(sopInstanceUid: string, elementPath: string, now: string): Uint8Array | undefined {
    const row = this.#bulk.get(sopInstanceUid, elementPath);
    if (row === undefined) return undefined;
    if (digest(row.bytes).equals(row.sha256)) return row.bytes;
    this.#putAside(sopInstanceUid, row.bytes, now);
    throw new AppError('store/damaged', 'a bulk value did not match its digest');
  }

  /** A JSON array of the DICOM JSON data sets of a series, by instance number. */
  seriesMetadata(seriesInstanceUid: string): string {
    return `[${this.#metadata.all(seriesInstanceUid).map((row) => row.metadata).join(',')}]`;
  }
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
