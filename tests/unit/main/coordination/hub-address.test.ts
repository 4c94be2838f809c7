import { expect, test } from 'vitest';
import { parseHubAddress } from '#main/coordination/hub/hub-address.ts';
import { asHubError } from '#main/coordination/hub/hub-connection.ts';

const readFile = () => 'PEM';

test('a hub on this machine is spoken to without TLS, any other only with its certificate checked', () => {
  expect(parseHubAddress('postgres://seat_1:s%40fe@127.0.0.1:5433/hub')).toEqual({ host: '127.0.0.1', port: 5433, others: [], database: 'hub', user: 'seat_1', password: 's@fe', tls: undefined });
  expect(parseHubAddress('postgres://seat_1:x@hub.example.cn/hub').tls).toEqual({ authorities: undefined, rootFile: undefined });
  expect(parseHubAddress('postgres://seat_1:x@10.0.0.5/hub?sslrootcert=ca.pem', readFile)).toMatchObject({ port: 5432, tls: { authorities: 'PEM' } });
  expect(parseHubAddress('postgres://seat_1:x@127.0.0.1/hub?sslmode=verify-full').tls).toEqual({ authorities: undefined, rootFile: undefined });
});

test('a hub may be named with several servers, of which the one that can be written to has it', () => {
  const address = parseHubAddress('postgresql://seat_1:x@db1.example.cn:5433,[2001:db8::1],db3.example.cn/hub?target_session_attrs=read-write');
  expect([address, ...address.others].map(({ host, port }) => [host, port])).toEqual([['db1.example.cn', 5433], ['2001:db8::1', 5432], ['db3.example.cn', 5432]]);
  // One of them is another machine: all are spoken to over TLS.
  expect(parseHubAddress('postgres://seat_1:x@127.0.0.1,10.0.0.5/hub').tls).toEqual({ authorities: undefined, rootFile: undefined });
  expect(() => parseHubAddress('postgres://seat_1:x@127.0.0.1/hub?target_session_attrs=any')).toThrow(expect.objectContaining({ code: 'hub/bad-address' }));
});

test('a certificate that proves nothing makes a hub unreachable, and the reason is kept', () => {
  for (const code of ['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID']) {
    expect(asHubError(Object.assign(new Error('x'), { code }))).toMatchObject({ code: 'hub/unreachable', facts: { reason: 'certificate' } });
  }
});

test('no option switches TLS off for another machine', () => {
  for (const mode of ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'no-verify']) {
    expect(() => parseHubAddress(`postgres://seat_1:x@hub.example.cn/hub?sslmode=${mode}`)).toThrow('sslmode=verify-full only');
  }
});

test('what names no seat, no host or no readable authority is refused in words', () => {
  for (const text of ['postgres://hub.example.cn/hub', 'https://seat_1:x@hub.example.cn', 'hub']) expect(() => parseHubAddress(text)).toThrow(expect.objectContaining({ code: 'hub/bad-address' }));
  expect(() => parseHubAddress('postgres://seat_1:x@10.0.0.5/hub?sslrootcert=none.pem', () => { throw new Error('ENOENT'); })).toThrow(expect.objectContaining({ code: 'hub/bad-address', facts: { file: 'none.pem' } }));
});

test('a server that is away, stopping or full is unreachable, a wrong password is not admitted, and a mistake of ours stays a bug', () => {
  const coded = (code: string) => Object.assign(new Error('x'), { code });
  for (const code of ['ECONNREFUSED', 'ETIMEDOUT', '57P01', '57P03', '53300', '08006', '40001']) expect(asHubError(coded(code))).toMatchObject({ code: 'hub/unreachable' });
  expect(asHubError(new Error('timeout exceeded when trying to connect'))).toMatchObject({ code: 'hub/unreachable' });
  for (const code of ['28P01', '28000', '42501', 'TY001']) expect(asHubError(coded(code))).toMatchObject({ code: 'hub/not-allowed' });
  const bug = coded('42601');
  expect(asHubError(bug)).toBe(bug);
});
