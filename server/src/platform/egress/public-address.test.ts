import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { isPublicAddress, lookupPublic, type Resolve } from './public-address.ts';

describe('a public address', () => {
  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '10.255.255.255',
    '100.64.0.1',
    '100.127.255.254',
    '127.0.0.1',
    '127.1.2.3',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '0:0:0:0:0:0:0:1',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'fec0::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '2001:db8::1',
    '3fff::1',
    '100::1',
    '2002:7f00:1::',
    '2001::1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '5f00::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '::FFFF:A9FE:A9FE',
    '::127.0.0.1',
    '0:0:0:0:0:ffff:c0a8:101',
    'localhost',
    '',
    '2130706433',
    '0x7f000001',
    '127.1',
    '0177.0.0.1',
  ])('is not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.255.255',
    '172.32.0.1',
    '192.0.1.1',
    '198.17.255.255',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00:1450:4001::1',
    '::ffff:8.8.8.8',
  ])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('a look-up of public addresses', () => {
  const answering =
    (...addresses: string[]): Resolve =>
    (_host, options, done) => {
      expect(options.all).toBe(true);
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    };
  const ask = (resolve: Resolve, all: boolean): Promise<{ error: string | null; address: string | LookupAddress[] }> =>
    new Promise((done) => lookupPublic(resolve)('example.com', { all }, (error, address) => done({ error: error?.code ?? null, address })));

  it('gives what the socket asked for, one address or all', async () => {
    expect(await ask(answering('1.1.1.1', '1.0.0.1'), false)).toEqual({ error: null, address: '1.1.1.1' });
    expect(await ask(answering('1.1.1.1'), true)).toEqual({ error: null, address: [{ address: '1.1.1.1', family: 4 }] });
  });

  it('refuses a name of which any address is private, so that no second answer can be waited for', async () => {
    expect(await ask(answering('1.1.1.1', '127.0.0.1'), true)).toEqual({ error: 'ENOTPUBLIC', address: [] });
    expect(await ask(answering('::ffff:169.254.169.254'), false)).toMatchObject({ error: 'ENOTPUBLIC' });
    expect(await ask(answering(), false)).toMatchObject({ error: 'ENOTPUBLIC' });
  });

  it('passes a failure on', async () => {
    const failing: Resolve = (_host, _options, done) => done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []);
    expect(await ask(failing, true)).toMatchObject({ error: 'ENOTFOUND' });
  });
});
