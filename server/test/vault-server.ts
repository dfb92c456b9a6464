import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/**
 * What a transit engine answers, over real HTTP, for tests: Vault and OpenBao cannot be installed from the registries that the project uses. Requests, answers and
 * status codes are those of https://openbao.org/api-docs/secret/transit, https://openbao.org/api-docs/auth/approle and https://openbao.org/api-docs/auth/token — read
 * 2026-11-21.
 */
export type VaultServer = {
  url: string;
  /** Every request as `METHOD path`, in order. */
  asked: string[];
  /** Headers of the newest request. */
  headers: IncomingMessage['headers'];
  /** Answers everything with this status from now on; null: works again. */
  failWith(status: number | null): void;
  /** Tokens end: every one given so far is refused. */
  endTokens(): void;
  /** Life of the tokens that are given from now on. */
  setTtl(seconds: number): void;
  /** Versions below it are not opened any more. */
  setMinDecryptionVersion(version: number): void;
  addToken(token: string): void;
  /** Stops listening; every connection ends. */
  stop(): Promise<void>;
  /** Listens again at the same address. */
  start(): Promise<void>;
};

/** Role that may sign in. */
export const vaultRole = { roleId: 'role-of-kabar', secretId: 'secret-of-kabar' };

type Answer = { status: number; body?: unknown };

/** Starts one. With `tls` it speaks HTTPS. */
export async function startVaultServer(tls?: { key: string; cert: string }): Promise<VaultServer> {
  const versions = new Map([[1, randomBytes(32)]]);
  const tokens = new Set<string>();
  const asked: string[] = [];
  let ttl = 3_600;
  let failure: number | null = null;
  let minDecryptionVersion = 1;
  let headers: IncomingMessage['headers'] = {};

  const latest = (): number => Math.max(...versions.keys());
  const encrypt = (plaintext: Buffer): string => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', versions.get(latest()) ?? Buffer.alloc(32), nonce);
    const sealed = Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
    return `vault:v${latest()}:${sealed.toString('base64')}`;
  };
  const decrypt = (ciphertext: string): Buffer | null => {
    const [, version = '', text = ''] = /^vault:v(\d+):(.+)$/.exec(ciphertext) ?? [];
    const key = versions.get(Number(version));
    if (key === undefined || Number(version) < minDecryptionVersion) return null;
    const sealed = Buffer.from(text, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(sealed.subarray(-16));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
    } catch {
      return null;
    }
  };
  const tokenAnswer = (): Answer => {
    const token = `hvs.${randomBytes(9).toString('hex')}`;
    tokens.add(token);
    return { status: 200, body: { auth: { client_token: token, lease_duration: ttl, renewable: true } } };
  };
  const refused = (status: number, ...errors: string[]): Answer => ({ status, body: { errors } });

  const answer = (method: string, path: string, token: string | undefined, body: Record<string, string>): Answer => {
    if (failure !== null) return refused(failure, ...(failure === 503 ? ['Vault is sealed'] : []));
    if (path === 'auth/approle/login') {
      const isKnown = body['role_id'] === vaultRole.roleId && body['secret_id'] === vaultRole.secretId;
      return isKnown ? tokenAnswer() : refused(400, 'invalid role or secret ID');
    }
    if (token === undefined || !tokens.has(token)) return refused(403, 'permission denied');
    if (path === 'auth/token/lookup-self') return { status: 200, body: { data: { ttl, renewable: true } } };
    if (path === 'auth/token/renew-self')
      return { status: 200, body: { auth: { client_token: token, lease_duration: ttl, renewable: true } } };
    const [mount, action, name, more] = path.split('/');
    if (mount !== 'transit' || name !== 'kabar') return refused(404);
    switch (`${method} ${action ?? ''}${more === undefined ? '' : `/${more}`}`) {
      case 'GET keys':
        return { status: 200, body: { data: { name, latest_version: latest(), min_decryption_version: minDecryptionVersion } } };
      case 'POST keys/rotate':
        versions.set(latest() + 1, randomBytes(32));
        return { status: 204 };
      case 'POST encrypt':
        return { status: 200, body: { data: { ciphertext: encrypt(Buffer.from(body['plaintext'] ?? '', 'base64')) } } };
      case 'POST decrypt': {
        const plain = decrypt(body['ciphertext'] ?? '');
        return plain === null
          ? refused(400, 'cipher: message authentication failed')
          : { status: 200, body: { data: { plaintext: plain.toString('base64') } } };
      }
      case 'POST rewrap': {
        const plain = decrypt(body['ciphertext'] ?? '');
        return plain === null
          ? refused(400, 'cipher: message authentication failed')
          : { status: 200, body: { data: { ciphertext: encrypt(plain) } } };
      }
      default:
        return refused(404);
    }
  };

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const path = (request.url ?? '').replace('/v1/', '');
      asked.push(`${request.method ?? ''} ${path}`);
      headers = request.headers;
      const text = Buffer.concat(pieces).toString();
      // What our own client sends.
      const body = (text === '' ? {} : JSON.parse(text)) as Record<string, string>;
      const { status, body: json } = answer(request.method ?? '', path, request.headers['x-vault-token'] as string | undefined, body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(json === undefined ? undefined : JSON.stringify(json));
    });
  };
  const server = tls === undefined ? createServer(handle) : createTlsServer(tls, handle);
  const listen = (port: number): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    asked,
    get headers() {
      return headers;
    },
    failWith: (status) => {
      failure = status;
    },
    endTokens: () => tokens.clear(),
    setTtl: (seconds) => {
      ttl = seconds;
    },
    setMinDecryptionVersion: (version) => {
      minDecryptionVersion = version;
    },
    addToken: (token) => tokens.add(token),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    start: () => listen(port),
  };
}
