import { describe, expect, it } from 'vitest';
import { curlOf, typescriptOf } from './request-code.ts';

const body = { number_id: 'num_1', to: '+62 812-0000-0001', type: 'text', text: { body: `It's "here" \\ now\nSee $HOME` } };

describe('the request as a program would write it', () => {
  it('closes and reopens the quotes around an apostrophe in a shell', () => {
    const command = curlOf('https://kabar.example', body, 'play-1');
    expect(command).toContain(`It'\\''s \\"here\\"`);
    expect(command).toContain(`-H 'Idempotency-Key: play-1'`);
    expect(command).toContain(`-H "Authorization: Bearer $KABAR_API_KEY"`);
  });

  it('is an expression of TypeScript with the same value', () => {
    const code = typescriptOf('https://kabar.example', { ...body, template: { components: [], 'odd-key': null, skipped: undefined } });
    expect(code).toContain(`createKabar({ baseUrl: 'https://kabar.example', apiKey: process.env.KABAR_API_KEY })`);
    expect(code).toContain(String.raw`messages.send({
  number_id: 'num_1',
  to: '+62 812-0000-0001',
  type: 'text',
  text: {
    body: 'It\'s "here" \\ now\nSee $HOME',
  },
  template: {
    components: [],
    'odd-key': null,
  },
});`);
  });
});
