export const SHORTEST_PASSWORD = 10;
export const LONGEST_PASSWORD = 128;

/** Why a password cannot be taken, or undefined. Length counts, not a mixture of signs (OWASP ASVS 2.1). */
export type PasswordFault = 'too-short' | 'too-long' | 'is-the-name' | 'too-plain';

/** @param names what is known of the person: login name and name */
export function passwordFault(password: string, names: readonly string[]): PasswordFault | undefined {
  const signs = Array.from(password);
  if (signs.length < SHORTEST_PASSWORD) return 'too-short';
  if (signs.length > LONGEST_PASSWORD) return 'too-long';
  const lower = password.toLowerCase();
  if (names.some((name) => name.length >= 3 && lower.includes(name.toLowerCase()))) return 'is-the-name';
  return new Set(signs).size < 5 || isRun(signs) ? 'too-plain' : undefined;
}

/** 1234567890, abcdefghij, and the same backwards: every sign is the neighbour of the one before it, nine and zero too. */
function isRun(signs: readonly string[]): boolean {
  const steps = signs.slice(1).map((sign, index) => {
    const before = signs[index] ?? '';
    if ((before === '9' && sign === '0') || (before === '0' && sign === '9')) return 'wrap';
    return (sign.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0);
  });
  return steps.every((step) => step === 1 || step === 'wrap') || steps.every((step) => step === -1 || step === 'wrap');
}
