import { hash } from 'node:crypto';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import type { FramePlace } from './frame-file.ts';
import { isInlineFrameSound, type InlineFrame } from './inline-frame.ts';

/** Where a frame lies under the old key, or its bytes where an older version kept them within the pack. */
export type FrameToMove =
  | { readonly kind: 'placed'; readonly sopInstanceUid: string; readonly frameNumber: number; readonly place: FramePlace }
  | { readonly kind: 'inline'; readonly sopInstanceUid: string; readonly frameNumber: number; readonly sizeBytes: number };

interface PlaceRow {
  sop_instance_uid: string;
  frame_number: number;
  file_offset: number;
  size_bytes: number;
  nonce: Buffer;
  tag: Buffer;
}

interface InlineRow extends InlineFrame {
  sop_instance_uid: string;
  frame_number: number;
  size_bytes: number;
}

/** A place that no key opens: the frame was damaged before, and is found so again when it is read. */
const NOWHERE = { sizeBytes: 0, nonce: new Uint8Array(12), tag: new Uint8Array(16) };

/** A pack that is made anew under another key: `source` is the one in use, `target` its copy. */
export class PackRotationRepository {
  readonly #source;
  readonly #target;
  readonly #version;
  readonly #inline;
  readonly #setPlace;
  readonly #addPlace;
  readonly #dropInline;

  /** @param source a connection of its own: it sees what others write. @param target a copy of the source */
  constructor(source: SqliteDatabase, target: SqliteDatabase) {
    this.#source = source;
    this.#target = target;
    this.#version = source.pragma('data_version', { simple: true });
    this.#inline = source.prepare<[string, number], InlineRow>('SELECT * FROM frame WHERE sop_instance_uid = ? AND frame_number = ?');
    this.#setPlace = target.prepare('UPDATE frame_place SET file_offset = $offset, size_bytes = $sizeBytes, nonce = $nonce, tag = $tag WHERE sop_instance_uid = $uid AND frame_number = $frameNumber');
    this.#addPlace = target.prepare(`
      INSERT INTO frame_place (sop_instance_uid, frame_number, sha256, file_offset, size_bytes, nonce, tag)
      SELECT sop_instance_uid, frame_number, sha256, $offset, $sizeBytes, $nonce, $tag FROM frame WHERE sop_instance_uid = $uid AND frame_number = $frameNumber`);
    this.#dropInline = target.prepare('DELETE FROM frame WHERE sop_instance_uid = ? AND frame_number = ?');
  }

  /** In the order in which they lie in the file. */
  frames(): FrameToMove[] {
    const places = this.#source.prepare<[], PlaceRow>('SELECT * FROM frame_place ORDER BY file_offset').all();
    const inline = this.#source.prepare<[], Omit<InlineRow, 'bytes' | 'seal' | 'sha256'>>('SELECT sop_instance_uid, frame_number, length(bytes) AS size_bytes FROM frame').all();
    return [
      ...places.map(({ sop_instance_uid: sopInstanceUid, frame_number: frameNumber, file_offset: offset, size_bytes: sizeBytes, nonce, tag }): FrameToMove => ({
        kind: 'placed', sopInstanceUid, frameNumber, place: { offset, sizeBytes, nonce, tag },
      })),
      ...inline.map((row): FrameToMove => ({ kind: 'inline', sopInstanceUid: row.sop_instance_uid, frameNumber: row.frame_number, sizeBytes: row.size_bytes })),
    ];
  }

  /** @returns undefined when the bytes are not those that were stored */
  inlineFrame(sopInstanceUid: string, frameNumber: number, packKey: Uint8Array): Uint8Array | undefined {
    const row = this.#inline.get(sopInstanceUid, frameNumber);
    return row !== undefined && isInlineFrameSound(row, hash('sha256', Buffer.concat([Buffer.from('frame seal'), packKey]), 'buffer')) ? row.bytes : undefined;
  }

  /** @param place in the new file; undefined for a frame that was damaged before */
  move({ kind, sopInstanceUid: uid, frameNumber }: FrameToMove, place: FramePlace | undefined, endBytes: number): void {
    const parameters = { uid, frameNumber, ...(place ?? { ...NOWHERE, offset: endBytes }) };
    if (kind === 'placed') {
      this.#setPlace.run(parameters);
      return;
    }
    this.#addPlace.run(parameters);
    this.#dropInline.run(uid, frameNumber);
  }

  begin(): void {
    this.#target.exec('BEGIN');
  }

  commit(): void {
    this.#target.exec('COMMIT');
  }

  /** Nobody has written into the pack since this was made. */
  isUnchanged(): boolean {
    return this.#source.pragma('data_version', { simple: true }) === this.#version;
  }

  close(): void {
    this.#source.close();
    this.#target.close();
  }
}
