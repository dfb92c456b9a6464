import { connect, type SecureVersion } from 'node:tls';
import type { Database } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import type { Finding, LiveCheck } from '../promises-context.ts';
import { selectConnection } from './checks.sql.ts';

const patienceMs = 5_000;

/**
 * Looks at what travels a network: the public address and the database. The public address is asked as a browser would, and once more with
 * what nobody should accept any more. `caFile` is for tests.
 */
export function transportCheck(deps: { db: Database; publicUrl: string; ca?: string }): LiveCheck {
  return {
    key: 'transport',
    scope: 'installation',
    about: { en: 'TLS wherever data leaves this machine', id: 'TLS di setiap jalan keluar dari mesin ini' },
    words: {
      passed: {
        en: 'The public address speaks {protocol} and refuses what is older than TLS 1.2.',
        id: 'Alamat publik memakai {protocol} dan menolak yang lebih tua dari TLS 1.2.',
      },
      off: {
        en: 'This installation answers on this machine only, so nothing travels a network yet.',
        id: 'Instalasi ini hanya menjawab di mesin ini, jadi belum ada yang melintasi jaringan.',
      },
      failed: {
        en: 'Not everything travels under TLS 1.2 or newer ({reason}). Give the public address a certificate and the database address sslmode=verify-full.',
        id: 'Tidak semuanya berjalan di bawah TLS 1.2 atau lebih baru ({reason}). Pasang sertifikat pada alamat publik dan sslmode=verify-full pada alamat basis data.',
      },
    },
    look: async (): Promise<Finding> => {
      const [row] = await engineQuery<{ ssl: boolean; isLocal: boolean }>(deps.db, selectConnection());
      if (row === undefined || (!row.ssl && !row.isLocal)) return { outcome: 'failed', facts: { reason: 'database' } };
      const url = new URL(deps.publicUrl);
      if (url.protocol === 'http:') {
        return isLoopback(url.hostname) ? { outcome: 'off', facts: {} } : { outcome: 'failed', facts: { reason: 'http' } };
      }
      const [best, old] = await Promise.all([protocolOf(url, 'TLSv1.2', 'TLSv1.3', deps.ca), protocolOf(url, 'TLSv1', 'TLSv1.1', deps.ca)]);
      if (best === null) return { outcome: 'failed', facts: { reason: 'certificate' } };
      if (old !== null) return { outcome: 'failed', facts: { reason: old } };
      return { outcome: 'passed', facts: { protocol: best.replace('TLSv', 'TLS ') } };
    },
  };
}

/** What a handshake between these versions agrees on, with a certificate that is checked; null when there is none. */
function protocolOf(url: URL, minVersion: SecureVersion, maxVersion: SecureVersion, ca: string | undefined): Promise<string | null> {
  const host = url.hostname.replaceAll(/[[\]]/g, '');
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: url.port === '' ? 443 : Number(url.port),
      servername: host,
      minVersion,
      maxVersion,
      timeout: patienceMs,
      ...(ca === undefined ? {} : { ca }),
    });
    const finish = (protocol: string | null): void => {
      socket.destroy();
      resolve(protocol);
    };
    socket.once('secureConnect', () => finish(socket.getProtocol()));
    socket.once('error', () => finish(null));
    socket.once('timeout', () => finish(null));
  });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host.startsWith('127.');
}
