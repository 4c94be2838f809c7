import { hash } from 'node:crypto';
import { tagOf } from '#shared/dicom/data-set/attribute.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import type { ReceivedInstance } from '../part10/read-part10.ts';
import type { FrameFile } from './frame-file.ts';
import { FrameRepository } from './frame.repository.ts';

/** What the hospital says it has of one instance. */
export interface ExpectedInstance {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopClassUid: string;
  readonly instanceNumber: number | null;
  readonly numberOfFrames: number;
  /** Instance Creation Date and Time (0008,0012), (0008,0013) without fractions; null where the hospital does not say. */
  readonly contentStamp?: string | null;
}

/** What the hospital's list says otherwise than the list before it. Nothing for the first list of a study. */
export interface ListDifference {
  /** The pack knew of nothing before: the three below are empty. */
  readonly isFirstList: boolean;
  /** Series UID to the number of instances that are new in it. */
  readonly added: Readonly<Record<string, number>>;
  /** Series UID to the number of held instances that the hospital no longer has. */
  readonly withdrawn: Readonly<Record<string, number>>;
  /** Held instances that the hospital seems to have made anew under their UID: to be fetched and compared. */
  readonly suspects: readonly ExpectedInstance[];
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
  content_stamp: string | null;
  transfer_syntax_uid: string | null;
  metadata: string | null;
}

/** One study's pack. Every method is one transaction or less. */
export class PackRepository {
  readonly #database;
  readonly #frames;
  readonly #bytes;
  readonly #find;
  readonly #putHeld;
  readonly #putExpected;
  readonly #dropExpected;
  readonly #setWithdrawn;
  readonly #allStates;
  readonly #insertBulk;
  readonly #bulk;
  readonly #quarantine;
  readonly #forgetBulk;
  readonly #expectAgain;
  readonly #missing;
  readonly #heldBySeries;
  readonly #metadata;
  readonly #heldInstances;
  readonly #forgetStamp;
  readonly #document;
  readonly #shortInstances;
  /** Counted once, then kept up to date by what is stored; undefined after anything else was written. */
  #held: Record<string, number> | undefined;

  /**
   * @param key of the pack, 32 bytes
   * @param openFile opens the file of the frames, told where the last frame that the pack knows ends
   */
  constructor(database: SqliteDatabase, key: Uint8Array, openFile: (endBytes: number) => FrameFile) {
    this.#database = database;
    this.#frames = new FrameRepository(database, key, openFile);
    this.#bytes = database.prepare<[], number>('SELECT page_count * page_size FROM pragma_page_count, pragma_page_size').pluck();
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
      INSERT INTO instance (sop_instance_uid, series_instance_uid, sop_class_uid, instance_number, number_of_frames, state, content_stamp)
      VALUES ($sopInstanceUid, $seriesInstanceUid, $sopClassUid, $instanceNumber, $numberOfFrames, 'expected', $contentStamp)
      ON CONFLICT (sop_instance_uid) DO UPDATE SET state = iif(state = 'withdrawn', 'held', state),
        content_stamp = iif(state = 'expected', $contentStamp, coalesce(content_stamp, $contentStamp))`);
    this.#dropExpected = database.prepare("DELETE FROM instance WHERE sop_instance_uid = ? AND state = 'expected'");
    this.#setWithdrawn = database.prepare("UPDATE instance SET state = 'withdrawn' WHERE sop_instance_uid = ? AND state = 'held'");
    this.#allStates = database.prepare<[], Pick<InstanceRow, 'sop_instance_uid' | 'series_instance_uid' | 'state' | 'content_stamp'>>(
      'SELECT sop_instance_uid, series_instance_uid, state, content_stamp FROM instance',
    );
    this.#document = database.prepare<[string], { header: Buffer; header_sha256: Buffer }>(
      "SELECT header, header_sha256 FROM instance WHERE sop_instance_uid = ? AND state IN ('held', 'withdrawn') AND number_of_frames = 0",
    );
    this.#shortInstances = database.prepare<[], { sop_instance_uid: string; frames: number; number_of_frames: number }>(`
      SELECT * FROM (SELECT sop_instance_uid, number_of_frames, (SELECT count(*) FROM frame_place WHERE frame_place.sop_instance_uid = instance.sop_instance_uid)
          + (SELECT count(*) FROM frame WHERE frame.sop_instance_uid = instance.sop_instance_uid) AS frames
        FROM instance WHERE state IN ('held', 'withdrawn')) WHERE frames <> number_of_frames`);
    this.#forgetStamp = database.prepare('UPDATE instance SET content_stamp = NULL WHERE sop_instance_uid = ?');
    this.#insertBulk = database.prepare('INSERT INTO bulk_data (sop_instance_uid, element_path, sha256, bytes) VALUES (?, ?, ?, ?)');
    this.#bulk = database.prepare<[string, string], { sha256: Buffer; bytes: Buffer }>(
      'SELECT sha256, bytes FROM bulk_data WHERE sop_instance_uid = ? AND element_path = ?',
    );
    this.#quarantine = database.prepare(`
      INSERT INTO quarantine (sop_instance_uid, reason, found_at, sha256, bytes) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (sop_instance_uid, reason, sha256) DO NOTHING`);
    this.#forgetBulk = database.prepare('DELETE FROM bulk_data WHERE sop_instance_uid = ?');
    this.#expectAgain = database.prepare(`
      UPDATE instance SET state = 'expected', transfer_syntax_uid = NULL, metadata = NULL, header = NULL, header_sha256 = NULL, held_at = NULL
      WHERE sop_instance_uid = ?`);
    this.#missing = database.prepare<[], { sop_instance_uid: string; series_instance_uid: string; instance_number: number | null; number_of_frames: number; sop_class_uid: string; content_stamp: string | null }>(`
      SELECT sop_instance_uid, series_instance_uid, instance_number, number_of_frames, sop_class_uid, content_stamp FROM instance WHERE state = 'expected'
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

  /** What the pack and its frames take on the disk, its log apart. */
  bytes(): number {
    return (this.#bytes.get() ?? 0) + this.#frames.sizeBytes();
  }

  close(): void {
    this.#frames.close();
    this.#database.close();
  }

  /** Whether SQLite can read every page. A single value with a wrong digest is no damage of the pack. */
  isSound(): boolean {
    try {
      return this.#database.pragma('quick_check(1)', { simple: true }) === 'ok';
    } catch {
      return false;
    }
  }

  /** Several calls in one transaction: all of them, or none. */
  together<T>(run: () => T): T {
    // No savepoint within a group: it would copy every page that is touched again.
    if (this.#database.inTransaction) return run();
    try {
      return this.#database.transaction(run)();
    } catch (error) {
      this.#held = undefined;
      throw error;
    }
  }

  /** Takes an instance in: all of it, or nothing. */
  store(instance: ReceivedInstance, original: Uint8Array, now: string): StoreOutcome {
    const frameDigests = instance.frames.map(digest);
    return this.together((): StoreOutcome => {
      const known = this.#find.get(instance.sopInstanceUid);
      const headerSha256 = digest(instance.header);
      if (known !== undefined && known.state !== 'expected') {
        // Compared now: the next list's stamp is taken over without another comparison.
        this.#forgetStamp.run(instance.sopInstanceUid);
        if (this.#isSameContent(known, instance, headerSha256, frameDigests)) return 'already-held';
        this.#quarantine.run(instance.sopInstanceUid, 'other-content', now, digest(original), original);
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
      instance.frames.forEach((frame, frameIndex) => {
        this.#frames.put(instance.sopInstanceUid, frameIndex + 1, frame, frameDigests[frameIndex] ?? digest(frame));
      });
      for (const { elementPath, bytes } of instance.bulkData) this.#insertBulk.run(instance.sopInstanceUid, elementPath, digest(bytes), bytes);
      this.#countOneMore(instance.seriesInstanceUid, known?.series_instance_uid);
      return 'stored';
    });
  }

  #countOneMore(seriesInstanceUid: string, expectedSeriesUid: string | undefined): void {
    const isAsExpected = expectedSeriesUid === undefined || expectedSeriesUid === seriesInstanceUid;
    this.#held = this.#held === undefined || !isAsExpected ? undefined : { ...this.#held, [seriesInstanceUid]: (this.#held[seriesInstanceUid] ?? 0) + 1 };
  }

  #isSameContent(known: InstanceRow, instance: ReceivedInstance, headerSha256: Buffer, frameDigests: readonly Buffer[]): boolean {
    const held = this.#frames.digests(known.sop_instance_uid);
    // The hospital may hand the same image over in another lossless form: then no byte is alike, and the attributes decide.
    if (known.transfer_syntax_uid !== instance.transferSyntaxUid) {
      return held.length === frameDigests.length && known.metadata !== null && attributesOf(JSON.parse(known.metadata) as DataSet) === attributesOf(instance.metadata);
    }
    return (
      known.header_sha256?.equals(headerSha256) === true &&
      held.length === frameDigests.length &&
      held.every((sha256, index) => frameDigests[index]?.equals(sha256) === true)
    );
  }

  /** Takes over the hospital's list. What is held and no longer listed is marked, never deleted. */
  expect(instances: readonly ExpectedInstance[]): ListDifference {
    this.#held = undefined;
    return this.#database.transaction(() => {
      const known = new Map(this.#allStates.all().map((row) => [row.sop_instance_uid, row]));
      const listed = new Set(instances.map((instance) => instance.sopInstanceUid));
      const withdrawn: string[] = [];
      for (const { sop_instance_uid: uid, series_instance_uid: series, state } of known.values()) {
        if (listed.has(uid)) continue;
        if (state === 'expected') this.#dropExpected.run(uid);
        else if (this.#setWithdrawn.run(uid).changes === 1) withdrawn.push(series);
      }
      for (const instance of instances) this.#putExpected.run({ ...instance, contentStamp: instance.contentStamp ?? null });
      const added = known.size === 0 ? [] : instances.filter(({ sopInstanceUid }) => !known.has(sopInstanceUid));
      return { isFirstList: known.size === 0, added: countEach(added.map((one) => one.seriesInstanceUid)), withdrawn: countEach(withdrawn), suspects: instances.filter(isSuspect) };

      function isSuspect({ sopInstanceUid, contentStamp }: ExpectedInstance): boolean {
        const row = known.get(sopInstanceUid);
        const before = row === undefined || row.state === 'expected' ? null : row.content_stamp;
        return before !== null && contentStamp !== undefined && contentStamp !== null && before !== contentStamp;
      }
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
      contentStamp: row.content_stamp,
    }));
  }

  /** Series UID to the number of held instances; series of which nothing is held are there with 0. */
  heldBySeries(): Readonly<Record<string, number>> {
    return (this.#held ??= Object.fromEntries(this.#heldBySeries.all().map((row) => [row.series_instance_uid, row.held])));
  }

  heldInstances(): HeldInstance[] {
    return this.#heldInstances.all().map((row) => ({
      sopInstanceUid: row.sop_instance_uid,
      seriesInstanceUid: row.series_instance_uid,
      sopClassUid: row.sop_class_uid,
    }));
  }

  /** Reads one frame and checks that it is the one that was stored. @param frameNumber one-based */
  frame(sopInstanceUid: string, frameNumber: number, now: string): FrameAnswer {
    const found = this.#frames.read(sopInstanceUid, frameNumber);
    if (found === undefined) {
      const instance = this.#find.get(sopInstanceUid);
      return { kind: instance?.state === 'expected' ? 'missing' : 'unknown' };
    }
    const { bytes, isSound, transferSyntaxUid } = found;
    if (isSound) return { kind: 'held', frame: { bytes, transferSyntaxUid } };
    this.#putAside(sopInstanceUid, bytes, now);
    return { kind: 'damaged' };
  }

  #putAside(sopInstanceUid: string, bytes: Uint8Array, now: string): void {
    this.#held = undefined;
    this.#database.transaction(() => {
      this.#quarantine.run(sopInstanceUid, 'digest-mismatch', now, digest(bytes), bytes);
      this.#frames.forget(sopInstanceUid);
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

  /** Of an instance without pixels its Part 10 bytes as they arrived. @throws AppError `store/damaged` */
  document(sopInstanceUid: string): Uint8Array | undefined {
    const row = this.#document.get(sopInstanceUid);
    if (row === undefined) return undefined;
    if (digest(row.header).equals(row.header_sha256)) return row.header;
    throw new AppError('store/damaged', 'a document did not match its digest');
  }

  /** Checks every page and every digest. @returns '' when all is sound, else what is not */
  verify(): string {
    const pages = String(this.#database.pragma('integrity_check(1)', { simple: true }));
    if (pages !== 'ok') return pages;
    const mismatch = this.#frames.firstMismatch();
    if (mismatch !== undefined) return `frame ${mismatch.frameNumber} of ${mismatch.sopInstanceUid} does not match its digest`;
    return this.#shortInstances.all().map((row) => `${row.sop_instance_uid} is held with ${row.frames} of ${row.number_of_frames} frames`).join('; ');
  }

  /** A JSON array of the DICOM JSON data sets of a series, by instance number. */
  seriesMetadata(seriesInstanceUid: string): string {
    return `[${this.#metadata.all(seriesInstanceUid).map((row) => row.metadata).join(',')}]`;
  }
}

function countEach(names: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}

/** What another transfer syntax may say otherwise of the same image. PS3.5 8.2, PS3.3 C.7.6.3. */
const ATTRIBUTES_OF_THE_FORM: ReadonlySet<string> = new Set(
  (['AvailableTransferSyntaxUID', 'PhotometricInterpretation', 'PlanarConfiguration', 'PixelData'] as const).map(tagOf),
);

function attributesOf(metadata: DataSet): string {
  return JSON.stringify(Object.entries(metadata).filter(([tag]) => !ATTRIBUTES_OF_THE_FORM.has(tag)).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

function digest(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer');
}
