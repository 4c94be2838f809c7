import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, hasPrograms } from './report-kit.ts';

export const SOFT_TOKEN_LIBRARY = '/usr/lib/softhsm/libsofthsm2.so';
export const SOFT_TOKEN_PIN = '20481';

/** True when SoftHSM2 is there; that it is not is said loudly. */
export function hasSoftToken(): boolean {
  const isThere = existsSync(SOFT_TOKEN_LIBRARY);
  if (!isThere) process.stderr.write('\n!!! NO SoftHSM2 (softhsm2): SIGNING WITH A TOKEN IS NOT TESTED !!!\n');
  return isThere && hasPrograms('openssl', 'softhsm2-util', 'pkcs11-tool');
}

export interface SoftToken {
  /** Must stand in the environment before the library is loaded. */
  readonly configuration: string;
  readonly serial: (label: string) => string;
  /** A token with one key and its certificate, and the certificate of its authority. @returns the certificate */
  readonly issue: (label: string, keyType: 'rsa:2048' | 'EC:prime256v1', name: string) => X509Certificate;
}

/** Tokens of SoftHSM2 in a folder, made as an authority makes them: by OpenSSL, softhsm2-util and OpenSC's pkcs11-tool. */
export function softTokens(folder: string): SoftToken {
  const configuration = join(folder, 'softhsm2.conf');
  mkdirSync(join(folder, 'tokens'));
  writeFileSync(configuration, `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  process.env['SOFTHSM2_CONF'] = configuration;
  const file = (name: string) => join(folder, name);
  const run = (program: string, ...args: readonly string[]) => {
    const { status, text } = ask(program, args);
    if (status !== 0) throw new Error(`${program}: ${text}`);
    return text;
  };
  run('openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', file('authority.key'), '-out', file('authority.pem'), '-days', '60', '-subj', '/CN=Hebei Test CA', '-addext', 'keyUsage=critical,keyCertSign,cRLSign');
  const serial = (label: string): string => {
    const block = run('softhsm2-util', '--show-slots').split(/^Slot /m).find((slot) => new RegExp(`Label:\\s+${label}\\s`).test(slot));
    return /Serial number:\s+(\S+)/.exec(block ?? '')?.[1] ?? '';
  };
  return {
    configuration,
    serial,
    issue(label, keyType, name) {
      const [key, request, certificate] = ['key', 'csr', 'pem'].map((ending) => file(`${label}.${ending}`)) as [string, string, string];
      const algorithm = keyType === 'rsa:2048' ? ['-newkey', 'rsa:2048'] : ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
      run('openssl', 'req', ...algorithm, '-nodes', '-keyout', key, '-out', request, '-subj', `/CN=${name}`, '-utf8');
      run('openssl', 'x509', '-req', '-in', request, '-CA', file('authority.pem'), '-CAkey', file('authority.key'), '-CAcreateserial', '-days', '30', '-out', certificate);
      run('openssl', 'pkcs8', '-topk8', '-nocrypt', '-in', key, '-out', `${key}.p8`);
      run('softhsm2-util', '--init-token', '--free', '--label', label, '--so-pin', '9182734', '--pin', SOFT_TOKEN_PIN);
      run('softhsm2-util', '--import', `${key}.p8`, '--token', label, '--label', 'signature', '--id', 'a1b2', '--pin', SOFT_TOKEN_PIN);
      run('openssl', 'x509', '-in', certificate, '-outform', 'DER', '-out', `${certificate}.der`);
      run('pkcs11-tool', '--module', SOFT_TOKEN_LIBRARY, '--token-label', label, '--login', '--pin', SOFT_TOKEN_PIN, '--write-object', `${certificate}.der`, '--type', 'cert', '--id', 'a1b2', '--label', 'signature');
      return new X509Certificate(ask('cat', [certificate]).text);
    },
  };
}
