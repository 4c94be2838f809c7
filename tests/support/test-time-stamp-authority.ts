import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A time-stamp authority of OpenSSL behind HTTP on 127.0.0.1, with a root of its own. */
export interface TestTimeStampAuthority {
  readonly url: string;
  /** File of its root certificate, PEM. */
  readonly rootFile: string;
  /** The same, as text. */
  readonly root: string;
  /** How it answers from now on. */
  readonly behave: (behaviour: 'answer' | 'down' | 'refuse' | 'answer-another') => void;
  readonly stop: () => Promise<void>;
}

const CONFIGURATION = `
[ tsa ]
default_tsa = tsa_config
[ tsa_config ]
serial = serial
crypto_device = builtin
signer_cert = tsa.crt
certs = root.crt
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;

export async function startTestTimeStampAuthority(): Promise<TestTimeStampAuthority> {
  const folder = mkdtempSync(join(tmpdir(), 'tongyue-tsa-'));
  const openssl = (...args: readonly string[]) => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  let behaviour: Parameters<TestTimeStampAuthority['behave']>[0] = 'answer';
  let lastAnswer: Buffer | undefined;
  const server = createServer((request, response) => {
    if (request.method === 'GET') return void response.setHeader('connection', 'close').end(readFileSync(join(folder, 'root.crl')));
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (behaviour === 'down') return void request.socket.destroy();
      if (behaviour === 'refuse') return void response.writeHead(503).end();
      if (behaviour === 'answer-another' && lastAnswer !== undefined) return void response.end(lastAnswer);
      writeFileSync(join(folder, 'query.tsq'), Buffer.concat(parts));
      openssl('ts', '-reply', '-config', 'tsa.cnf', '-section', 'tsa_config', '-queryfile', 'query.tsq', '-out', 'answer.tsr');
      lastAnswer = readFileSync(join(folder, 'answer.tsr'));
      response.setHeader('content-type', 'application/timestamp-reply').end(lastAnswer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'root.key', '-out', 'root.crt', '-days', '3650', '-utf8', '-subj', '/CN=测试时间戳根', '-addext', 'keyUsage=critical,keyCertSign,cRLSign');
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'tsa.key', '-out', 'tsa.csr', '-utf8', '-subj', '/CN=测试时间戳中心');
  writeFileSync(join(folder, 'extensions'), `extendedKeyUsage = critical,timeStamping\nkeyUsage = critical,digitalSignature\nbasicConstraints = critical,CA:FALSE\ncrlDistributionPoints = URI:${url}root.crl\n`);
  openssl('x509', '-req', '-in', 'tsa.csr', '-CA', 'root.crt', '-CAkey', 'root.key', '-CAcreateserial', '-days', '3650', '-extfile', 'extensions', '-out', 'tsa.crt');
  writeFileSync(join(folder, 'tsa.cnf'), CONFIGURATION);
  writeFileSync(join(folder, 'serial'), '01\n');

  writeFileSync(join(folder, 'root.cnf'), '[ca]\ndefault_ca=root\n[root]\ndatabase=index\ncrlnumber=crlnumber\ndefault_md=sha256\ndefault_crl_days=30\n');
  writeFileSync(join(folder, 'index'), '');
  writeFileSync(join(folder, 'crlnumber'), '01\n');
  openssl('ca', '-gencrl', '-config', 'root.cnf', '-keyfile', 'root.key', '-cert', 'root.crt', '-out', 'root.pem');
  openssl('crl', '-in', 'root.pem', '-outform', 'DER', '-out', 'root.crl');
  return {
    url,
    rootFile: join(folder, 'root.crt'),
    root: readFileSync(join(folder, 'root.crt'), 'utf8'),
    behave: (next) => void (behaviour = next),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
