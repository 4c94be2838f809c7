import { expect, test } from 'vitest';
import { hashPassword, isPassword } from '#main/people/password-hash.ts';

const CHEAP = { N: 1024, r: 8, p: 1 };

test('the right password is known again, another is not', async () => {
  const stored = await hashPassword('山高月小水落石出', CHEAP);
  expect(await isPassword('山高月小水落石出', stored)).toBe(true);
  expect(await isPassword('山高月小水落石岀', stored)).toBe(false);
});

test('the same password is stored differently each time, and never readable', async () => {
  const [one, other] = [await hashPassword('same words twice', CHEAP), await hashPassword('same words twice', CHEAP)];
  expect(one).not.toBe(other);
  expect(one).not.toContain('same');
  expect(one).toMatch(/^scrypt\$1024\$8\$1\$[\w-]{22}\$[\w-]{43}\$[0-9a-f]{64}$/);
});

test('what two input methods compose differently is one password', async () => {
  expect(await isPassword('cafe\u0301 au lait', await hashPassword('caf\u00e9 au lait', CHEAP))).toBe(true);
});

test('the cost in use is the one that OWASP names: N 65536, r 8, p 2', async () => {
  expect(await hashPassword('the real cost once')).toMatch(/^scrypt\$65536\$8\$2\$/);
});
