import { ERRORS, KEY_SCOPES, PERMISSIONS } from '@kabar/contract';
import { z, type ZodType } from 'zod';
import type { Route } from './route.ts';
import { takesIdempotencyKey } from './run-once.ts';

type Json = { [key: string]: unknown };

/** Turns a zod schema into JSON Schema 2020-12, which is what OpenAPI 3.1 speaks. */
function jsonSchema(schema: ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

function parameters(schema: ZodType | undefined, where: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  const json = jsonSchema(schema, 'input');
  const required = new Set(Array.isArray(json['required']) ? json['required'] : []);
  return Object.entries((json['properties'] ?? {}) as Record<string, Json>).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.has(name),
    ...(typeof property['description'] === 'string' ? { description: property['description'] } : {}),
    schema: property,
  }));
}

const errorResponse = { $ref: '#/components/responses/Error' };

function operation(route: Route): Json {
  const success = Object.entries(route.responses).map(([status, schema]): [string, Json] => {
    if (schema === null) return [status, { description: 'Done' }];
    if (typeof schema === 'string') return [status, { description: 'Content', content: { [schema]: {} } }];
    return [status, { description: 'Success', content: { 'application/json': { schema: jsonSchema(schema, 'output') } } }];
  });
  return {
    operationId: operationId(route),
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    tags: [route.tag],
    security: route.auth === 'public' ? [] : route.auth === 'person' || route.auth === 'operator' ? [{ session: [] }] : securityOf(route),
    parameters: [
      ...parameters(route.params, 'path'),
      ...parameters(route.query, 'query'),
      ...(takesIdempotencyKey(route) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ],
    ...(route.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              [route.bodyKind === 'multipart' ? 'multipart/form-data' : 'application/json']: { schema: jsonSchema(route.body, 'input') },
            },
          },
        }),
    responses: { ...Object.fromEntries(success), '4XX': errorResponse, '5XX': errorResponse },
    ...(route.permission === undefined ? {} : { 'x-permission': route.permission }),
  };
}

function securityOf(route: Route): Json[] {
  const keyMay = route.permission !== undefined && PERMISSIONS[route.permission].key;
  return [...(keyMay ? [{ apiKey: [] }] : []), { session: [], workspace: [] }];
}

/** `POST /v1/messages/:id/cancel` becomes `post_messages_id_cancel`. */
function operationId(route: Route): string {
  return `${route.method.toLowerCase()}_${route.path
    .replace(/^\/v1\//, '')
    .replace(/[:{}]/g, '')
    .replace(/[^a-zA-Z0-9]+/g, '_')}`;
}

/** The OpenAPI 3.1 document of all public routes. Deterministic, so that a committed copy can be compared. */
export function buildOpenApi(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Json> = {};
  const visible = routes
    .filter((route) => route.hidden !== true)
    .toSorted((a, b) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`, 'en'));
  for (const route of visible) {
    const path = route.path.replace(/:([A-Za-z_]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kabar API',
      version,
      description: 'WhatsApp Business messaging that you run yourself. Every refusal has one shape and a stable code.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: `API key; scopes: ${KEY_SCOPES.join(', ')}` },
        session: { type: 'apiKey', in: 'cookie', name: 'kabar_session' },
        workspace: { type: 'apiKey', in: 'header', name: 'Kabar-Workspace' },
      },
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description:
            'Your own unique text for this request, at most 255 characters. The same key answers with the first result and does nothing twice.',
          schema: { type: 'string', minLength: 1, maxLength: 255 },
        },
      },
      responses: {
        Error: {
          description: 'Refusal; see the error catalogue',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
        },
      },
      schemas: {
        Error: {
          type: 'object',
          required: ['error'],
          properties: {
            error: {
              type: 'object',
              required: ['code', 'title', 'message', 'docs', 'request_id', 'retryable'],
              properties: {
                code: { type: 'string', enum: Object.keys(ERRORS) },
                title: { type: 'string' },
                message: { type: 'string' },
                docs: { type: 'string' },
                request_id: { type: 'string' },
                retryable: { type: 'boolean' },
                details: {},
              },
            },
          },
        },
      },
    },
  };
}
