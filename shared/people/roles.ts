/** What a person of the centre is there for. One person may have several roles, but see `roleConflict`. */
export const ROLES = ['technician', 'reporting-physician', 'reviewing-physician', 'quality', 'administrator', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/**
 * What the program lets somebody do. Closed: each method of the contract needs exactly one of these, or `nobody-in-particular`
 * (main/people/method-permissions.ts).
 */
export const PERMISSIONS = [
  'see-cases', 'measure', 'write-reports', 'sign-reports', 'edit-department-texts', 'import-studies', 'export-studies', 'manage-lines', 'manage-hospitals', 'manage-people', 'see-quality', 'read-audit',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const PHYSICIAN: readonly Permission[] = ['see-cases', 'measure', 'write-reports', 'sign-reports', 'import-studies', 'export-studies', 'manage-lines'];

/**
 * The separation that a third-level review asks for (GB/T 22239-2019 8.1.5): who sets the system up reads no audit trail, who reads it
 * changes nothing, and neither signs by that role.
 */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  technician: ['see-cases', 'measure', 'import-studies', 'manage-lines'],
  'reporting-physician': PHYSICIAN,
  'reviewing-physician': [...PHYSICIAN, 'edit-department-texts', 'see-quality'],
  quality: ['see-cases', 'see-quality'],
  administrator: ['manage-people', 'manage-hospitals', 'manage-lines', 'edit-department-texts'],
  auditor: ['read-audit'],
};

export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => ROLE_PERMISSIONS[role]));
}

/** Two roles that nobody may have together, or undefined. */
export function roleConflict(roles: readonly Role[]): readonly [Role, Role] | undefined {
  return roles.includes('administrator') && roles.includes('auditor') ? ['administrator', 'auditor'] : undefined;
}
