import { expect, test } from 'vitest';
import { passwordFault } from '#shared/people/password-rule.ts';
import { permissionsOf, roleConflict, ROLE_PERMISSIONS, ROLES } from '#shared/people/roles.ts';

test('an administrator is never an auditor; every other pair may be one person', () => {
  const pairs = ROLES.flatMap((one, index) => ROLES.slice(index + 1).map((other) => [one, other] as const));
  // Six roles make 6 · 5 / 2 = 15 pairs.
  expect(pairs).toHaveLength(15);
  expect(pairs.filter((pair) => roleConflict(pair) !== undefined)).toEqual([['administrator', 'auditor']]);
});

test('only physicians sign, only administrators keep the people, only auditors read the trail', () => {
  const holders = (permission: string) => ROLES.filter((role) => (ROLE_PERMISSIONS[role] as readonly string[]).includes(permission));
  expect(holders('sign-reports')).toEqual(['reporting-physician', 'reviewing-physician']);
  expect(holders('manage-people')).toEqual(['administrator']);
  expect(holders('read-audit')).toEqual(['auditor']);
  // Who sets the system up, and who watches it, see no patient by that.
  expect(holders('see-cases')).not.toContain('administrator');
  expect(holders('see-cases')).not.toContain('auditor');
});

test('two roles give what either gives', () => {
  const both = permissionsOf(['quality', 'technician']);
  expect(both.has('see-quality')).toBe(true);
  expect(both.has('import-studies')).toBe(true);
  expect(both.has('sign-reports')).toBe(false);
});

test.each([
  ['nine signs', 'k3v9x2m7q', 'too-short'],
  ['ten signs', 'k3v9x2m7qw', undefined],
  ['ten Chinese characters', '山高月小水落石出归去', undefined],
  ['a sign outside of the basic plane counts as one', '😀a1b2c3d4e', undefined],
  ['129 signs', 'abcdefg12'.repeat(15), 'too-long'],
  ['the login name inside', 'my-LIUMIN-2026', 'is-the-name'],
  ['the name inside', '欢迎刘敏敏来到影像中心读片', 'is-the-name'],
  ['four different signs', 'abab1212abab', 'too-plain'],
  ['a run upwards, over nine', '4567890123', 'too-plain'],
  ['a run downwards', 'zyxwvutsrq', 'too-plain'],
])('a password of %s', (_what, password, fault) => {
  expect(passwordFault(password, ['liumin', '刘敏敏'])).toBe(fault);
});
