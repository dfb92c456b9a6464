import { SEND_TYPES, sendMessageRequestSchema, type SendMessageRequest } from '@kabar/cloud-api';
import { SENDABLE_TYPES, type SendableType } from '@kabar/contract';
import type { z } from 'zod';
import { contentMissing, GraphRefusal, parameterInvalid, parameterMissing, valueInvalid } from './graph-refusal.ts';

/** A body of `POST /{phone}/messages` that asks for a message to one person, of a type that can be sent. */
export type ReadSendRequest = SendMessageRequest & { type: SendableType };

/**
 * Reads a send request the way Meta reads it: the same fields, the same strictness, its code for each mistake. The fields of the request itself come
 * before those of the content.
 *
 * Errors: 100 for parameters of the request, 131008 and 131009 for the content, 131051 for types that cannot be sent.
 */
export function readSendRequest(body: Readonly<Record<string, unknown>>): ReadSendRequest {
  requireProduct(body);
  if (isAbsent(body['to']) && isAbsent(body['recipient'])) throw parameterMissing('to');
  const type = isAbsent(body['type']) ? 'text' : body['type'];
  if (typeof type !== 'string' || !SEND_TYPES.some((known) => known === type))
    throw parameterInvalid(`Param type must be one of {${SENDABLE_TYPES.join(', ').toUpperCase()}} - got ${JSON.stringify(type)}.`);
  if (!isSendable(type))
    throw new GraphRefusal('validation_failed', {
      code: 131_051,
      title: 'Unsupported message type',
      details: `Messages of type ${type} cannot be sent.`,
    });
  if (body['recipient_type'] === 'group') throw parameterInvalid('Param recipient_type: messages to groups cannot be sent here.');
  if (isAbsent(body[type])) throw parameterMissing(type);
  const parsed = sendMessageRequestSchema.safeParse({ ...withoutNulls(body), type });
  if (!parsed.success) throw refusalOf(parsed.error, body);
  return parsed.data as ReadSendRequest; // its type was looked at above
}

/** Every request about messages and files names the product. Errors: 100. */
export function requireProduct(body: Readonly<Record<string, unknown>>): void {
  if (isAbsent(body['messaging_product'])) throw parameterMissing('messaging_product');
  if (body['messaging_product'] !== 'whatsapp')
    throw parameterInvalid(`Param messaging_product must be one of {WHATSAPP} - got ${JSON.stringify(body['messaging_product'])}.`);
}

function isSendable(type: string): type is SendableType {
  return SENDABLE_TYPES.some((sendable) => sendable === type);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** Some clients write what they do not set as null. */
function withoutNulls(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

function refusalOf(error: z.ZodError, body: unknown): GraphRefusal {
  const [issue] = error.issues;
  if (issue === undefined) return parameterInvalid('The request is not valid.');
  const [first = '', ...rest] = issue.path.map(String);
  if (issue.code === 'unrecognized_keys' && rest.length === 0 && first === '')
    return parameterInvalid(`Unexpected key "${issue.keys[0] ?? ''}" on param "root".`);
  const name = rest.reduce((path, part) => `${path}['${part}']`, first);
  if (issue.code === 'unrecognized_keys') return parameterInvalid(`Unexpected key "${issue.keys[0] ?? ''}" on param "${name}".`);
  if (valueAt(body, issue.path) === undefined) return contentMissing(name);
  return rest.length === 0 ? parameterInvalid(`Param ${name} ${issue.message}.`) : valueInvalid(`Param ${name} ${issue.message}.`);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined), value);
}
