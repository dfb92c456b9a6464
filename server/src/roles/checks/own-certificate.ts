import { statSync } from 'node:fs';
import { isIP } from 'node:net';
import { CertificateError, brokenLink, readCertificate, type Certificate } from '#platform/tls/certificate';
import { certificateFilesOf } from '../own-tls.ts';
import { defineCheck, ok, problem, skipped, warning } from './check.ts';
import type { Check, Finding } from './check.ts';

const dayMs = 24 * 60 * 60_000;
const warningDays = 14;
/** NIST SP 800-57 part 1 rev. 5, table 2: 112 bits of security. */
const leastRsaBits = 2_048;

/** The files of the listener's own TLS: there, a pair, of the right name, for long enough, and the key for nobody else. */
export const ownCertificateChecks: readonly Check[] = [
  defineCheck('TLS files', async ({ config }) => {
    const files = certificateFilesOf(config);
    if (files === null) return skipped('KABAR_TLS_CERT is not set: Kabar speaks http, for this machine or a proxy.');
    let certificate: Certificate;
    try {
      certificate = await readCertificate(files);
    } catch (error) {
      if (error instanceof CertificateError) return problem(error.message);
      throw error;
    }
    const { publicUrl } = config.http;
    const host = publicUrl === undefined ? null : new URL(publicUrl).hostname;
    return (
      judgeTime(certificate) ??
      judgeName(certificate, host) ??
      judgeMake(certificate) ??
      judgeKeyFile(files.keyFile) ??
      ok(`The certificate in ${files.certFile} belongs to its key and holds for ${daysLeft(certificate)} days.`)
    );
  }),
];

function daysLeft({ validUntil }: Certificate): number {
  return Math.floor((validUntil.getTime() - Date.now()) / dayMs);
}

function judgeTime(certificate: Certificate): Finding | null {
  if (new Date(certificate.leaf.validFrom).getTime() > Date.now())
    return problem(`The certificate is valid only from ${certificate.leaf.validFrom} on. Check the clock of this machine.`);
  const days = daysLeft(certificate);
  if (days < 0) return problem('The certificate has ended. Renew it, and see that this happens by itself.');
  return days < warningDays ? warning(`The certificate ends in ${days} days. Check that it is renewed by itself.`) : null;
}

function judgeName({ leaf }: Certificate, host: string | null): Finding | null {
  if (host === null) return null;
  const bare = host.replaceAll(/[[\]]/g, '');
  const fits = (isIP(bare) === 0 ? leaf.checkHost(bare) : leaf.checkIP(bare)) !== undefined;
  return fits ? null : problem(`The certificate is not for ${host}, which KABAR_PUBLIC_URL names. Get one for that name.`);
}

function judgeMake(certificate: Certificate): Finding | null {
  const { publicKey } = certificate.leaf;
  const bits = publicKey.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < leastRsaBits)
    return problem(`The key of the certificate has ${bits} bits, which is too few. Make one with RSA of 3072 bits or the curve P-256.`);
  const stray = brokenLink(certificate);
  if (stray !== null)
    return problem(`The chain is not in order: the certificate "${nameOf(stray.subject)}" did not sign the one before it.`);
  return null;
}

function judgeKeyFile(file: string): Finding | null {
  // A group of its own for such keys is usual; everybody is not.
  if (process.platform === 'win32' || (statSync(file).mode & 0o007) === 0) return null;
  return warning(`Everybody on this machine may use the key in ${file}. Run: chmod 640 ${file}`);
}

function nameOf(subject: string): string {
  return /CN=(.+)/.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ');
}
