import { emptyParts } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { convertVariables, numberVariables } from './convert-variables.ts';

const body = (text: string, samples = {}) => ({ text, samples, security_recommendation: null });

describe('numberVariables', () => {
  it('closes gaps and takes samples along', () => {
    expect(numberVariables('{{5}} and {{ 2 }} and {{5}}', { 5: 'a', 2: 'b' })).toEqual({
      text: '{{1}} and {{2}} and {{1}}',
      samples: { 1: 'a', 2: 'b' },
    });
  });
});

describe('convertVariables', () => {
  const draft = {
    ...emptyParts(),
    name: 'a',
    language: 'id',
    category: 'marketing' as const,
    parameter_format: 'positional' as const,
    ttl_seconds: null,
    header: { kind: 'text' as const, text: 'Hi {{1}}', samples: { 1: 'x' } },
    body: body('{{1}} then {{2}}', { 1: 'a', 2: 'b' }),
    cards: [{ ...emptyParts(), body: body('{{1}}', { 1: 'c' }) }],
  };

  it('names the variables of every text', () => {
    const named = convertVariables(draft, 'named');
    expect(named.header).toMatchObject({ text: 'Hi {{name}}', samples: { name: 'x' } });
    expect(named.body).toMatchObject({ text: '{{name}} then {{name_2}}', samples: { name: 'a', name_2: 'b' } });
    expect(named.cards[0]?.body?.text).toBe('{{name}}');
    expect(named.parameter_format).toBe('named');
  });

  it('comes back to numbers', () => {
    expect(convertVariables(convertVariables(draft, 'named'), 'positional')).toEqual(draft);
  });
});
