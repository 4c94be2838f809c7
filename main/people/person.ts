import type { Role } from '#shared/people/roles.ts';

/** Somebody who may sit at this seat. */
export interface Person {
  readonly id: number;
  readonly loginName: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Hospitals whose cases they see; null for all. */
  readonly siteIds: readonly string[] | null;
  readonly mustChangePassword: boolean;
  readonly isActive: boolean;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

export type NewPerson = Omit<Person, 'id' | 'createdAt' | 'isActive' | 'mustChangePassword'>;
