import { hash } from 'node:crypto';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import type { FrameFile, ReadFrame } from './frame-file.ts';
import { isInlineFrameSound, type InlineFrame } from './inline-frame.ts';

interface PlaceRow {
  sop_instance_uid: string;
  frame_number: number;
  sha256: Buffer;
  file_offset: number;
  size_bytes: number;
  nonce: Buffer;
  tag: Buffer;
}

/** A frame of before, within the pack. */
interface InlineRow extends InlineFrame {
  sop_instance_uid: string;
  frame_number: number;
}

interface OfInstance {
  transfer_syntax_uid: string;
}

/** More are looked up again. */
const REMEMBERED_INSTANCES = 20_000;

/** The frames of one pack: their bytes in the file beside it, their places, digests and tags in the pack. */
export class FrameRepository {
  readonly #file;
  readonly #sealKey;
  readonly #insert;
  readonly #place;
  readonly #transferSyntax;
  readonly #inline;
  readonly #digests;
  readonly #forgetPlaces;
  readonly #forgetInline;
  readonly #everyPlace;
  readonly #everyInline;
  /** SOP Instance UID to the transfer syntax of its frames: an instance's row lies among its metadata, on a page that would have to be decrypted. */
  readonly #transferSyntaxes = new Map<string, string>();

  /**
   * @param key of the pack: the seals of frames of before were made with a key that comes from it
   * @param openFile told where the last frame that the pack knows ends
   */
  constructor(database: SqliteDatabase, key: Uint8Array, openFile: (endBytes: number) => FrameFile) {
    this.#sealKey = hash('sha256', Buffer.concat([Buffer.from('frame seal'), key]), 'buffer');
    this.#insert = database.prepare('INSERT INTO frame_place (sop_instance_uid, frame_number, sha256, file_offset, size_bytes, nonce, tag) VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#place = database.prepare<[string, number], Omit<PlaceRow, 'sop_instance_uid' | 'frame_number' | 'sha256'>>(
      'SELECT file_offset, size_bytes, nonce, tag FROM frame_place WHERE sop_instance_uid = ? AND frame_number = ?',
    );
    this.#transferSyntax = database.prepare<[string], string>('SELECT transfer_syntax_uid FROM instance WHERE sop_instance_uid = ?').pluck();
    this.#inline = database.prepare<[string, number], InlineRow & OfInstance>(`
      SELECT frame.*, transfer_syntax_uid FROM frame JOIN instance USING (sop_instance_uid) WHERE sop_instance_uid = ? AND frame_number = ?`);
    this.#digests = database.prepare<{ uid: string }, Buffer>(`
      SELECT sha256 FROM (SELECT frame_number, sha256 FROM frame_place WHERE sop_instance_uid = $uid
        UNION ALL SELECT frame_number, sha256 FROM frame WHERE sop_instance_uid = $uid) ORDER BY frame_number`).pluck();
    this.#forgetPlaces = database.prepare('DELETE FROM frame_place WHERE sop_instance_uid = ?');
    this.#forgetInline = database.prepare('DELETE FROM frame WHERE sop_instance_uid = ?');
    this.#everyPlace = database.prepare<[], PlaceRow>('SELECT * FROM frame_place');
    this.#everyInline = database.prepare<[], InlineRow>('SELECT * FROM frame');
    this.#file = openFile(database.prepare<[], number>('SELECT coalesce(max(file_offset + size_bytes), 0) FROM frame_place').pluck().get() ?? 0);
  }

  /** Within the transaction that takes its instance in. @param frameNumber one-based */
  put(sopInstanceUid: string, frameNumber: number, frame: Uint8Array, sha256: Buffer): void {
    const { offset, sizeBytes, nonce, tag } = this.#file.append(frameName(sopInstanceUid, frameNumber), frame);
    this.#insert.run(sopInstanceUid, frameNumber, sha256, offset, sizeBytes, nonce, tag);
  }

  /** @param frameNumber one-based @returns undefined when it is not held */
  read(sopInstanceUid: string, frameNumber: number): (ReadFrame & { readonly transferSyntaxUid: string }) | undefined {
    const row = this.#place.get(sopInstanceUid, frameNumber);
    if (row !== undefined) return { ...this.#open(sopInstanceUid, frameNumber, row), transferSyntaxUid: this.#transferSyntaxOf(sopInstanceUid) };
    const inline = this.#inline.get(sopInstanceUid, frameNumber);
    return inline === undefined ? undefined : { ...this.#openInline(inline), transferSyntaxUid: inline.transfer_syntax_uid };
  }

  /** SHA-256 of each frame of an instance, in their order. */
  digests(sopInstanceUid: string): readonly Buffer[] {
    return this.#digests.all({ uid: sopInstanceUid });
  }

  #transferSyntaxOf(sopInstanceUid: string): string {
    const known = this.#transferSyntaxes.get(sopInstanceUid);
    if (known !== undefined) return known;
    const found = this.#transferSyntax.get(sopInstanceUid);
    if (found === undefined) throw new Error('a frame belongs to an instance');
    if (this.#transferSyntaxes.size >= REMEMBERED_INSTANCES) this.#transferSyntaxes.clear();
    this.#transferSyntaxes.set(sopInstanceUid, found);
    return found;
  }

  /** The bytes stay in the file until the study is evicted. */
  forget(sopInstanceUid: string): void {
    this.#transferSyntaxes.delete(sopInstanceUid);
    this.#forgetPlaces.run(sopInstanceUid);
    this.#forgetInline.run(sopInstanceUid);
  }

  /** Reads all of them. */
  firstMismatch(): { readonly sopInstanceUid: string; readonly frameNumber: number } | undefined {
    for (const row of this.#everyPlace.iterate()) {
      const { bytes, isSound } = this.#open(row.sop_instance_uid, row.frame_number, row);
      if (!isSound || !digest(bytes).equals(row.sha256)) return { sopInstanceUid: row.sop_instance_uid, frameNumber: row.frame_number };
    }
    for (const row of this.#everyInline.iterate()) {
      if (!digest(row.bytes).equals(row.sha256)) return { sopInstanceUid: row.sop_instance_uid, frameNumber: row.frame_number };
    }
    return undefined;
  }

  sizeBytes(): number {
    return this.#file.sizeBytes();
  }

  close(): void {
    this.#file.close();
  }

  #open(sopInstanceUid: string, frameNumber: number, row: Pick<PlaceRow, 'file_offset' | 'size_bytes' | 'nonce' | 'tag'>): ReadFrame {
    return this.#file.read(frameName(sopInstanceUid, frameNumber), { offset: row.file_offset, sizeBytes: row.size_bytes, nonce: row.nonce, tag: row.tag });
  }

  #openInline(row: InlineRow): ReadFrame {
    return { bytes: row.bytes, isSound: isInlineFrameSound(row, this.#sealKey) };
  }
}

/** What a frame is sealed under: it cannot be taken for another. */
export function frameName(sopInstanceUid: string, frameNumber: number): string {
  return `${sopInstanceUid}/${frameNumber}`;
}

function digest(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer');
}
