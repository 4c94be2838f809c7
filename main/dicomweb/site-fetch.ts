import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { Agent, fetch as fetchOverAgent } from 'undici';
import type { SiteSecurity } from '../sites/site-security.ts';

/** The code of the error that a connection fails with when the server shows another certificate than the pinned one. */
export const PIN_MISMATCH = 'TONGYUE_PIN_MISMATCH';

/**
 * `fetch` over TLS 1.2 or later as a hospital wants it: its own authority, our certificate, its one certificate. Where nothing is wanted the
 * program's own fetch does, which demands TLS 1.2 and a certificate that the operating system trusts.
 */
export function createSiteFetch({ authority, clientCertificate, clientKey, pin }: SiteSecurity): typeof fetch {
  if (authority === '' && clientCertificate === '' && pin === '') return fetch;
  const agent = new Agent({
    // The watch of a request minds the silence.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      ...(authority === '' ? {} : { ca: authority }),
      ...(clientCertificate === '' ? {} : { cert: clientCertificate, key: clientKey }),
      checkServerIdentity: (host: string, certificate: PeerCertificate) => (pin === '' ? checkServerIdentity(host, certificate) : checkPin(pin, certificate)),
    },
  });
  const ask = (input: unknown, init: Record<string, unknown> | undefined) => fetchOverAgent(input as string, { ...init, dispatcher: agent });
  return ask as unknown as typeof fetch;
}

/** Which certificate it is says more than which name it bears: county servers are often asked by their number. */
function checkPin(pin: string, { fingerprint256 }: PeerCertificate): Error | undefined {
  if (fingerprint256.replaceAll(':', '') === pin) return undefined;
  return Object.assign(new Error('the certificate is not the pinned one'), { code: PIN_MISMATCH });
}
