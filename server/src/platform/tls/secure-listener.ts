import { constants } from 'node:crypto';
import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:https';
import type { SecureContextOptions } from 'node:tls';
import type { Certificate } from './certificate.ts';

/** Oldest TLS that a listener speaks. */
export type TlsFloor = '1.2' | '1.3';

/**
 * What is agreed on in a handshake, strongest first: TLS 1.3, then the suites of 1.2 that have forward secrecy and
 * authenticated encryption. No client may renegotiate.
 * Source: RFC 9325 (BCP 195), sections 4.1 and 4.2; Mozilla "Server Side TLS", intermediate, read 2026-11-21.
 */
const ciphers = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
].join(':');

/** Enough for a slow telephone; who takes longer holds a socket for nothing. */
const handshakeMs = 15_000;

/** Makes servers that speak https with the certificate in use. */
export type SecureListener = {
  /** For the HTTP framework: one server around its handler. */
  createServer(handler: RequestListener): Server;
  /** Takes up another certificate for all connections from now on; those that stand are not touched. */
  use(certificate: Certificate): void;
  /** The certificate in use. */
  readonly current: Certificate;
};

/** Makes a listener. Nothing listens before its server is told to. */
export function createSecureListener(first: Certificate, floor: TlsFloor): SecureListener {
  const servers: ReturnType<typeof createServer>[] = [];
  let current = first;
  return {
    createServer: (handler) => {
      const server = createServer({ ...contextOf(current, floor), handshakeTimeout: handshakeMs, ALPNProtocols: ['http/1.1'] }, handler);
      // A client that hangs up or fails the handshake is its own affair and no fault of ours.
      server.on('tlsClientError', (_error, socket) => socket.destroy());
      servers.push(server);
      return server;
    },
    use: (certificate) => {
      for (const server of servers) server.setSecureContext(contextOf(certificate, floor));
      current = certificate;
    },
    get current() {
      return current;
    },
  };
}

function contextOf({ cert, key }: Certificate, floor: TlsFloor): SecureContextOptions {
  return {
    cert,
    key,
    ciphers,
    honorCipherOrder: true,
    minVersion: `TLSv${floor}`,
    maxVersion: 'TLSv1.3',
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  };
}
