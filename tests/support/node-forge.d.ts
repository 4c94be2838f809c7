/** The part of node-forge that makes the certificates of test servers; it ships no types. */
declare module 'node-forge' {
  export interface RsaPublicKey {
    readonly n: unknown;
  }
  export interface Certificate {
    serialNumber: string;
    publicKey: RsaPublicKey;
    readonly validity: { notBefore: Date; notAfter: Date };
    setSubject(attributes: readonly object[]): void;
    setIssuer(attributes: readonly object[]): void;
    setExtensions(extensions: readonly object[]): void;
    sign(key: RsaPublicKey, digest: object): void;
  }
  const forge: {
    readonly asn1: { readonly Type: { readonly UTF8: number } };
    readonly md: { readonly sha256: { create(): object } };
    readonly pki: {
      createCertificate(): Certificate;
      certificateToPem(certificate: Certificate): string;
      privateKeyFromPem(pem: string): RsaPublicKey;
      publicKeyFromPem(pem: string): RsaPublicKey;
    };
  };
  export default forge;
}
