import { openGatewayKey, type GatewayAddress } from './gateway.ts';
import { openTokenKey, type TokenAddress } from './pkcs11.ts';
import { openPkcs12 } from './pkcs12.ts';
import type { SignerKey } from './signer-key.ts';

/** Where a physician's key is. The PIN opens each of them and is kept nowhere. */
export type KeySource =
  /** A PKCS#12 file. */
  | { readonly kind: 'pkcs12'; readonly file: Uint8Array }
  /** The signing gateway of a hospital's certificate authority: the key never leaves it. */
  | ({ readonly kind: 'gateway' } & GatewayAddress)
  /** A token in this machine (PKCS#11): the key never leaves it. */
  | ({ readonly kind: 'pkcs11' } & TokenAddress);

/**
 * Opens a key with its PIN for one signature.
 * @throws AppError `signing/wrong-pin`, `signing/key-unreadable`, `signing/gateway-unreachable`, `signing/token-missing`, `signing/token-locked`
 */
export async function openKey(source: KeySource, pin: string): Promise<SignerKey> {
  switch (source.kind) {
    case 'pkcs12':
      return openPkcs12(source.file, pin);
    case 'gateway':
      return openGatewayKey(source, pin);
    case 'pkcs11':
      return openTokenKey(source, pin);
  }
}
