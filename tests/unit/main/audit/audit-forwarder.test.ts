import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startAuditForwarder } from '#main/audit/audit-forwarder.ts';
import { sendSyslog, syslogFrame, type SyslogAddress } from '#main/audit/syslog.ts';
import { asRemote } from '#main/database/remote-repositories.ts';
import { silentLog } from '#main/platform/log.ts';
import { auditedStudy, auditWriter } from '#tests/support/audit-message.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

const AT = '2026-11-20T01:00:00.000Z';

/** A syslog server over TLS with a certificate of its own authority. */
async function startSyslogServer(): Promise<{ readonly address: SyslogAddress; readonly received: () => string }> {
  const folder = temporaryFolder();
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=syslog', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate], { stdio: 'pipe' });
  const parts: Buffer[] = [];
  const server: Server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (socket) => {
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { address: { host: '127.0.0.1', port: address.port, authority: readFileSync(certificate, 'utf8') }, received: () => Buffer.concat(parts).toString('utf8') };
}

/** Cuts a stream into its frames: length in bytes, a space, the message. */
function framesOf(stream: string): readonly string[] {
  const bytes = Buffer.from(stream, 'utf8');
  const frames: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(' ', at);
    const length = Number(bytes.toString('ascii', at, space));
    frames.push(bytes.toString('utf8', space + 1, space + 1 + length));
    at = space + 1 + length;
  }
  return frames;
}

test('a frame is its length in bytes and a message of RFC 5424 that says it is UTF-8', () => {
  const frame = Buffer.from(syslogFrame(auditWriter.studyOpened(AT, auditedStudy), '工作站 1')).toString('utf8');
  const [body = ''] = framesOf(frame);
  // Security (10) times eight and notice (5).
  expect(body).toMatch(new RegExp(`^<85>1 ${AT} ____1 tongyue \\d+ DICOM\\+RFC3881 - \ufeff<AuditMessage>`));
  expect(body).toContain('赵^守田');
});

describe('over TLS', () => {
  test('a server with a trusted certificate gets the frames, another one nothing', async () => {
    const { address, received } = await startSyslogServer();
    await sendSyslog(address, [syslogFrame(auditWriter.started(AT), 'seat')]);
    expect(framesOf(received())).toHaveLength(1);
    await expect(sendSyslog({ ...address, authority: '' }, [syslogFrame(auditWriter.started(AT), 'seat')])).rejects.toThrow(/self-signed|certificate/);
    expect(framesOf(received())).toHaveLength(1);
  });

  test('what was written while the server was away goes when it is there, each row once and in order', async () => {
    const { settings, audits } = openTestCatalogue();
    for (const uid of ['1.2.1', '1.2.2', '1.2.3']) audits.append(auditWriter.studyOpened(AT, { ...auditedStudy, studyInstanceUid: uid }));
    const sent: string[] = [];
    let isAway = true;
    let refusals = 0;
    const start = () => {
      const forwarder = startAuditForwarder({
        audits: asRemote(audits), settings: asRemote(settings), address: { host: 'syslog', port: 1, authority: '' }, hostName: 'seat', log: silentLog,
        send: (_, frames) => {
          if (isAway) {
            refusals += 1;
            return Promise.reject(new Error('away'));
          }
          sent.push(...frames.map((frame) => /ParticipantObjectID="(1[.\d]+)"/.exec(Buffer.from(frame).toString())?.[1] ?? ''));
          return Promise.resolve();
        },
      });
      onTestFinished(() => forwarder.close());
      return forwarder;
    };
    const first = start();
    await vi.waitFor(() => expect(refusals).toBe(1), { timeout: 10_000 });
    await first.close();
    expect(settings.read().auditForwarded).toBe('0');
    isAway = false;
    const second = start();
    await vi.waitFor(() => expect(settings.read().auditForwarded).toBe('3'), { timeout: 10_000 });
    audits.append(auditWriter.studyOpened(AT, { ...auditedStudy, studyInstanceUid: '1.2.4' }));
    second.wake();
    await vi.waitFor(() => expect(sent).toEqual(['1.2.1', '1.2.2', '1.2.3', '1.2.4']), { timeout: 10_000 });
  });
});
