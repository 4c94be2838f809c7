import { createHash, X509Certificate } from 'node:crypto';
import { AppError } from '#shared/errors/app-error.ts';
import type { SignerKey } from './signer-key.ts';
import { sm2PublicKey } from './sm2.ts';

/** Where a hospital's certificate authority signs, and for whom. */
export interface GatewayAddress {
  /** `https://…`, without the path of a call. Only a gateway on this machine may be without TLS. */
  readonly baseUrl: string;
  /** How the gateway knows the physician. */
  readonly userId: string;
}

const TIMEOUT_MS = 20_000;

/**
 * The key of a physician at a signing gateway. The gateway is asked for the certificate and for raw signatures over a SHA-256 digest; message
 * and paper are put together here, as with any other key.
 *
 * POST {baseUrl}/session    { userId, pin }          → { token, certificate, chain }       certificates as base64 DER
 * POST {baseUrl}/signature  { token, digest }        → { signature }                       base64; RSASSA-PKCS1-v1_5 or ECDSA in DER
 *
 * A gateway that holds an SM2 key of the physician too gives `sm2Certificate` with the session, and signs with it when it is asked with
 * `algorithm: "SM2"`; the digest is then the number e of GB/T 32918.2.
 *
 * Vendors differ in names, not in this order of steps; their names belong into an adapter in front of it.
 * @throws AppError `signing/wrong-pin`, `signing/gateway-unreachable`, `signing/key-unreadable`
 */
export async function openGatewayKey({ baseUrl, userId }: GatewayAddress, pin: string): Promise<SignerKey> {
  const base = checkedBase(baseUrl);
  const session = await call(`${base}/session`, { userId, pin });
  const [token, certificateText] = [session['token'], session['certificate']];
  const chainTexts = session['chain'] ?? [];
  if (typeof token !== 'string' || typeof certificateText !== 'string' || !Array.isArray(chainTexts)) throw unusable('the gateway gave no certificate');
  const certificate = toCertificate(certificateText);
  const keyType = certificate.publicKey.asymmetricKeyType === 'rsa' ? 'RSA' : certificate.publicKey.asymmetricKeyType === 'ec' ? 'EC' : undefined;
  // An SM2 key cannot sign a PDF that readers outside of China verify; it signs beside it (reporting.md 2.4).
  if (keyType === undefined) throw unusable('the gateway signs with neither RSA nor a known elliptic curve');
  return {
    certificate,
    chain: chainTexts.map((text: unknown) => toCertificate(String(text))),
    keyType,
    ...sideCarOf(base, token, session['sm2Certificate']),
    async sign(data) {
      const { signature } = await call(`${base}/signature`, { token, digest: createHash('sha256').update(data).digest('base64') });
      if (typeof signature !== 'string') throw unusable('the gateway gave no signature');
      return new Uint8Array(Buffer.from(signature, 'base64'));
    },
  };
}

function sideCarOf(base: string, token: string, text: unknown): Pick<SignerKey, 'sm2'> {
  if (text === undefined || text === null) return {};
  const certificate = typeof text === 'string' ? new Uint8Array(Buffer.from(text, 'base64')) : new Uint8Array();
  if (sm2PublicKey(certificate) === undefined) throw unusable('the gateway gave an SM2 certificate that is none');
  return {
    sm2: {
      certificate,
      async sign(digest) {
        const { signature } = await call(`${base}/signature`, { token, algorithm: 'SM2', digest: Buffer.from(digest).toString('base64') });
        if (typeof signature !== 'string') throw unusable('the gateway gave no SM2 signature');
        return new Uint8Array(Buffer.from(signature, 'base64'));
      },
    },
  };
}

function checkedBase(baseUrl: string): string {
  const url = URL.parse(baseUrl);
  const isHere = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost' || url?.hostname === '[::1]';
  if (url === null || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere))) throw unusable('the gateway has no safe address');
  return baseUrl.replace(/\/+$/, '');
}

async function call(url: string, body: object): Promise<Record<string, unknown>> {
  let answer: Response;
  try {
    answer = await fetch(url, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (cause) {
    throw new AppError('signing/gateway-unreachable', 'the signing gateway does not answer', { cause });
  }
  if (answer.status === 401 || answer.status === 403) throw new AppError('signing/wrong-pin', 'the gateway refused the PIN');
  if (!answer.ok) throw new AppError('signing/gateway-unreachable', 'the signing gateway refused', { facts: { status: answer.status } });
  const parsed: unknown = await answer.json().catch(() => undefined);
  if (typeof parsed !== 'object' || parsed === null) throw unusable('the gateway gave no JSON');
  return parsed as Record<string, unknown>;
}

function toCertificate(text: string): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(text, 'base64'));
  } catch (cause) {
    throw new AppError('signing/key-unreadable', 'the gateway gave a certificate that cannot be read', { cause });
  }
}

function unusable(why: string): AppError {
  return new AppError('signing/key-unreadable', why);
}
