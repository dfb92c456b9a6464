import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { issueWords } from './issue-words.ts';

/** The words about each field of `input`, by its path. */
function wordsFor(schema: z.ZodType, input: unknown): Record<string, string> {
  const { error } = schema.safeParse(input, { error: issueWords });
  return Object.fromEntries((error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]));
}

describe('words about wrong fields', () => {
  it('say what is wanted, for every kind of field', () => {
    const schema = z.strictObject({
      gone: z.string(),
      kind: z.string(),
      none: z.boolean(),
      choice: z.enum(['text', 'image']),
      left_out: z.enum(['text', 'image']),
      only: z.literal('whatsapp'),
      empty: z.string().min(1),
      short: z.string().min(5),
      long: z.string().max(2),
      exact: z.string().length(6),
      few: z.array(z.string()).min(2),
      many: z.array(z.number()).max(1),
      low: z.number().min(10),
      high: z.number().max(200),
      positive: z.number().positive(),
      whole: z.int(),
      mail: z.email(),
      time: z.iso.datetime(),
      start: z.string().startsWith('whsec_'),
      code: z.string().regex(/^[a-z]+$/),
      step: z.number().multipleOf(5),
    });
    expect(
      wordsFor(schema, {
        kind: 12,
        none: null,
        choice: 'txt',
        only: 'sms',
        empty: '',
        short: '12',
        long: 'abc',
        exact: '1',
        few: [],
        many: [1, 2],
        low: 1,
        high: 5_000,
        positive: 0,
        whole: 1.5,
        mail: 'x',
        time: 'soon',
        start: 'x',
        code: '1',
        step: 3,
      }),
    ).toEqual({
      gone: 'is required',
      kind: 'must be a string',
      none: 'must be true or false, not null',
      choice: 'must be one of "text", "image"',
      left_out: 'is required: one of "text", "image"',
      only: 'must be "whatsapp"',
      empty: 'must not be empty',
      short: 'must have at least 5 characters',
      long: 'must have at most 2 characters',
      exact: 'must have exactly 6 characters',
      few: 'must have at least 2 items',
      many: 'must have at most 1 item',
      low: 'must be at least 10',
      high: 'must be at most 200',
      positive: 'must be more than 0',
      whole: 'must be a whole number',
      mail: 'must be an e-mail address',
      time: 'must be a time in UTC such as 2026-11-21T08:15:30Z',
      start: 'must start with "whsec_"',
      code: 'must match /^[a-z]+$/',
      step: 'must be a multiple of 5',
    });
  });

  it('name fields that do not exist, and the kinds that a choice has', () => {
    const shape = z.strictObject({
      action: z.discriminatedUnion('type', [z.object({ type: z.literal('a') }), z.object({ type: z.literal('b') })]).optional(),
      either: z.union([z.string(), z.number()]).optional(),
    });
    expect(wordsFor(shape, { foo: 1 })).toEqual({ '': 'has no field called "foo"' });
    expect(wordsFor(shape, { foo: 1, bar: 2 })).toEqual({ '': 'has no fields called "foo", "bar"' });
    expect(wordsFor(shape, { action: { type: 'c' }, either: true })).toEqual({
      'action.type': 'must be one of "a", "b"',
      either: 'has none of the forms it may have; see the reference',
    });
  });

  it('leave the words of a schema as they are', () => {
    expect(wordsFor(z.object({ id: z.string().startsWith('num_', 'must be an id that starts with num_') }), { id: 'x' })).toEqual({
      id: 'must be an id that starts with num_',
    });
  });
});
