import type { IncomingMessage, ServerResponse } from 'node:http';
import { CustomerMessageError } from '../customers/write-as-customer.ts';
import type { Emulator } from '../emulator.ts';
import { GraphError } from '../graph/graph-error.ts';
import { respond, respondJson } from '../http/exchange.ts';
import { readForm } from '../http/form.ts';
import type { FormFile } from '../http/form.ts';
import type { Mailbox } from '../mailbox.ts';
import { accountRoutes } from './account-routes.ts';
import { behaviourRoutes } from './behaviour-routes.ts';
import { ControlError } from './control-error.ts';
import type { ControlRoute } from './control-route.ts';
import { customerRoutes } from './customer-routes.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { mailRoutes } from './mail-routes.ts';
import { worldRoutes } from './world-routes.ts';

/** All routes of the control API; the README's table and the client follow this list. */
export const controlRoutes: readonly ControlRoute[] = [
  ...worldRoutes,
  ...behaviourRoutes,
  ...customerRoutes,
  ...accountRoutes,
  ...ledgerRoutes,
  ...mailRoutes,
];

function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return params;
}

function refusal(error: unknown): ControlError {
  if (error instanceof ControlError) return error;
  if (error instanceof CustomerMessageError) return new ControlError(400, error.message);
  if (error instanceof GraphError) return new ControlError(400, error.details ?? error.message);
  throw error;
}

/**
 * Answers one call of the control API. The answer is written after the commit, so what it tells survives a crash.
 * Errors: `{ error: { message } }` with a fitting status; a defect of the emulator rejects.
 */
export async function handleControl(
  emulator: Emulator,
  mailbox: Mailbox,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  rawBody: Buffer,
): Promise<void> {
  try {
    for (const route of controlRoutes) {
      const params = route.method === request.method ? match(route.path, url.pathname) : undefined;
      if (!params) continue;
      let form: { fields: Record<string, unknown>; files: Record<string, FormFile> };
      try {
        form = await readForm(rawBody, request.headers['content-type'] ?? '');
      } catch {
        throw new ControlError(400, 'The body could not be read.');
      }
      const answer = await route.handle({
        emulator,
        mailbox,
        query: url.searchParams,
        body: form.fields,
        files: form.files,
        baseUrl: url.origin,
        params,
        parse(schema) {
          const result = schema.safeParse(form.fields);
          if (result.success) return result.data;
          const problems = result.error.issues.map((issue) => `${issue.path.map(String).join('.') || 'body'}: ${issue.message}`);
          throw new ControlError(400, problems.join('; '));
        },
      });
      emulator.store.afterCommit(() => {
        if ('json' in answer) respondJson(response, 200, answer.json);
        else {
          // Files of strangers: never sniffed, never run, whatever they claim to be.
          const safe = {
            'x-content-type-options': 'nosniff',
            'content-security-policy': "default-src 'none'; sandbox",
            'cache-control': 'private, max-age=3600',
          };
          respond(response, 200, answer.contentType, answer.bytes, { ...safe, ...answer.headers });
        }
      });
      return;
    }
    throw new ControlError(404, `There is no ${request.method ?? ''} ${url.pathname}.`);
  } catch (error) {
    const { httpStatus, message } = refusal(error);
    respondJson(response, httpStatus, { error: { message } });
  }
}
