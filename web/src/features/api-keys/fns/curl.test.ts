import { describe, expect, it } from 'vitest';
import { sendCurl } from './curl.ts';

describe('the ready curl', () => {
  it('sends a text with the key', () => {
    const command = sendCurl({ origin: 'http://127.0.0.1:7000', apiKey: 'kabar_live_x', numberId: 'num_1', to: '+15550100001' });
    expect(command).toContain("curl 'http://127.0.0.1:7000/v1/messages'");
    expect(command).toContain("-H 'Authorization: Bearer kabar_live_x'");
    const body = /-d '(.+)'$/.exec(command)?.[1] ?? '';
    expect(JSON.parse(body)).toEqual({ number_id: 'num_1', to: '+15550100001', type: 'text', text: { body: 'Hello from the API' } });
  });

  it('keeps a quote in a value from ending the argument', () => {
    expect(sendCurl({ origin: 'http://a', apiKey: "k'; rm -rf x", numberId: 'n', to: 't' })).toContain(`Bearer k'\\''; rm -rf x'`);
  });
});
