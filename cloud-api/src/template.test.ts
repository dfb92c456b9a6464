import { describe, expect, it } from 'vitest';
import { createTemplateRequestSchema, templateNeeds, templateNodeSchema, variablesOf } from './template.ts';

const node = (components: unknown[], extras: Record<string, unknown> = {}) =>
  templateNodeSchema.parse({
    id: 1689556908129832,
    name: 'x',
    language: 'en-US',
    status: 'approved',
    category: 'utility',
    components,
    ...extras,
  });

const needsOf = (components: unknown[], format?: string) => templateNeeds(node(components).components ?? [], format);

describe('templateNeeds', () => {
  it('lists positional variables once, in order of appearance', () => {
    expect(needsOf([{ type: 'BODY', text: 'Hi {{1}}, order {{2}} of {{1}} is {{ 3 }}.' }]).bodyVariables).toEqual(['1', '2', '3']);
  });

  it('lists named variables', () => {
    const needs = needsOf([{ type: 'body', text: 'Hi {{first_name}}.' }], 'named');
    expect(needs).toMatchObject({ parameterFormat: 'NAMED', bodyVariables: ['first_name'] });
  });

  it('needs the header parameter of media and places, though they show no variable', () => {
    for (const format of ['IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION']) {
      expect(needsOf([{ type: 'HEADER', format }]).header).toEqual({ format, variables: [] });
    }
    expect(needsOf([{ type: 'HEADER', format: 'TEXT', text: 'Fixed' }]).header).toBeUndefined();
    expect(needsOf([{ type: 'HEADER', format: 'TEXT', text: 'Order {{1}}' }]).header?.variables).toEqual(['1']);
  });

  it('needs parameters for variable URLs, coupon codes and one-time codes, at their own index', () => {
    const buttons = [
      { type: 'QUICK_REPLY', text: 'Stop' },
      { type: 'URL', text: 'Shop', url: 'https://shop.example' },
      { type: 'URL', text: 'Track', url: 'https://shop.example/{{1}}' },
      { type: 'COPY_CODE', text: 'Copy' },
    ];
    const needs = needsOf([{ type: 'BUTTONS', buttons }]);
    expect(needs.buttons.map((button) => [button.index, button.subType])).toEqual([
      [2, 'url'],
      [3, 'copy_code'],
    ]);
    expect(needs.quickReplyIndexes).toEqual([0]);
  });

  it('knows the code of an authentication body without text', () => {
    expect(needsOf([{ type: 'BODY', add_security_recommendation: true }]).bodyVariables).toEqual(['1']);
  });

  it('reads cards, also when buttons come before the carousel', () => {
    const cards = [0, 1].map(() => ({
      components: [
        { type: 'HEADER', format: 'IMAGE' },
        { type: 'BODY', text: 'For {{1}}!' },
      ],
    }));
    const needs = needsOf([
      { type: 'BUTTONS', buttons: [] },
      { type: 'CAROUSEL', cards },
    ]);
    expect(needs.cards).toHaveLength(2);
    expect(needs.cards[1]).toMatchObject({ header: { format: 'IMAGE' }, bodyVariables: ['1'] });
  });
});

describe('template shapes', () => {
  it('reads a node with an integer id and other letter cases', () => {
    expect(node([], { rejected_reason: 'NONE' })).toMatchObject({
      id: '1689556908129832',
      language: 'en_US',
      status: 'APPROVED',
      category: 'UTILITY',
      rejected_reason: null,
    });
  });

  it('refuses names with capitals or spaces and unknown categories', () => {
    const request = { name: 'order_update', language: 'en_US', category: 'utility' };
    expect(createTemplateRequestSchema.safeParse(request).success).toBe(true);
    expect(createTemplateRequestSchema.safeParse({ ...request, name: 'Order update' }).success).toBe(false);
    expect(createTemplateRequestSchema.safeParse({ ...request, category: 'NEWS' }).success).toBe(false);
  });

  it('finds variables only in double braces', () => {
    expect(variablesOf('{1} {{1}} {{}} {{a b}} {{b}}')).toEqual(['1', 'b']);
    expect(variablesOf(null)).toEqual([]);
  });
});
