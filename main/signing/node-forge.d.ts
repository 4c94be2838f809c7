/** The part of node-forge 1.4 that we use; it ships no types. Binary strings hold one byte a character. */
declare module 'node-forge' {
  export interface Asn1 {
    readonly value: unknown;
  }
  export interface RsaPrivateKey {
    readonly n: unknown;
  }
  export interface RsaPublicKey {
    readonly n: unknown;
  }
  export interface Certificate {
    serialNumber: string;
    publicKey: RsaPublicKey;
    readonly validity: { notBefore: Date; notAfter: Date };
    setSubject(attributes: readonly NameAttribute[]): void;
    setIssuer(attributes: readonly NameAttribute[]): void;
    setExtensions(extensions: readonly object[]): void;
    sign(key: RsaPrivateKey, digest: object): void;
  }
  export interface NameAttribute {
    readonly name: string;
    readonly value: string;
    readonly valueTagClass: number;
  }
  export interface Bag {
    readonly key?: RsaPrivateKey | null;
    readonly cert?: Certificate | null;
    /** What forge could not read itself, such as keys and certificates on elliptic curves. */
    readonly asn1?: Asn1;
  }
  export interface Pkcs12 {
    getBags(filter: { readonly bagType: string }): Readonly<Record<string, readonly Bag[] | undefined>>;
  }
  /** Binary string in a box. */
  export interface ByteBuffer {
    bytes(): string;
  }
  export interface Digest {
    readonly algorithm: string;
  }
  interface Forge {
    readonly util: { createBuffer(bytes: string): ByteBuffer };
    readonly pkcs5: { pbkdf2: (password: string, salt: string, rounds: number, length: number, digest: Digest | string | null | undefined) => string };
    readonly asn1: {
      readonly Type: { readonly UTF8: number };
      fromDer(bytes: string, options?: { readonly strict?: boolean; readonly parseAllBytes?: boolean }): Asn1;
      toDer(value: Asn1): { getBytes(): string };
    };
    readonly md: { readonly sha256: { create(): object } };
    readonly pki: {
      readonly oids: { readonly certBag: string; readonly keyBag: string; readonly pkcs8ShroudedKeyBag: string };
      createCertificate(): Certificate;
      certificateToAsn1(certificate: Certificate): Asn1;
      certificateToPem(certificate: Certificate): string;
      privateKeyFromPem(pem: string): RsaPrivateKey;
      privateKeyToAsn1(key: RsaPrivateKey): Asn1;
      wrapRsaPrivateKey(key: Asn1): Asn1;
      publicKeyFromPem(pem: string): RsaPublicKey;
    };
    readonly pkcs12: {
      generateKey: (password: string | null | undefined, salt: ByteBuffer, purpose: number, rounds: number, length: number, digest: Digest | null | undefined) => ByteBuffer;
      pkcs12FromAsn1(value: Asn1, strict: boolean, password: string): Pkcs12;
      toPkcs12Asn1(
        key: RsaPrivateKey,
        certificates: readonly Certificate[],
        password: string,
        options: { readonly algorithm: 'aes256'; readonly count: number; readonly saltSize: number; readonly prfAlgorithm: 'sha256'; readonly friendlyName?: string },
      ): Asn1;
    };
  }
  const forge: Forge;
  export default forge;
}
