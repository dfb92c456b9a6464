import { ID_PREFIXES } from '@kabar/contract';
import { z } from 'zod';
import type { WorkspaceActor } from '#platform/http/actor';
import { defineRoute, type Route, type RouteRequest } from '#platform/http/route';
import { toPublicId } from '#platform/ids';
import { graphProtocol } from './graph-protocol.ts';
import { unknownPath, type GraphMethod } from './graph-refusal.ts';
import { servingVersion, type GraphVersion } from './versions.ts';

/** One call of this surface: the path behind the version and what came with it. */
export type GraphCall = {
  actor: WorkspaceActor;
  /** The version that serves the call. */
  version: GraphVersion;
  /** Ids in the path, by name. */
  ids: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  /** The JSON body; empty without one. */
  body: Readonly<Record<string, unknown>>;
  request: Pick<RouteRequest<'key', undefined, undefined, undefined>, 'raw' | 'reply' | 'signal' | 'idempotency'>;
};

type Declaration = {
  method: GraphMethod;
  /** Path behind the version, with `:name` ids. */
  path: string;
  summary: string;
  bodyLimitBytes?: number;
  isMultipart?: boolean;
  /** See `Route`. */
  idempotency?: 'use_case';
  /** The answer, an object of Meta's form; undefined where `request.reply` has it already. */
  answer(call: GraphCall): Promise<object | undefined>;
};

/** What names may be repeated in a query is decided by nobody here: the last value counts. */
const Query = z.record(z.string(), z.union([z.string(), z.array(z.string()).transform((values) => values.at(-1) ?? '')]));
const Body = z.record(z.string(), z.unknown());

/**
 * Declares a route of this surface under every version. Answers carry the version that served them, as Meta's do. The routes stand in the guide's table and
 * not in our OpenAPI document: their shapes are Meta's.
 */
export function defineGraphRoute(declaration: Declaration): Route {
  const { method, path, summary, bodyLimitBytes, idempotency, isMultipart = false } = declaration;
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const hasBody = method !== 'GET' && !isMultipart;
  return defineRoute({
    method,
    path: `/graph/:version${path}`,
    summary,
    tag: 'Cloud API',
    auth: 'key',
    protocol: graphProtocol,
    hidden: true,
    params: z.object(Object.fromEntries(['version', ...names].map((name) => [name, z.string()]))),
    query: Query,
    ...(hasBody ? { body: Body.nullish() } : {}),
    ...(isMultipart ? { bodyKind: 'multipart' as const } : {}),
    ...(bodyLimitBytes === undefined ? {} : { bodyLimitBytes }),
    ...(idempotency === undefined ? {} : { idempotency }),
    responses: { 200: z.looseObject({}) },
    handler: async (request) => {
      const { version = '', ...ids } = request.params as Record<string, string>; // every name of the path is a text
      const served = servingVersion(version);
      if (served === null) throw unknownPath(`/${version}${request.raw.url.split('?', 1)[0]?.slice(`/graph/${version}`.length) ?? ''}`);
      request.reply.header('facebook-api-version', served);
      const body = request.body ?? {};
      return declaration.answer({ actor: request.actor, version: served, ids, query: request.query, body, request });
    },
  });
}

/** Names what a call made, changed or read by the id that the native API has for it, so that the request log leads to it. `id` is the database id. */
export function nameSubject({ request }: GraphCall, kind: 'message' | 'media' | 'template' | 'number', id: string): void {
  request.raw.kabarSubject = toPublicId(ID_PREFIXES[kind], id);
}

/** Every other path below `/graph`, answered as Meta answers paths it has no meaning for. */
export function unknownPathRoutes(): Route[] {
  return (['GET', 'POST', 'DELETE', 'PUT', 'PATCH'] as const).map((method) =>
    defineRoute({
      method,
      path: '/graph/*',
      summary: 'Answer a path that Meta does not have',
      tag: 'Cloud API',
      auth: 'key',
      protocol: graphProtocol,
      hidden: true,
      whileClosing: true,
      responses: { 200: z.looseObject({}) },
      handler: async ({ raw }) => {
        throw unknownPath(raw.url.split('?', 1)[0]?.slice('/graph'.length) ?? '');
      },
    }),
  );
}
