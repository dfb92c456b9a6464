import { resolve } from 'node:path';
import type { Config } from '#config';
import type { Log } from '#platform/log';
import type { Metrics } from '#platform/metrics';
import { readCertificate, type CertificateFiles } from '#platform/tls/certificate';
import { createRedirectServer } from '#platform/tls/redirect-server';
import { createCertificateRenewal } from '#platform/tls/renew-certificate';
import { createSecureListener, type SecureListener } from '#platform/tls/secure-listener';
import type { Lifecycle } from './lifecycle.ts';

/** The files that the settings name; null where the listener has no TLS of its own. */
export function certificateFilesOf({ tls, paths }: Pick<Config, 'tls' | 'paths'>): CertificateFiles | null {
  if (tls.certFile === undefined || tls.keyFile === undefined) return null;
  const at = (file: string): string => resolve(paths.home, file);
  return { certFile: at(tls.certFile), keyFile: at(tls.keyFile), chainFile: tls.chainFile === undefined ? null : at(tls.chainFile) };
}

/**
 * The TLS of the process's own listener, kept up to date from its files: on SIGHUP at once, else by looking again and again. Null
 * where a proxy, or nobody, does it.
 *
 * Errors: a sentence about a certificate that cannot be used; a server that was told to encrypt must not start without.
 */
export async function startOwnTls(
  config: Pick<Config, 'tls' | 'paths'>,
  deps: { log: Log; metrics: Metrics },
  lifecycle: Lifecycle,
): Promise<SecureListener | null> {
  const files = certificateFilesOf(config);
  if (files === null) return null;
  const listener = createSecureListener(await readCertificate(files), config.tls.minVersion);
  const looks = deps.metrics.counter<'outcome'>({
    name: 'kabar_tls_certificate_looks_total',
    help: 'Looks at the files of the certificate by what became of them: unchanged, renewed, refused',
    labels: ['outcome'],
  });
  deps.metrics.observedGauge(
    { name: 'kabar_tls_certificate_expiry_timestamp_seconds', help: 'When the certificate in use ends, in seconds since 1970' },
    () => listener.current.validUntil.getTime() / 1_000,
  );
  const renewal = createCertificateRenewal({ files, listener, log: deps.log, onLook: (outcome) => looks.add({ outcome }) });
  const onSignal = (): void => void renewal.look();
  let stopWatching: (() => void) | null = null;
  await lifecycle.start({
    name: 'certificate',
    start: () => {
      process.on('SIGHUP', onSignal);
      stopWatching = renewal.watch(config.tls.checkEveryMs);
    },
    stop: () => {
      process.off('SIGHUP', onSignal);
      stopWatching?.();
    },
  });
  return listener;
}

/** Answers http beside https where the settings ask for it. Errors: those of listening. */
export async function startRedirect(config: Pick<Config, 'tls' | 'http'>, publicUrl: string, lifecycle: Lifecycle): Promise<void> {
  const { redirectPort } = config.tls;
  if (redirectPort === undefined) return;
  const server = createRedirectServer(publicUrl);
  await lifecycle.start({
    name: 'redirect to https',
    start: () =>
      new Promise<void>((done, fail) => {
        server.once('error', (error) => fail(new Error(takenSentence(redirectPort, error), { cause: error })));
        server.listen({ host: config.http.host, port: redirectPort }, () => done());
      }),
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  });
}

function takenSentence(port: number, error: Error): string {
  const code = 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program. Stop it, or choose another with KABAR_TLS_REDIRECT_PORT.`;
  if (code === 'EACCES')
    return `Port ${port} of KABAR_TLS_REDIRECT_PORT needs a right that this user has not: give it CAP_NET_BIND_SERVICE.`;
  return `Port ${port} of KABAR_TLS_REDIRECT_PORT cannot be listened on: ${error.message}`;
}
