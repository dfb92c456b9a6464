import { createServer, type Server } from 'node:http';
import { createServer as createPlainServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAddressRules } from './address-rules.ts';
import { readEndpointUrl } from './read-url.ts';
import { createWebhookEgress, lookupAllowed, refusedCode } from './webhook-egress.ts';

const strict = createAddressRules({ ports: [443], ownNetworks: [] });
const developing = createAddressRules({ ports: [443], ownNetworks: ['127.0.0.0/8', '::1/128', '10.20.0.0/16'] });

const refusal = (url: string, rules = strict): string => {
  const read = readEndpointUrl(url, rules);
  return 'refused' in read ? read.refused : 'fine';
};

describe('an address of an endpoint', () => {
  it.each([
    // This machine, however it is written.
    'https://127.0.0.1/',
    'https://127.1/',
    'https://127.0.1/',
    'https://2130706433/',
    'https://017700000001/',
    'https://0x7f000001/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://127.0.0.1./',
    'https://0/',
    'https://0.0.0.0/',
    'https://[::1]/',
    'https://[::]/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[0:0:0:0:0:ffff:7f00:1]/',
    'https://[::127.0.0.1]/',
    'https://①②⑦.⓪.⓪.①/',
    // Private networks.
    'https://10.0.0.1/',
    'https://10.1/',
    'https://0xa000001/',
    'https://172.16.0.1/',
    'https://172.31.255.255/',
    'https://192.168.0.1/',
    'https://3232235521/',
    'https://0300.0250.0.1/',
    'https://[::ffff:10.0.0.1]/',
    'https://[::ffff:c0a8:1]/',
    'https://[fc00::1]/',
    'https://[fd12:3456:789a::1]/',
    'https://[fec0::1]/',
    // Link-local, and with it the metadata services.
    'https://169.254.169.254/latest/meta-data/',
    'https://2852039166/',
    'https://0xa9fea9fe/',
    'https://0251.0376.0251.0376/',
    'https://[::ffff:169.254.169.254]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[fe80::1]/',
    'https://[fd00:ec2::254]/',
    'https://169.254.170.2/',
    // IPv4 carried in IPv6.
    'https://[64:ff9b::7f00:1]/',
    'https://[64:ff9b:1::1]/',
    'https://[2002:7f00:1::]/',
    'https://[2002:a9fe:a9fe::]/',
    'https://[2001::1]/',
    // Everything else that is not the public net.
    'https://100.64.0.1/',
    'https://192.0.0.1/',
    'https://192.0.2.1/',
    'https://192.88.99.1/',
    'https://198.18.0.1/',
    'https://198.51.100.1/',
    'https://203.0.113.1/',
    'https://224.0.0.1/',
    'https://239.255.255.250/',
    'https://240.0.0.1/',
    'https://255.255.255.255/',
    'https://[ff02::1]/',
    'https://[2001:db8::1]/',
    'https://[3fff::1]/',
    'https://[100::1]/',
    'https://[5f00::1]/',
  ])('is refused for what it leads to: %s', (url) => {
    expect(refusal(url)).toBe('private_address');
  });

  it.each([
    ['https://localhost/', 'local_name'],
    ['https://LOCALHOST./', 'local_name'],
    ['https://db/', 'local_name'],
    ['https://a.localhost/', 'local_name'],
    ['https://metadata.google.internal/', 'local_name'],
    ['https://printer.local/', 'local_name'],
    ['https://router.home.arpa/', 'local_name'],
    ['http://hooks.example.com/', 'scheme'],
    ['http://hooks.example.com:443/', 'scheme'],
    ['ftp://hooks.example.com/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['gopher://hooks.example.com/', 'scheme'],
    ['data:text/plain,hello', 'scheme'],
    ['https://user:word@hooks.example.com/', 'credentials'],
    ['https://hooks.example.com@127.0.0.1/', 'credentials'],
    ['https://hooks.example.com/#x', 'fragment'],
    ['https://hooks.example.com:22/', 'port'],
    ['https://hooks.example.com:8443/', 'port'],
    ['https://hooks.example.com:80/', 'port'],
    ['https://', 'not_a_url'],
    ['hooks.example.com', 'not_a_url'],
    ['https://hooks.example.com\\@127.0.0.1/', 'not_a_url'],
    ['https://hooks.example .com/', 'not_a_url'],
    ['https://[::1', 'not_a_url'],
    ['https://256.256.256.256/', 'not_a_url'],
    ['https://[fe80::1%25eth0]/', 'not_a_url'],
  ])('%s is refused: %s', (url, reason) => {
    expect(refusal(url)).toBe(reason);
  });

  it('is taken when it is public, in its normal form', () => {
    expect(readEndpointUrl('https://HOOKS.Example.com./a?b=c', strict)).toMatchObject({
      host: 'hooks.example.com',
      port: 443,
      path: '/a?b=c',
    });
    expect(readEndpointUrl('https://kabar.münchen.example/', strict)).toMatchObject({ host: 'kabar.xn--mnchen-3ya.example' });
    expect(refusal('https://1.1.1.1/')).toBe('fine');
    expect(refusal('https://[2606:4700::1111]/')).toBe('fine');
  });

  it('follows the ports that the operator opened', () => {
    const open = createAddressRules({ ports: [443, 80, 8443], ownNetworks: [] });
    expect(refusal('https://hooks.example.com:8443/', open)).toBe('fine');
    expect(refusal('http://hooks.example.com/', open)).toBe('fine');
    expect(refusal('http://hooks.example.com:8443/', open)).toBe('scheme');
  });

  it('leads into own networks only as far as the operator opened them', () => {
    expect(refusal('http://127.0.0.1:3000/', developing)).toBe('fine');
    expect(refusal('http://[::ffff:127.0.0.1]:3000/', developing)).toBe('fine');
    expect(refusal('http://localhost:3000/', developing)).toBe('fine');
    expect(refusal('http://10.20.1.1/', developing)).toBe('fine');
    expect(refusal('http://10.21.0.1/', developing)).toBe('private_address');
    expect(refusal('https://169.254.169.254/', developing)).toBe('private_address');
  });
});

describe('the client', () => {
  let connectionCount = 0;
  let answer: { status: number; headers: Record<string, string> } = { status: 200, headers: {} };
  let server: Server;
  let port = 0;
  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume();
      response.writeHead(answer.status, answer.headers).end('answer');
    });
    server.on('connection', () => (connectionCount += 1));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port; // a listening TCP server has one
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const post = async (rules: typeof strict, origin: string, resolve?: (host: string) => Promise<readonly string[]>) => {
    const egress = createWebhookEgress(rules, resolve === undefined ? {} : { resolve });
    try {
      const got = await egress.request({
        purpose: 'webhook',
        method: 'POST',
        origin,
        path: '/',
        headers: {},
        body: 'x',
        timeoutMs: 5_000,
      });
      if (got.kind === 'answer') await got.readBytes(100);
      return got;
    } finally {
      await egress.close();
    }
  };
  const rulesWithPort = (ownNetworks: readonly string[] = []) => createAddressRules({ ports: [443, port], ownNetworks });

  it.each(['127.0.0.1', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433', '0x7f000001', '0177.0.0.1', '127.1'])(
    'opens no connection to %s, even if the address was stored',
    async (host) => {
      const before = connectionCount;
      expect(await post(rulesWithPort(), `http://${host}:${port}`)).toMatchObject({ kind: 'no_answer', wasSent: false });
      expect(connectionCount).toBe(before);
    },
  );

  it.each([[['127.0.0.1']], [['1.1.1.1', '127.0.0.1']], [['::1']], [['::ffff:127.0.0.1']], [['169.254.169.254']], [[]]])(
    'opens no connection to a name that leads to %j',
    async (addresses) => {
      const before = connectionCount;
      const got = await post(rulesWithPort(), `http://hooks.example.com:${port}`, async () => addresses);
      expect(got).toMatchObject({ kind: 'no_answer', wasSent: false, reason: 'connect', code: refusedCode });
      expect(connectionCount).toBe(before);
    },
  );

  it('asks for a name once and dials what was judged, so that a second answer gains nothing', async () => {
    let askCount = 0;
    const flipping = async (): Promise<readonly string[]> => {
      askCount += 1;
      return askCount === 1 ? ['127.0.0.1'] : ['169.254.169.254'];
    };
    expect(await post(rulesWithPort(['127.0.0.0/8']), `http://hooks.example.com:${port}`, flipping)).toMatchObject({
      kind: 'answer',
      status: 200,
    });
    expect(askCount).toBe(1);
  });

  it('takes a port that is not open for the public into own networks alone', async () => {
    const rules = createAddressRules({ ports: [443], ownNetworks: ['10.20.0.0/16'] });
    const looked: unknown[] = [];
    const got = await post(rules, `http://hooks.example.com:${port}`, async (host) => {
      looked.push(host);
      return ['1.1.1.1'];
    });
    expect([looked, got]).toMatchObject([['hooks.example.com'], { kind: 'no_answer', code: refusedCode }]);
  });

  it('follows no redirect', async () => {
    answer = { status: 307, headers: { location: `http://127.0.0.1:${port}/elsewhere` } };
    const before = connectionCount;
    expect(await post(rulesWithPort(['127.0.0.0/8']), `http://127.0.0.1:${port}`)).toMatchObject({ kind: 'answer', status: 307 });
    expect(connectionCount).toBe(before + 1);
    answer = { status: 200, headers: {} };
  });

  it('asks no proxy of the environment', async () => {
    const proxy = createPlainServer();
    let proxied = 0;
    proxy.on('connection', () => (proxied += 1));
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`; // a listening TCP server has one
    const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'];
    const before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
    for (const name of names) process.env[name] = address;
    try {
      expect(await post(rulesWithPort(['127.0.0.0/8']), `http://127.0.0.1:${port}`)).toMatchObject({ kind: 'answer' });
      expect(proxied).toBe(0);
    } finally {
      for (const name of names) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
      await new Promise((resolve) => proxy.close(resolve));
    }
  });

  it('serves no other purpose', async () => {
    const egress = createWebhookEgress(rulesWithPort(['127.0.0.0/8']));
    const got = await egress.request({
      purpose: 'messaging',
      method: 'GET',
      origin: `http://127.0.0.1:${port}`,
      path: '/',
      headers: {},
      body: null,
      timeoutMs: 1_000,
    });
    expect(got).toMatchObject({ kind: 'no_answer', reason: 'not_allowed' });
    await egress.close();
  });
});

describe('a look-up', () => {
  it('gives one address or all, as the socket asks', async () => {
    const ask = (all: boolean): Promise<unknown> =>
      new Promise((done) =>
        lookupAllowed(
          () => true,
          async () => ['1.1.1.1', '2606:4700::1111'],
        )('hooks.example.com', { all }, (error, address, family) => done([error, address, family])),
      );
    expect(await ask(false)).toEqual([null, '1.1.1.1', 4]);
    expect(await ask(true)).toEqual([
      null,
      [
        { address: '1.1.1.1', family: 4 },
        { address: '2606:4700::1111', family: 6 },
      ],
      undefined,
    ]);
  });

  it('passes on what DNS said', async () => {
    const got = await new Promise((done) =>
      lookupAllowed(
        () => true,
        async () => {
          throw Object.assign(new Error('no'), { code: 'ENOTFOUND' });
        },
      )('hooks.example.com', { all: true }, (error) => done(error?.code)),
    );
    expect(got).toBe('ENOTFOUND');
  });
});
