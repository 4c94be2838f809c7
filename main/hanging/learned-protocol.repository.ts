import { hangingProtocol, type HangingProtocol } from '#shared/hanging/protocol/hanging-protocol.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

/** Begins the names of protocols that the whole centre has. */
export const CENTRE_PREFIX = 'centre-';

export class LearnedProtocolRepository {
  readonly #list;
  readonly #put;
  readonly #remove;

  constructor(database: SqliteDatabase) {
    this.#list = database.prepare<[], { content: string }>(`SELECT content FROM learned_protocol ORDER BY protocol_id LIKE '${CENTRE_PREFIX}%', learned_at DESC, protocol_id`);
    this.#put = database.prepare<{ protocol_id: string; content: string; learned_at: string }>(`
      INSERT INTO learned_protocol (protocol_id, content, learned_at) VALUES ($protocol_id, $content, $learned_at)
      ON CONFLICT (protocol_id) DO UPDATE SET content = $content, learned_at = $learned_at`);
    this.#remove = database.prepare<[string]>('DELETE FROM learned_protocol WHERE protocol_id = ?');
  }

  /** Those of this seat first, newest first. What an older program wrote and this one does not understand is left out, and stays where it is. */
  list(): HangingProtocol[] {
    return this.#list.all().flatMap(({ content }) => {
      const parsed = hangingProtocol.safeParse(JSON.parse(content));
      return parsed.success ? [parsed.data] : [];
    });
  }

  put(protocol: HangingProtocol, learnedAt: string): void {
    this.#put.run({ protocol_id: protocol.protocolId, content: JSON.stringify(protocol), learned_at: learnedAt });
  }

  /** @returns whether there was one */
  remove(protocolId: string): boolean {
    return this.#remove.run(protocolId).changes > 0;
  }
}
