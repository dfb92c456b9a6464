import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Egress } from '../egress/egress.ts';
import { RootKeyError, RootKeyUnavailableError } from './root-keys.ts';

/** How Vault knows us. A token from a file is what an agent beside us keeps fresh; it is read again when it is refused. */
export type VaultLogin =
  | { kind: 'token'; token: string }
  | { kind: 'token_file'; path: string }
  | { kind: 'approle'; mount: string; roleId: string; secretId: string };

/** Where Vault or OpenBao is. */
export type VaultAddress = { url: string; namespace: string | null; login: VaultLogin; timeoutMs: number };

/**
 * Asks Vault, signed in. Errors of all: `RootKeyUnavailableError` when there is no answer or Vault is sealed, starting or overloaded; `RootKeyError` when it refuses us;
 * `VaultRefusal` for a request that it does not accept.
 */
export type VaultClient = {
  call(method: 'GET' | 'POST', path: string, body?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Stops the renewal of the token. */
  close(): void;
};

/** Vault answered 400 or 404: the key is missing, or the bytes are none of its. */
export class VaultRefusal extends RootKeyError {
  override readonly name = 'VaultRefusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const LoginAnswer = z.object({
  auth: z.object({ client_token: z.string(), lease_duration: z.number(), renewable: z.boolean() }),
});
const LookupAnswer = z.object({ data: z.object({ ttl: z.number(), renewable: z.boolean().optional() }) });
const ErrorAnswer = z.object({ errors: z.array(z.string()) });

const maxAnswerBytes = 1024 * 1024;
/** Longest wait of a timer in Node. */
const maxTimerMs = 2 ** 31 - 1;

type Session = { token: string; renewable: boolean; ttlMs: number };

/**
 * Opens a client. It signs in on its first call, renews its token when two thirds of its time are over, and signs in anew when a token is refused.
 *
 * Sources: https://openbao.org/api-docs/auth/approle, https://openbao.org/api-docs/auth/token and https://developer.hashicorp.com/vault/api-docs (status codes) —
 * read 2026-11-21.
 */
export function createVaultClient(address: VaultAddress, egress: Pick<Egress, 'request'>): VaultClient {
  const { url, namespace, login, timeoutMs } = address;
  let session: Promise<Session> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;

  const send = async (method: 'GET' | 'POST', path: string, token: string | null, body?: Readonly<Record<string, unknown>>) => {
    const answer = await egress.request({
      purpose: 'key_management',
      method,
      origin: url,
      path: `/v1/${path}`,
      headers: {
        // Vault asks for it of agents and proxies, and refuses requests that a browser was tricked into.
        'x-vault-request': 'true',
        ...(token === null ? {} : { 'x-vault-token': token }),
        ...(namespace === null ? {} : { 'x-vault-namespace': namespace }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      timeoutMs,
    });
    if (answer.kind === 'no_answer') throw new RootKeyUnavailableError(`Vault at ${url} does not answer (${answer.code ?? answer.reason})`);
    const bytes = await answer.readBytes(maxAnswerBytes);
    if (bytes === null) throw new RootKeyUnavailableError(`the answer of Vault at ${url} broke off`);
    return { status: answer.status, json: parse(bytes) };
  };

  const signIn = async (): Promise<Session> => {
    if (login.kind === 'approle') {
      const path = `auth/${login.mount}/login`;
      const { status, json } = await send('POST', path, null, { role_id: login.roleId, secret_id: login.secretId });
      if (status !== 200) throw refusal(url, status, json, 'sign in with the role');
      const { auth } = shaped(LoginAnswer, json, url);
      return { token: auth.client_token, renewable: auth.renewable, ttlMs: auth.lease_duration * 1_000 };
    }
    const token = login.kind === 'token' ? login.token : await readToken(login.path);
    const { status, json } = await send('GET', 'auth/token/lookup-self', token);
    if (status !== 200) throw refusal(url, status, json, 'use the token');
    const { data } = shaped(LookupAnswer, json, url);
    return { token, renewable: data.renewable === true, ttlMs: data.ttl * 1_000 };
  };

  const renew = async (): Promise<void> => {
    const before = session === null ? null : await session.catch(() => null);
    if (before === null || isClosed) return;
    const { status, json } = await send('POST', 'auth/token/renew-self', before.token, {});
    const renewed = status === 200 ? LoginAnswer.safeParse(json) : null;
    // A token has a last day. With a role or a file there is a next one.
    if (renewed?.success !== true || renewed.data.auth.lease_duration * 1_000 <= before.ttlMs / 3) {
      session = null;
      return;
    }
    const { auth } = renewed.data;
    session = Promise.resolve({ token: auth.client_token, renewable: auth.renewable, ttlMs: auth.lease_duration * 1_000 });
    plan(await session);
  };

  const plan = ({ ttlMs, renewable }: Session): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (ttlMs <= 0 || isClosed) return; // a root token never ends
    timer = setTimeout(
      () => {
        // Not renewed now: the next call tries with what there is, and signs in anew where that is refused.
        if (renewable) renew().catch(() => undefined);
        else session = null;
      },
      Math.min((ttlMs * 2) / 3, maxTimerMs),
    );
    timer.unref();
  };

  const current = async (): Promise<Session> => {
    if (session === null) {
      const signing = signIn();
      session = signing;
      signing.then(plan, () => {
        if (session === signing) session = null;
      });
    }
    return session;
  };

  return {
    call: async (method, path, body) => {
      for (let isFirst = true; ; isFirst = false) {
        const { token } = await current();
        const { status, json } = await send(method, path, token, body);
        if (status === 200 || status === 204) return json;
        if (status === 403 && isFirst) {
          session = null; // ended or withdrawn: once more with a fresh one
          continue;
        }
        throw refusal(url, status, json, `${method} ${path}`);
      }
    },
    close: () => {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** 429: standby; 472, 473: standbys of other kinds; 501: not initialised; 503: sealed or in maintenance. None of them is about us. */
function refusal(url: string, status: number, json: unknown, what: string): Error {
  const said = ErrorAnswer.safeParse(json);
  // Vault's words say what is wrong with a path or a policy; they never repeat what was sent.
  const words = said.success && said.data.errors.length > 0 ? `: ${said.data.errors.join('; ').replaceAll(/\s+/g, ' ').slice(0, 300)}` : '';
  const sentence = `Vault at ${url} refused to ${what} (${status})${words}`;
  if (status === 400 || status === 404 || status === 405) return new VaultRefusal(status, sentence);
  if (status === 401 || status === 403) return new RootKeyError(sentence);
  return new RootKeyUnavailableError(status === 503 ? `Vault at ${url} is sealed or in maintenance (503)${words}` : sentence);
}

async function readToken(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    throw new RootKeyError(`the token of Vault at ${path} cannot be read`, { cause: error });
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return bytes.byteLength === 0 ? null : JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

function shaped<T>(form: z.ZodType<T>, json: unknown, url: string): T {
  const parsed = form.safeParse(json);
  if (!parsed.success) throw new RootKeyUnavailableError(`what answers at ${url} is not Vault`);
  return parsed.data;
}
