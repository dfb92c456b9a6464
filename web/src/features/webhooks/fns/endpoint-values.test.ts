import { describe, expect, it } from 'vitest';
import { endpointChange, endpointValues, newEndpoint, readHeaders } from './endpoint-values.ts';

describe('headers of one’s own', () => {
  it('are lines of a name and a value', () => {
    expect(readHeaders('Authorization: Bearer a:b\n\n  X-Shop :  7 ')).toEqual({ Authorization: 'Bearer a:b', 'X-Shop': '7' });
    expect(readHeaders('')).toEqual({});
  });

  it.each(['Authorization', 'X Shop: 7', ': 7', 'X-Shop:'])('are refused when a line is none: %s', (text) => {
    expect(readHeaders(text)).toBeNull();
  });
});

describe('the form of an endpoint', () => {
  const values = { ...endpointValues(null), url: ' https://shop.example/hooks ', headers: 'X-Shop: 7', verify_token: 'lantern-7' };

  it('makes an endpoint; the token belongs to Meta’s format only', () => {
    expect(newEndpoint(values)).toMatchObject({ url: 'https://shop.example/hooks', headers: { 'X-Shop': '7' }, format: 'kabar' });
    expect(newEndpoint(values)).not.toHaveProperty('verify_token');
    expect(newEndpoint({ ...values, format: 'meta', signature: 'ed25519' })).toMatchObject({
      verify_token: 'lantern-7',
      signature: 'hmac',
    });
  });

  it('leaves stored headers alone until they are written anew', () => {
    expect(endpointChange({ ...values, headers: null })).not.toHaveProperty('headers');
    expect(endpointChange({ ...values, headers: '' })).toMatchObject({ headers: {} });
  });
});
