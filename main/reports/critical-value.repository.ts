import type { SqliteDatabase } from '../database/open-encrypted-database.ts';

export interface StoredCriticalValue {
  readonly id: number;
  readonly requestId: number;
  readonly message: string;
  readonly ruleName: string;
  readonly foundBy: string;
  readonly foundAt: string;
  readonly escalationStep: number;
  readonly notifiedName: string;
  readonly notifiedStaffId: string;
  readonly department: string;
  readonly telephone: string;
  readonly notifiedAt: string | null;
  readonly readBack: string;
  readonly closedBy: string;
  readonly closedAt: string | null;
  readonly calls: readonly StoredCall[];
}

export interface StoredCall {
  readonly calledAt: string;
  readonly callee: string;
  readonly telephone: string;
  readonly isAnswered: boolean;
}

export interface StoredCriticalRule {
  readonly name: string;
  readonly words: string;
  readonly unless: string;
  readonly isActive: boolean;
  /** See `CriticalRule`. */
  readonly modality?: string | undefined;
}

export type CriticalClosure = Pick<StoredCriticalValue, 'notifiedName' | 'notifiedStaffId' | 'department' | 'telephone' | 'notifiedAt' | 'readBack' | 'closedBy'> & { readonly closedAt: string };

interface ValueRow {
  id: number;
  request_id: number;
  message: string;
  rule_name: string;
  found_by: string;
  found_at: string;
  escalation_step: number;
  notified_name: string;
  notified_staff_id: string;
  department: string;
  telephone: string;
  notified_at: string | null;
  read_back: string;
  closed_by: string;
  closed_at: string | null;
}

interface CallRow {
  called_at: string;
  callee: string;
  telephone: string;
  is_answered: number;
}

interface RuleRow {
  name: string;
  words: string;
  unless: string;
  is_active: number;
  modality: string;
}

/** Critical values from being found to being closed, and the department's list of them. */
export class CriticalValueRepository {
  readonly #database;
  readonly #find;
  readonly #ofRequest;
  readonly #open;
  readonly #calls;
  readonly #insert;
  readonly #insertCall;
  readonly #escalate;
  readonly #close;
  readonly #rules;
  readonly #insertRule;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#find = database.prepare<[number], ValueRow>('SELECT * FROM critical_value WHERE id = ?');
    this.#ofRequest = database.prepare<[number], ValueRow>('SELECT * FROM critical_value WHERE request_id = ? ORDER BY id');
    this.#open = database.prepare<[], ValueRow>('SELECT * FROM critical_value WHERE closed_at IS NULL ORDER BY found_at, id');
    this.#calls = database.prepare<[number], CallRow>('SELECT called_at, callee, telephone, is_answered FROM critical_call WHERE critical_value_id = ? ORDER BY id');
    this.#insert = database.prepare<[number, string, string, string, string], { id: number }>(
      'INSERT INTO critical_value (request_id, message, rule_name, found_by, found_at) VALUES (?, ?, ?, ?, ?) RETURNING id',
    );
    this.#insertCall = database.prepare('INSERT INTO critical_call (critical_value_id, called_at, callee, telephone, is_answered) VALUES (?, ?, ?, ?, ?)');
    this.#escalate = database.prepare<[number, number, number], { id: number }>(
      'UPDATE critical_value SET escalation_step = ? WHERE id = ? AND closed_at IS NULL AND escalation_step < ? RETURNING id',
    );
    this.#close = database.prepare<CriticalClosure & { id: number }, { id: number }>(`
      UPDATE critical_value SET notified_name = $notifiedName, notified_staff_id = $notifiedStaffId, department = $department, telephone = $telephone,
        notified_at = $notifiedAt, read_back = $readBack, closed_by = $closedBy, closed_at = $closedAt
      WHERE id = $id AND closed_at IS NULL RETURNING id`);
    this.#rules = database.prepare<[], RuleRow>('SELECT name, words, unless, is_active, modality FROM critical_rule ORDER BY position');
    this.#insertRule = database.prepare('INSERT INTO critical_rule (position, name, words, unless, is_active, modality, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)');
  }

  find(id: number): StoredCriticalValue | undefined {
    const row = this.#find.get(id);
    return row && this.#toValue(row);
  }

  ofRequest(requestId: number): StoredCriticalValue[] {
    return this.#ofRequest.all(requestId).map((row) => this.#toValue(row));
  }

  /** Oldest first. */
  open(): StoredCriticalValue[] {
    return this.#open.all().map((row) => this.#toValue(row));
  }

  /** @returns its id */
  raise(requestId: number, message: string, ruleName: string, foundBy: string, foundAt: string): number {
    const row = this.#insert.get(requestId, message, ruleName, foundBy, foundAt);
    if (row === undefined) throw new Error('an insert returns its row');
    return row.id;
  }

  addCall(id: number, { calledAt, callee, telephone, isAnswered }: StoredCall): void {
    this.#insertCall.run(id, calledAt, callee, telephone, isAnswered ? 1 : 0);
  }

  /** @returns false when it was closed, or told on as far already */
  escalate(id: number, step: number): boolean {
    return this.#escalate.get(step, id, step) !== undefined;
  }

  /** @returns false when it was closed already */
  close(id: number, closure: CriticalClosure): boolean {
    return this.#close.get({ id, ...closure }) !== undefined;
  }

  /** The department's list; empty until it was edited. */
  rules(): StoredCriticalRule[] {
    return this.#rules.all().map(({ is_active: isActive, modality, ...rest }) => ({ ...rest, isActive: isActive === 1, ...(modality === '' ? {} : { modality }) }));
  }

  replaceRules(rules: readonly StoredCriticalRule[], changedAt: string): void {
    this.#database.transaction(() => {
      this.#database.exec('DELETE FROM critical_rule');
      for (const [index, { name, words, unless, isActive, modality = '' }] of rules.entries()) this.#insertRule.run(index + 1, name, words, unless, isActive ? 1 : 0, modality, changedAt);
    }).immediate();
  }

  #toValue(row: ValueRow): StoredCriticalValue {
    return {
      id: row.id, requestId: row.request_id, message: row.message, ruleName: row.rule_name, foundBy: row.found_by, foundAt: row.found_at,
      escalationStep: row.escalation_step, notifiedName: row.notified_name, notifiedStaffId: row.notified_staff_id, department: row.department,
      telephone: row.telephone, notifiedAt: row.notified_at, readBack: row.read_back, closedBy: row.closed_by, closedAt: row.closed_at,
      calls: this.#calls.all(row.id).map((call) => ({ calledAt: call.called_at, callee: call.callee, telephone: call.telephone, isAnswered: call.is_answered === 1 })),
    };
  }
}
