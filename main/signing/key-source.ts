import { openGatewayKey, type GatewayAddress } from './gateway.ts';
import { openPkcs12 } from './pkcs12.ts';
import type { SignerKey } from './signer-key.ts';

/** Where a physician's key is. The PIN opens each of them and is kept nowhere. */
export type KeySource =
  /** A PKCS#12 file. */
  | { readonly kind: 'pkcs12'; readonly file: Uint8Array }
  /** The signing gateway of a hospital's certificate authority: the key never leaves it. */
  | ({ readonly kind: 'gateway' } & GatewayAddress);

/**
 * Opens a key with its PIN for one signature.
 * @throws AppError `signing/wrong-pin`, `signing/key-unreadable`, `signing/gateway-unreachable`
 */
export async function openKey(source: KeySource, pin: string): Promise<SignerKey> {
  switch (source.kind) {
    case 'pkcs12':
      return openPkcs12(source.file, pin);
    case 'gateway':
      return openGatewayKey(source, pin);
  }
}
