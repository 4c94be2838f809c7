import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { auditXml } from './audit-xml.ts';
import type { AuditMessage } from './audit-message.ts';

/** Where audit messages go: syslog over TLS (RFC 5425). */
export interface SyslogAddress {
  readonly host: string;
  readonly port: number;
  /** PEM of the authority that the server's certificate must come from; '' for those that the operating system trusts. */
  readonly authority: string;
}

/** Facility 10 (security), severity 5 (notice): what PS3.15 A.6 asks for. */
const PRIORITY = 10 * 8 + 5;
const NO_PROGRESS_TIMEOUT_MS = 20_000;

/** One message of RFC 5424 in the frame of RFC 5425: its length in bytes, a space, and itself. */
export function syslogFrame(message: AuditMessage, hostName: string): Uint8Array {
  const header = `<${PRIORITY}>1 ${message.event.at} ${hostName.replaceAll(/[^\u0021-\u007e]/g, '_').slice(0, 255) || '-'} tongyue ${process.pid} DICOM+RFC3881 - `;
  // The byte order mark says that what follows is UTF-8.
  const body = Buffer.from(`${header}\ufeff${auditXml(message)}`, 'utf8');
  return Buffer.concat([Buffer.from(`${body.length} `, 'ascii'), body]);
}

/**
 * Sends frames on a connection of their own and ends it. Syslog has no receipt: what counts is that the other side took all bytes and closed
 * in order.
 * @throws the socket's error, or that of a server whose certificate is not trusted
 */
export function sendSyslog({ host, port, authority }: SyslogAddress, frames: readonly Uint8Array[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}), minVersion: 'TLSv1.2', ...(authority === '' ? {} : { ca: authority }) }, () => {
      for (const frame of frames) socket.write(frame);
      socket.end();
    });
    // Whatever the server says is read and dropped, so that its end is seen.
    socket.resume();
    socket.setTimeout(NO_PROGRESS_TIMEOUT_MS, () => socket.destroy(new Error('the syslog server takes nothing')));
    let failure: Error | undefined;
    socket.on('error', (error) => (failure = error));
    socket.on('close', () => (failure === undefined ? resolve() : reject(failure)));
  });
}
