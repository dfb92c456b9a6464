import { isIP } from 'node:net';
import type { Configuration, CustomFetchOptions } from 'openid-client';
import type { Egress } from '#platform/egress/egress';
import type { EgressGate } from '#platform/egress/gate';
import { isPublicAddress } from '#platform/egress/public-address';

/** Loaded when somebody first signs in at a provider: nobody else needs it. */
const library = () => import('openid-client');

/** One provider as a workspace set it up. */
export type ProviderSettings = { issuer: string; clientId: string; clientSecret: string | null };

/** A browser on its way to a provider: all that both ends must agree on. */
export type Visit = { redirectUri: string; state: string; nonce: string; codeVerifier: string; mustProveAnew: boolean };

/** What a provider says of somebody. */
export type Claims = { subject: string; email: string | null; isEmailDenied: boolean; name: string | null };

/** Why a provider cannot be used, or did not prove anything. `unreachable`: nothing came, or nothing that is a provider. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly reason: 'unreachable' | 'not_trusted' | 'refused_there';

  constructor(reason: ProviderError['reason'], cause?: unknown) {
    super(`the identity provider: ${reason}`, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}

/** What talking to providers needs. */
export type ProviderClient = {
  egress: Egress;
  /** True where the installation is one machine's own: then a provider on the same machine may speak plain http. */
  allowLoopback: boolean;
};

const timeoutMs = 10_000;
const maxBytes = 256 * 1024;
/** How old a sign-in at the provider may be when a dangerous act asks for a new one. */
const freshSeconds = 5 * 60;

/** Reads what a provider says of itself. Errors: `ProviderError` with `unreachable`. */
export async function findProvider(client: ProviderClient, settings: ProviderSettings): Promise<Configuration> {
  const { allowInsecureRequests, ClientSecretBasic, customFetch, discovery, None } = await library();
  const issuer = new URL(settings.issuer);
  const isPlain = issuer.protocol === 'http:';
  if (isPlain && !(client.allowLoopback && isLoopback(issuer.hostname))) throw new ProviderError('unreachable');
  try {
    const config = await discovery(
      issuer,
      settings.clientId,
      undefined,
      settings.clientSecret === null ? None() : ClientSecretBasic(settings.clientSecret),
      {
        [customFetch]: (url: string, options: CustomFetchOptions) => fetchThrough(client, url, options),
        timeout: timeoutMs / 1_000,
        ...(isPlain ? { execute: [allowInsecureRequests] } : {}),
      },
    );
    const { authorization_endpoint: authorization, token_endpoint: token } = config.serverMetadata();
    if (authorization === undefined || token === undefined) throw new ProviderError('unreachable');
    return config;
  } catch (error) {
    throw error instanceof ProviderError ? error : new ProviderError('unreachable', error);
  }
}

/** Where the browser is sent. */
export async function addressOf(config: Configuration, visit: Visit, email: string | null): Promise<string> {
  const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await library();
  const url = buildAuthorizationUrl(config, {
    redirect_uri: visit.redirectUri,
    scope: 'openid email profile',
    state: visit.state,
    nonce: visit.nonce,
    code_challenge: await calculatePKCECodeChallenge(visit.codeVerifier),
    code_challenge_method: 'S256',
    ...(email === null ? {} : { login_hint: email }),
    ...(visit.mustProveAnew ? { prompt: 'login', max_age: '0' } : {}),
  });
  return url.href;
}

/**
 * Trades the code for what the provider says of the person. The library checks state, nonce, issuer (also the one in the address, RFC 9207, where the provider sends
 * it), audience, signature and times; a provider of somebody else cannot answer here, because every workspace has a redirect address of its own.
 *
 * Errors: `ProviderError`.
 */
export async function readClaims(config: Configuration, visit: Visit, query: Readonly<Record<string, unknown>>): Promise<Claims> {
  if (typeof query['error'] === 'string' && query['code'] === undefined) throw new ProviderError('refused_there');
  const { authorizationCodeGrant, fetchUserInfo } = await library();
  const current = new URL(visit.redirectUri);
  for (const [key, value] of Object.entries(query)) if (typeof value === 'string') current.searchParams.set(key, value);
  try {
    const tokens = await authorizationCodeGrant(config, current, {
      expectedState: visit.state,
      expectedNonce: visit.nonce,
      pkceCodeVerifier: visit.codeVerifier,
      idTokenExpected: true,
      ...(visit.mustProveAnew ? { maxAge: freshSeconds } : {}),
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new ProviderError('not_trusted');
    // Some providers put the address into the id token, others only where the access token opens.
    const asksMore = claims['email'] === undefined && config.serverMetadata().userinfo_endpoint !== undefined;
    const { email, name, email_verified: isVerified } = asksMore ? await fetchUserInfo(config, tokens.access_token, claims.sub) : claims;
    return {
      subject: `${claims.iss} ${claims.sub}`,
      email: typeof email === 'string' ? email.toLowerCase() : null,
      isEmailDenied: isVerified === false || isVerified === 'false',
      name: typeof name === 'string' ? name : null,
    };
  } catch (error) {
    throw error instanceof ProviderError ? error : new ProviderError('not_trusted', error);
  }
}

/**
 * The gate for addresses of providers. Workspaces choose them, so they stand in no register of the installation; instead nothing but public addresses is
 * reached. `ownHosts`: names that whoever runs the installation allows to lead into their own network.
 */
export function createProviderGate(options: { ownHosts: readonly string[]; allowLoopback: boolean }): EgressGate {
  return {
    admit: ({ host, purpose }) => {
      if (purpose !== 'identity') return { allowed: false, reason: 'other_purpose' };
      const plain = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
      if (options.ownHosts.includes(plain) || (options.allowLoopback && isLoopback(plain))) return { allowed: true, addresses: 'any' };
      if (isIP(plain) !== 0 && !isPublicAddress(plain)) return { allowed: false, reason: 'private_address' };
      return { allowed: true, addresses: 'public' };
    },
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '::1' || host === '[::1]';
}

/** `fetch` as the library asks for it, over our own way out: nothing is followed, and an answer is small or none. */
async function fetchThrough(
  client: ProviderClient,
  address: string,
  options: { method: string; headers: Record<string, string>; body?: unknown },
): Promise<Response> {
  const url = new URL(address);
  const body = options.body instanceof URLSearchParams ? options.body.toString() : typeof options.body === 'string' ? options.body : null;
  const answer = await client.egress.request({
    purpose: 'identity',
    method: options.method === 'POST' ? 'POST' : 'GET',
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    headers: options.headers,
    body,
    timeoutMs,
  });
  if (answer.kind === 'no_answer') throw new ProviderError('unreachable');
  const bytes = await answer.readBytes(maxBytes);
  if (bytes === null) throw new ProviderError('unreachable');
  const type = answer.headers['content-type'];
  return new Response(new Uint8Array(bytes), {
    status: answer.status,
    headers: typeof type === 'string' ? { 'content-type': type } : {},
  });
}
