import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** Where a certificate lies. `chainFile` null: the chain is in the certificate file. */
export type CertificateFiles = { certFile: string; keyFile: string; chainFile: string | null };

/** A certificate with its key, as they were read together. */
export type Certificate = {
  /** The certificate and its chain, as PEM. */
  cert: string;
  /** The private key, as PEM; a secret. */
  key: string;
  leaf: X509Certificate;
  /** Certificates behind it, in the order of the files. */
  chain: readonly X509Certificate[];
  validUntil: Date;
  /** The same for the same certificate, chain and key; says nothing about the key. */
  mark: string;
};

/** Why files cannot be used as a certificate; the message is a sentence for the operator that never quotes a file. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
  readonly problem: 'missing' | 'forbidden' | 'unreadable' | 'empty' | 'damaged' | 'locked' | 'mismatch';
  readonly file: string;

  constructor(problem: CertificateError['problem'], file: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.problem = problem;
    this.file = file;
  }
}

/**
 * Reads a certificate and its key, and makes sure that they belong together.
 *
 * Errors: `CertificateError`.
 */
export async function readCertificate(files: CertificateFiles): Promise<Certificate> {
  const [certText, keyText, chainText] = await Promise.all([
    readText(files.certFile, 'certificate'),
    readText(files.keyFile, 'private key'),
    files.chainFile === null ? '' : readText(files.chainFile, 'chain'),
  ]);
  const [leaf, ...chain] = parseCertificates(`${certText}\n${chainText}`, files.certFile);
  if (leaf === undefined) throw new CertificateError('empty', files.certFile, `${files.certFile} holds no certificate in PEM form.`);
  const key = parseKey(keyText, files.keyFile);
  if (!leaf.checkPrivateKey(key)) {
    const sentence = `The key in ${files.keyFile} does not belong to the certificate in ${files.certFile}.`;
    throw new CertificateError('mismatch', files.keyFile, sentence);
  }
  const cert = [leaf, ...chain].map((one) => one.toString()).join('');
  const mark = createHash('sha256').update(cert).update('\0').update(keyText).digest('hex');
  return { cert, key: keyText, leaf, chain, validUntil: new Date(leaf.validTo), mark };
}

/** The first certificate that the one before it was not signed by; null when the chain is in order. */
export function brokenLink(certificate: Pick<Certificate, 'leaf' | 'chain'>): X509Certificate | null {
  let child = certificate.leaf;
  for (const parent of certificate.chain) {
    if (!child.checkIssued(parent)) return parent;
    child = parent;
  }
  return null;
}

const readProblems: ReadonlyMap<string, readonly [CertificateError['problem'], string]> = new Map([
  ['ENOENT', ['missing', 'is not there']],
  ['EACCES', ['forbidden', 'may not be read by the user that Kabar runs as']],
]);

async function readText(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const [problem, why] = readProblems.get(code) ?? (['unreadable', 'cannot be read'] as const);
    throw new CertificateError(problem, file, `The ${what} file ${file} ${why}.`, error);
  }
}

function parseCertificates(text: string, file: string): X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch (error) {
    throw new CertificateError('damaged', file, `A certificate in ${file} or its chain cannot be read: it is damaged.`, error);
  }
}

function parseKey(text: string, file: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch (error) {
    if (text.includes('ENCRYPTED'))
      throw new CertificateError('locked', file, `${file} is locked with a passphrase: store it without one.`, error);
    throw new CertificateError('damaged', file, `${file} holds no private key in PEM form.`, error);
  }
}
