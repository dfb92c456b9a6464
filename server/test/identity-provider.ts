import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** Somebody whom the provider knows. */
export type ProviderPerson = { sub: string; email: string; name?: string; email_verified?: boolean };

/** A company's identity provider on this machine: the real `oidc-provider`, with a sign-in page that lets the chosen person in. */
export type TestProvider = {
  issuer: string;
  client: { id: string; secret: string };
  /** Who sits in front of its sign-in page. */
  person: ProviderPerson;
  /** Whether the sign-in page sends people back with an error instead. */
  refuses: boolean;
  /** Goes through the provider as a browser would, from the address that Kabar gave; gives the address it sends the browser back to. */
  visit(url: string): Promise<URL>;
  close(): Promise<void>;
};

/** Starts one that knows Kabar under whatever redirect address it names, because each test has workspaces of its own. */
export async function startIdentityProvider(): Promise<TestProvider> {
  let handler: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  const server: Server = createServer((request, response) => handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  const issuer = `http://127.0.0.1:${port}`;
  const client = { id: 'kabar', secret: 'a secret that only these two know' };
  const self: TestProvider = {
    issuer,
    client,
    person: { sub: 'nobody', email: 'nobody@example.com' },
    refuses: false,
    visit: (url) => visit(url, issuer),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: ['http://localhost:4000/anywhere'],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['one key for the tests'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({ ...self.person, sub: id, email_verified: self.person.email_verified ?? true }),
    }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: client.id, accountId: ctx.oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  provider.Client.prototype.redirectUriAllowed = () => true;
  const callback = provider.callback();
  handler = (request, response) => {
    if (request.url?.startsWith('/sign-in/') !== true) return void callback(request, response);
    const result = self.refuses ? { error: 'access_denied', error_description: 'not today' } : { login: { accountId: self.person.sub } };
    void provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  };
  return self;
}

/** Follows redirects inside the provider with its cookies, and stops at the first that leads out. */
async function visit(start: string, issuer: string): Promise<URL> {
  const jar = new Map<string, string>();
  let url = new URL(start);
  for (let hop = 0; hop < 10; hop += 1) {
    if (url.origin !== issuer) return url;
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const next = answer.headers.get('location');
    if (next === null) throw new Error(`the provider stopped at ${url.pathname} with ${answer.status}: ${await answer.text()}`);
    url = new URL(next, url);
  }
  throw new Error('the provider goes in circles');
}
