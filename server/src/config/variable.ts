import type { z } from 'zod';

/** One environment variable. */
export type Variable<Value> = {
  env: string;
  form: z.ZodType<Value, string>;
  /** Text used when the variable is not set. Absent for optional ones, whose value is then `undefined`. */
  fallback?: string;
  /** For optional ones, what happens without it, as a phrase. */
  otherwise?: string;
  /** A valid value, shown in the reference and with problems. */
  example: string;
  /** One or two sentences for the reference. */
  does: string;
  /** Never printed. */
  secret?: boolean;
};

/** Variables of one concern. `title` is the heading in the reference. */
export type Group<Variables> = { title: string; variables: Variables };

type Words<Value> = Omit<Variable<Value>, 'env' | 'fallback' | 'otherwise'>;

/** Declares a variable that always has a value. */
export function variable<Value>(env: string, words: Words<Value> & { fallback: string }): Variable<Value> {
  return { env, ...words };
}

/** Declares a variable that may be absent; `otherwise` says what happens then. */
export function optional<Value>(env: string, words: Words<Value> & { otherwise: string }): Variable<Value | undefined> {
  return { env, ...words };
}

/** Declares a group. */
export function group<Variables>(title: string, variables: Variables): Group<Variables> {
  return { title, variables };
}

/** The values of all groups, e.g. `config.http.port`. */
export type ValuesOf<Settings> = {
  readonly [G in keyof Settings]: Settings[G] extends Group<infer Variables>
    ? { readonly [V in keyof Variables]: Variables[V] extends Variable<infer Value> ? Value : never }
    : never;
};
