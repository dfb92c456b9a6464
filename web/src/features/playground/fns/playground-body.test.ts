import { SendMessageRequest } from '@kabar/contract';
import { expect, it } from 'vitest';
import { playgroundBody, readyBody, type Written } from './playground-body.ts';

const numberId = 'num_01jd8z3t5kf6v9b2m4n7p0q1rs';
const text: Written = { numberId, customer: { to: '+62 812-0000-0001' }, content: { kind: 'text', text: 'Halo' } };
const template: Written = {
  ...text,
  content: {
    kind: 'template',
    name: 'order_ready',
    language: 'id',
    components: [{ type: 'body', parameters: [{ type: 'text', text: 'Sari' }] }],
  },
};

it('shows gaps while something is open, and sends nothing', () => {
  expect(playgroundBody({ numberId: null, customer: null, content: null })).toMatchObject({ number_id: 'num_…', to: '+62…' });
  expect(readyBody({ ...text, customer: null })).toBeNull();
  expect(readyBody({ ...text, numberId: null })).toBeNull();
  expect(readyBody({ ...text, content: null })).toBeNull();
  expect(readyBody({ ...text, content: { kind: 'text', text: '  ' } })).toBeNull();
});

it.each([text, template, { ...text, customer: { contact_id: 'ctc_01jd8z3t5kf6v9b2m4n7p0q1rs' } }])(
  'makes what the API takes',
  (written) => {
    const body = readyBody(written);
    expect(body).toEqual(playgroundBody(written));
    expect(SendMessageRequest.safeParse(body).error).toBeUndefined();
  },
);
