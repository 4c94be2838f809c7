import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import forge, { type Certificate, type RsaPublicKey } from 'node-forge';

/** A certificate and its private key, PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
  /** SHA-256 of the certificate, 64 hexadecimal digits. */
  readonly fingerprint: string;
}

/** An authority of a hospital's own. */
export interface TestAuthority extends Identity {
  /** @param name a host name or IPv4 address, or the name of a client */
  readonly issue: (name: string) => Identity;
}

export function makeAuthority(name: string): TestAuthority {
  const key = newKey();
  const certificate = forge.pki.createCertificate();
  fill(certificate, name, key.publicKey, 1, name);
  certificate.setExtensions([{ name: 'basicConstraints', cA: true, critical: true }, { name: 'keyUsage', keyCertSign: true, critical: true }]);
  certificate.sign(key.privateKey, forge.md.sha256.create());
  let serial = 1;
  return {
    ...toIdentity(certificate, key.pem),
    issue(subject) {
      const own = newKey();
      const issued = forge.pki.createCertificate();
      serial += 1;
      fill(issued, subject, own.publicKey, serial, name);
      const isAddress = /^[\d.]+$/.test(subject);
      issued.setExtensions([{ name: 'basicConstraints', cA: false }, { name: 'subjectAltName', altNames: [isAddress ? { type: 7, ip: subject } : { type: 2, value: subject }] }]);
      issued.sign(key.privateKey, forge.md.sha256.create());
      return toIdentity(issued, own.pem);
    },
  };
}

function newKey() {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  return { pem: pair.privateKey, privateKey: forge.pki.privateKeyFromPem(pair.privateKey), publicKey: forge.pki.publicKeyFromPem(pair.publicKey) };
}

function fill(certificate: Certificate, name: string, publicKey: RsaPublicKey, serial: number, issuer: string): void {
  const attribute = (value: string) => [{ name: 'commonName', value, valueTagClass: forge.asn1.Type.UTF8 }];
  certificate.publicKey = publicKey;
  certificate.serialNumber = serial.toString(16).padStart(2, '0');
  certificate.validity.notBefore = new Date(Date.now() - 86_400_000);
  certificate.validity.notAfter = new Date(Date.now() + 86_400_000);
  certificate.setSubject(attribute(name));
  certificate.setIssuer(attribute(issuer));
}

function toIdentity(certificate: Certificate, key: string): Identity {
  const pem = forge.pki.certificateToPem(certificate);
  return { certificate: pem, key, fingerprint: new X509Certificate(pem).fingerprint256.replaceAll(':', '') };
}

/** A DICOMweb server without studies that tells what it was asked. */
export interface AskedServer {
  readonly port: number;
  readonly asked: readonly AskedRequest[];
  readonly stop: () => Promise<void>;
}

export interface AskedRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly body: string;
  /** Common name of the client's certificate; '' for none. */
  readonly client: string;
}

export type Reply = { readonly status?: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> };

/** @param tls undefined for plain HTTP @param reply an empty list unless it says otherwise */
export async function startAskedServer(tls: ServerOptions | undefined, reply: (request: AskedRequest) => Reply = () => ({})): Promise<AskedServer> {
  const asked: AskedRequest[] = [];
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const peer = tls === undefined ? undefined : (request.socket as TLSSocket).getPeerCertificate();
      const one: AskedRequest = {
        method: request.method ?? '', path: request.url ?? '', authorization: request.headers.authorization ?? '', body: Buffer.concat(chunks).toString(), client: String(peer?.subject?.CN ?? ''),
      };
      asked.push(one);
      const { status = 200, body = '[]', headers = { 'content-type': 'application/dicom+json' } } = reply(one);
      response.writeHead(status, headers).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    stop: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}
