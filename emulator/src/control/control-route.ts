import type { z } from 'zod';
import type { Emulator } from '../emulator.ts';
import type { FormFile } from '../http/form.ts';
import type { Mailbox } from '../mailbox.ts';

/** One call of the control API. */
export interface ControlCall {
  emulator: Emulator;
  mailbox: Mailbox;
  query: URLSearchParams;
  body: Record<string, unknown>;
  files: Record<string, FormFile>;
  baseUrl: string;
  /** Parts of the path that the pattern names, such as `id`. */
  params: Record<string, string>;
  /** Reads the body by a schema; throws a refusal that names what is wrong. */
  parse<Schema extends z.ZodType>(schema: Schema): z.output<Schema>;
}

/** What a route answers: JSON, or bytes. */
export type ControlAnswer = { json: unknown } | { bytes: Buffer; contentType: string; headers?: Record<string, string> };

/** One route: method, pattern with `:name` parts, what it does. */
export interface ControlRoute {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  handle(call: ControlCall): ControlAnswer | Promise<ControlAnswer>;
}

/** Positive whole number of the query, or the default. */
export function queryNumber(query: URLSearchParams, name: string, fallback: number, max = Number.MAX_SAFE_INTEGER): number {
  const value = Number(query.get(name) ?? fallback);
  return Number.isInteger(value) && value >= 0 ? Math.min(value, max) : fallback;
}
