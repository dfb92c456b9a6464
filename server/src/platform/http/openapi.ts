import { KEY_SCOPES, PERMISSIONS } from '@kabar/contract';
import { z, type ZodType } from 'zod';
import { eventSchemas, webhooksOf } from './openapi-events.ts';
import { exampleOf } from './openapi-example.ts';
import { openApiComponents, refusalsOf, tagsOf } from './openapi-parts.ts';
import { writeSchemas, type Json, type WrittenSchemas } from './openapi-schemas.ts';
import type { Route } from './route.ts';
import { takesIdempotencyKey } from './run-once.ts';

function parameters(schema: ZodType | undefined, where: 'path' | 'query', schemas: WrittenSchemas): Json[] {
  if (schema === undefined) return [];
  const json = schemas.parameters(schema);
  const required = new Set(Array.isArray(json['required']) ? json['required'] : []);
  return Object.entries((json['properties'] ?? {}) as Record<string, Json>).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.has(name),
    ...(typeof property['description'] === 'string' ? { description: property['description'] } : {}),
    schema: property,
  }));
}

function operation(route: Route, schemas: WrittenSchemas): Json {
  const isLimited = route.auth !== 'public';
  const headers = {
    'Request-Id': { $ref: '#/components/headers/RequestId' },
    ...(isLimited
      ? { RateLimit: { $ref: '#/components/headers/RateLimit' }, 'RateLimit-Policy': { $ref: '#/components/headers/RateLimitPolicy' } }
      : {}),
    ...(takesIdempotencyKey(route) ? { 'Idempotent-Replayed': { $ref: '#/components/headers/IdempotentReplayed' } } : {}),
  };
  const success = Object.entries(route.responses).map(([status, schema]): [string, Json] => {
    if (schema === null) return [status, { description: 'Done; there is nothing to read', headers }];
    if (typeof schema === 'string') return [status, { description: `Content of the type ${schema}`, headers, content: { [schema]: {} } }];
    const json = schemas.output(schema);
    const example = exampleOf(json, schemas.components);
    return [status, { description: 'Success', headers, content: { 'application/json': { schema: json, example } } }];
  });
  return {
    operationId: operationId(route),
    summary: route.summary,
    description: describe(route),
    tags: [route.tag],
    security: securityOf(route),
    parameters: [
      ...parameters(route.params, 'path', schemas),
      ...parameters(route.query, 'query', schemas),
      ...(takesIdempotencyKey(route) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ],
    ...(route.body === undefined ? {} : { requestBody: requestBody(route, route.body, schemas) }),
    responses: { ...Object.fromEntries(success), ...refusalsOf(route) },
    ...(route.permission === undefined ? {} : { 'x-permission': route.permission }),
  };
}

function requestBody(route: Route, body: ZodType, schemas: WrittenSchemas): Json {
  const schema = schemas.input(body);
  if (route.bodyKind === 'multipart') return { required: true, content: { 'multipart/form-data': { schema } } };
  return {
    required: !body.safeParse(undefined).success,
    content: { 'application/json': { schema, example: exampleOf(schema, schemas.components) } },
  };
}

/** What an operation does, and what the program that calls it must know: who may, what a repeat does, how a list goes on. */
function describe(route: Route): string {
  const lines = [...(route.description === undefined ? [`${route.summary}.`] : [route.description]), whoMay(route)];
  if (route.query instanceof z.ZodObject && 'cursor' in route.query.shape)
    lines.push('Gives a page; send `next_cursor` back as `cursor` for the next, until it is null.');
  return lines.join('\n\n');
}

function whoMay(route: Route): string {
  switch (route.auth) {
    case 'public':
      return 'Anybody may call it.';
    case 'person':
      return 'For a signed-in person, in no particular workspace; API keys cannot call it.';
    case 'operator':
      return 'For people who run the installation; API keys cannot call it.';
    case 'key':
    case 'workspace': {
      if (route.permission === undefined) return 'For API keys.';
      const { key, about } = PERMISSIONS[route.permission];
      const scope = `\`${route.permission}\` (${about.charAt(0).toLowerCase()}${about.slice(1)})`;
      return key ? `Needs the scope ${scope}.` : `Needs the permission ${scope}, which only members have; API keys cannot call it.`;
    }
  }
}

/** Who may call. The lists name what the caller must hold: OpenAPI 3.1 allows role names beside every kind of scheme. */
function securityOf(route: Route): Json[] {
  if (route.auth === 'public') return [];
  if (route.auth === 'person' || route.auth === 'operator') return [{ session: [] }];
  const needed = route.permission === undefined ? [] : [route.permission];
  const keyMay = route.permission === undefined || PERMISSIONS[route.permission].key;
  return [...(keyMay ? [{ apiKey: needed }] : []), ...(route.auth === 'key' ? [] : [{ session: needed, workspace: [] }])];
}

/** `POST /v1/messages/:id/cancel` becomes `post_messages_id_cancel`. */
function operationId(route: Route): string {
  return `${route.method.toLowerCase()}_${route.path
    .replace(/^\/v1\//, '')
    .replace(/[:{}]/g, '')
    .replace(/[^a-zA-Z0-9]+/g, '_')
    .replace(/^_|_$/g, '')}`;
}

/** The OpenAPI 3.1 document of all public routes. Deterministic, so that a committed copy can be compared. */
export function buildOpenApi(routes: readonly Route[], version: string): Json {
  const visible = routes
    .filter((route) => route.hidden !== true)
    .toSorted((a, b) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`, 'en'));
  const answers = visible.flatMap((route) => Object.values(route.responses)).filter((schema) => schema instanceof z.ZodType);
  const schemas = writeSchemas({
    inputs: visible.flatMap(({ body }) => body ?? []),
    parameters: visible.flatMap(({ params, query }) => [params ?? [], query ?? []].flat()),
    outputs: [...answers, ...eventSchemas.values()],
  });
  const paths: Record<string, Json> = {};
  for (const route of visible) {
    const path = route.path.replace(/:([A-Za-z_]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kabar API',
      version,
      description: `WhatsApp Business messaging that you run yourself. JSON over HTTP, snake_case. Send an API key as \`Authorization: Bearer …\`; its scopes are ${KEY_SCOPES.length} permissions. Every refusal has one shape, a stable code and a page about it. Every write takes an \`Idempotency-Key\`. Lists are read page by page with \`cursor\`.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The installation that serves this document' }],
    tags: tagsOf(visible),
    externalDocs: { url: '/docs', description: 'Guides and concepts' },
    paths,
    webhooks: webhooksOf(schemas),
    components: openApiComponents(schemas.components),
  };
}
