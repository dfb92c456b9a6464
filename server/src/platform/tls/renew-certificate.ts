import type { Log } from '../log.ts';
import { CertificateError, readCertificate, type CertificateFiles } from './certificate.ts';
import type { SecureListener } from './secure-listener.ts';

/** What became of one look at the files. */
export type Renewal = 'unchanged' | 'renewed' | 'refused';

/**
 * Keeps the certificate of a listener the one in the files. `look` compares them now: a new pair that belongs together is taken up,
 * anything else leaves the old one in use and is logged. Files are compared by content, because those who renew certificates
 * put links, volumes and whole folders in their place. Never throws.
 */
export function createCertificateRenewal(deps: {
  files: CertificateFiles;
  listener: SecureListener;
  log: Log;
  /** Told of every look. */
  onLook(outcome: Renewal): void;
}): { look(): Promise<Renewal>; watch(everyMs: number): () => void } {
  const { files, listener, log } = deps;
  const compare = async (): Promise<Renewal> => {
    try {
      const found = await readCertificate(files);
      if (found.mark === listener.current.mark) return 'unchanged';
      listener.use(found);
      log.info('a new certificate is in use', { until: found.validUntil });
      return 'renewed';
    } catch (error) {
      // Half of a pair for a moment is usual while somebody renews it; the next look finds both.
      const why = error instanceof CertificateError ? { reason: error.problem, path: error.file } : { error };
      log.warn('the files of the certificate cannot be used; the one before stays', why);
      return 'refused';
    }
  };
  const look = async (): Promise<Renewal> => {
    const outcome = await compare();
    deps.onLook(outcome);
    return outcome;
  };
  return {
    look,
    watch: (everyMs) => {
      const timer = setInterval(() => void look(), everyMs).unref();
      return () => clearInterval(timer);
    },
  };
}
