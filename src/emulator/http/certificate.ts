// A certificate for this run: made at start, signed by an authority that is made at start as well.
//
// Clients are told of the authority by a file. Its key is thrown away as soon as it has signed, and
// the certificate's own key never leaves the memory of the process, so that whoever trusts the file
// trusts this one process, until it ends.

import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';

export interface Certificate {
  /** All three are PEM. */
  readonly authority: string;
  readonly certificate: string;
  readonly privateKey: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 24 * 60 * 60 * 1000;
/** Clients refuse certificates of a much longer life. */
const lifeDays = 397;

/** `hosts` are names and addresses besides localhost, 127.0.0.1 and ::1. */
export async function makeCertificate(hosts: readonly string[] = []): Promise<Certificate> {
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const [authorityKeys, keys] = await Promise.all([makeKeys(), makeKeys()]);
  const life = {
    // Clocks of containers and machines differ a little.
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + lifeDays * dayMs),
    signingAlgorithm: algorithm,
  };
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...life,
    name: 'CN=sluice emulator (this run only)',
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    ...life,
    subject: 'CN=localhost',
    issuer: authority.subject,
    publicKey: keys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(alternativeNames(hosts)),
      await x509.AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const privateKey = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    authority: `${authority.toString('pem')}\n`,
    certificate: `${certificate.toString('pem')}\n`,
    privateKey: x509.PemConverter.encode(privateKey, 'PRIVATE KEY'),
  };
}

function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

function alternativeNames(hosts: readonly string[]): { type: 'dns' | 'ip'; value: string }[] {
  const names = [...new Set(['localhost', '127.0.0.1', '::1', ...hosts])];
  return names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }));
}
