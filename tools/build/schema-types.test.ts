import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { typeOf } from './schema-types.ts';

function write(schema: z.ZodType, side: 'input' | 'output' = 'output'): string {
  return typeOf(z.toJSONSchema(schema, { io: side }), 'Thing', side).type.replaceAll('\n', ' ');
}

describe('types from schemas', () => {
  it('says what is there, what may be missing and what may be null', () => {
    const schema = z.object({ name: z.string().nullable(), age: z.number().optional(), 'a-b': z.literal('x').describe('Why */ it is') });
    expect(write(schema)).toBe('{ name: string | null; age?: number | undefined; /** Why * / it is */ "a-b": "x"; }');
  });

  it('tells what a caller may leave out from what an answer holds', () => {
    const schema = z.object({ limit: z.number().default(50), id: z.string().regex(/^num_[0-7][a-z]{25}$/) });
    expect(write(schema)).toBe('{ limit: number; id: `num_${string}`; }');
    expect(write(schema, 'input')).toBe('{ limit?: number | undefined; id: string; }');
  });

  it('writes unions, lists, tuples and records', () => {
    expect(write(z.array(z.union([z.string(), z.number()])))).toBe('(string | number)[]');
    const either = z.array(z.discriminatedUnion('kind', [z.object({ kind: z.literal('a') }), z.object({ kind: z.literal('b') })]));
    expect(write(either)).toBe('({ kind: "a"; } | { kind: "b"; })[]');
    expect(write(z.array(z.object({ a: z.string() }).catchall(z.number())))).toBe('({ a: string; } & Record<string, number>)[]');
    expect(write(z.tuple([z.string(), z.boolean()]))).toBe('[string, boolean]');
    expect(write(z.record(z.string(), z.enum(['a', 'b'])))).toBe('Record<string, "a" | "b">');
  });

  it('names what holds itself', () => {
    const Tree = z.object({
      get children() {
        return z.array(Tree);
      },
    });
    expect(write(Tree)).toBe('{ children: Thing[]; }');
    const { type, parts } = typeOf(z.toJSONSchema(z.object({ root: Tree })), 'Forest', 'output');
    const [[name, part] = ['', '']] = parts;
    expect(type.replaceAll('\n', ' ')).toBe(`{ root: ${name}; }`);
    expect(part.replaceAll('\n', ' ')).toBe(`{ children: ${name}[]; }`);
  });

  it('refuses what it cannot write', () => {
    expect(() => typeOf({ type: 'moon' }, 'Thing', 'output')).toThrow('moon');
  });
});
